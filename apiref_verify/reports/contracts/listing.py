"""The operations of a contract, a row for each range of versions (JSON: ``schemas/contract-list-1.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from apiref_verify.model.contract import Codes, Contract, Promise, Route, Standing
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.reports.contracts import tables
from apiref_verify.reports.json_report import version

Row: TypeAlias = tuple[Route, Promise]
PARTS = ("request", "query", "response")
HEADS = ("METHOD", "PATH (ACTION)", "VERSIONS", "SCHEMAS", "SUCCESS", "ERRORS")


def chosen(
    contract: Contract, words: str = "", at: Microversion | None = None, removed: bool | None = None
) -> list[Row]:
    """The rows of operations whose method, path or action contain ``words``, and that hold at a version.

    Case, brackets around an action and the names of variables make no difference.
    ``removed`` keeps only removed operations, or only the others.
    """
    wanted = _plain(words)
    return [
        (route, promise)
        for route, promise in contract.rows
        if wanted in _plain(str(route))
        and (at is None or at in promise.versions)
        and removed in (None, promise.removed)
    ]


def _plain(words: str) -> str:
    """Words without case, brackets and the names of variables."""
    return " ".join(re.sub(r"\{[^{}]*\}", "{}", words.lower()).replace("(", "").replace(")", "").split())


def render_text(rows: Sequence[Row], width: int | None = None) -> str:
    """A table for people; ``width`` is that of their terminal, ``None`` without one. Empty without rows."""
    return tables.render(HEADS, [_cells(route, promise) for route, promise in rows], width) if rows else ""


def _cells(route: Route, promise: Promise) -> tuple[str, ...]:
    schemas = ", ".join(part for part in PARTS if has(promise, part))
    return (
        route.method,
        f"{route.template} ({route.action})" if route.action else route.template,
        versions_text(promise.versions),
        "removed" if promise.removed else schemas or "none",
        codes_text(promise.success),
        codes_text(promise.errors),
    )


def versions_text(versions: VersionRange) -> str:
    """A range in a table; a contract without versions says nothing."""
    return "" if versions.is_open else str(versions)


def codes_text(codes: Codes) -> str:
    """Codes in a table; an ellipsis says that there may be others."""
    listed = " ".join(map(str, codes.codes))
    return f"{listed} …" if listed and codes.standing is Standing.INCOMPLETE else listed


def has(promise: Promise, part: str) -> bool:
    """Whether the schema of a part is known: ``request``, ``query`` or ``response`` (of a success)."""
    if part == "response":
        return bool(promise.success_schemas)
    return (promise.request if part == "request" else promise.query) is not None


def render_json(rows: Iterable[Row]) -> str:
    """The rows as a JSON list."""
    return json.dumps([as_json(route, promise) for route, promise in rows], indent=2) + "\n"


def as_json(route: Route, promise: Promise) -> dict[str, Any]:
    """One row as JSON values."""
    return {
        "method": route.method,
        "path": route.template,
        "action": route.action,
        "min_version": version(promise.versions.minimum),
        "max_version": version(promise.versions.maximum),
        **{part: has(promise, part) for part in PARTS},
        "success_codes": list(promise.success.codes),
        "error_codes": list(promise.errors.codes),
        "removed": promise.removed,
    }


def summary(rows: Sequence[Row]) -> str:
    """How many operations and rows there are, and how many have which schema."""
    operations = len({id(route) for route, _ in rows})
    removed = sum(promise.removed for _, promise in rows)
    schemas = [f"{sum(has(promise, part) for _, promise in rows)} with {part}" for part in PARTS]
    gone = f", {removed} removed" if removed else ""
    return f"{counted(operations, 'operation')}, {counted(len(rows), 'row')}{gone}; {', '.join(schemas)} schema"


def counted(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number} {noun}{'s' * (number != 1)}"
