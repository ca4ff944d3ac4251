"""The outline of a schema: forms that a value may have, each with its constraints and the entries of an object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from apiref_verify.evidence.contracts.outlines.alternatives import Alternative, Alternatives, named_types
from apiref_verify.evidence.contracts.outlines.constraints import Constraint, Kind, constraints
from apiref_verify.model.contract import Schema

_MOST_ENTRIES = 5_000
_DEEPEST = 40

ANY_NAME = "*"
"""The name of an entry for properties whose names are free; a pattern for names stands between slashes."""

_TYPES = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a value.

    ``types`` are JSON types; none means any, unless ``impossible``. ``items`` are the forms of an array's items,
    ``entries`` the properties of an object.
    """

    types: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    items: tuple[Form, ...] = ()
    entries: tuple[Entry, ...] = ()
    impossible: bool = False

    @property
    def inner(self) -> tuple[Entry, ...]:
        """The entries of the object, or of the objects in the array."""
        return self.entries + tuple(entry for item in self.items for entry in item.inner)

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The values of the constraint of a kind."""
        return next((c.values for c in self.constraints if c.kind is kind), ())


@dataclass(frozen=True, slots=True)
class Entry:
    """A property of an object, with the forms of its value."""

    name: str
    required: bool
    forms: tuple[Form, ...]


def outline(schema: Schema) -> tuple[Form, ...]:
    """The forms that a schema admits. Of one that grows without end, the beginning."""
    return _Outliner(schema).forms(schema, frozenset(), 0)


def query_outline(schema: Schema) -> tuple[Form, ...]:
    """The forms of a query: a list of values of a parameter is shown as the parameter, which may be repeated."""
    return tuple(
        replace(form, entries=tuple(replace(entry, forms=_once(entry.forms)) for entry in form.entries))
        for form in outline(schema)
    )


def _once(forms: tuple[Form, ...]) -> tuple[Form, ...]:
    return tuple(one for form in forms for one in (_unlisted(form) if form.items else [form]))


def _unlisted(form: Form) -> Iterator[Form]:
    repeated = () if form.of(Kind.ITEMS) == ("at most 1 item",) else (Constraint(Kind.REPEATED, ("may be repeated",)),)
    for item in form.items:
        yield replace(item, constraints=item.constraints + repeated)


class _Outliner:
    """Makes the outline of one schema, and not more of it than people can read."""

    def __init__(self, root: Schema) -> None:
        self._alternatives = Alternatives(root)
        self._entries = 0

    def forms(self, schema: Schema, within: frozenset[int], depth: int) -> tuple[Form, ...]:
        if depth > _DEEPEST or self._entries > _MOST_ENTRIES:
            return (Form(),)
        found = [self._form(one, depth) for one in self._alternatives.of(schema, within)]
        return tuple(dict.fromkeys(found))

    def _form(self, one: Alternative, depth: int) -> Form:
        words = one.words
        if words.get("type") == [] or words.get("not") in ({}, True):
            return Form(impossible=True)
        return Form(
            _types(words),
            constraints(words),
            tuple(form for item in _items(words) for form in self.forms(item, one.within, depth + 1)),
            tuple(self._entries_of(words, one.within, depth)),
        )

    def _entries_of(self, words: dict[str, Any], within: frozenset[int], depth: int) -> Iterator[Entry]:
        required = words.get("required", ())
        needed = set(map(str, required)) if isinstance(required, list) else set()
        for name, schema in _named(words):
            self._entries += 1
            yield Entry(name, name in needed, self.forms(schema, within, depth + 1))


def _named(words: dict[str, Any]) -> Iterator[tuple[str, Schema]]:
    yield from _mapping(words.get("properties"))
    for pattern, schema in _mapping(words.get("patternProperties")):
        yield f"/{pattern}/", schema
    more = words.get("additionalProperties")
    if isinstance(more, dict) and more:
        yield ANY_NAME, more


def _mapping(value: Any) -> Iterable[tuple[str, Schema]]:
    return value.items() if isinstance(value, dict) else ()


def _items(words: dict[str, Any]) -> Iterator[Schema]:
    """The schemas of items, in whichever way they are given."""
    for word in ("prefixItems", "items"):
        value = words.get(word)
        listed = value if isinstance(value, list) else [value]
        yield from (item for item in listed if isinstance(item, dict))


def _types(words: dict[str, Any]) -> tuple[str, ...]:
    said = named_types(words.get("type"))
    if said:
        return tuple(said)
    values = [words["const"]] if "const" in words else words.get("enum")
    if isinstance(values, list) and values:
        return tuple(dict.fromkeys(_TYPES.get(type(value), "string") for value in values))
    if words.keys() & {"properties", "patternProperties", "additionalProperties", "required"}:
        return ("object",)
    return ("array",) if words.keys() & {"items", "prefixItems"} else ()
