"""Which of the APIs in a log is the documented one."""

from __future__ import annotations

import pytest

from apiref_verify.matching.exchanges.services import of_this_api
from tests.builders import operation
from tests.exchanges import observed

DOCUMENTED = [operation(url=url) for url in ("/boats", "/boats/{id}", "/limits", "/images", "/")]
OWN = "http://harbour.example/v2.1"
HARBOUR = """
- {request: GET /boats, version: "1.2"}
- {request: GET /boats/7, version: "1.4"}
"""


def own(listed: str) -> list[str]:
    """The base URLs that are taken for the documented API."""
    return sorted(of_this_api(observed(f"exchanges:{listed}", DOCUMENTED).services)[0])


def others(listed: str) -> list[str]:
    return sorted(of_this_api(observed(f"exchanges:{listed}", DOCUMENTED).services)[1])


@pytest.mark.parametrize(
    "other",
    [
        'base: "http://h/identity/v3", request: POST /auth/tokens',
        'base: "http://h/volume/v3", request: GET /limits, service: volume, version: "3.1"',
        'base: "http://h:9292/v2", request: GET /images',
        'base: "http://h/image", request: GET /images',
    ],
    ids=["nothing in common", "another name", "no name", "no version"],
)
def test_what_version_headers_do_not_call_by_the_same_name_is_another_api(other: str) -> None:
    listed = f"{HARBOUR}- {{{other}}}\n"
    assert own(listed) == [OWN]
    assert len(others(listed)) == 1


def test_one_api_may_have_several_addresses() -> None:
    assert own(f'{HARBOUR}- {{base: "http://inside/v2.1", request: GET /boats, version: "1.2"}}\n') == [
        *(OWN, "http://inside/v2.1"),
    ]


def test_the_root_of_an_api_belongs_to_it_though_no_header_names_it() -> None:
    assert own(f'{HARBOUR}- {{base: "http://harbour.example", request: GET /}}\n') == ["http://harbour.example", OWN]
    assert own(f'{HARBOUR}- {{base: "http://other.example", request: GET /}}\n') == [OWN]


def test_without_any_name_what_is_mostly_documented_is_this_api() -> None:
    listed = """
- {request: GET /boats}
- {request: GET /boats/7}
- {request: GET /ships}
- {request: GET /piers, status: 404}
- {request: HEAD /boats}
- {base: "http://h/v3", request: GET /limits}
- {base: "http://h/v3", request: GET /volumes}
"""
    assert own(listed) == [OWN]
    assert others(listed) == ["http://h/v3"]


def test_no_exchange_of_this_api_leaves_none() -> None:
    assert own("\n- {request: GET /ships}\n") == []
