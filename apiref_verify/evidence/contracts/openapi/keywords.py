"""The keywords of a schema that hold schemas; whatever else stands in a schema is data and is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

SINGLE = frozenset(
    (
        "additionalItems",
        "additionalProperties",
        "contains",
        "contentSchema",
        "else",
        "if",
        "items",
        "not",
        "propertyNames",
        "then",
        "unevaluatedItems",
        "unevaluatedProperties",
    )
)
LISTS = frozenset(("allOf", "anyOf", "items", "oneOf", "prefixItems"))
MAPS = frozenset(("dependencies", "dependentSchemas", "patternProperties", "properties"))

ANNOTATIONS = frozenset(
    ("$comment", "default", "deprecated", "description", "examples", "readOnly", "summary", "title", "writeOnly")
)
"""The keywords that say nothing about what is valid."""

Absent = None
"""What a schema is made of that is not there in some version."""


def subschemas(schema: dict[str, Any]) -> Iterator[Any]:
    """Every schema that stands directly in a schema."""
    for keyword, value in schema.items():
        if isinstance(value, list) and keyword in LISTS:
            yield from value
        elif isinstance(value, dict) and keyword in MAPS:
            yield from (one for one in value.values() if not isinstance(one, list))
        elif keyword in SINGLE and not isinstance(value, list):
            yield value


def rebuilt(schema: dict[str, Any], of: Callable[[Any], Any]) -> dict[str, Any]:
    """A schema with each schema in it replaced by what ``of`` makes of it; where that is None it is left out."""
    result: dict[str, Any] = {}
    for keyword, value in schema.items():
        made = _rebuilt(keyword, value, of)
        if made is not Absent:
            result[keyword] = made
    return result


def _rebuilt(keyword: str, value: Any, of: Callable[[Any], Any]) -> Any:
    if isinstance(value, list) and keyword in LISTS:
        made = [one for one in map(of, value) if one is not Absent]
        return made if made or not value else Absent
    if isinstance(value, dict) and keyword in MAPS:
        pairs = ((name, one if isinstance(one, list) else of(one)) for name, one in value.items())
        return {name: one for name, one in pairs if one is not Absent}
    return of(value) if keyword in SINGLE and not isinstance(value, list) else value
