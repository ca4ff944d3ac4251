"""Patterns of schemas that could hang whoever tries them.

Python looks for a match by trying one way after another. A pattern with many ways to read the same text, such as
``(a+)+$``, may take years to fail. Such patterns, and those that Python does not understand, are taken out of the
schemas, whatever source they come from; what they would have said is then not checked.

An unsafe key of ``patternProperties`` takes the limits on other properties with it, since they may have been meant.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from apiref_verify.evidence.contracts.patterns.ambiguity import is_explosive
from apiref_verify.model.contract import Contract, Promise, Route, Schema

_PATTERN, _BY_PATTERN = "pattern", "patternProperties"
_OTHERS = ("additionalProperties", "unevaluatedProperties")
_LONGEST = 20_000


@lru_cache(maxsize=4096)
def is_safe(pattern: str) -> bool:
    """Whether a pattern can be understood, and cannot hang."""
    if len(pattern) > _LONGEST:
        return False
    try:
        with warnings.catch_warnings(action="ignore"):  # of what later versions of Python may read differently
            re.compile(pattern)
            return not is_explosive(pattern)
    except (re.error, OverflowError, RecursionError):
        return False


def without_unsafe(contract: Contract) -> tuple[Contract, list[str]]:
    """A contract whose patterns are all safe, and the patterns that it had to lose, sorted."""
    found = patterns_in(schema for _, promise in contract.rows for schema in _schemas(promise))
    found.update(pattern for pattern in contract.formats.values() if pattern is not None)
    unsafe = {pattern for pattern in found if not is_safe(pattern)}
    if not unsafe:
        return contract, []
    routes = tuple(map(_Cleaner(unsafe).route, contract.routes))
    formats = {name: None if pattern in unsafe else pattern for name, pattern in contract.formats.items()}
    return replace(contract, routes=routes, formats=formats), sorted(unsafe)


def _schemas(promise: Promise) -> Iterator[Schema]:
    yield from (one for one in (promise.request, promise.query, *promise.responses.values()) if one is not None)


def patterns_in(schemas: Iterable[Schema]) -> set[str]:
    """Every pattern in some schemas."""
    found: set[str] = set()
    seen: set[int] = set()
    waiting: list[Any] = list(schemas)
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            if isinstance(value.get(_PATTERN), str):
                found.add(value[_PATTERN])
            if isinstance(value.get(_BY_PATTERN), dict):
                found.update(value[_BY_PATTERN])
            waiting.extend(one for one in value.values() if isinstance(one, dict | list))
        elif isinstance(value, list):
            waiting.extend(one for one in value if isinstance(one, dict | list))
    return found


class _Cleaner:
    """Takes unsafe patterns out of schemas; one that is shared stays shared."""

    def __init__(self, unsafe: set[str]) -> None:
        self._unsafe = unsafe
        self._made: dict[int, Any] = {}

    def route(self, route: Route) -> Route:
        return replace(route, promises=tuple(map(self._promise, route.promises)))

    def _promise(self, promise: Promise) -> Promise:
        return replace(
            promise,
            request=self._value(promise.request),
            query=self._value(promise.query),
            responses={status: self._value(schema) for status, schema in promise.responses.items()},
        )

    def _value(self, value: Any) -> Any:
        if not isinstance(value, dict | list):
            return value
        if id(value) not in self._made:
            made = list(map(self._value, value)) if isinstance(value, list) else self._mapping(value)
            self._made[id(value)] = made
        return self._made[id(value)]

    def _mapping(self, value: dict[str, Any]) -> dict[str, Any]:
        kept = dict(value)
        if isinstance(kept.get(_PATTERN), str) and kept[_PATTERN] in self._unsafe:
            del kept[_PATTERN]
        keys = kept.get(_BY_PATTERN)
        if isinstance(keys, dict) and not self._unsafe.isdisjoint(keys):
            kept[_BY_PATTERN] = {key: one for key, one in keys.items() if key not in self._unsafe}
            kept = {keyword: one for keyword, one in kept.items() if keyword not in _OTHERS}
        return {keyword: self._value(one) for keyword, one in kept.items()}
