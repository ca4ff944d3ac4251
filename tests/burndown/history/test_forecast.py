"""What may be said of the future: a range by the recent pace, and nothing where nothing moves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.history.forecast import Forecast, foresee
from apiref_verify.burndown.history.states import State
from apiref_verify.burndown.history.times import WEEK
from tests.builders import PROPERTY

NOW = 1_700_000_000


def ahead(*left_by_week: tuple[int, int], marked: bool = True) -> Forecast:
    """The forecast after some states, each so many weeks ago and with so many markers left."""
    states = [State("c", NOW - weeks * WEEK, 50, (left, 0, 0, 0), 0, marked) for weeks, left in left_by_week]
    return foresee(states, NOW)


def test_a_steady_pace_has_one_end() -> None:
    found = ahead(*((weeks, 10 + 5 * weeks) for weeks in range(12, -1, -1)))
    assert (found.soonest, found.latest) == (NOW + 2 * WEEK, NOW + 2 * WEEK)
    assert found.words == (
        "10 markers left. At the pace of the last 2, 4, 8 and 12 weeks (5.0, 5.0, 5.0, 5.0 a week), "
        "the end would come about 2023-11-28. That is no promise."
    )


def test_a_changing_pace_is_a_range() -> None:
    found = ahead((12, 100), (4, 60), (2, 40), (0, 20))
    assert found.latest is not None
    assert found.soonest == NOW + 2 * WEEK < found.latest
    assert "between 2023-11-28 and" in found.words


def test_where_it_stood_still_lately_the_end_is_open() -> None:
    found = ahead((12, 60), (5, 20))
    assert (found.soonest is not None, found.latest) == (True, None)
    assert found.words.endswith("at the soonest; by the slowest of these, not in sight.")


def test_what_moved_long_ago_is_no_pace() -> None:
    found = ahead((40, 60), (30, 20))
    assert (found.soonest, found.latest) == (None, None)
    assert found.words == "No forecast: 20 markers left, no fewer than 12 weeks before."


def test_markers_that_became_more_foresee_nothing() -> None:
    assert ahead((12, 1), (1, 9)).words == "No forecast: 9 markers left, no fewer than 12 weeks before."


def test_what_is_young_foresees_nothing() -> None:
    assert ahead((1, 9), (0, 1)).words == "No forecast: the markers are younger than 2 weeks."
    assert [pace.weeks for pace in ahead((3, 9), (0, 1)).paces] == [2]


def test_without_markers_there_is_nothing_to_foresee() -> None:
    assert ahead((3, 0), marked=False).words == ahead().words == "No forecast: there have never been markers."


def test_the_end_is_told_with_its_day() -> None:
    assert ahead((9, 4), (2, 0), (0, 0)).words == "Nothing is left to do: the last marker was gone on 2023-10-31."


def test_one_marker_in_a_long_time_is_no_date() -> None:
    words = ahead((12, 1_000_001), (0, 1_000_000)).words
    assert words.endswith("it would take more than 50 years.")


@PROPERTY
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 300)), max_size=10))
def test_a_range_has_its_ends_in_order_and_after_now(steps: list[tuple[int, int]]) -> None:
    found = ahead(*sorted(steps, key=lambda pair: -pair[0]))
    assert found.words.endswith(".")
    if found.latest is not None:
        assert found.soonest is not None
        assert found.soonest <= found.latest
    if found.soonest is not None:
        assert found.soonest >= NOW
