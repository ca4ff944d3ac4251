"""What a scenario file says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SAMPLE, NO_BODY = "sample", "none"
EACH, OLDEST, NEWEST = "each", "oldest", "newest"


@dataclass(frozen=True, slots=True)
class Name:
    """How a scenario names an operation: method, documented URL, and action where a URL serves several."""

    method: str
    url: str
    action: str | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.url}" + (f" ({self.action})" if self.action else "")


@dataclass(frozen=True, slots=True)
class Wait:
    """What to wait for after a step: the answers of ``operation`` have the values ``until``, or the code ``status``.

    An answer with the values ``unless`` ends the wait as a failure. Times are in seconds.
    """

    operation: Name
    line: int
    until: Mapping[str, Any] = field(default_factory=dict)
    unless: Mapping[str, Any] = field(default_factory=dict)
    status: int | None = None
    timeout: float = 60.0
    every: float = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``line`` is where it stands in the file.

    ``versions`` are numbers or one of the words ``each``, ``oldest`` and ``newest``. ``body`` is one of the words
    ``sample`` and ``none``, a value, or ``None`` where the file says nothing; ``sample`` names a file. ``changes``
    and ``without`` are by dotted path; so is what ``capture`` takes from the answer, by the name that it gets.
    ``expect`` is empty where any success will do.
    """

    operation: Name
    line: int
    versions: tuple[str, ...] = (NEWEST,)
    body: Any = None
    sample: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    capture: Mapping[str, str] = field(default_factory=dict)
    expect: tuple[int, ...] = ()
    wait: Wait | None = None

    def __str__(self) -> str:
        return f"line {self.line}, {self.operation}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps, what cleans up after them, and values that are known from the start."""

    path: str
    steps: tuple[Step, ...]
    cleanup: tuple[Step, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
