"""The verdicts: findings (one disagreement each) and outcomes (what became of one phase of one operation)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase


class Severity(StrEnum):
    """How sure and how grave a finding is: notes alone never fail a run."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence that decided a finding.

    ``kind`` is ``reference``, ``sample``, ``contract`` or ``exchange``; ``origin`` says in words what it is;
    ``pointer`` is a JSON pointer into it, or empty.
    """

    kind: str
    origin: str
    location: Location | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One disagreement, at one place."""

    code: str
    name: str
    phase: Phase
    severity: Severity
    message: str
    location: Location
    section: str
    operation: Operation | None = None
    direction: Direction | None = None
    parameter: str | None = None
    versions: VersionRange = EVERY_VERSION
    proofs: tuple[Proof, ...] = ()
    hint: str = ""

    @property
    def sort_key(self) -> tuple[str, int, int, str, str, str]:
        """Findings in the order of a report: by place, then code."""
        where = self.location
        return (where.path, where.line, where.column, self.code, self.parameter or "", self.message)


class Status(StrEnum):
    """What evidence says of one phase of one operation."""

    VERIFIED = "verified"
    DISAGREES = "disagrees"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The status of a phase of an operation, and why: which evidence verified it, or what kept it unchecked."""

    section: str
    operation: Operation
    phase: Phase
    status: Status
    reason: str
