"""What was read, for ``inspect``: a tree for people, the complete model as JSON (``schemas/inspect-1.json``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from apiref_verify.matching.habits import Habits
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import (
    Definition,
    Direction,
    Operation,
    Parameter,
    Reference,
    Sample,
    Section,
    StatusCode,
    Table,
)
from apiref_verify.reports.json_report import place, tool, version

SCHEMA_VERSION = 1


def render_json(reference: Reference) -> str:
    """The complete model, with positions."""
    return json.dumps(as_json(reference), indent=2) + "\n"


def as_json(reference: Reference) -> dict[str, Any]:
    """The complete model as JSON values."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "reference": {"root": reference.root, "source": reference.source},
        "sections": [_section(section) for section in shown(reference)],
        "parameters_files": [
            {"path": file.path, "definitions": [_definition(d) for d in file.definitions.values()]}
            for file in reference.parameters_files
        ],
        "sample_files": list(reference.sample_files),
        "problems": [
            {"kind": p.kind.value, "message": p.message, "hint": p.hint, "place": place(p.location)}
            for p in reference.problems
        ],
    }


def shown(reference: Reference) -> list[Section]:
    """The sections that were asked for."""
    return [s for s in reference.sections if reference.focus in (None, s.path)]


def _section(section: Section) -> dict[str, Any]:
    return {
        "path": section.path,
        "title": section.title,
        "published": section.published,
        "markers": [{"phase": m.phase.value, "place": place(m.location)} for m in section.markers],
        "operations": [_operation(operation) for operation in section.operations],
        "tables": [_table(table) for table in section.tables],
        "samples": [_sample(sample) for sample in section.samples],
    }


def _operation(operation: Operation) -> dict[str, Any]:
    return {
        "method": operation.method,
        "url": operation.url,
        "title": operation.title,
        "action": operation.action,
        **_versions(operation.versions),
        "place": place(operation.location),
        "repeats": [place(location) for location in operation.repeats],
        "description": operation.description,
        "request": [_row(row) for row in operation.rows(Direction.REQUEST)],
        "response": [_row(row) for row in operation.rows(Direction.RESPONSE)],
        "tables": [_table(table) for table in operation.tables],
        "samples": [_sample(sample) for sample in operation.samples],
        "codes": {
            "success": [_code(code) for code in operation.codes if code.success],
            "error": [_code(code) for code in operation.codes if not code.success],
        },
    }


def _versions(versions: VersionRange) -> dict[str, Any]:
    return {"min_version": version(versions.minimum), "max_version": version(versions.maximum)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "direction": table.direction.value,
        "heading": table.heading,
        **_versions(table.versions),
        "file": table.file,
        "place": place(table.location),
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Parameter) -> dict[str, Any]:
    return {
        "name": row.name,
        "key": row.key,
        "in": row.place.value if row.place else None,
        "type": row.type or None,
        "required": row.required,
        **_versions(row.versions),
        "place": place(row.location),
    }


def _definition(definition: Definition) -> dict[str, Any]:
    return {
        "key": definition.key,
        "in": definition.place.value if definition.place else None,
        "type": definition.type or None,
        "required": definition.required,
        **_versions(definition.versions),
        "description": definition.description,
        "place": place(definition.location),
    }


def _sample(sample: Sample) -> dict[str, Any]:
    return {
        "path": sample.path,
        "direction": sample.direction.value if sample.direction else None,
        "microversion": version(sample.version),
        "caption": sample.caption,
        "inline": sample.inline,
        "json": sample.is_json,
        "place": place(sample.location),
    }


def _code(code: StatusCode) -> dict[str, Any]:
    return {"code": code.code, "name": code.name, **_versions(code.versions), "place": place(code.location)}


def render_tree(reference: Reference) -> str:
    """A tree for people: sections, operations, and what stands in each."""
    lines: list[str] = []
    for section in shown(reference):
        markers = ", ".join(f"needs {m.phase}" for m in section.markers)
        note = "" if section.published else "  (not published)"
        lines.append(click.style(section.path, bold=True) + note + (f"  [{markers}]" if markers else ""))
        for operation in section.operations:
            lines += _operation_lines(operation)
        loose = len(section.tables) + len(section.samples)
        if loose:
            lines.append(f"    {loose} tables and samples outside any operation")
    return "\n".join(lines) + "\n"


def _operation_lines(operation: Operation) -> Iterable[str]:
    versions = "" if operation.versions.is_open else f"  {operation.versions}"
    head = click.style(operation.name, fg="cyan")
    yield f"  {operation.location.line:>5}  {head}{versions}  {operation.title}"
    for direction in Direction:
        rows = list(operation.rows(direction))
        if rows:
            yield f"           {direction}: {', '.join(_row_text(row) for row in rows)}"
    for sample in operation.samples:
        at = f" {sample.version}" if sample.version else ""
        yield f"           {sample.direction or 'sample'}{at}: {'(inline)' if sample.inline else sample.path}"
    if operation.codes:
        yield f"           codes: {', '.join(str(code.code) for code in operation.codes)}"


def _row_text(row: Parameter) -> str:
    mark = "?" if row.definition is None else "" if row.required else "*"
    versions = "" if row.versions.is_open else f" [{row.versions}]"
    return f"{row.name}{mark}{versions}"


def render_habits(habits: Habits) -> str:
    """What was inferred of the house's habits, and from what."""
    lines = []
    for habit in habits.all:
        share = f"{100 * habit.share:.0f} %" if habit.total else "-"
        lines.append(f"{share:>6}  {habit.name} ({habit.count} of {habit.total}): {habit.meaning}")
    base = f"{habits.base_version}" if habits.base_version else "not known"
    lines.append(f"        version of samples that name none: {base}")
    lines.append(f"        objects with free keys: {', '.join(sorted(habits.free_names)) or 'none'}")
    pairs = sorted(" = ".join(sorted(pair)) for pair in habits.synonyms)
    lines.append(f"        two names of one thing: {', '.join(pairs) or 'none'}")
    return "\n".join(lines) + "\n"


def habits_as_json(habits: Habits) -> dict[str, Any]:
    """The habits as JSON values."""
    return {
        "habits": [
            {"name": h.name, "count": h.count, "total": h.total, "share": round(h.share, 3), "meaning": h.meaning}
            for h in habits.all
        ],
        "base_version": version(habits.base_version),
        "free_names": sorted(habits.free_names),
        "synonyms": sorted(sorted(pair) for pair in habits.synonyms),
    }
