"""Why an operation was not exercised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReasonKind(StrEnum):
    """The kinds of reasons.

    ``WRITES``: it is not among what only reads. ``COMMAND``: it is a GET that commands. ``NOT_OFFERED``: the API has
    none of its versions. ``NO_VALUE``: a variable has no value. ``FAILED``: there was no answer. ``THROTTLED``: the
    server asked for too much patience. ``STOPPED``: the walk ended early. ``INTERRUPTED``: the user
    stopped the run. ``SKIPPED``: a step of the scenario that it needs did not succeed.
    """

    WRITES = "writes"
    COMMAND = "command"
    NOT_OFFERED = "not-offered"
    NO_VALUE = "no-value"
    FAILED = "failed"
    THROTTLED = "throttled"
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an operation was not exercised, in one line."""

    kind: ReasonKind
    detail: str

    def __str__(self) -> str:
        return self.detail
