"""What changed between two versions of a contract: text, markdown, and JSON (``schemas/contract-diff-1.json``)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from apiref_verify.evidence.contracts.changes import (
    Change,
    CodeChanges,
    ContractChanges,
    OperationChanges,
    PartChanges,
    What,
)
from apiref_verify.evidence.contracts.outlines.constraints import Kind
from apiref_verify.evidence.contracts.outlines.wording import shortened
from apiref_verify.model.contract import Contract, Route
from apiref_verify.reports.contracts.listing import counted
from apiref_verify.reports.contracts.operation import shown_name
from apiref_verify.reports.json_report import tool

SCHEMA_VERSION = 1
_SIGNS: dict[What | Kind, tuple[str, str]] = {What.ADDED: ("+", "green"), What.REMOVED: ("-", "red")}
_MOST_VALUES = 8


def render_text(found: ContractChanges) -> str:
    """For people at a terminal: a block per operation, a line per change."""
    lines = [click.style(_title(found), bold=True), ""]
    for sign, colour, routes in (("+", "green", found.added), ("-", "red", found.removed)):
        lines += [click.style(f"{sign} {route}", fg=colour) for route in routes]
        lines += [""] if routes else []
    for same, one in _together(found):
        lines += [click.style(str(route), bold=True) for route in same]
        for part in one.parts:
            lines.append(f"  {_part(part)}")
            lines += [_text_line(change, part) for change in part.changes]
        lines += [f"  {_codes(codes)}" for codes in one.codes]
        lines.append("")
    return "\n".join([*lines, _summary(found)]) + "\n"


def _together(found: ContractChanges) -> Iterator[tuple[list[Route], OperationChanges]]:
    """Operations that changed in just the same way, with what changed."""
    same: dict[tuple[tuple[PartChanges, ...], tuple[CodeChanges, ...]], list[OperationChanges]] = {}
    for one in found.changed:
        same.setdefault((one.parts, one.codes), []).append(one)
    yield from (([one.route for one in group], group[0]) for group in same.values())


def _title(found: ContractChanges) -> str:
    return f"{found.contract.provenance}: from {found.before} to {found.after}"


def _summary(found: ContractChanges) -> str:
    if not (found.added or found.removed or found.changed):
        return "Nothing changed."
    added, removed, changed = len(found.added), len(found.removed), len(found.changed)
    return f"{counted(added, 'operation')} added, {removed} removed, {changed} changed."


def _part(part: PartChanges) -> str:
    return f"{part.part} {part.status}".strip()


def _text_line(change: Change, part: PartChanges) -> str:
    sign, colour = _SIGNS.get(change.what, ("~", "yellow"))
    return f"    {click.style(sign, fg=colour)} {click.style(_path(change) or _whole(part), fg=colour)}{_told(change)}"


def _path(change: Change) -> str:
    return ".".join(map(shown_name, change.path))


def _whole(part: PartChanges) -> str:
    return "the query" if part.part == "query" else "the body"


def _told(change: Change) -> str:
    """What is said behind the path."""
    if change.what is What.ADDED:
        return f"  {change.after[0]}"
    if change.what is What.REMOVED:
        return f"  was {change.before[0]}"
    if change.what is What.REQUIRED:
        return " became required"
    if change.what is What.OPTIONAL:
        return " became optional"
    of_items = "items: " if change.of_items else ""
    if change.what is Kind.VALUES and change.before and change.after:
        return f": {of_items}{_values(change)}"
    before, after = (_listed(values, change.what) for values in (change.before, change.after))
    return f": {of_items}{change.what} {before or 'none'} → {after or 'none'}"


def _listed(values: tuple[str, ...], what: What | Kind) -> str:
    shown = [value if what is What.TYPE else shortened(value) for value in values[:_MOST_VALUES]]
    more = [f"{len(values) - _MOST_VALUES} more"] if len(values) > _MOST_VALUES else []
    return (" or " if what is What.TYPE else ", ").join([*shown, *more])


def _values(change: Change) -> str:
    come = tuple(value for value in change.after if value not in change.before)
    gone = tuple(value for value in change.before if value not in change.after)
    parts = [
        f"{verb} {_listed(values, change.what)}" for verb, values in (("new", come), ("no longer", gone)) if values
    ]
    return f"values: {'; '.join(parts)}"


def _codes(codes: CodeChanges) -> str:
    parts = [
        f"{verb} {', '.join(map(str, numbers))}"
        for verb, numbers in (("new", codes.added), ("no longer", codes.removed))
        if numbers
    ]
    return f"{codes.kind} codes: {'; '.join(parts)}" if codes.kind == "success" else f"error codes: {'; '.join(parts)}"


def render_markdown(found: ContractChanges) -> str:
    """For a review or a page: headings, and a list per operation."""
    return "\n\n".join(_blocks(found)) + "\n"


def _blocks(found: ContractChanges) -> Iterator[str]:
    yield f"# {_title(found)}"
    for title, routes in (("Added operations", found.added), ("Removed operations", found.removed)):
        if routes:
            yield f"## {title}"
            yield "\n".join(f"- `{route}`" for route in routes)
    for same, one in _together(found):
        yield f"## {', '.join(f'`{route}`' for route in same)}"
        for part in one.parts:
            yield f"{_part(part).capitalize()}:"
            yield "\n".join(_markdown_line(change, part) for change in part.changes)
        if one.codes:
            yield "\n".join(f"- {_codes(codes)}" for codes in one.codes)
    yield _summary(found)


def _markdown_line(change: Change, part: PartChanges) -> str:
    verb = f"{change.what} " if change.what in _SIGNS else ""
    name = f"`{_path(change)}`" if change.path else _whole(part)
    told = _told(change).strip() if verb else _told(change)
    return f"- {verb}{name}{': ' if verb else ''}{told.replace('|', chr(92) + '|').replace('*', chr(92) + '*')}"


def render_json(found: ContractChanges) -> str:
    """All of it as one JSON object."""
    return json.dumps(as_json(found), indent=2) + "\n"


def as_json(found: ContractChanges) -> dict[str, Any]:
    """All of it as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "contract": _contract(found.contract),
        "before": str(found.before),
        "after": str(found.after),
        "added": [_route(route) for route in found.added],
        "removed": [_route(route) for route in found.removed],
        "changed": [_operation(one) for one in found.changed],
    }


def _contract(contract: Contract) -> dict[str, str]:
    made = contract.provenance
    return {"path": contract.path, "package": made.package, "version": made.version}


def _route(route: Route) -> dict[str, str | None]:
    return {"method": route.method, "path": route.template, "action": route.action}


def _operation(one: OperationChanges) -> dict[str, Any]:
    return {
        **_route(one.route),
        "parts": [
            {
                "part": part.part,
                "status": part.status or None,
                "changes": [
                    {
                        "path": ".".join(change.path),
                        "what": change.what.value,
                        "of_items": change.of_items,
                        "before": list(change.before),
                        "after": list(change.after),
                    }
                    for change in part.changes
                ],
            }
            for part in one.parts
        ],
        "codes": [{"kind": c.kind, "added": list(c.added), "removed": list(c.removed)} for c in one.codes],
    }


FORMATS: dict[str, Callable[[ContractChanges], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
}
"""The formats of ``contract diff`` by name."""
