"""A series as CSV: one row per state, oldest first."""

from __future__ import annotations

from collections.abc import Iterable

from apiref_verify.burndown.history.series import Series
from apiref_verify.burndown.history.states import State
from apiref_verify.model.reference import Phase

COLUMNS = ("commit", "timestamp", "sections", *(phase.value for phase in Phase), "done")
HEADER = ",".join(COLUMNS) + "\n"


def render_csv(series: Series) -> str:
    """Return the rows under a header; the timestamp is the committer's, in epoch seconds."""
    return HEADER + rows_of(point.state for point in series.points)


def rows_of(states: Iterable[State]) -> str:
    """Return the rows alone. A state before the first commit has no commit and no timestamp."""
    return "".join(_row(state) for state in states)


def _row(state: State) -> str:
    counts = (state.sections, *state.to_do, state.done)
    timestamp = str(state.timestamp) if state.commit else ""
    return ",".join((state.commit, timestamp, *map(str, counts))) + "\n"
