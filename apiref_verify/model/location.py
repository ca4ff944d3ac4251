"""A place in a text file."""

from __future__ import annotations

from typing import NamedTuple


class Location(NamedTuple):
    """A place in a file.

    ``path`` is POSIX style and relative to the root of the reference, ``line`` and ``column`` count from 1.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
