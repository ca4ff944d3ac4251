"""The dialects in which references write types, and the JSON types that each admits."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

ANYTHING: Final = frozenset({"string", "integer", "number", "boolean", "object", "array", "null"})

_WORDS: Final[dict[str, str]] = {
    "string": (
        "string str text uuid enum datestamp datetime date time timestamp iso8601 hostname domainname identifier url "
        "uri href email cidr ip ipv4 ipv6 address mac base64 id name char varchar csapi:uuid csapi:string anyuri"
    ),
    "integer": "integer int long positiveinteger nonnegativeinteger number float double decimal numeric",
    "boolean": "boolean bool trilean",
    "array": "array list tuple set lists arrays",
    "object": "object dict dictionary map mapping hash structure objects keyvaluepairs",
    "any": "any json none multipart null file binary",
}
_BY_WORD: Final = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_FLOATS: Final = frozenset({"number", "float", "double", "decimal", "numeric"})
_JSON_NAMES: Final = {str: "string", bool: "boolean", int: "integer", float: "number", dict: "object", list: "array"}


def json_type(value: Any) -> str:
    """The JSON Schema name of a value's type."""
    return "null" if value is None else _JSON_NAMES.get(type(value), "string")


@lru_cache(maxsize=4096)
def admitted(documented: str) -> frozenset[str]:
    """The JSON types that a documented type admits; all of them where nobody can tell.

    ``null`` is always admitted: no reference says what is nullable. ``list of strings`` is an array, ``string or
    object`` either of the two.
    """
    text = documented.lower().strip().removeprefix("xsd:").removeprefix("capi:")
    if not text:
        return ANYTHING
    if re.match(r"key[ -]?values?\b", text):
        return frozenset({"object", "null"})
    kinds: set[str] = {"null"}
    for part in re.split(r"\bor\b|/|\||,", text):
        words = re.findall(r"[a-z0-9:]+", part)
        found = [_BY_WORD[word] for word in words if word in _BY_WORD]
        kind = found[0] if found else None
        if part.strip().endswith("[]") or found[-1:] == ["array"]:
            kind = "array"
        if kind is None or kind == "any":
            return ANYTHING
        kinds.add(kind)
        if kind == "integer" and (words[0] in _FLOATS or "float" in part):
            kinds.add("number")
    return frozenset(kinds)


def family(documented: str) -> str | None:
    """The one JSON type that a plain type word stands for: ``dict`` and ``object`` are one family."""
    return _BY_WORD.get(documented.lower().strip())


_SAID: Final = {
    "integer": re.compile(r"\b(?:integers?|numbers?|numeric)\b", re.I),
    "number": re.compile(r"\b(?:numbers?|float\w*|numeric)\b", re.I),
    "string": re.compile(r"\bstrings?\b", re.I),
    "boolean": re.compile(r"\b(?:booleans?|true)\b", re.I),
    "object": re.compile(r"\b(?:objects?|dict\w*|maps?)\b", re.I),
    "array": re.compile(r"\b(?:arrays?|lists?)\b", re.I),
}


def said_to_be(description: str, documented: frozenset[str], shown: set[str] | frozenset[str]) -> bool:
    """Whether a description allows for the shown type beside the documented one: "a string or an integer"."""
    return any(_SAID[kind].search(description) for kind in documented & _SAID.keys()) and all(
        _SAID[kind].search(description) for kind in shown & _SAID.keys()
    )


def harmless_string(value: str, types: frozenset[str]) -> bool:
    """Whether a string only spells a value of one of ``types``: ``"True"``, ``"5"``, or the empty string."""
    text = value.strip()
    if "boolean" in types and text.lower() in ("true", "false"):
        return True
    if types & {"integer", "number"} and re.fullmatch(r"-?\d+(\.\d+)?|(?i:none|null|inf)", text):
        return True
    return not text or text.lower() in ("null", "none")


SPELLINGS: Final[dict[str, frozenset[str]]] = {
    "object": frozenset({"object", "dict", "dictionary", "map", "mapping", "hash"}),
    "array": frozenset({"array", "list"}),
    "boolean": frozenset({"boolean", "bool"}),
    "integer": frozenset({"integer", "int"}),
}
"""Spellings of one and the same type: words of a family that say nothing more than the family."""
