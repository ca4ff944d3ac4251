"""Schemas of a document made whole: those of one version, with all that they refer to.

What a ``$ref`` names takes its place; what refers to itself, or is very large, is put in the ``$defs`` of the schema
that needs it. A schema that is the same in two places, or in two versions, is one object.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from apiref_verify.evidence.contracts.openapi import dialect
from apiref_verify.evidence.contracts.openapi.branches import extension, span
from apiref_verify.evidence.contracts.openapi.document import Document, Documents, Found
from apiref_verify.evidence.contracts.openapi.keywords import ANNOTATIONS, rebuilt, subschemas
from apiref_verify.model.contract import DIALECT, Schema
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange

LARGEST = 5_000
"""What holds more schemas than this, with all it refers to, is not repeated wherever it is named."""

MOST = 200_000
"""A schema that still holds more schemas than this is refused."""

_DEFINITIONS = "#/$defs/"
_CHOICES = ("anyOf", "oneOf")
_NO_NAME = re.compile(r"[^\w.-]+")


class Direction(StrEnum):
    """Which way a body goes, since a property may be for one way only."""

    REQUEST = "request"
    RESPONSE = "response"


_OTHER_WAY = {Direction.REQUEST: "readOnly", Direction.RESPONSE: "writeOnly"}


@dataclass(frozen=True, slots=True)
class Moment:
    """What a schema is made for: a window of versions in which nothing changes, and a direction."""

    window: VersionRange = EVERY_VERSION
    direction: Direction = Direction.RESPONSE


@dataclass(slots=True)
class _Scan:
    """What stands in a schema itself: the ranges it is cut by, what its references name, how many schemas it has."""

    spans: set[VersionRange] = field(default_factory=set)
    named: list[Found] = field(default_factory=list)
    size: int = 0


_Key: TypeAlias = tuple[int, frozenset[VersionRange], Direction]


class Schemas:
    """The schemas of some documents.

    ``legacy`` says that they are in the dialect of OpenAPI 3.0, ``mends`` that keywords whose value makes no sense are
    left out: large documents that are written by hand have some.
    """

    def __init__(self, documents: Documents, legacy: bool = False, mends: bool = True) -> None:
        self._documents = documents
        self._legacy = legacy
        self._mends = mends
        self._scans: dict[int, tuple[Any, _Scan]] = {}
        self._spans: dict[int, frozenset[VersionRange]] = {}
        self._reaches: dict[int, list[Found]] = {}
        self._sizes: dict[int, int] = {}
        self._made: dict[_Key, Schema | None] = {}
        self._names: dict[str, Found] = {}
        self._by_content: dict[str, Schema] = {}

    def whole(self, schema: Any, document: Document, moment: Moment) -> Schema | None:
        """A schema of a document with all that it needs; None if there is none in this version.

        :raises ContractError: if a ``$ref`` in it cannot be followed, or if it is no schema.
        """
        found = Found(schema, document)
        if self._size(found) > MOST:
            raise document.error(f"more than {MOST} schemas in one", "split it", schema)
        made = self._named(found, moment)
        if made is None:
            return None
        named = schema.get("$schema", DIALECT) if isinstance(schema, dict) else DIALECT
        own = dialect.known(named)
        if own is None:
            raise document.error(f"the $schema {named!r} is unknown", f"{DIALECT} is the usual one", schema)
        if own != DIALECT and isinstance(made, dict):
            made = {"$schema": own, **made}
        return self.complete(made, moment)

    def complete(self, made: Schema, moment: Moment) -> Schema:
        """A schema with the definitions that it needs; the one that is known already if there is an equal one."""
        definitions: dict[str, Schema] = {}
        missing = _definitions_in(made)
        while missing:
            name = missing.pop()
            if name not in definitions:
                body = self._named(self._names[name], moment)
                definitions[name] = True if body is None else body
                missing |= _definitions_in(definitions[name])
        if definitions and isinstance(made, dict):
            made = {**made, "$defs": dict(sorted(definitions.items()))}
        return self._by_content.setdefault(json.dumps(made, sort_keys=True), made)

    def spans(self, schema: Any, document: Document) -> frozenset[VersionRange]:
        """All ranges of versions that a schema is cut by, with all that it refers to."""
        if id(schema) not in self._spans:
            reached = self._reach(Found(schema, document))
            self._spans[id(schema)] = frozenset(one for found in reached for one in self._scan(found).spans)
        return self._spans[id(schema)]

    def _named(self, found: Found, moment: Moment) -> Schema | None:
        """A schema that others may share, made once for each set of branches that it has in some version."""
        active = frozenset(one for one in self.spans(found.value, found.document) if one.overlaps(moment.window))
        key = (id(found.value), active, moment.direction)
        if key not in self._made:
            self._made[key] = self._schema(found.value, found.document, moment)
        return self._made[key]

    def _schema(self, schema: Any, document: Document, moment: Moment) -> Schema | None:
        if isinstance(schema, bool):
            return schema
        if not isinstance(schema, dict):
            raise document.error(f"a schema is {_kind(schema)}", "write a mapping", schema)
        if "$dynamicRef" in schema or "$recursiveRef" in schema:
            raise document.error("dynamic references are not followed", "use $ref", schema)
        if "$ref" in schema:
            return self._reference(schema, document, moment)
        schema = self._chosen(schema, document, moment)
        made = rebuilt(dialect.plain(schema, self._legacy, self._mends), lambda one: self._part(one, document, moment))
        if any(schema.get(keyword) and keyword not in made for keyword in _CHOICES):
            return None
        self._trim(made, schema)
        return _simplified(made)

    def _part(self, schema: Any, document: Document, moment: Moment) -> Schema | None:
        """What stands in a schema, if it is there in this version and direction."""
        if not span(schema, self._documents, document).overlaps(moment.window):
            return None
        if self._is_for_other_way(schema, document, moment.direction):
            return None
        return self._schema(schema, document, moment)

    def _is_for_other_way(self, schema: Any, document: Document, direction: Direction) -> bool:
        if not isinstance(schema, dict):
            return False
        keyword = _OTHER_WAY[direction]
        return schema.get(keyword) is True or (
            "$ref" in schema and self._documents.follow(schema, document).value.get(keyword) is True
        )

    def _reference(self, schema: dict[str, Any], document: Document, moment: Moment) -> Schema | None:
        found = self._documents.follow(schema, document)
        made = self._definition(found, schema) if self._stands_apart(found) else self._named(found, moment)
        beside = {} if self._legacy else {keyword: one for keyword, one in schema.items() if keyword != "$ref"}
        own = self._schema(beside, document, moment) if beside else {}
        return made if not own or made is None else _both(made, own)

    def _definition(self, found: Found, holder: dict[str, Any]) -> Schema:
        """A reference to a definition, named by the last word of the ``$ref``."""
        words = [word for word in holder["$ref"].split("/") if word not in ("", "#")]
        name = wanted = _NO_NAME.sub("_", words[-1] if words else "root")
        number = 1
        while self._names.setdefault(name, found).value is not found.value:
            number += 1
            name = f"{wanted}_{number}"
        return {"$ref": _DEFINITIONS + name}

    def _chosen(self, schema: dict[str, Any], document: Document, moment: Moment) -> dict[str, Any]:
        """A choice by version with the branches that name this one; if none does, with those that name none."""
        branches = schema.get("oneOf")
        if extension(schema).get("discriminator") != "microversion" or not isinstance(branches, list):
            return schema
        spans = [(span(branch, self._documents, document), branch) for branch in branches]
        here = [branch for versions, branch in spans if not versions.is_open and versions.overlaps(moment.window)]
        return {**schema, "oneOf": here} if here else schema

    @staticmethod
    def _trim(made: dict[str, Any], schema: dict[str, Any]) -> None:
        """Require no property that is not there in this version or direction."""
        given, left = schema.get("properties"), made.get("properties")
        if isinstance(made.get("required"), list) and isinstance(given, dict) and isinstance(left, dict):
            made["required"] = [name for name in made["required"] if name in left or name not in given]
            if not made["required"]:
                del made["required"]

    def _stands_apart(self, found: Found) -> bool:
        return any(one.value is found.value for one in self._reach(found)[1:]) or self._size(found) > LARGEST

    def _size(self, found: Found) -> int:
        """How many schemas one has when all that it names takes its place."""
        if id(found.value) not in self._sizes:
            self._sizes[id(found.value)] = 1
            scan = self._scan(found)
            named = (1 if self._stands_apart(one) else self._size(one) for one in scan.named)
            self._sizes[id(found.value)] = scan.size + sum(named)
        return self._sizes[id(found.value)]

    def _reach(self, found: Found) -> list[Found]:
        """A schema, then all that its references lead to, itself once more if they lead back."""
        if id(found.value) not in self._reaches:
            reached, seen, waiting = [found], set(), [found]
            while waiting:
                for one in self._scan(waiting.pop()).named:
                    if id(one.value) not in seen:
                        seen.add(id(one.value))
                        reached.append(one)
                        waiting.append(one)
            self._reaches[id(found.value)] = reached
        return self._reaches[id(found.value)]

    def _scan(self, found: Found) -> _Scan:
        if id(found.value) not in self._scans:
            scan, waiting = _Scan(), [found.value]
            while waiting:
                schema = waiting.pop()
                scan.size += 1
                if isinstance(schema, dict):
                    versions = span(schema, self._documents, found.document)
                    if not versions.is_open:
                        scan.spans.add(versions)
                    if "$ref" in schema:
                        scan.named.append(self._documents.follow(schema, found.document))
                    waiting.extend(subschemas(schema))
            self._scans[id(found.value)] = (found.value, scan)
        return self._scans[id(found.value)][1]


def _definitions_in(schema: Schema) -> set[str]:
    """The names of the definitions that a schema refers to."""
    names: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict) and id(one) not in seen:
            seen.add(id(one))
            if "$ref" in one:
                names.add(one["$ref"].removeprefix(_DEFINITIONS))
            waiting.extend(subschemas(one))
    return names


def _simplified(schema: dict[str, Any]) -> Schema:
    """A choice of one branch is that branch."""
    for keyword in _CHOICES:
        branches = schema.get(keyword)
        if isinstance(branches, list) and len(branches) == 1:
            return _both(branches[0], {name: one for name, one in schema.items() if name != keyword})
    return schema


def _both(schema: Schema, beside: Schema) -> Schema:
    """A schema that says what two say, the second one beside the first; it tells more of what both are for."""
    if not beside or beside is True:
        return schema
    if isinstance(schema, dict) and isinstance(beside, dict) and ANNOTATIONS.issuperset(beside):
        return {**schema, **beside}
    if isinstance(beside, dict) and isinstance(beside.get("allOf", []), list):
        return {**beside, "allOf": [schema, *beside.get("allOf", ())]}
    return {"allOf": [schema, beside]}


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", type(None): "empty"}.get(type(value), "a number")
