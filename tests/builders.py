"""Compact builders of model objects: only what a test is about needs to be said.

``row("name", since="1.2")`` is a row of a table, ``compared([row("boat", "object")], {"boat": {}})`` the comparison of
a response table with the bodies shown for it, ``tree(...)`` a whole reference of such comparisons.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import settings

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import Matching, match
from apiref_verify.matching.skeleton import Instance
from apiref_verify.matching.verdicts import Verdict
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import (
    Definition,
    Direction,
    Operation,
    Parameter,
    Place,
    Reference,
    Sample,
    Section,
    Table,
)

PROPERTY = settings(deadline=None, derandomize=True, max_examples=60)
"""Properties are tried on the same examples in every run."""

_lines = itertools.count(1)

RESPONSE = Direction.RESPONSE
REQUEST = Direction.REQUEST


def version(text: str | None) -> Microversion | None:
    """``"1.10"`` as a version."""
    return Microversion.parse(text) if text else None


def versions(since: str | None = None, until: str | None = None) -> VersionRange:
    """The versions from ``since`` to ``until``."""
    return VersionRange(version(since), version(until))


def place() -> Location:
    """A place of its own."""
    return Location("boats.inc", next(_lines))


def row(
    name: str,
    kind: str = "string",
    required: bool | None = True,
    travels: Place = Place.BODY,
    since: str | None = None,
    until: str | None = None,
    description: str = "",
    key: str = "",
) -> Parameter:
    """A row, defined as it says."""
    key = key or name
    definition = Definition(key, travels, kind, required, versions(since, until), description, place())
    return Parameter(name, key, definition, place())


def undefined(name: str) -> Parameter:
    """A row whose key is not defined."""
    return Parameter(name, name, None, place())


def table(rows: Iterable[Parameter], direction: Direction = RESPONSE, since: str | None = None) -> Table:
    """A table."""
    return Table(direction, direction.value.title(), versions(since), tuple(rows), "parameters.yaml", place())


def instance(body: Any, at: str | None = None, name: str = "sample.json") -> Instance:
    """A piece of evidence."""
    return Instance("sample", name, body, version(at), place())


def sample(body: Any, at: str | None = None, direction: Direction = RESPONSE, path: str = "") -> Sample:
    """A sample shown; one with a version stands in the folder of it."""
    path = path or (f"samples/v{at}/boat.json" if at else "samples/boat.json")
    return Sample(path, direction, version(at), "", False, body, place(), path_version=version(at))


def operation(
    tables: Iterable[Table] = (),
    samples: Iterable[Sample] = (),
    method: str = "GET",
    url: str = "/boats",
    title: str = "Show Boat",
    description: str = "",
    action: str | None = None,
) -> Operation:
    """An operation."""
    where = place()
    return Operation(
        method,
        url,
        title,
        action,
        VersionRange(),
        description,
        where,
        where,
        tables=tuple(tables),
        samples=tuple(samples),
        prose=((description, where),) if description else (),
    )


def reference(*operations: Operation, path: str = "boats.inc") -> Reference:
    """A reference of one section."""
    section = Section(path, "Boats", (), operations)
    return Reference("/", "", (section,), (), {}, (path,), ())


def tree(*cases: tuple[Sequence[Parameter], Sequence[Any]]) -> Matching:
    """A matched reference: for each case an operation whose response has these rows and these bodies as samples."""
    return match(reference(*(_shown(rows, bodies, number) for number, (rows, bodies) in enumerate(cases))))


def _shown(rows: Sequence[Parameter], bodies: Sequence[Any], number: int) -> Operation:
    tables = [table(rows)] if rows else []
    return operation(tables, [sample(body) for body in bodies], url=f"/boats/{number}")


def compared(
    rows: Sequence[Parameter], *bodies: Any, direction: Direction = RESPONSE, **of_operation: Any
) -> tuple[Matching, Comparison]:
    """A reference of one operation, and the comparison of its one table with ``bodies`` (samples, or plain values)."""
    shown = [body if isinstance(body, Sample) else sample(body, direction=direction) for body in bodies]
    tables = [table(rows, direction)] if rows else []
    single = operation(tables, shown, **of_operation)
    matching = match(reference(single))
    return matching, matching.of(single, direction)


def verdicts(rows: Sequence[Parameter], *bodies: Any, **more: Any) -> list[Verdict]:
    """What is judged of one table and the bodies shown for it, in a house that has nothing else."""
    matching, comparison = compared(rows, *bodies, **more)
    return judge(comparison, matching.habits)
