"""What a scenario captured: the values that names have now, and all that they had."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

UNIQUE = "unique"
"""The name that stands for something that was never there before, in each step anew."""

_REFERENCE = re.compile(r"\$(?:(\w+)|\{(\w+)\}|\$)")


class UnknownNameError(LookupError):
    """A name has no value; ``name`` is it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Memory:
    """The values by name; ``values`` are known from the start and are nothing to be cleaned up."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self._history: list[tuple[frozenset[str], dict[str, Any]]] = []
        self._lost: dict[str, str] = {}

    @property
    def values(self) -> Mapping[str, Any]:
        """The values that names have now."""
        return self._values

    def capture(self, found: Mapping[str, Any]) -> None:
        """Keep what a step captured."""
        self._values |= found
        for name in found:
            self._lost.pop(name, None)
        if found:
            self._history.append((frozenset(found), dict(self._values)))

    def lose(self, names: Iterable[str], reason: str) -> None:
        """Forget what a step should have captured and did not."""
        for name in names:
            self._values.pop(name, None)
            self._lost[name] = reason

    def why_unknown(self, name: str) -> str:
        """Why a name has no value."""
        return self._lost.get(name, "nothing captures it")

    def moments(self, names: frozenset[str]) -> list[tuple[int, Mapping[str, Any]]]:
        """The moments at which all of some names had values that they had together never before, the newest first."""
        found: list[tuple[int, Mapping[str, Any]]] = []
        seen: list[dict[str, Any]] = []
        for number, (fresh, values) in enumerate(self._history):
            if fresh & names and names <= values.keys():
                chosen = {name: values[name] for name in names}
                if chosen not in seen:
                    seen.append(chosen)
                    found.append((number, values))
        return found[::-1]


def references(value: Any) -> set[str]:
    """The names that a value refers to."""
    if isinstance(value, str):
        return {match[1] or match[2] for match in _REFERENCE.finditer(value)} - {None, UNIQUE}
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return {name for one in inner for name in references(one)}


def resolved(value: Any, values: Mapping[str, Any]) -> Any:
    """A value with what its names stand for: ``$name`` is the value as it is, ``${name}`` within a text its text.

    :raises UnknownNameError: if a name has no value.
    """
    return _resolved(value, {UNIQUE: secrets.token_hex(4), **values})


def _resolved(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, Mapping):
        return {key: _resolved(one, values) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_resolved(one, values) for one in value]
    if not isinstance(value, str):
        return value

    def known(match: re.Match[str]) -> Any:
        name = match[1] or match[2]
        if name is None:
            return "$"
        if name not in values:
            raise UnknownNameError(name)
        return values[name]

    whole = _REFERENCE.fullmatch(value)
    return known(whole) if whole else _REFERENCE.sub(lambda match: str(known(match)), value)
