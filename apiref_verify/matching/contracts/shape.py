"""What a JSON Schema says of a value, flat: its types, properties, required names, items and whether more may come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.matching.types import ANYTHING, json_type
from apiref_verify.model.contract import Schema, referred

_DEEPEST = 20
_OBJECT_WORDS = frozenset(
    {"properties", "patternProperties", "additionalProperties", "required", "minProperties", "propertyNames"}
)
_ARRAY_WORDS = frozenset({"items", "prefixItems", "minItems", "uniqueItems"})
_ONE_NAME = re.compile(r"^\^?\(?([\w:.|-]+)\)?\$$")


@dataclass(slots=True)
class Shape:
    """One schema, seen from outside.

    ``properties`` are the schemas of each property, ``maps`` those of properties whose names are not fixed, some of
    which follow ``patterns``, ``items`` those of the items of an array. ``is_open``: other properties than these may
    stand in the object. ``disputed`` are the properties that only some branches of a choice require.
    """

    types: set[str] = field(default_factory=set)
    properties: dict[str, list[Schema]] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    maps: list[Schema] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)
    items: list[Schema] = field(default_factory=list)
    is_open: bool = False
    disputed: set[str] = field(default_factory=set)


class Shapes:
    """Shapes of schemas within one document, each made once; ``root`` is what references resolve against."""

    def __init__(self, root: Schema) -> None:
        self._root = root
        self._known: dict[int, tuple[Schema, Shape]] = {}

    def of(self, schema: Schema) -> Shape:
        """The shape of a schema; one that refers to itself without end says nothing there."""
        if id(schema) not in self._known:
            self._known[id(schema)] = (schema, self._shape(schema, 0))
        return self._known[id(schema)][1]

    def of_items(self, items: list[Schema]) -> Shape:
        """The shape of the items of an array: each of them satisfies one of several schemas."""
        found = [self.of(item) for item in items]
        return found[0] if len(found) == 1 else _either(found)

    def _shape(self, schema: Schema, depth: int) -> Shape:
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return Shape(types=set(ANYTHING) if schema is not False else set(), is_open=schema is not False)
        parts = [self._own(schema)]
        if "$ref" in schema:
            parts.append(self._shape(referred(self._root, schema["$ref"]), depth + 1))
        parts += [self._shape(part, depth + 1) for part in _schemas(schema.get("allOf"))]
        for word in ("oneOf", "anyOf"):
            branches = [self._shape(branch, depth + 1) for branch in _schemas(schema.get(word))]
            if branches:
                parts.append(_either(branches))
        return _all(parts)

    def _own(self, schema: dict[str, Any]) -> Shape:
        """What a schema says itself, without what it refers to or combines."""
        shape = Shape(types=_types(schema))
        for name, value in _entries(schema.get("properties")):
            shape.properties[name] = [value]
        for pattern, value in _entries(schema.get("patternProperties")):
            names = _ONE_NAME.match(pattern)
            for name in names[1].split("|") if names else ():
                shape.properties.setdefault(name, []).append(value)
            if not names:
                shape.maps.append(value)
                shape.patterns.add(pattern)
        more = schema.get("additionalProperties", schema.get("unevaluatedProperties"))
        if isinstance(more, dict) and more:
            shape.maps.append(more)
        shape.is_open = "object" in shape.types and (more is None or more is True or more == {})
        shape.required = _required(schema, shape)
        items = schema.get("items")
        listed = [*_schemas(schema.get("prefixItems")), *(_schemas(items) if isinstance(items, list) else [items])]
        shape.items = [item for item in listed if isinstance(item, dict)]
        return shape


def _required(schema: dict[str, Any], shape: Shape) -> set[str]:
    """The properties that a schema requires: by name, or since it demands as many as it has."""
    least = schema.get("minProperties", 0)
    if isinstance(least, int) and least and least >= len(shape.properties) and not shape.is_open and not shape.maps:
        return set(shape.properties)
    names = schema.get("required", ())
    return {name for name in names if isinstance(name, str)} if isinstance(names, list | tuple) else set()


def _types(schema: dict[str, Any]) -> set[str]:
    """The JSON types that a schema admits by its own words."""
    said = schema.get("type")
    types = {said} if isinstance(said, str) else {t for t in said if isinstance(t, str)} if said else set()
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    if isinstance(values, list) and values:
        shown = {json_type(value) for value in values}
        return types & shown or shown if types else shown
    if not types:
        if schema.keys() & _OBJECT_WORDS:
            return {"object"}
        return {"array"} if schema.keys() & _ARRAY_WORDS else set(ANYTHING)
    return types


def _all(parts: list[Shape]) -> Shape:
    """What several shapes say together: all of them hold."""
    if len(parts) == 1:
        return parts[0]
    types = set.intersection(*(part.types for part in parts))
    whole = Shape(types=types or set().union(*(part.types for part in parts)))
    for part in parts:
        for name, schemas in part.properties.items():
            whole.properties.setdefault(name, []).extend(schemas)
        whole.required |= part.required
        whole.maps += part.maps
        whole.patterns |= part.patterns
        whole.items += part.items
        whole.disputed |= part.disputed
    whole.disputed -= whole.required
    spoken = [part for part in parts if part.properties or part.maps or not part.is_open]
    whole.is_open = all(part.is_open for part in spoken) if spoken else any(part.is_open for part in parts)
    return whole


def _either(branches: list[Shape]) -> Shape:
    """What a choice says: one of them holds. Required is what every branch that is an object requires."""
    whole = Shape(types=set().union(*(branch.types for branch in branches)))
    objects = [branch for branch in branches if "object" in branch.types]
    for name in dict.fromkeys(name for branch in branches for name in branch.properties):
        whole.properties[name] = [_choice([b.properties[name] for b in branches if name in b.properties])]
    for branch in branches:
        whole.maps += branch.maps
        whole.patterns |= branch.patterns
        whole.items += branch.items
        whole.is_open |= branch.is_open
    if objects:
        whole.required = set.intersection(*(branch.required for branch in objects))
        everything = set().union(*(branch.required | branch.disputed for branch in objects))
        whole.disputed = everything - whole.required
    return whole


def _choice(branches: list[list[Schema]]) -> Schema:
    """One schema for a property that branches of a choice describe, each by one or more schemas."""
    distinct = {tuple(map(id, schemas)): schemas for schemas in branches}
    found: list[Schema] = [schemas[0] if len(schemas) == 1 else {"allOf": schemas} for schemas in distinct.values()]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _schemas(value: Any) -> list[Schema]:
    return [item for item in value if isinstance(item, dict | bool)] if isinstance(value, list) else []


def _entries(value: Any) -> Iterator[tuple[str, Schema]]:
    if isinstance(value, dict):
        yield from ((str(name), item) for name, item in value.items() if isinstance(item, dict | bool))
