"""A snapshot as a table for people and as JSON (``schemas/burndown-1.json``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from apiref_verify.burndown.snapshot import Cell, Claim, Snapshot, take, unplaced
from apiref_verify.model.reference import Phase
from apiref_verify.reports.json_report import tool
from apiref_verify.verification import Result

SCHEMA_VERSION = 1
_CLAIMS = {Claim.TODO: "TODO", Claim.DONE: "done", Claim.NOT_CLAIMED: "-"}


def render_text(result: Result) -> str:
    """The table: a line per section, a column per phase, each with its claim and what was found."""
    snapshot = take(result)
    rows = [[_short(row.section.path, result), *(_cell(row.cells[phase]) for phase in Phase)] for row in snapshot.rows]
    heads = ["section", *(phase.value for phase in Phase)]
    widths = [max(len(line[n]) for line in [heads, *rows]) for n in range(len(heads))]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    lines += ["", *_totals(snapshot)]
    elsewhere = len(unplaced(result))
    if elsewhere:
        lines.append(f"{elsewhere} more finding{'s' * (elsewhere != 1)} in parameters files and other places.")
    return "\n".join(lines) + "\n"


def _short(path: str, result: Result) -> str:
    return path.removeprefix(f"{result.reference.source}/")


def _cell(cell: Cell) -> str:
    parts = [_CLAIMS[cell.claim]]
    if cell.findings:
        parts.append(f"{cell.findings} found")
    if cell.notes:
        parts.append(f"{cell.notes} note{'s' * (cell.notes != 1)}")
    if cell.verified:
        parts.append(f"{cell.verified} verified")
    return ", ".join(parts)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _totals(snapshot: Snapshot) -> list[str]:
    lines = []
    for phase in Phase:
        cell = snapshot.total(phase)
        operations = cell.verified + cell.disagrees + cell.not_checked
        todo = snapshot.still_to_do(phase)
        marked = (
            f"{todo} of {len(snapshot.rows)} sections to do" if cell.claim is not Claim.NOT_CLAIMED else "no markers"
        )
        lines.append(
            f"{phase.value:<10} {marked}; of {operations} operations {cell.verified} verified, "
            f"{cell.disagrees} disagree, {cell.not_checked} not checked"
        )
    return lines


def render_json(result: Result) -> str:
    """The snapshot as one JSON object."""
    return json.dumps(as_json(result), indent=2) + "\n"


def as_json(result: Result) -> dict[str, Any]:
    """The snapshot as JSON values."""
    snapshot = take(result)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "reference": {"root": result.reference.root, "source": result.reference.source},
        "sections": [
            {
                "path": row.section.path,
                "title": row.section.title,
                "operations": len(row.section.operations),
                "phases": {phase.value: _cell_json(row.cells[phase]) for phase in Phase},
            }
            for row in snapshot.rows
        ],
        "totals": {
            phase.value: {**_cell_json(snapshot.total(phase)), "sections_to_do": snapshot.still_to_do(phase)}
            for phase in Phase
        },
        "findings_elsewhere": len(unplaced(result)),
    }


def _cell_json(cell: Cell) -> dict[str, Any]:
    return {
        "claim": cell.claim.value,
        "findings": cell.findings,
        "notes": cell.notes,
        "verified": cell.verified,
        "disagrees": cell.disagrees,
        "not_checked": cell.not_checked,
    }
