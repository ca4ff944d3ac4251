"""Errors to plant in a row of a table, or in a success code, whatever the evidence: one changed operation each.

``contract_mutations.py`` and ``exchange_mutations.py`` say which rows take part, and what is known of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from seeded_recall import other_name, with_rows

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.types import admitted
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import Definition, Operation, Parameter, Place, StatusCode

_NEAR = {"integer": "string", "boolean": "string", "array": "object", "string": "integer"}
_TYPES = ("string", "integer", "boolean", "array", "object")
_LEAST_MICROVERSIONS = 2
_SUCCESSES = (200, 201, 202, 204)


class Subject(Protocol):
    """A row, and what evidence says of it."""

    @property
    def row(self) -> Parameter:
        """The row, unchanged."""

    @property
    def comparison(self) -> Comparison:
        """The unchanged table against its evidence."""

    @property
    def is_query(self) -> bool:
        """Whether the row travels in the query: there are no types, and nothing is required."""

    @property
    def types(self) -> set[str]:
        """The JSON types that the evidence admits, ``null`` apart."""

    @property
    def axis(self) -> list[Microversion]:
        """The microversions of the operation, one by one; none or one where it has no versions."""

    @property
    def shown_at(self) -> set[Microversion]:
        """The versions of the axis in which the evidence has the property."""


S = TypeVar("S", bound=Subject)


@dataclass(frozen=True)
class Mutation(Generic[S]):
    """A planted error: the changed operation, and the names of which a new finding must say one.

    ``subject`` is the unchanged row (of a bogus one, its neighbour; of a code, none), ``row`` the changed or new one.
    """

    kind: str
    operation: Operation
    names: frozenset[str]
    label: str
    subject: S | None = None
    row: Parameter | None = None


def plant(kind: str, subject: S, draw: random.Random, turn: int) -> Mutation[S] | None:
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
    travels = Place.QUERY if subject.is_query else Place.BODY
    definition = Definition("planted", travels, "string", True, EVERY_VERSION, "Planted.", place)
    return Parameter("planted_attribute", "planted", definition, place)


def _retyped(subject: Subject, near: bool, draw: random.Random) -> Parameter | None:
    """Another type: one that a careless author would write, or any other. A query has no types."""
    own = admitted(subject.row.type) - {"null"}
    if subject.is_query or len(own) != 1 or not own & subject.types:
        return None
    (kind,) = own
    slip = _NEAR.get(kind)
    others = [slip] if near and slip else [other for other in _TYPES if other not in (kind, slip)]
    return None if near and not slip else _defined(subject.row, type=draw.choice(others))


def _defined(row: Parameter, **fields: Any) -> Parameter:
    return replace(row, definition=replace(row.definition, **fields)) if row.definition else row


def _flipped(subject: Subject) -> Parameter | None:
    if subject.row.required is None or subject.is_query:
        return None
    return _defined(subject.row, required=not subject.row.required)


def _rebound(subject: Subject, lower: bool, turn: int, draw: random.Random) -> Parameter | None:
    """The row with a bound changed, removed or added: it claims other versions, and not those of the evidence."""
    row, axis = subject.row, subject.axis
    own = row.versions.minimum if lower else row.versions.maximum
    mode = ("changed", "removed", "added")[turn % 3]
    if len(axis) < _LEAST_MICROVERSIONS or (own is None) is not (mode == "added"):
        return None
    new = None if mode == "removed" else draw.choice(axis)
    versions = VersionRange(new, row.versions.maximum) if lower else VersionRange(row.versions.minimum, new)
    before, after = ({version for version in axis if version in limits} for limits in (row.versions, versions))
    if not after or after in (before, subject.shown_at):
        return None
    return _defined(row, versions=versions)


def plant_code(operation: Operation, code: StatusCode, given: set[int], draw: random.Random) -> Mutation[Any]:
    """Another success code, that neither the operation documents nor the API gives."""
    taken = given | {known.code for known in operation.codes}
    other = replace(code, code=draw.choice([number for number in _SUCCESSES if number not in taken]))
    codes = tuple(other if known is code else known for known in operation.codes)
    label = f"{operation.location} {operation.method} {operation.url}, {code.code} -> {other.code}"
    names_of_codes = frozenset({str(code.code), str(other.code)})
    return Mutation("success code", replace(operation, codes=codes), names_of_codes, label)
