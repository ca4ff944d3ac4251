"""Which states are shown, and the times that say so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.history.counting import NOTHING, claims_of
from apiref_verify.burndown.history.git import Change, Commit
from apiref_verify.burndown.history.read import History
from apiref_verify.burndown.history.series import at, changes
from apiref_verify.burndown.history.states import NO_STATE, State, states_of
from apiref_verify.burndown.history.times import DAY, HOUR, TimeError, moment, moments, step
from tests.builders import PROPERTY
from tests.burndown.history.repositories import section


def history(*times: int) -> History:
    states = tuple(State(f"{n:040}", time, 1, (0, 0, 0, 1), 0, True) for n, time in enumerate(times))
    return History("HEAD", "f" * 40, max(times, default=0), ("api-ref/source",), states, ())


def shown(found: object) -> list[int]:
    return [point.state.timestamp for point in found.points]  # type: ignore[attr-defined]


def test_both_ends_count() -> None:
    assert shown(changes(history(1, 2, 3, 4), since=2, until=3)) == [2, 3]


def test_a_step_keeps_the_last_state_of_each() -> None:
    times = (10, HOUR - 1, HOUR, 5 * HOUR, 5 * HOUR + 7, DAY)
    assert shown(changes(history(*times), step=HOUR)) == [HOUR - 1, HOUR, 5 * HOUR + 7, DAY]
    assert shown(changes(history(*times), step=DAY)) == [5 * HOUR + 7, DAY]


def test_the_state_at_a_time_is_the_last_that_is_not_later() -> None:
    found = at(history(10, 20, 30), [20, 19, 9, 1000, 20])
    assert [point.state.timestamp for point in found.points] == [20, 10, 0, 30, 20]
    assert found.points[2].state is NO_STATE
    assert [point.timestamp for point in found.points] == [20, 19, 9, 1000, 20]


@PROPERTY
@given(st.lists(st.integers(0, 50), max_size=12), st.lists(st.integers(0, 60), max_size=12))
def test_wrong_clocks_do_not_hide_what_came_later(times: list[int], asked: list[int]) -> None:
    line = history(*times)
    for time, point in zip(asked, at(line, asked).points, strict=True):
        assert point.state == next((s for s in reversed(line.states) if s.timestamp <= time), NO_STATE)


@PROPERTY
@given(
    st.lists(
        st.dictionaries(
            st.sampled_from([b"a.inc", b"b.inc", b"c.rst", b"d.txt"]),
            st.sampled_from([None, "none", "body", "method body", "method parameter example body"]),
            max_size=3,
        ),
        max_size=8,
    )
)
def test_counting_step_by_step_is_counting_all_files(steps: list[dict[bytes, str | None]]) -> None:
    claims = {
        name: claims_of(section(*(name.split() if name != "none" else ())).encode())
        for changed in steps
        for name in changed.values()
        if name is not None
    }
    commits = [
        Commit(str(n), n, None, tuple(Change(path, blob, False) for path, blob in changed.items()))
        for n, changed in enumerate(steps)
    ]
    files: dict[bytes, str | None] = {}
    found = {state.commit: state for state in states_of(commits, claims, (b".inc",))}
    marked = False
    for n, changed in enumerate(steps):
        files.update(changed)
        there = [
            claims[blob] if blob is not None else NOTHING for path, blob in files.items() if path.endswith(b".inc")
        ]
        marked = marked or any(each.marked for each in there)
        assert (str(n) in found) == any(path.endswith(b".inc") for path in changed)
        if str(n) in found:
            done = sum(each.is_section and not each.marked for each in there) if marked else 0
            to_do = tuple(sum(each.to_do[phase] for each in there) for phase in range(4))
            assert found[str(n)] == State(str(n), n, sum(each.is_section for each in there), to_do, done, marked)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("1462759202", 1462759202),
        ("2016-05-09", 1462752000),
        ("2016-05-09T02:00", 1462759200),
        ("2016-05-09 02:00:02", 1462759202),
        ("2016-05-09T04:00:02+02:00", 1462759202),
        ("2016-05-09T02:00:02Z", 1462759202),
    ],
)
def test_times_are_utc_unless_they_say_otherwise(said: str, seconds: int) -> None:
    assert moment(said) == seconds


def test_a_day_ends_with_its_last_second() -> None:
    assert moment("2016-05-09", end=True) - moment("2016-05-09") == DAY - 1
    assert moment("2016-05-09T02:00", end=True) == moment("2016-05-09T02:00")


@pytest.mark.parametrize("said", ["", "soon", "2016-13-01", "-5", "1462759202000", "²"])
def test_what_is_no_time_is_told(said: str) -> None:
    with pytest.raises(TimeError):
        moment(said)


def test_a_file_of_times() -> None:
    assert moments(["1462759202\n", "\n", " 7 "], "times") == [1462759202, 7]
    with pytest.raises(TimeError, match="times:2: 'date,x' is no time: write epoch seconds, one a line"):
        moments(["7", "date,x"], "times")


def test_steps() -> None:
    assert [step(word) for word in ("1h", "1d", "12h", "commit")] == [HOUR, DAY, 12 * HOUR, None]
    for word in ("0h", "h", "1w", "", "1.5h", "9999999d"):
        with pytest.raises(TimeError, match="is no step: write 1h, 1d or commit"):
            step(word)
