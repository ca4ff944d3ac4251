"""What ``contract show`` prints: the contract, one operation, or those between which a person has to choose."""

from __future__ import annotations

import json
from collections.abc import Sequence

from apiref_verify.model.contract import Contract
from apiref_verify.reports.contracts import operation, overview
from apiref_verify.reports.contracts.listing import Row
from apiref_verify.reports.json_report import tool

SCHEMA_VERSION = 1


def render_text(rows: Sequence[Row]) -> str:
    """One operation as an outline; of several, the names and how to choose."""
    if len(rows) == 1:
        return operation.render_text(*rows[0])
    first = rows[0][0]
    if all(route.action and route.template == first.template for route, _ in rows):
        lines = [f"{first.method} {first.template} stands for {len(rows)} actions; choose one with --action:", ""]
        return "\n".join([*lines, *(f"  {route.action}" for route, _ in rows)]) + "\n"
    lines = [f"{len(rows)} operations fit; name one as it is written here, with --action for what is in brackets:", ""]
    return "\n".join([*lines, *(f"  {route}" for route, _ in rows)]) + "\n"


def render_json(contract: Contract, rows: Sequence[Row] = ()) -> str:
    """The contract in short, and all operations that fit with their schemas (``schemas/contract-show-1.json``)."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "contract": overview.as_json(contract),
        "operations": [operation.as_json(route, promise) for route, promise in rows],
    }
    return json.dumps(content, indent=2) + "\n"
