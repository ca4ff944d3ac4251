"""A JSON Schema as a list of alternatives: plain schemas without references and combinations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from apiref_verify.model.contract import Schema, referred

AGAIN = "again"
"""The word of an alternative that is a schema within itself."""

NEEDS = "needs"
"""The word for a choice between sets of properties, one of which must be there; its value is the list of sets."""

_MOST = 64
_COMBINING = frozenset({"$ref", "allOf", "oneOf", "anyOf", "$defs", "definitions"})
_CONDITIONS = frozenset({"required", "not", "if", "then", "else", "dependentRequired", "dependentSchemas"})
_LARGEST_OF = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LEAST_OF = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plain schema. ``within`` are the referred schemas that it stands in, by identity."""

    words: dict[str, Any]
    within: frozenset[int] = frozenset()

    @property
    def types(self) -> frozenset[str]:
        """The types that it names; none if it names none."""
        return frozenset(named_types(self.words.get("type")))


def named_types(said: Any) -> list[str]:
    """The types in the value of ``type``, one or several."""
    listed = said if isinstance(said, list) else [said]
    return [name for name in listed if isinstance(name, str)]


class Alternatives:
    """Finds alternatives within one document; ``root`` is what references resolve against."""

    def __init__(self, root: Schema) -> None:
        self._root = root

    def of(self, schema: Schema, within: frozenset[int] = frozenset()) -> list[Alternative]:
        """The alternatives of a schema: at least one, and never more than a few dozen."""
        if not isinstance(schema, dict):
            return [Alternative({} if schema else {"type": []}, within)]
        own = {word: value for word, value in schema.items() if word not in _COMBINING}
        found = [Alternative(own, within)]
        if "$ref" in schema:
            found = _both(found, self._referred(schema["$ref"], within))
        for part in _listed(schema.get("allOf")):
            found = _both(found, self.of(part, within))
        for word in ("oneOf", "anyOf"):
            branches = _listed(schema.get(word))
            if branches and any(map(_is_condition, branches)):
                found = _both(found, [Alternative(_as_condition(branches))])
            elif branches:
                found = _both(found, [one for branch in branches for one in self.of(branch, within)])
        return found

    def _referred(self, reference: Any, within: frozenset[int]) -> list[Alternative]:
        target = referred(self._root, reference)
        if id(target) not in within:
            return self.of(target, within | {id(target)})
        types = target.get("type") if isinstance(target, dict) else None
        return [Alternative({AGAIN: True} | ({"type": types} if types else {}), within)]


def _listed(value: Any) -> list[Schema]:
    return [item for item in value if isinstance(item, dict | bool)] if isinstance(value, list) else []


def _is_condition(branch: Schema) -> bool:
    """Whether a branch shapes nothing: it says only which properties must or must not be there."""
    if not isinstance(branch, dict) or not branch:
        return False
    return all(
        word in _CONDITIONS or (word in ("allOf", "anyOf", "oneOf") and all(map(_is_condition, _listed(value))))
        for word, value in branch.items()
    )


def _as_condition(branches: Iterable[Schema]) -> dict[str, Any]:
    sets = [branch.get("required") if isinstance(branch, dict) and len(branch) == 1 else None for branch in branches]
    return {NEEDS: sets} if all(isinstance(names, list) for names in sets) else {"if": list(branches)}


def _both(first: list[Alternative], second: list[Alternative]) -> list[Alternative]:
    """What holds if one alternative of each holds; those that no value satisfies are left out, if others are left."""
    pairs = [(one, other) for one in first for other in second]
    possible = [pair for pair in pairs if _can_hold(*pair)] or pairs
    return [Alternative(_merged(a.words, b.words), a.within | b.within) for a, b in possible[:_MOST]]


def _can_hold(one: Alternative, other: Alternative) -> bool:
    if not one.types or not other.types:
        return True
    return bool(_common(one.types, other.types))


def _common(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The types in both; an integer is a number."""
    integers = {"integer"} if "integer" in one | other and "number" in one | other else set()
    return (one & other) | (integers & (one | other))


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    merged = one | other
    for word in one.keys() & other.keys():
        merged[word] = _merged_word(word, one[word], other[word])
    return merged


def _merged_word(word: str, one: Any, other: Any) -> Any:
    """What both values of a word say together; the second where they cannot be put together."""
    if one == other or (type(one) is not type(other) and word not in _OF_ANY_TYPE):
        return other
    merge = _MERGES.get(word)
    return merge(one, other) if merge else other


def _types_of_both(one: Any, other: Any) -> list[str]:
    first, second = frozenset(named_types(one)), frozenset(named_types(other))
    return sorted(_common(first, second) or first | second)


def _properties_of_both(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    shared = {name: {"allOf": [one[name], other[name]]} for name in one if name in other}
    return one | other | shared


def _names_of_both(one: list[Any], other: list[Any]) -> list[Any]:
    return [*one, *(name for name in other if name not in one)]


def _values_of_both(one: list[Any], other: list[Any]) -> list[Any]:
    return [value for value in one if value in other]


def _schema_of_both(one: Any, other: Any) -> Schema:
    return False if one is False or other is False else {"allOf": [one, other]}


_OF_ANY_TYPE = frozenset({"type", "items", "additionalProperties"})

_MERGES: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types_of_both,
    "properties": _properties_of_both,
    "patternProperties": _properties_of_both,
    "required": _names_of_both,
    "enum": _values_of_both,
    "pattern": "{} and {}".format,
    "items": _schema_of_both,
    "additionalProperties": _schema_of_both,
    **dict.fromkeys(_LARGEST_OF, max),
    **dict.fromkeys(_LEAST_OF, min),
}
