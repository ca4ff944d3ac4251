"""A source file under way: its lines, and what its document knows."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.files import column_in, printable
from apiref_verify.reading.rst import events

Include = Callable[["Source", str, int, dict[str, str]], list[events.Event]]
"""Parses an included file: the file that asks, the path as written, the line, and the options."""

_RULE = re.compile(r"([=~^#*+\"'-])\1+\s*$")


class Reporter(Protocol):
    """Where a directive stands: what tells columns, and takes what could not be read as meant."""

    path: str

    def column(self, line: int, text: str) -> int:
        """Return the column of ``text`` in a line of the file, or of its first word."""

    def problem(self, kind: ProblemKind, message: str, line: int, text: str = "", **more: Any) -> None:
        """Note that something at ``line`` could not be read as meant."""


@dataclass(slots=True)
class Source:
    """A source file under way: its text and what its document knows.

    ``folder`` is the folder of the *document* (relative to the root), against which paths resolve; ``styles`` is the
    list of title styles seen so far in the document, shared by all its files; ``chain`` are the files that led here.
    """

    path: str
    lines: list[str]
    folder: str
    styles: list[Any]
    include: Include
    chain: tuple[str, ...] = ()
    first_line: int = 1
    foreign_extensions: bool = False
    problems: list[Problem] = field(default_factory=list)
    depth: int = 0
    _is_too_deep: bool = False

    def too_deep(self, line: int) -> None:
        """Note once that something is nested too deeply to be read."""
        if not self._is_too_deep:
            self._is_too_deep = True
            hint = "take some of the indentation out"
            self.problem(ProblemKind.MARKUP, "nested too deeply to be read: this block is left out", line, hint=hint)

    def column(self, line: int, text: str) -> int:
        """Return the column of ``text`` in a line of the file, or of its first word."""
        return column_in(self.lines, line, text)

    def is_rule(self, line: int) -> bool:
        """Whether a line looks like the underline of a title."""
        return 0 < line <= len(self.lines) and bool(_RULE.match(self.lines[line - 1]))

    def problem(self, kind: ProblemKind, message: str, line: int, text: str = "", **more: Any) -> None:
        """Note that something at ``line`` could not be read as meant."""
        line = min(max(line, 1), len(self.lines))
        place = Location(printable(self.path), line, self.column(line, text))
        self.problems.append(Problem(kind, message, place, **more))
