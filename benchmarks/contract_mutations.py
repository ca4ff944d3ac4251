"""Errors to plant in rows that a contract speaks of, and in success codes: one changed operation for each.

A row takes part where the alignment of the unchanged table finds it in the contract by its own name, in a version that
the row claims, and where no finding of the kind says already that something is wrong with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from seeded_recall import other_name, with_rows

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import admitted
from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Finding
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import Definition, Operation, Parameter, Place, StatusCode
from apiref_verify.model.version_axis import point

KINDS = {
    "dropped": (),
    "renamed": (),
    "added": (),
    "type": ("AR204",),
    "near type": ("AR204",),
    "required": ("AR205", "AR206"),
    "min_version": ("AR208",),
    "max_version": ("AR209",),
    "success code": ("AR401",),
}
"""The kinds of error, each with the rules that may say already that the row is wrong."""

_NEAR = {"integer": "string", "boolean": "string", "array": "object", "string": "integer"}
_TYPES = ("string", "integer", "boolean", "array", "object")
_SUCCESSES = (200, 201, 202, 204)
_LEAST_MICROVERSIONS = 2


@dataclass(frozen=True)
class Subject:
    """A row, and the property that it means in a contract."""

    comparison: Promised
    row: Parameter
    node: Node

    @property
    def indexes(self) -> set[int]:
        """The numbers of the promises that have the property in versions that the row claims."""
        numbers = self.comparison.claimed(self.row) & self.comparison.shown(self.node)
        return {self.comparison.windows[number][1] for number in numbers}

    @property
    def types(self) -> set[str]:
        """The JSON types that the contract admits there, ``null`` apart."""
        return set().union(*(self.node.types_in[index] for index in self.indexes)) - {"null"}


@dataclass(frozen=True)
class Mutation:
    """A planted error: the changed operation, and the names of which a new finding must say one.

    ``subject`` is the unchanged row (of a bogus one, its neighbour; of a code, none), ``row`` the changed or new one.
    """

    kind: str
    operation: Operation
    names: frozenset[str]
    label: str
    subject: Subject | None = None
    row: Parameter | None = None


def subjects(matching: ContractMatching) -> list[Subject]:
    """The rows that a contract speaks of, in bodies and queries."""
    found = [
        Subject(comparison, match.row, match.node)
        for comparison in matching.comparisons.values()
        for match in comparison.alignment.matches
        if match.fit in (Fit.LITERAL, Fit.DOTTED) and match.node.name != ANY_KEY and match.row.definition
    ]
    return [subject for subject in found if subject.indexes]


def plant(kind: str, subject: Subject, draw: random.Random, turn: int) -> Mutation | None:
    """Plant one error of a kind in a row or beside it; ``None`` where it has no place.

    ``turn`` is the number of the mutation: bounds are changed, removed and added in turn.
    """
    row, table = subject.row, next(t for t in subject.comparison.tables if subject.row in t.rows)
    changed = _changed(kind, subject, draw, turn)
    if changed is None:
        return None
    at = table.rows.index(row)
    if kind == "added":
        at = draw.randrange(at, len(table.rows)) + 1
        rows, about = (*table.rows[:at], changed, *table.rows[at:]), [changed]
    else:
        kept = () if kind == "dropped" else (changed,)
        rows, about = (*table.rows[:at], *kept, *table.rows[at + 1 :]), [row, changed]
    said = {name for one in about for name in (one.name, names.clean(one.name), names.parts(one.name)[-1])}
    operation = with_rows(subject.comparison.operation, table, rows)
    direction = subject.comparison.direction
    label = f"{row.location} {direction} {row.name}{'' if kind == 'added' else _change(row, changed)}"
    return Mutation(kind, operation, frozenset(said), label, subject, changed)


def _changed(kind: str, subject: Subject, draw: random.Random, turn: int) -> Parameter | None:
    """The row with the error, or the bogus one; a dropped row is itself."""
    match kind:
        case "dropped":
            return subject.row
        case "renamed":
            return _renamed(subject.row, draw)
        case "added":
            return _bogus(subject)
        case "type" | "near type":
            return _retyped(subject, kind == "near type", draw)
        case "required":
            return _flipped(subject)
        case _:
            return _rebound(subject, kind == "min_version", turn, draw)


def _change(old: Parameter, new: Parameter) -> str:
    """What a mutation did, in words."""
    before, after = old.definition, new.definition
    if before is None or after is None or old.name != new.name:
        return "" if old.name == new.name else f" -> {new.name}"
    fields = ("type", "required", "versions")
    pairs = [(getattr(before, field), getattr(after, field)) for field in fields]
    return "".join(f", {one} -> {other}" for one, other in pairs if one != other)


def _renamed(row: Parameter, draw: random.Random) -> Parameter:
    last = names.parts(row.name)[-1]
    name = row.name[: -len(last)] + other_name(last, draw) if row.name.endswith(last) else f"{row.name}_x"
    return replace(row, name=name)


def _bogus(subject: Subject) -> Parameter:
    place = subject.row.location
    travels = Place.QUERY if subject.comparison.place is Place.QUERY else Place.BODY
    definition = Definition("planted", travels, "string", True, EVERY_VERSION, "Planted.", place)
    return Parameter("planted_attribute", "planted", definition, place)


def _retyped(subject: Subject, near: bool, draw: random.Random) -> Parameter | None:
    """Another type: one that a careless author would write, or any other. A query has no types."""
    own = admitted(subject.row.type) - {"null"}
    if subject.comparison.place is Place.QUERY or len(own) != 1 or not own & subject.types:
        return None
    (kind,) = own
    slip = _NEAR.get(kind)
    others = [slip] if near and slip else [other for other in _TYPES if other not in (kind, slip)]
    return None if near and not slip else _defined(subject.row, type=draw.choice(others))


def _defined(row: Parameter, **fields: Any) -> Parameter:
    return replace(row, definition=replace(row.definition, **fields)) if row.definition else row


def _flipped(subject: Subject) -> Parameter | None:
    if subject.row.required is None or subject.comparison.place is Place.QUERY:
        return None
    return _defined(subject.row, required=not subject.row.required)


def _rebound(subject: Subject, lower: bool, turn: int, draw: random.Random) -> Parameter | None:
    """The row with a bound changed, removed or added, so that it claims other versions, and not the contract's."""
    row, axis = subject.row, _axis(subject.comparison)
    own = row.versions.minimum if lower else row.versions.maximum
    mode = ("changed", "removed", "added")[turn % 3]
    if len(axis) < _LEAST_MICROVERSIONS or (own is None) is not (mode == "added"):
        return None
    new = None if mode == "removed" else draw.choice(axis)
    versions = VersionRange(new, row.versions.maximum) if lower else VersionRange(row.versions.minimum, new)
    before, after = ({version for version in axis if version in limits} for limits in (row.versions, versions))
    limits_of = [subject.comparison.promises[index].versions for index in subject.node.seen]
    promised = {version for version in axis if any(version in limits for limits in limits_of)}
    if not after or after in (before, promised):
        return None
    return _defined(row, versions=versions)


def _axis(comparison: Promised) -> list[Microversion]:
    """The microversions, one by one, in which an operation is documented and served."""
    if not comparison.is_versioned or not comparison.windows:
        return []
    first = point(comparison.windows[0][0])
    last = comparison.windows[-1][0].maximum or comparison.contract.versions.maximum
    return [Microversion(first.major, minor) for minor in range(first.minor, last.minor + 1)] if last else []


def coded(matching: ContractMatching, operations: Iterable[Operation]) -> list[tuple[Operation, StatusCode]]:
    """The success codes of operations of which a contract that may judge codes gives some."""
    if not matching.contract.may_judge(Part.CODES):
        return []
    return [
        (operation, code)
        for operation in operations
        for code in operation.codes
        if code.success and code.code < 400 and _given(matching, operation)
    ]


def plant_code(matching: ContractMatching, operation: Operation, code: StatusCode, draw: random.Random) -> Mutation:
    """Another success code, that neither the operation documents nor the contract gives."""
    taken = _given(matching, operation) | {known.code for known in operation.codes}
    other = replace(code, code=draw.choice([number for number in _SUCCESSES if number not in taken]))
    codes = tuple(other if known is code else known for known in operation.codes)
    label = f"{operation.location} {operation.method} {operation.url}, {code.code} -> {other.code}"
    names_of_codes = frozenset({str(code.code), str(other.code)})
    return Mutation("success code", replace(operation, codes=codes), names_of_codes, label)


def _given(matching: ContractMatching, operation: Operation) -> set[int]:
    route = matching.routing.route(operation)
    promises = [p for p in route.live if p.versions.overlaps(operation.versions)] if route else []
    return {code for promise in promises for code in promise.success.codes}


def is_disputed(kind: str, subject: Subject, findings: Iterable[Finding]) -> bool:
    """Whether a finding of the kind names the row already."""
    return any(f.code in KINDS[kind] and f.parameter == subject.row.name for f in findings)
