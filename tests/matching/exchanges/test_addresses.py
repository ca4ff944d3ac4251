"""URLs taken apart, whatever they are."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.exchanges.addresses import pattern_of, request_of
from tests.builders import PROPERTY

FIRSTS = frozenset({"boats", "limits"})
PROJECT = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("url", "base", "path"),
    [
        ("http://h/v2.1/boats/7", "http://h/v2.1", "boats/7"),
        ("http://h:80/harbour/v2.1/boats", "http://h:80/harbour/v2.1", "boats"),
        ("/v2/boats", "/v2", "boats"),
        (f"http://h/v2.1/{PROJECT}/boats", "http://h/v2.1", "boats"),
        ("http://h/v2.1/0d1c1f1e-7a5b-4f0e-9b1a-2f9c3d4e5f60/boats", "http://h/v2.1", "boats"),
        ("http://h/boats/7", "http://h", "boats/7"),
        ("http://h/harbour/boats", "http://h/harbour", "boats"),
        ("http://h/harbour/piers", "http://h", "harbour/piers"),
        ("http://h/v2.1//boats/", "http://h/v2.1", "boats"),
        ("http://h/v2.1/boats/a%2Fb", "http://h/v2.1", "boats/a/b"),
        ("http://h/v2.1/boats#top", "http://h/v2.1", "boats"),
        ("http://h", "http://h", ""),
        ("", "", ""),
    ],
)
def test_the_likeliest_way_to_read_a_url(url: str, base: str, path: str) -> None:
    first = request_of(url, FIRSTS).addresses[0]
    assert (first.base, str(first.template)) == (base, path)


def test_a_slash_that_is_escaped_does_not_end_a_segment() -> None:
    assert len(request_of("http://h/v2.1/boats/a%2Fb", FIRSTS).addresses[0].template.segments) == 2


def test_a_project_may_be_part_of_the_path() -> None:
    found = request_of(f"http://h/v2.1/{PROJECT}/boats", FIRSTS).addresses
    assert [str(address.template) for address in found] == ["boats", f"{PROJECT}/boats"]


def test_a_version_alone_may_be_what_is_asked_for() -> None:
    found = [(a.base, str(a.template)) for a in request_of("http://h/v2.1/", FIRSTS).addresses]
    assert found == [("http://h/v2.1", ""), ("http://h", "v2.1")]


def test_queries_are_told_by_name_once() -> None:
    assert request_of("/boats?limit=3&tag=a&tag=b&deep&sort_key%5B%5D=x", FIRSTS).queries == (
        *("limit", "tag", "deep", "sort_key[]"),
    )


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        (("boats", "7"), "/boats/{}"),
        (("boats", "0d1c1f1e-7a5b-4f0e-9b1a-2f9c3d4e5f60", "log"), "/boats/{}/log"),
        (("boats", PROJECT), "/boats/{}"),
        (("hosts", "10.0.0.1"), "/hosts/{}"),
        (("hosts", "a b"), "/hosts/{}"),
        (("boats", None, "log"), "/boats/{}/log"),
        (("boats", "detail"), "/boats/detail"),
    ],
)
def test_requests_that_fit_nothing_are_counted_by_pattern(path: tuple[str | None, ...], pattern: str) -> None:
    assert pattern_of(path) == pattern


def is_url(text: str) -> bool:
    """Whether it is one at all: what is none, the readers of recordings leave out."""
    try:
        return urlsplit(text) is not None
    except ValueError:
        return False


URLS = st.one_of(
    st.text(),
    st.text("/:?#[]@%v2.1abc{}&="),
    st.from_regex(r"\A(https?://[a-z.:0-9]*)?(/[^/?#]*){0,6}(\?.*)?\Z"),
)


@PROPERTY
@given(URLS.filter(is_url))
def test_any_url_can_be_read(url: str) -> None:
    request = request_of(url, FIRSTS)
    assert request.addresses
    for address in request.addresses:
        assert "" not in address.template.segments
        assert pattern_of(address.template.segments).startswith("/")
