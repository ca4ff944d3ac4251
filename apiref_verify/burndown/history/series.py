"""Which states of a history are shown, and what they mean for the future."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apiref_verify.burndown.history.forecast import Forecast, foresee
from apiref_verify.burndown.history.read import History
from apiref_verify.burndown.history.states import NO_STATE, State


@dataclass(frozen=True, slots=True)
class Point:
    """A state that is shown; ``asked`` is the time it was asked for, if it was, in epoch seconds."""

    state: State
    asked: int | None = None

    @property
    def timestamp(self) -> int:
        """The time at which it stands in a chart."""
        return self.state.timestamp if self.asked is None else self.asked


@dataclass(frozen=True, slots=True)
class Series:
    """What is shown of a history. ``until`` is where it ends, in epoch seconds."""

    history: History
    points: tuple[Point, ...]
    until: int
    forecast: Forecast


def changes(history: History, since: int | None = None, until: int | None = None, step: int | None = None) -> Series:
    """Return the states from ``since`` to ``until``, both included: all, or the last of each ``step`` seconds."""
    states = [state for state in history.states if until is None or state.timestamp <= until]
    end = history.timestamp if until is None else min(until, history.timestamp)
    shown = [state for state in states if since is None or state.timestamp >= since]
    points = tuple(Point(state) for state in (thinned(shown, step) if step else shown))
    return Series(history, points, end, foresee(states, end))


def at(history: History, times: Sequence[int]) -> Series:
    """Return the state at each of some times, in their order.

    That is the last state on the line whose committer's time is not later; where there is none, ``NO_STATE``.
    """
    earliest = list(_earliest_from(history.states))
    found = [bisect_right(earliest, time) - 1 for time in times]
    points = tuple(Point(history.states[n] if n >= 0 else NO_STATE, time) for n, time in zip(found, times, strict=True))
    end = max(times, default=history.timestamp)
    return Series(history, points, end, foresee([s for s in history.states if s.timestamp <= end], end))


def _earliest_from(states: Sequence[State]) -> Iterator[int]:
    """Return for each state the earliest time of itself and those after it: clocks of committers do go wrong."""
    times: list[int] = []
    for state in reversed(states):
        times.append(min(state.timestamp, times[-1]) if times else state.timestamp)
    return reversed(times)


def thinned(states: Iterable[State], step: int) -> list[State]:
    """Return the last state of each ``step`` seconds that has any; steps are counted from the epoch, UTC."""
    return list({state.timestamp // step: state for state in states}.values())
