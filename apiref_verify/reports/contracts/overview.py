"""What a contract is: where it comes from, what it may judge, and how much it knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from apiref_verify.model.contract import Contract, Part, Promise
from apiref_verify.reports.contracts.listing import PARTS, counted, has
from apiref_verify.reports.json_report import version

_SOURCES = {
    "service": "an installed service",
    "openapi": "an OpenAPI document",
    "tempest": "what tempest knows",
    "folder": "a folder of schemas",
}


def render_text(contract: Contract) -> str:
    """The facts, a line each."""
    counts = _counts(contract)
    facts = {
        "source": _source(contract),
        "versions": "no microversions" if contract.versions.is_open else str(contract.versions),
        "may judge": ", ".join(part for part in Part if contract.may_judge(part)) or "nothing",
        "operations": _operations(counts),
        "rows": f"{counts['rows']}, one per operation and range of versions; {counts['rows_served']} are served",
        "schemas": _of(counts["schemas"], counts["rows_served"]),
        "codes": _codes(contract),
        "formats": _formats(contract),
    }
    lines = [click.style(str(contract.provenance) + (f", in {contract.path}" if contract.path else ""), bold=True)]
    lines += [f"  {name:<10}  {told}" for name, told in facts.items() if told]
    return "\n".join(lines) + "\n"


def _source(contract: Contract) -> str:
    made = contract.provenance
    told = _SOURCES.get(made.source, made.source)
    read = " ".join(word for word in (made.date, f"by {made.exporter}" if made.exporter else "") if word)
    return f"{told}, read {read}" if read else told


def _operations(counts: dict[str, Any]) -> str:
    parts = [counted(counts["actions"], "action")] if counts["actions"] else []
    if counts["removed"]:
        parts.append(f"{counts['removed']} removed from all versions")
    return ", ".join([str(counts["operations"]), *parts])


def _of(schemas: dict[str, int], total: int) -> str:
    return (
        f"of the rows served, {', '.join(f'{number} with {part}' for part, number in schemas.items())}" if total else ""
    )


def _codes(contract: Contract) -> str:
    served = _served(contract)
    success = sum(bool(promise.success.codes) for promise in served)
    errors = sum(bool(promise.errors.codes) for promise in served)
    return f"of the rows served, {success} with success codes, {errors} with error codes" if served else ""


def _formats(contract: Contract) -> str:
    known = sorted(name for name, pattern in contract.formats.items() if pattern is not None)
    unknown = sorted(name for name, pattern in contract.formats.items() if pattern is None)
    parts = [f"checked: {', '.join(known)}"] if known else []
    return "; ".join(parts + ([f"not checked: {', '.join(unknown)}"] if unknown else []))


def _served(contract: Contract) -> Sequence[Promise]:
    return [promise for _, promise in contract.rows if not promise.removed]


def _counts(contract: Contract) -> dict[str, Any]:
    served = _served(contract)
    return {
        "operations": len(contract.routes),
        "actions": sum(route.action is not None for route in contract.routes),
        "removed": sum(not route.live for route in contract.routes),
        "rows": sum(1 for _ in contract.rows),
        "rows_served": len(served),
        "schemas": {part: sum(has(promise, part) for promise in served) for part in PARTS},
    }


def as_json(contract: Contract) -> dict[str, Any]:
    """The facts as JSON values."""
    made = contract.provenance
    return {
        "path": contract.path,
        "source": made.source,
        "package": made.package,
        "version": made.version,
        "date": made.date,
        "exporter": made.exporter,
        "authority": sorted(contract.authority),
        "min_version": version(contract.versions.minimum),
        "max_version": version(contract.versions.maximum),
        "dialect": contract.dialect,
        "formats": dict(contract.formats),
        "counts": _counts(contract),
    }
