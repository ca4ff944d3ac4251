"""Whether a contract can be judged by: schemas that a validator would stumble over, or never finish, are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.keyword_forms import FORMS, is_schema
from apiref_verify.evidence.contracts.openapi import dialect
from apiref_verify.model.contract import DIALECT, Contract, Promise, Schema

DEEPEST = 100
"""Schemas that stand more deeply in each other than this, or combine each other so often, are refused."""

MOST = 10_000
"""What combines more schemas than this for one value is refused."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_DYNAMIC = ("$dynamicRef", "$recursiveRef")


def examine(contract: Contract) -> None:
    """Refuse a contract with a schema that cannot be judged by, or a name that cannot be shown.

    Each schema is looked at once.

    :raises ContractError: with the operation, the place in the schema, what is wrong there and what to do.
    """
    name = contract.path or str(contract.provenance)
    if not _is_known(contract.dialect):
        raise ContractError.at(name, f"the dialect {_shown(contract.dialect)} is unknown", f"the usual is {DIALECT}")
    for called in (str(contract.provenance), *map(str, contract.routes)):
        if _CONTROL.search(called):
            place = contract.path or "the contract"
            raise ContractError.at(place, f"{_shown(called)} has control characters in it", "leave them out")
    seen: set[int] = set()
    for route, promise in contract.rows:
        for part, schema in _parts(promise):
            if id(schema) not in seen:
                seen.add(id(schema))
                try:
                    _Schema(schema).examine()
                except _SchemaError as fault:
                    place = f"{route}, {part}, {_pointer(schema, fault.holder)}"
                    raise ContractError.at(name, f"{place}: {fault.message}", fault.hint) from None


def _parts(promise: Promise) -> Iterator[tuple[str, Schema]]:
    if promise.request is not None:
        yield "request", promise.request
    if promise.query is not None:
        yield "query", promise.query
    for status, schema in promise.responses.items():
        yield f"response {status}", schema


class _SchemaError(Exception):
    """What is wrong with a schema, ``holder``, and what to do."""

    def __init__(self, holder: Any, message: str, hint: str = "mend the schema") -> None:
        super().__init__(message)
        self.holder, self.message, self.hint = holder, message, hint


@dataclass(frozen=True, slots=True)
class _Extent:
    """How many schemas one combines for the same value, itself among them, and how deep they stand."""

    size: int = 1
    height: int = 1


_PLAIN = _Extent()


class _Schema:
    """One whole schema, with all that stands in it."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._combining: list[dict[str, Any]] = []
        self._extents: dict[int, _Extent] = {}
        self._open: set[int] = set()

    def examine(self) -> None:
        """Look at every schema in it, level by level, then at how they are combined.

        :raises _SchemaError: for the first one that is wrong.
        """
        if not is_schema(self._root):
            raise _SchemaError(self._root, f"a schema is {_shown(self._root)}; it should be a mapping or a boolean")
        seen: set[int] = set()
        level, depth = [self._root], 0
        while level:
            if depth > DEEPEST:
                raise _SchemaError(level[0], f"more than {DEEPEST} schemas stand in each other", "nest them less")
            inner: list[Any] = []
            for schema in level:
                if isinstance(schema, dict) and id(schema) not in seen:
                    seen.add(id(schema))
                    self._look_at(schema, inner)
            level, depth = inner, depth + 1
        for schema in self._combining:
            self._extent(schema)

    def _look_at(self, schema: dict[str, Any], inner: list[Any]) -> None:
        """Check one schema itself, and note those that stand in it."""
        combines = False
        for keyword, value in schema.items():
            form = FORMS.get(keyword)
            if form is not None:
                if not form.fits(value):
                    raise _SchemaError(schema, f"{keyword} is {_shown(value)}; it should be {form.wording}")
                if form.inner is not None:
                    inner.extend(form.inner(value))
                    combines = combines or form.in_place
            elif keyword[:1] == "$":
                _check_dollar(schema, keyword, value)
        if "$ref" in schema:
            inner.append(self._target(schema))
            combines = True
        if "$id" in schema and schema is not self._root:
            raise _SchemaError(schema, "a $id inside of a schema is not followed", "leave it out")
        if combines:
            self._combining.append(schema)

    def _target(self, schema: dict[str, Any]) -> Schema:
        """What a reference leads to.

        :raises _SchemaError: if that is nothing, no schema, or lies outside of this schema.
        """
        reference = schema["$ref"]
        address, _, pointer = reference.partition("#")
        if address or (pointer and not pointer.startswith("/")):
            hint = "export it again with the reference resolved"
            raise _SchemaError(schema, f"$ref {_shown(reference)} leads out of the schema", hint)
        value: Any = self._root
        for step in unquote(pointer).split("/")[1:]:
            value = _step(value, step.replace("~1", "/").replace("~0", "~"))
        if not is_schema(value):
            raise _SchemaError(schema, f"$ref {_shown(reference)} leads to no schema")
        return value

    def _extent(self, schema: Any) -> _Extent:
        """How much a schema combines.

        :raises _SchemaError: if that is too much, or without end.
        """
        known = self._extents.get(id(schema))
        if known is not None or not isinstance(schema, dict):
            return known or _PLAIN
        if id(schema) in self._open:
            raise _SchemaError(schema, "the schema leads back to itself for one and the same value", "break the circle")
        self._open.add(id(schema))
        height, size = len(self._open), 1
        if height <= DEEPEST:
            parts = [self._extent(part) for part in self._in_place(schema)]
            height, size = 1 + max((part.height for part in parts), default=0), 1 + sum(part.size for part in parts)
        if height > DEEPEST:
            raise _SchemaError(schema, f"it combines schemas more than {DEEPEST} deep", "simplify it")
        if size > MOST:
            raise _SchemaError(schema, f"it combines more than {MOST:,} schemas", "simplify it")
        self._open.remove(id(schema))
        return self._extents.setdefault(id(schema), _Extent(size, height))

    def _in_place(self, schema: dict[str, Any]) -> Iterator[Any]:
        """The schemas that apply to the same value."""
        for keyword, value in schema.items():
            form = FORMS.get(keyword)
            if form is not None and form.inner is not None and form.in_place:
                yield from form.inner(value)
        if "$ref" in schema:
            yield self._target(schema)


def _check_dollar(schema: dict[str, Any], keyword: str, value: Any) -> None:
    if keyword in _DYNAMIC:
        raise _SchemaError(schema, f"{keyword} is not followed", "use $ref")
    if keyword == "$schema" and not _is_known(value):
        raise _SchemaError(schema, f"the $schema {_shown(value)} is unknown", f"the usual is {DIALECT}")


def _is_known(name: Any) -> bool:
    """Whether a validator knows a dialect by this very name."""
    found = dialect.known(name)
    return found is not None and found.removesuffix("#") == name.removesuffix("#")


def _step(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    return value[int(step)] if isinstance(value, list) and step.isdecimal() and int(step) < len(value) else None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


def _pointer(root: Any, wanted: Any) -> str:
    """Where a value stands in another one, as a JSON pointer."""
    waiting: list[tuple[Any, str]] = [(root, "#")]
    seen: set[int] = set()
    while waiting:
        value, pointer = waiting.pop()
        if value is wanted:
            return pointer
        if isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            waiting.extend((one, f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}") for name, one in pairs)
    return "#"
