"""One table against its evidence: what the rows of one direction of an operation mean in the bodies shown for it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Alignment, align
from apiref_verify.matching.skeleton import Instance, Skeleton, build
from apiref_verify.model.microversion import EVERY_VERSION, Microversion
from apiref_verify.model.reference import Direction, Operation, Parameter, Place, Sample, Section, Table

JSON_PATCH = frozenset({"op", "path", "value", "from"})
"""The properties of an operation of a JSON Patch (RFC 6902)."""

_TOO_FEW = 3
_AT_LEAST = re.compile(
    r"\b(?:since|from|start\w*|later|above|newer|after|prior|before|until)\b|\d\s*(?:-|\+|to\b)", re.I
)


@dataclass(slots=True, eq=False)
class Comparison:
    """The body rows of one direction of an operation, aligned with the merged evidence.

    ``strays`` are rows of the same tables that say they travel elsewhere (path, query, header). ``unrelated`` are
    samples that show something else altogether; they take no part.
    """

    section: Section
    operation: Operation
    direction: Direction
    tables: list[Table]
    rows: list[Parameter]
    strays: list[Parameter]
    skeleton: Skeleton
    alignment: Alignment
    unrelated: list[Instance] = field(default_factory=list)
    sibling_names: frozenset[str] = frozenset()

    @property
    def is_promised(self) -> bool:
        """Whether it is a contract that the rows are compared with, and not what was shown."""
        return False

    @property
    def is_observed(self) -> bool:
        """Whether it is exchanges that the rows are compared with."""
        return False

    @property
    def is_shown(self) -> bool:
        """Whether it is samples that the rows are compared with."""
        return not self.is_promised and not self.is_observed

    @property
    def table(self) -> Table | None:
        """The first table of this direction, if there is one."""
        return self.tables[0] if self.tables else None

    def instances(self, indexes: Iterable[int]) -> list[Instance]:
        """The instances with these indexes, in order."""
        return [self.skeleton.instances[index] for index in sorted(indexes)]


def named_by(operations: Iterable[Operation], direction: Direction, skeleton: Skeleton) -> list[int]:
    """How many of the names in a skeleton each operation has rows for."""
    known = skeleton.by_name.keys()
    return [len({names.parts(row.name)[-1] for row in o.rows(direction)} & known) for o in operations]


def samples_of(operation: Operation, direction: Direction) -> Iterator[Sample]:
    """The JSON samples of one direction that can be compared with a table."""
    for sample in operation.samples:
        if sample.direction is direction and sample.is_json and isinstance(sample.body, dict | list):
            if not is_json_patch(sample.body):
                yield sample


def is_json_patch(body: Any) -> bool:
    """Whether a body is a list of JSON Patch operations (RFC 6902)."""
    return (
        isinstance(body, list)
        and bool(body)
        and all(isinstance(item, dict) and "op" in item and item.keys() <= JSON_PATCH for item in body)
    )


def compare(
    section: Section,
    operation: Operation,
    direction: Direction,
    evidence: Iterable[Instance],
    free_names: frozenset[str] = frozenset(),
) -> Comparison:
    """Align the tables of one direction of an operation with ``evidence``."""
    tables = [table for table in operation.tables if table.direction is direction]
    evidence = list(evidence)
    body, strays = body_rows(operation, tables, {key for instance in evidence for key in _keys(instance.body)})
    known = {last for row in body for last in (names.parts(row.name)[-1], names.clean(row.name))}
    related: list[Instance] = []
    unrelated: list[Instance] = []
    for instance in evidence:
        (unrelated if len(body) >= _TOO_FEW and _shows_something_else(instance, known) else related).append(instance)
    skeleton = build(related, free_names)
    return Comparison(section, operation, direction, tables, body, strays, skeleton, align(body, skeleton), unrelated)


def body_rows(
    operation: Operation, tables: Iterable[Table], keys: Container[str]
) -> tuple[list[Parameter], list[Parameter]]:
    """The rows that travel in the body, and the others; ``keys`` are the properties that evidence has there."""
    variables = {name for name in names.url_variables(operation.url) if name not in keys}
    body: list[Parameter] = []
    strays: list[Parameter] = []
    for table in tables:
        for row in table.rows:
            travels_in_body = row.place in (Place.BODY, None) and names.bare(row.name) not in variables
            (body if travels_in_body else strays).append(row)
    return body, strays


def _keys(body: Any) -> Iterator[str]:
    """Every property name of a body."""
    stack = [body]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield from value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


def _shows_something_else(instance: Instance, known: set[str]) -> bool:
    """Whether an instance has at least three property names of its own and the rows name none of them."""
    own = {node.name for node in build([instance]).nodes}
    return len(own) >= _TOO_FEW and not own & known and not any(names.are_close(k, o) for k in known for o in own)


def instance_of(sample: Sample, base: Microversion | None, operation: Operation) -> Instance:
    """A sample as evidence; ``base`` is the version of samples that name none, if that is known.

    Of two versions that path and caption give, the path's counts: it is the one that tests write to.
    """
    version = sample.version
    if version is None and base is not None:
        version = max(base, operation.versions.minimum or base)
    exact = sample.path_version is not None or not _AT_LEAST.search(sample.caption)
    return Instance("sample", sample.path, sample.body, version, sample.location, sample.inline, exact)


def is_active(row: Parameter, tables: Iterable[Table], version: Microversion | None) -> bool:
    """Whether a row claims anything about ``version``; an unknown version is claimed by every row."""
    if version is None:
        return True
    table = next((t for t in tables if row in t.rows), None)
    limits = table.versions if table else EVERY_VERSION
    return version in row.versions and version in limits
