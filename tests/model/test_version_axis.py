"""The version axis in windows, and ranges made of windows again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.version_axis import cut, hull, joined, point
from tests.builders import PROPERTY, version, versions

VERSIONS = st.builds(Microversion, st.integers(1, 3), st.integers(0, 12))


@st.composite
def ranges(draw: st.DrawFn) -> VersionRange:
    low, high = draw(st.none() | VERSIONS), draw(st.none() | VERSIONS)
    if low and high and high < low:
        low, high = high, low
    return VersionRange(low, high)


@PROPERTY
@given(ranges(), st.lists(ranges(), max_size=5), VERSIONS)
def test_each_version_of_the_span_lies_in_one_piece_and_no_other_does(
    span: VersionRange, limits: list[VersionRange], one: Microversion
) -> None:
    assert sum(one in piece for piece in cut(span, limits)) == (one in span)


@PROPERTY
@given(ranges(), st.lists(ranges(), max_size=5), VERSIONS)
def test_a_range_has_all_of_a_piece_or_nothing_of_it(
    span: VersionRange, limits: list[VersionRange], one: Microversion
) -> None:
    for piece in cut(span, limits):
        if one in piece:
            assert [one in each for each in limits] == [point(piece) in each for each in limits]


@PROPERTY
@given(ranges(), st.lists(ranges(), max_size=5))
def test_pieces_ascend_and_are_put_together_to_the_span(span: VersionRange, limits: list[VersionRange]) -> None:
    pieces = cut(span, limits)
    assert sorted(pieces, key=point) == pieces
    assert joined(pieces) == [span]
    assert joined(reversed(pieces)) == [span]


@PROPERTY
@given(ranges(), st.lists(ranges(), max_size=5), VERSIONS, st.sets(st.integers(0, 11)))
def test_some_pieces_put_together_have_the_versions_of_these_pieces(
    span: VersionRange, limits: list[VersionRange], one: Microversion, chosen: set[int]
) -> None:
    pieces = [piece for number, piece in enumerate(cut(span, limits)) if number in chosen]
    together = joined(pieces)
    assert sum(one in each for each in together) == sum(one in piece for piece in pieces)
    assert joined(together) == together


@PROPERTY
@given(st.lists(ranges(), min_size=1, max_size=5), VERSIONS)
def test_the_hull_has_every_version_of_every_range(limits: list[VersionRange], one: Microversion) -> None:
    if any(one in each for each in limits):
        assert one in hull(limits)


def test_ten_comes_after_nine() -> None:
    span = versions("2.1", "2.20")
    assert cut(span, [versions("2.10")]) == [versions("2.1", "2.9"), versions("2.10", "2.20")]
    assert joined([versions("2.10", "2.11"), versions("2.1", "2.9")]) == [versions("2.1", "2.11")]


def test_without_limits_there_is_one_window() -> None:
    assert cut(EVERY_VERSION, []) == [EVERY_VERSION]
    assert cut(EVERY_VERSION, [EVERY_VERSION]) == [EVERY_VERSION]


def test_ranges_with_a_gap_are_not_put_together() -> None:
    apart = [versions("1.1", "1.3"), versions("1.5", "1.6")]
    assert joined(apart) == apart
    assert joined([]) == []


def test_any_version_of_a_window_stands_for_it() -> None:
    assert point(versions("1.3", "1.5")) == version("1.3")
    assert point(versions(None, "1.5")) == version("1.5")
    assert point(EVERY_VERSION) in EVERY_VERSION


def test_the_hull_of_an_open_range_is_open() -> None:
    assert hull([versions("1.3", "1.5"), versions("1.8", "1.9")]) == versions("1.3", "1.9")
    assert hull([versions("1.3", "1.5"), versions("1.8")]) == versions("1.3")
    assert hull([]) == EVERY_VERSION
