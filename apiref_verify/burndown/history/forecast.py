"""When nothing would be left to do, if it went on as lately: a range, and none where nothing moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from apiref_verify.burndown.history.states import State
from apiref_verify.burndown.history.times import WEEK, date

LOOKS_BACK = (2, 4, 8, 12)
"""The weeks over which the recent pace is taken: it is never one number."""

_TOO_FAR = 50 * 52
"""Weeks after which there is no use in a date."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many more markers were removed than added, over the last ``weeks``."""

    weeks: int
    removed: int

    @property
    def per_week(self) -> float:
        """The same for one week."""
        return self.removed / self.weeks


@dataclass(frozen=True, slots=True)
class Forecast:
    """``left`` markers, the recent ``paces``, and when they would be gone: epoch seconds.

    ``soonest`` is by the quickest pace, ``latest`` by the slowest; ``None`` where that leads nowhere. ``words`` say it.
    """

    left: int
    paces: tuple[Pace, ...]
    soonest: int | None
    latest: int | None
    words: str


def foresee(states: Sequence[State], now: int) -> Forecast:
    """Look ahead from ``now``, the end of ``states`` (oldest first)."""
    last = states[-1] if states else None
    left = last.left if last else 0
    if last is None or not last.marked:
        return _none(left, (), "No forecast: there have never been markers.")
    if not left:
        return _none(left, (), f"Nothing is left to do: the last marker was gone on {_gone(states)}.")
    paces = tuple(Pace(weeks, then - left) for weeks in LOOKS_BACK if (then := _left(states, now - weeks * WEEK)))
    if not paces:
        return _none(left, (), f"No forecast: the markers are younger than {LOOKS_BACK[0]} weeks.")
    if all(pace.removed <= 0 for pace in paces):
        return _none(left, paces, f"No forecast: {_left_now(left)}, no fewer than {_weeks(paces[-1:])} before.")
    soonest, latest = (_end(now, left, choose(pace.per_week for pace in paces)) for choose in (max, min))
    return Forecast(left, paces, soonest, latest, _words(left, paces, soonest, latest))


def _none(left: int, paces: tuple[Pace, ...], words: str) -> Forecast:
    return Forecast(left, paces, None, None, words)


def _left(states: Sequence[State], time: int) -> int | None:
    """Return how many markers there were at a time; ``None`` before the first marker."""
    then = next((state for state in reversed(states) if state.timestamp <= time), None)
    return then.left if then and then.marked else None


def _gone(states: Sequence[State]) -> str:
    """Return the day since which nothing is left."""
    first = states[-1]
    for state in reversed(states):
        if state.left:
            break
        first = state
    return date(first.timestamp)


def _end(now: int, left: int, per_week: float) -> int | None:
    if per_week <= 0 or left / per_week > _TOO_FAR:
        return None
    return now + round(left / per_week * WEEK)


def _words(left: int, paces: Sequence[Pace], soonest: int | None, latest: int | None) -> str:
    rates = ", ".join(f"{pace.per_week:.1f}" for pace in paces)
    start = f"{_left_now(left)}. At the pace of the last {_weeks(paces)} ({rates} a week)"
    if soonest is None:
        return f"{start}, it would take more than {_TOO_FAR // 52} years."
    if latest is None:
        return f"{start}, the end would come on {date(soonest)} at the soonest; by the slowest of these, not in sight."
    if len(paces) == 1 or date(soonest) == date(latest):
        return f"{start}, the end would come about {date(soonest)}. That is no promise."
    return f"{start}, the end would come between {date(soonest)} and {date(latest)}. That is no promise."


def _left_now(left: int) -> str:
    return f"{left} marker{'s' * (left != 1)} left"


def _weeks(paces: Sequence[Pace]) -> str:
    *others, last = (str(pace.weeks) for pace in paces)
    return f"{', '.join(others)} and {last} weeks" if others else f"{last} weeks"
