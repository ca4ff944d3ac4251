"""Time and names that are the same in every run."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

_NAMES = uuid.UUID("6f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1")


class Clock:
    """A clock that goes on by a second each time it is told to."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def tick(self) -> None:
        """Let a second pass."""
        self.now += timedelta(seconds=1)


class Names:
    """UUIDs of several kinds, each kind numbered by itself."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def new(self, kind: str) -> str:
        """The next UUID of a kind."""
        number = self._given[kind] = self._given.get(kind, 0) + 1
        return str(uuid.uuid5(_NAMES, f"{kind} {number}"))
