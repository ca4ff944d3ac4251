"""For programs: everything, by the published schema ``burndown-1``."""

from __future__ import annotations

import json
from typing import Any

from apiref_verify.burndown.snapshot import Cell, OperationRow, Row, Snapshot
from apiref_verify.burndown.suggestions import Suggestion
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.reports.json_report import tool

SCHEMA_VERSION = 1


def render(snapshot: Snapshot) -> str:
    """The snapshot as one JSON object."""
    return json.dumps(as_json(snapshot), indent=2) + "\n"


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "reference": {"root": snapshot.reference.root, "source": snapshot.reference.source},
        "sections": [_section(row) for row in snapshot.rows],
        "totals": {
            phase.value: {**_cell(snapshot.total(phase)), "sections_to_do": snapshot.still_to_do(phase)}
            for phase in Phase
        },
        "findings_elsewhere": snapshot.elsewhere,
        "next": [_suggestion(one) for one in snapshot.next],
    }


def _section(row: Row) -> dict[str, Any]:
    section = {
        "path": row.section.path,
        "title": row.section.title,
        "operations": len(row.section.operations),
        "phases": {
            phase.value: {**_cell(row.cells[phase]), "claimed_by": row.cells[phase].claimed_by} for phase in Phase
        },
    }
    if row.operations:
        section["by_operation"] = [_operation(one) for one in row.operations]
    return section


def _cell(cell: Cell) -> dict[str, Any]:
    standing = cell.standing
    return {
        "claim": cell.claim.value,
        "state": standing.state.value,
        "findings": standing.findings,
        "notes": standing.notes,
        "verified": standing.verified,
        "disagrees": standing.disagrees,
        "not_checked": standing.not_checked,
        "verified_percent": standing.percent(Status.VERIFIED),
        "reasons": [{"reason": reason, "operations": count} for reason, count in cell.reasons],
    }


def _operation(row: OperationRow) -> dict[str, Any]:
    return {
        "method": row.operation.method,
        "url": row.operation.url,
        "action": row.operation.action,
        "title": row.operation.title,
        "line": row.operation.location.line,
        "phases": {
            phase.value: {
                "status": cell.status.value,
                "reason": cell.reason,
                "findings": cell.findings,
                "notes": cell.notes,
            }
            for phase, cell in row.cells.items()
        },
    }


def _suggestion(one: Suggestion) -> dict[str, Any]:
    return {
        "action": one.action.value,
        "section": one.section.path,
        "phase": one.phase.value,
        "claim": one.claim.value,
        "findings": one.findings,
        "explained": one.explained,
        "codes": one.codes,
        "path": one.location.path,
        "line": one.location.line,
    }
