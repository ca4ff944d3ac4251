"""A series as a table for people, thinned where it is long."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from apiref_verify.burndown.history.series import Point, Series
from apiref_verify.burndown.history.times import date, day_and_minute, utc
from apiref_verify.model.reference import Phase

_LONGEST = 30
"""A table of more rows is thinned."""

_HEADS = ("commit", "sections", *(phase.value for phase in Phase), "done")
_SPANS: tuple[tuple[str, Callable[[Point], object]], ...] = (
    ("day", lambda point: date(point.timestamp)),
    ("week", lambda point: utc(point.timestamp).isocalendar()[:2]),
    ("month", lambda point: date(point.timestamp)[:7]),
    ("year", lambda point: date(point.timestamp)[:4]),
)


def render_text(series: Series) -> str:
    """Return the table, what was left out of it, and the forecast."""
    points, left_out = _thinned(series.points)
    rows = [("date (UTC)", *_HEADS), *(_row(point) for point in points)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [_line(rows[0], widths), "  ".join("-" * width for width in widths)]
    lines += [_line(row, widths) for row in rows[1:]]
    words = [left_out, series.forecast.words] if series.points else ["Nothing changed in this time."]
    return "\n".join([*lines, "", *filter(None, words)]) + "\n"


def _thinned(points: Sequence[Point]) -> tuple[Sequence[Point], str]:
    """Return a short table's points, and the words for what was left out.

    First go states in which no marker moved, then all but the last of each day, week, month or year.
    """
    if len(points) <= _LONGEST:
        return points, ""
    shown = moved = _moved(points)
    span = "state"
    for name, of in _SPANS:
        if len(shown) <= _LONGEST:
            break
        shown, span = list({of(point): point for point in moved}.values()), f"last of each {name}"
    return shown, f"{len(points)} states; shown is the {span} in which markers moved (-f csv has all)."


def _moved(points: Sequence[Point]) -> list[Point]:
    """Return the points at which other markers are left than before, the first one, and the last one."""
    pairs = itertools.pairwise(points)
    moved = [new for old, new in pairs if (new.state.to_do, new.state.marked) != (old.state.to_do, old.state.marked)]
    return list(dict.fromkeys([points[0], *moved, points[-1]]))


def _row(point: Point) -> tuple[str, ...]:
    state = point.state
    counts = (state.sections, *state.to_do, state.done)
    return (day_and_minute(point.timestamp), state.commit[:10] or "-", *map(str, counts))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    words = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    return "  ".join([*words, *(c.rjust(w) for c, w in zip(cells[2:], widths[2:], strict=True))])
