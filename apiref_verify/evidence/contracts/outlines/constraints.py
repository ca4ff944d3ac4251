"""What a plain schema demands of a value besides its type, in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from apiref_verify.evidence.contracts.outlines.alternatives import AGAIN, NEEDS, named_types


class Kind(StrEnum):
    """What a constraint is about; the words are used in changes too."""

    VALUES = "values"
    LENGTH = "length"
    BOUNDS = "bounds"
    ITEMS = "items"
    PROPERTIES = "properties"
    FORMAT = "format"
    PATTERN = "pattern"
    NEEDS = "needs"
    OTHERS = "other properties"
    CONDITIONS = "conditions"
    DEFAULT = "default"
    REPEATED = "in a query"
    AGAIN = "recursion"


ALLOWED, REFUSED = "allowed", "refused"
"""What becomes of other properties of an object."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint; several ``values`` only for a choice of values, each as JSON."""

    kind: Kind
    values: tuple[str, ...]


def constraints(words: dict[str, Any]) -> tuple[Constraint, ...]:
    """The constraints in the words of a plain schema, the most telling first."""
    found = []
    for kind, read in _READERS.items():
        values = tuple(read(words))
        if values:
            found.append(Constraint(kind, values))
    return tuple(found)


def _values(words: dict[str, Any]) -> Iterator[str]:
    """The values to choose from; that a truth value is true or false goes without saying."""
    if "const" in words:
        yield json.dumps(words["const"])
    elif isinstance(words.get("enum"), list):
        values = dict.fromkeys(json.dumps(value) for value in words["enum"])
        if not {"true", "false"} <= values.keys() <= {"true", "false", "null"}:
            yield from values


def _length(words: dict[str, Any]) -> Iterator[str]:
    yield from _between(words.get("minLength") or None, words.get("maxLength"), "character")


def _items(words: dict[str, Any]) -> Iterator[str]:
    yield from _between(words.get("minItems") or None, words.get("maxItems"), "item")
    if words.get("uniqueItems") is True:
        yield "none twice"


def _properties(words: dict[str, Any]) -> Iterator[str]:
    least, most = words.get("minProperties") or None, words.get("maxProperties")
    for text in _between(least, most, "property"):
        yield text.replace("propertys", "properties")


def _bounds(words: dict[str, Any]) -> Iterator[str]:
    least, most = words.get("minimum"), words.get("maximum")
    if least is not None and most is not None:
        yield f"{least} to {most}"
    elif least is not None:
        yield f"at least {least}"
    elif most is not None:
        yield f"at most {most}"
    if "exclusiveMinimum" in words:
        yield f"more than {words['exclusiveMinimum']}"
    if "exclusiveMaximum" in words:
        yield f"less than {words['exclusiveMaximum']}"


def _between(least: Any, most: Any, unit: str) -> Iterator[str]:
    if least is None and most is None:
        return
    units = unit if (most if most is not None else least) == 1 else f"{unit}s"
    if least is None:
        yield "empty" if most == 0 else f"at most {most} {units}"
    elif most is None:
        yield f"at least {least} {units}"
    else:
        yield f"{least} {units}" if least == most else f"{least} to {most} {units}"


def _needs(words: dict[str, Any]) -> Iterator[str]:
    if NEEDS in words:
        yield ", or ".join(" and ".join(map(str, names)) for names in words[NEEDS])


def _others(words: dict[str, Any]) -> Iterator[str]:
    """Whether properties that are not named may come; a schema for them is an entry of its own."""
    types = named_types(words.get("type", "object" if "properties" in words else None))
    if "object" not in types or AGAIN in words:
        return
    more = words.get("additionalProperties", words.get("unevaluatedProperties", True))
    if more in (True, {}):
        yield ALLOWED
    elif more is False:
        yield REFUSED


def _conditions(words: dict[str, Any]) -> Iterator[str]:
    for word in ("not", "if", "dependentRequired", "dependentSchemas", "propertyNames", "contains"):
        if word in words:
            yield word


def _word(word: str) -> Callable[[dict[str, Any]], Iterator[str]]:
    """A reader of one word, whose value is text."""

    def read(words: dict[str, Any]) -> Iterator[str]:
        if isinstance(words.get(word), str):
            yield words[word]

    return read


def _default(words: dict[str, Any]) -> Iterator[str]:
    if "default" in words:
        yield json.dumps(words["default"])


def _again(words: dict[str, Any]) -> Iterator[str]:
    if AGAIN in words:
        yield "the same again"


_READERS: dict[Kind, Callable[[dict[str, Any]], Iterator[str]]] = {
    Kind.AGAIN: _again,
    Kind.VALUES: _values,
    Kind.LENGTH: _length,
    Kind.BOUNDS: _bounds,
    Kind.ITEMS: _items,
    Kind.PROPERTIES: _properties,
    Kind.FORMAT: _word("format"),
    Kind.PATTERN: _word("pattern"),
    Kind.NEEDS: _needs,
    Kind.OTHERS: _others,
    Kind.CONDITIONS: _conditions,
    Kind.DEFAULT: _default,
}
