"""Microversions and ranges of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from tests.builders import PROPERTY

versions = st.builds(Microversion, st.integers(0, 20), st.integers(0, 200))


@st.composite
def ranges(draw: st.DrawFn) -> VersionRange:
    low, high = draw(st.none() | versions), draw(st.none() | versions)
    if low is not None and high is not None and high < low:
        low, high = high, low
    return VersionRange(low, high)


def span(low: str | None, high: str | None) -> VersionRange:
    return VersionRange(low and Microversion.parse(low), high and Microversion.parse(high))


@pytest.mark.parametrize("text", ["2.10", "v2.10", "V2.10", " 2.10\n"])
def test_a_version_is_read_with_or_without_its_v(text: str) -> None:
    assert Microversion.parse(text) == Microversion(2, 10)


@pytest.mark.parametrize("text", ["", "2", "2.", ".1", "2.1.3", "-2.1", "2.x", "latest", "2,1", "vv2.1", "2 .1"])
def test_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match="not a microversion"):
        Microversion.parse(text)


def test_versions_are_no_decimal_fractions() -> None:
    assert Microversion.parse("2.9") < Microversion.parse("2.10") < Microversion.parse("3.0")
    assert Microversion.parse("2.1") != Microversion.parse("2.10")


@PROPERTY
@given(versions)
def test_a_version_written_is_read_again(version: Microversion) -> None:
    assert Microversion.parse(str(version)) == version


@pytest.mark.parametrize(
    ("low", "high", "inside", "outside"),
    [
        ("2.2", "2.10", ["2.2", "2.9", "2.10"], ["2.1", "2.11", "3.2"]),
        (None, "2.10", ["0.0", "2.10"], ["2.11"]),
        ("2.2", None, ["2.2", "9.0"], ["2.1"]),
        (None, None, ["0.0", "99.99"], []),
    ],
)
def test_a_range_holds_both_its_ends(low: str, high: str, inside: list[str], outside: list[str]) -> None:
    limits = span(low, high)
    assert all(Microversion.parse(text) in limits for text in inside)
    assert not any(Microversion.parse(text) in limits for text in outside)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (span(None, None), "all versions"),
        (span("2.2", None), "2.2 and later"),
        (span(None, "2.2"), "up to 2.2"),
        (span("2.2", "2.10"), "2.2 to 2.10"),
        (span("2.2", "2.2"), "2.2"),
    ],
)
def test_a_range_says_itself_in_words(limits: VersionRange, words: str) -> None:
    assert str(limits) == words


def test_only_a_range_without_ends_is_open() -> None:
    assert EVERY_VERSION.is_open
    assert not span("2.2", None).is_open
    assert not span(None, "2.2").is_open


def test_neighbouring_ranges_overlap_only_if_they_share_a_version() -> None:
    assert span("2.1", "2.5").overlaps(span("2.5", None))
    assert not span("2.1", "2.5").overlaps(span("2.6", None))


@PROPERTY
@given(ranges(), ranges(), versions)
def test_a_version_in_both_ranges_is_in_their_intersection_alone(
    left: VersionRange, right: VersionRange, version: Microversion
) -> None:
    if left.overlaps(right):
        assert (version in left.intersection(right)) == (version in left and version in right)
    else:
        assert not (version in left and version in right)


@PROPERTY
@given(ranges(), ranges())
def test_overlap_and_intersection_do_not_ask_which_comes_first(left: VersionRange, right: VersionRange) -> None:
    assert left.overlaps(right) == right.overlaps(left)
    assert left.intersection(right) == right.intersection(left)


@PROPERTY
@given(ranges())
def test_a_range_overlaps_itself_and_every_version(limits: VersionRange) -> None:
    assert limits.overlaps(limits)
    assert limits.overlaps(EVERY_VERSION)
    assert limits.intersection(EVERY_VERSION) == limits
