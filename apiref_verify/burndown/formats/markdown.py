"""For wikis, issues and job summaries: the table, the sums and what is best done next, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apiref_verify.burndown.chart import SIGNS
from apiref_verify.burndown.snapshot import Cell, OperationCell, Snapshot
from apiref_verify.burndown.wording import CLAIMS, one_line
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Claim, State

_MARKUP = re.compile(r"([\\`*_\[\]<>|~$&@])")


def render(snapshot: Snapshot) -> str:
    """The snapshot as tables of GitHub's Markdown."""
    lines = [*_table(["Section", *(phase.capitalize() for phase in Phase)], _rows(snapshot)), ""]
    heads = ["Phase", "Sections to do", "Operations", *(f"{SIGNS[s]} {s.value.replace('_', ' ')}" for s in Status)]
    lines += _table(heads, _totals(snapshot))
    if snapshot.next:
        lines += ["", "Next:", ""]
        for number, one in enumerate(snapshot.next, 1):
            where = _text(f"{one.location.path}:{one.location.line}")
            what = f"{_text(snapshot.short(one.section.path))}, {one.phase.value}: {_text(one.words)}"
            lines.append(f"{number}. {what}, at {where}")
    return "\n".join(lines) + "\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    return [f"| {' | '.join(cells)} |" for cells in [heads, ["---"] * len(heads), *rows]]


def _rows(snapshot: Snapshot) -> Iterator[list[str]]:
    for row in snapshot.rows:
        yield [_text(snapshot.short(row.section.path)), *(_cell(row.cells[phase]) for phase in Phase)]
        for one in row.operations:
            yield [f"↳ {_text(one.name)}", *(_operation_cell(one.cells[phase]) for phase in Phase)]


def _cell(cell: Cell) -> str:
    parts = [CLAIMS[cell.claim] + (f" ({_text(cell.claimed_by)})" if cell.claimed_by else "")]
    standing = cell.standing
    if standing.findings:
        parts.append(f"{SIGNS[Status.DISAGREES]} {standing.findings} found")
    if standing.notes:
        parts.append(f"{standing.notes} note{'s' * (standing.notes != 1)}")
    if standing.state is State.VERIFIED:
        parts.append(SIGNS[Status.VERIFIED])
    elif standing.verified:
        parts.append(f"{SIGNS[Status.VERIFIED]} {standing.verified} of {standing.operations}")
    return ", ".join(parts)


def _operation_cell(cell: OperationCell) -> str:
    found = f" {cell.findings} found" if cell.findings else ""
    return f"{SIGNS[cell.status]}{found}"


def _totals(snapshot: Snapshot) -> Iterator[list[str]]:
    for phase in Phase:
        cell = snapshot.total(phase)
        todo = "no markers" if cell.claim is Claim.NOT_CLAIMED else str(snapshot.still_to_do(phase))
        standing = cell.standing
        counts = zip(Status, (standing.verified, standing.disagrees, standing.not_checked), strict=True)
        shares = [f"{count} ({standing.percent(status) or 0:.0f}%)" for status, count in counts]
        yield [phase.value, todo, str(standing.operations), *shares]


def _text(text: str) -> str:
    """A text that is shown as it is, in one line."""
    return _MARKUP.sub(r"\\\1", one_line(text))
