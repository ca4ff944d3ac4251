"""What a scenario captured, and texts that refer to it."""

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
    """The values by name, and why others are missing. It begins with values that are known from the start."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self._lost: dict[str, str] = {}

    @property
    def values(self) -> dict[str, Any]:
        """The values that names have now; a copy."""
        return dict(self._values)

    def capture(self, name: str, value: Any) -> None:
        """Keep a value."""
        self._values[name] = value
        self._lost.pop(name, None)

    def lose(self, names: Iterable[str], reason: str) -> None:
        """Forget what a step is about to capture, or should have captured and did not."""
        for name in names:
            self._values.pop(name, None)
            self._lost[name] = reason

    def why_unknown(self, name: str) -> str:
        """Why a name has no value."""
        return self._lost.get(name, "nothing captures it")


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
