"""The rows and codes of operations that a recording has evidence of, to plant errors in.

A row takes part where a body of its direction was seen, whether or not the row's property was in it; a code where the
operation was asked. No finding of the kind says already that something is wrong with them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from row_mutations import Mutation, plant, plant_code

from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.exchanges.comparison import ExchangeMatching, Observed
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import admitted
from apiref_verify.model.finding import Finding
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation, Parameter, StatusCode

KINDS: dict[str, tuple[str, ...]] = {
    "dropped": (),
    "renamed": (),
    "added": (),
    "type": ("AR204",),
    "near type": ("AR204",),
    "made required": ("AR202", "AR205", "AR206"),
    "made optional": ("AR202", "AR205", "AR206"),
    "min_version": ("AR208",),
    "max_version": ("AR209",),
    "success code": ("AR401",),
    "error removed": ("AR403",),
}
"""The kinds of error, each with the rules that may say already that the row is wrong."""

CODES = ("success code", "error removed")
_BOUNDS = 3


@dataclass(frozen=True)
class ExchangeSubject:
    """A row, and the property that it means in what exchanges showed, if they showed it by its own name."""

    comparison: Observed
    row: Parameter
    node: Node | None
    versions: tuple[Microversion, ...]

    def claims(self, row: Parameter, index: int) -> bool:
        """Whether a row claims the version of an instance: the own row, changed or not, or another one of the tables.

        Requests that name no version are of one before every other.
        """
        version = self.comparison.skeleton.instances[index].version
        tables = self.comparison.tables
        table = next((t for t in tables if row in t.rows), None) or next(t for t in tables if self.row in t.rows)
        limits = [row.versions, table.versions]
        return all(limit.minimum is None if version is None else version in limit for limit in limits)

    @property
    def is_query(self) -> bool:
        """Bodies are what exchanges are compared with."""
        return False

    @property
    def types(self) -> set[str]:
        """The JSON types seen, ``null`` apart; what was never seen may be of any that the row says."""
        indexes = [n for n in self.node.seen if self.claims(self.row, n)] if self.node else []
        shown = set().union(*(self.node.types_in[n] for n in indexes)) if self.node else set()
        return (shown or set(admitted(self.row.type))) - {"null"}

    @property
    def axis(self) -> list[Microversion]:
        """The microversions of the operation, one by one."""
        return [version for version in self.versions if version in self.comparison.operation.versions]

    @property
    def shown_at(self) -> set[Microversion]:
        """The versions in which the property was seen."""
        instances = self.comparison.skeleton.instances
        seen = (instances[number].version for number in self.node.seen) if self.node else ()
        return {version for version in seen if version is not None}


def subjects(matching: ExchangeMatching) -> list[ExchangeSubject]:
    """The body rows of the tables that exchanges showed a body for."""
    versions = tuple(_axis(matching))
    found = []
    for comparison in matching.comparisons.values():
        own = {
            match.row: match.node
            for match in comparison.alignment.matches
            if match.fit in (Fit.LITERAL, Fit.DOTTED) and match.node.name != ANY_KEY
        }
        if comparison.skeleton.nodes:
            rows = (row for row in comparison.rows if row.definition)
            found += [ExchangeSubject(comparison, row, own.get(row), versions) for row in rows]
    return found


def _axis(matching: ExchangeMatching) -> Iterator[Microversion]:
    """The microversions from the lowest that was asked to the newest."""
    asked = [version for versions in matching.observations.values() for version in versions if version is not None]
    if asked and matching.newest:
        first = min(asked)
        yield from (Microversion(first.major, minor) for minor in range(first.minor, matching.newest.minor + 1))


def plant_in_row(
    kind: str, subject: ExchangeSubject, draw: random.Random, turn: int
) -> Mutation[ExchangeSubject] | None:
    """Plant one error of a kind in a row or beside it; ``None`` where it has no place."""
    if kind in ("made required", "made optional"):
        fits = subject.row.required is (kind == "made optional")
        mutation = plant("required", subject, draw, turn) if fits else None
        return replace(mutation, kind=kind) if mutation else None
    turns = range(turn, turn + _BOUNDS) if kind in ("min_version", "max_version") else (turn,)
    return next(filter(None, (plant(kind, subject, draw, number) for number in turns)), None)


def coded(kind: str, matching: ExchangeMatching, operations: Iterable[Operation]) -> list[tuple[Operation, StatusCode]]:
    """The codes of operations that were asked: success codes, or the others."""
    is_success = kind == "success code"
    return [
        (operation, code)
        for operation in operations
        for code in operation.codes
        if matching.of(operation) and code.success is is_success and (code.code < 400) is is_success
    ]


def plant_in_code(
    kind: str, operation: Operation, code: StatusCode, draw: random.Random, given: set[int]
) -> Mutation[ExchangeSubject]:
    """Change a success code to one that was not answered, or take out an error code."""
    if kind == "success code":
        return plant_code(operation, code, given, draw)
    codes = tuple(known for known in operation.codes if known is not code)
    label = f"{operation.location} {operation.method} {operation.url}, {code.code} removed"
    return Mutation(kind, replace(operation, codes=codes), frozenset({str(code.code)}), label)


def is_disputed(kind: str, name: str, findings: Iterable[Finding]) -> bool:
    """Whether a finding of the kind names the row or code already."""
    return any(finding.code in KINDS[kind] and finding.parameter == name for finding in findings)
