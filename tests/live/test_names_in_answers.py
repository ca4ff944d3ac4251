"""What answers name, in the forms that APIs have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.live.names_in_answers import is_usable, properties_in, things_in
from tests.builders import PROPERTY

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("body", "collection", "named"),
    [
        ({"boats": [{"id": 1}, {"id": 2}], "boats_links": [{"href": "x"}]}, "boats", [{"id": "1"}, {"id": "2"}]),
        ({"keels": [{"keel": {"name": "k"}}]}, "os-keels", [{"name": "k"}]),
        ({"interfaceAttachments": [{"port_id": "p"}]}, "os-interface", [{"port_id": "p"}]),
        ({"tags": ["red", "blue"]}, "tags", [{"": "red"}, {"": "blue"}]),
        ({"metadata": {"side": "west"}}, "metadata", [{"": "side"}]),
        ({"inventories": {"HULL": {"total": 1}}, "generation": 3}, "inventories", [{"": "HULL"}]),
        ({"addresses": {"harbour": []}}, "ips", [{"": "harbour"}]),
        ({"versions": {"values": [{"id": "v3"}]}}, "versions", [{"id": "v3"}]),
        ([{"id": "x"}], "boats", [{"id": "x"}]),
        ({"boats": []}, "boats", []),
        ({"boat": "one"}, "boats", []),
        (None, "boats", []),
        ("text", "boats", []),
    ],
)
def test_things(body: Any, collection: str, named: list[dict[str, str]]) -> None:
    assert things_in(body, collection) == named


@pytest.mark.parametrize("value", ["", ".", "..", True, None, 1.5, "a\nb", "x" * 256, [], "..."])
def test_what_can_stand_in_no_url(value: Any) -> None:
    assert not is_usable(value)


def test_properties_whose_names_say_what_they_name() -> None:
    body = {"boats": [{"id": "1", "owner_id": "o", "links": [], "crew": {"mate_id": 7}}]}
    assert dict(properties_in(body)) == {"owner_id": "o", "mate_id": "7"}


@PROPERTY
@given(JSON, st.text())
def test_no_answer_is_too_strange(body: Any, collection: str) -> None:
    for thing in things_in(body, collection):
        assert all(is_usable(value) for value in thing.values())
    assert all(is_usable(value) for _, value in properties_in(body))
