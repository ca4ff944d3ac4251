"""Where the phases of sections stand: what markers claim of them, and what evidence says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.reference import Phase, Reference, Section


class Claim(StrEnum):
    """What the markers of a section say of a phase."""

    TODO = "todo"
    DONE = "done"
    NOT_CLAIMED = "not_claimed"


class State(StrEnum):
    """What evidence says of one phase of several operations."""

    VERIFIED = "verified"
    PARTLY = "partly"
    DISAGREES = "disagrees"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Standing:
    """One phase of some operations: how many came out how, and the findings in it, notes apart."""

    verified: int = 0
    disagrees: int = 0
    not_checked: int = 0
    findings: int = 0
    notes: int = 0

    @property
    def operations(self) -> int:
        """How many operations there are."""
        return self.verified + self.disagrees + self.not_checked

    @property
    def state(self) -> State:
        """What evidence says of all of them: verified only if it verified each, and nothing else disagrees."""
        if self.findings or self.disagrees:
            return State.DISAGREES
        if self.verified:
            return State.VERIFIED if self.verified == self.operations else State.PARTLY
        return State.NOT_CHECKED

    def percent(self, status: Status) -> float | None:
        """The share of the operations that came out so, in per cent to one digit; ``None`` if there are none."""
        count = {Status.VERIFIED: self.verified, Status.DISAGREES: self.disagrees, Status.NOT_CHECKED: self.not_checked}
        return round(100 * count[status] / self.operations, 1) if self.operations else None

    def __add__(self, other: Standing) -> Standing:
        return Standing(
            self.verified + other.verified,
            self.disagrees + other.disagrees,
            self.not_checked + other.not_checked,
            self.findings + other.findings,
            self.notes + other.notes,
        )


Standings = dict[tuple[str, Phase], Standing]
"""By the path of the section and the phase."""


def standings(reference: Reference, findings: Iterable[Finding], outcomes: Iterable[Outcome]) -> Standings:
    """Where each phase of each section of a reference stands."""
    found = Counter((f.section, f.phase, f.severity is Severity.NOTE) for f in findings)
    statuses = Counter((o.section, o.phase, o.status) for o in outcomes)
    return {
        (section.path, phase): Standing(
            *(statuses[section.path, phase, status] for status in Status),
            *(found[section.path, phase, is_note] for is_note in (False, True)),
        )
        for section in reference.sections
        for phase in Phase
    }


def claim_of(reference: Reference, section: Section, phase: Phase) -> Claim:
    """What the markers of a section claim of a phase.

    A reference without any marker claims nothing: a missing marker means *done* only where others have one.
    """
    if any(marker.phase is phase for marker in section.markers):
        return Claim.TODO
    return Claim.DONE if any(other.markers for other in reference.sections) else Claim.NOT_CLAIMED
