"""Which operations may be sent although they may change something: a list that the user wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from apiref_verify.live.plan import reads_like_a_command
from apiref_verify.model.reference import Operation

_ENTRY = re.compile(r"([A-Z]+|\*) (/\S*)(?: \((.+)\))?")
_VARIABLE = re.compile(r"\{[^{}]*\}|<[^<>]*>")
_READING = frozenset(("GET", "HEAD"))
_METHODS = _READING | {"POST", "PUT", "PATCH", "DELETE"}


class AllowanceError(ValueError):
    """An entry that means nothing; the text is one line for the user."""


def needs_permission(operation: Operation) -> bool:
    """Whether an operation may change something."""
    return operation.method not in _READING or reads_like_a_command(operation)


@dataclass(frozen=True, slots=True)
class _Entry:
    method: str
    path: re.Pattern[str]
    action: re.Pattern[str] | None

    def has(self, operation: Operation) -> bool:
        return (
            self.method in ("*", operation.method)
            and self.path.fullmatch(_plain(operation.path)) is not None
            and (self.action is None or self.action.fullmatch(operation.action or "") is not None)
        )


class Allowance:
    """The operations that entries such as ``POST /servers`` allow.

    An entry is a method (``*``: any) and a documented URL, then an action in brackets; without one, all actions of the
    URL. In the URL ``*`` stands for anything within a segment, ``**`` for any number of segments, none included.
    Variables may have any name.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._entries = [_entry(text) for text in entries]

    @property
    def methods(self) -> frozenset[str]:
        """All methods that something is allowed for."""
        named = frozenset(entry.method for entry in self._entries)
        return named - {"*"} | (_METHODS if "*" in named else frozenset())

    def has(self, operation: Operation) -> bool:
        """Whether an operation may be sent."""
        return any(entry.has(operation) for entry in self._entries)


NOTHING = Allowance(())
"""Nothing may be changed."""


def _entry(text: str) -> _Entry:
    match = _ENTRY.fullmatch(text.strip())
    if match is None:
        raise AllowanceError(f"--allow {text!r}: write it as 'POST /servers' or 'POST /servers/{{id}}/action (pause)'")
    action = re.compile(_glob(match[3])) if match[3] else None
    return _Entry(match[1], re.compile(_glob(_plain(match[2]))), action)


def _plain(path: str) -> str:
    """A URL whose variables have no names."""
    return "/" + _VARIABLE.sub("{}", path.split("?", 1)[0]).strip("/")


def _glob(text: str) -> str:
    """A glob as a regular expression."""
    parts = re.split(r"(/\*\*(?=/|$)|\*)", text)
    words = {"/**": r"(?:/[^/]+)*", "*": r"[^/]*"}
    return "".join(words.get(part, re.escape(part)) for part in parts)
