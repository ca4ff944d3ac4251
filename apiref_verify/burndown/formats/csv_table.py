"""For spreadsheets and scripts: a line per section and phase, then one per operation and phase if they are wanted.

A text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from apiref_verify.burndown.snapshot import OperationRow, Row, Snapshot
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase

COLUMNS = (
    *("level", "section", "title", "operation", "phase", "claim", "claimed_by", "state", "operations"),
    *("verified", "disagrees", "not_checked", "verified_percent", "findings", "notes", "reason"),
)
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def render(snapshot: Snapshot) -> str:
    """The snapshot in long form: ``level`` tells sections from operations, so that nothing is counted twice."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in snapshot.rows:
        for phase in Phase:
            writer.writerow(map(_safe, _of_section(row, phase)))
            writer.writerows(map(_safe, _of_operation(row, one, phase)) for one in row.operations)
    return text.getvalue()


def _of_section(row: Row, phase: Phase) -> Iterator[object]:
    cell = row.cells[phase]
    standing = cell.standing
    yield from ("section", row.section.path, row.title, "", phase.value, cell.claim.value, cell.claimed_by)
    yield from (standing.state.value, standing.operations, standing.verified, standing.disagrees, standing.not_checked)
    yield from (standing.percent(Status.VERIFIED), standing.findings, standing.notes)
    yield cell.reasons[0][0] if cell.reasons else ""


def _of_operation(row: Row, one: OperationRow, phase: Phase) -> Iterator[object]:
    claim, cell = row.cells[phase], one.cells[phase]
    yield from ("operation", row.section.path, one.title, one.name, phase.value, claim.claim.value)
    yield from (claim.claimed_by, cell.status.value, 1, *(int(cell.status is status) for status in Status))
    yield from (100.0 if cell.status is Status.VERIFIED else 0.0, cell.findings, cell.notes, cell.reason)


def _safe(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_BEGINS_A_FORMULA) else value
