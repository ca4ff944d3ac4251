"""The form that the value of each keyword of a schema must have, and the schemas that stand in it.

Keywords that are not listed here may have any value: they are data, annotations, or unknown to every validator.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeGuard

from apiref_verify.model.contract import Schema

TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")

DEFINITIONS = ("$defs", "definitions")


@dataclass(frozen=True, slots=True)
class Form:
    """What the value of a keyword must be.

    ``fits`` tells whether a value is so, ``wording`` says it in words. ``inner`` gives the schemas that stand in a
    value that fits. ``in_place``: these apply to the same value as the schema around them.
    """

    fits: Callable[[Any], bool]
    wording: str
    inner: Callable[[Any], Iterable[Any]] | None = None
    in_place: bool = False


def is_schema(value: Any) -> TypeGuard[Schema]:
    """Whether a value can be a schema at all."""
    return isinstance(value, dict | bool)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_number(value: Any) -> bool:
    return type(value) is int or (type(value) is float and math.isfinite(value))


def _is_positive(value: Any) -> bool:
    return _is_number(value) and value > 0


def _is_count(value: Any) -> bool:
    return _is_number(value) and value >= 0 and value == int(value)


def _is_bound(value: Any) -> bool:
    return isinstance(value, bool) or _is_number(value)


def _is_type(value: Any) -> bool:
    names = value if isinstance(value, list) else [value]
    return bool(names) and all(isinstance(name, str) and name in TYPES for name in names)


def _are_schemas(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_schema, value))


def _is_schema_or_list(value: Any) -> bool:
    return is_schema(value) or (isinstance(value, list) and all(map(is_schema, value)))


def _are_named_schemas(value: Any) -> bool:
    return isinstance(value, dict) and all(map(is_schema, value.values()))


def _are_named_texts(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_are_texts, value.values()))


def _are_dependencies(value: Any) -> bool:
    return isinstance(value, dict) and all(is_schema(one) or _are_texts(one) for one in value.values())


def _itself(value: Any) -> Iterable[Any]:
    return (value,)


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else (value,)


def _values(value: dict[str, Any]) -> Iterable[Any]:
    return value.values()


_TEXT = Form(_is_text, "a text")
_FLAG = Form(lambda value: isinstance(value, bool), "true or false")
_COUNT = Form(_is_count, "a whole number, 0 or more")
_NUMBER = Form(_is_number, "a number")
_BOUND = Form(_is_bound, "a number")
_ONE = Form(is_schema, "a schema", _itself)
_ONE_IN_PLACE = Form(is_schema, "a schema", _itself, in_place=True)
_CHOICE = Form(_are_schemas, "a list of schemas, not empty", _each, in_place=True)
_NAMED = Form(_are_named_schemas, "a mapping of names to schemas", _values)

FORMS = {
    "type": Form(_is_type, f"one or more of {', '.join(TYPES)}"),
    "required": Form(_are_texts, "a list of names"),
    "enum": Form(lambda value: isinstance(value, list) and bool(value), "a list of values, not empty"),
    "dependentRequired": Form(_are_named_texts, "a mapping of names to lists of names"),
    "multipleOf": Form(_is_positive, "a number above 0"),
    "items": Form(_is_schema_or_list, "a schema or a list of schemas", _each),
    "prefixItems": Form(_are_schemas, "a list of schemas, not empty", _each),
    "dependencies": Form(_are_dependencies, "a mapping of names to schemas or lists of names", _values, in_place=True),
    "dependentSchemas": Form(_are_named_schemas, "a mapping of names to schemas", _values, in_place=True),
    **dict.fromkeys(("$ref", "$id", "$anchor", "pattern", "format"), _TEXT),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly"), _FLAG),
    **dict.fromkeys(("minimum", "maximum"), _NUMBER),
    **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), _BOUND),
    **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _COUNT),
    **dict.fromkeys(("minContains", "maxContains"), _COUNT),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "propertyNames", "contains"), _ONE),
    **dict.fromkeys(("additionalItems", "unevaluatedItems", "contentSchema"), _ONE),
    **dict.fromkeys(("not", "if", "then", "else"), _ONE_IN_PLACE),
    **dict.fromkeys(("allOf", "anyOf", "oneOf"), _CHOICE),
    **dict.fromkeys(("properties", "patternProperties", *DEFINITIONS), _NAMED),
}
