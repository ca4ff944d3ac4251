"""What a scenario file says, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

EACH, OLDEST, NEWEST = "each", "oldest", "newest"


class BodyOrigin(StrEnum):
    """Where the body of a step comes from.

    ``USUAL``: from the request sample, if the reference shows one. ``SAMPLE``: from a sample that must be there.
    ``GIVEN``: from the file. ``NONE``: there is no body.
    """

    USUAL = "usual"
    SAMPLE = "sample"
    GIVEN = "given"
    NONE = "none"


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

    An answer with the values ``unless`` ends the wait as a failure. ``version`` is that of the step, where the file
    says nothing. Times are in seconds.
    """

    operation: Name
    line: int
    version: str | None = None
    until: Mapping[str, Any] = field(default_factory=dict)
    unless: Mapping[str, Any] = field(default_factory=dict)
    status: int | None = None
    timeout: float = 60.0
    every: float = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One step. ``line`` is where it stands in the file.

    ``versions`` are numbers or one of the words ``each``, ``oldest`` and ``newest``. ``body`` is what the file gives,
    ``sample`` the end of a sample's path. ``changes`` and ``without`` are by dotted path; so is what ``capture`` takes
    from the answer, by the name that it gets. ``expect`` is empty where any success will do. ``cleanup`` is done at
    the end if this step succeeded.
    """

    operation: Name
    line: int
    versions: tuple[str, ...] = (NEWEST,)
    origin: BodyOrigin = BodyOrigin.USUAL
    body: Any = None
    sample: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    capture: Mapping[str, str] = field(default_factory=dict)
    expect: tuple[int, ...] = ()
    wait: Wait | None = None
    cleanup: tuple[Step, ...] = ()

    def __str__(self) -> str:
        return f"line {self.line}, {self.operation}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Steps, and values that are known from the start."""

    path: str
    steps: tuple[Step, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
