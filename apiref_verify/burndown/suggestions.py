"""What is best done next: what evidence has verified, and then what it explains best."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apiref_verify.model.finding import Finding, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Phase, Reference, Section
from apiref_verify.model.standing import Claim, Standing, Standings, State, claim_of


class Action(StrEnum):
    """What can be done: delete the marker of a phase, or mend what was found in it."""

    UNMARK = "unmark"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A phase of a section that is worth doing next.

    ``explained`` of its ``findings`` have evidence that says what is right; ``codes`` counts them by rule. ``location``
    is where to begin: the marker, or the first finding.
    """

    action: Action
    section: Section
    phase: Phase
    claim: Claim
    operations: int
    findings: int
    explained: int
    codes: dict[str, int]
    location: Location

    @property
    def words(self) -> str:
        """What to do, for people."""
        if self.action is Action.UNMARK:
            verified = f"all {self.operations} operations" if self.operations > 1 else "its one operation"
            return f"delete the marker: evidence has verified {verified}"
        plural = "s" * (self.findings != 1)
        codes = ", ".join(f"{code} {count}" for code, count in self.codes.items())
        declared = " though declared done" if self.claim is Claim.DONE else ""
        explained = f"{self.explained} explained by evidence ({codes})"
        return f"mend {self.findings} finding{plural}{declared}, {explained}"


def suggestions(
    reference: Reference, sections: Iterable[Section], standing: Standings, findings: Iterable[Finding]
) -> list[Suggestion]:
    """Every phase with something to do, the best first.

    First come markers that can go. Then come phases with errors and warnings: those of which evidence explains more,
    then those with more, then those that are declared done, in reading order.
    """
    grave: dict[tuple[str, Phase], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.NOTE:
            grave[finding.section, finding.phase].append(finding)
    found = []
    for section in sections:
        for phase in Phase:
            claim = claim_of(reference, section, phase)
            one = _suggestion(section, phase, claim, standing[section.path, phase], grave[section.path, phase])
            found += [one] if one else []
    return sorted(found, key=_rank)


def _suggestion(
    section: Section, phase: Phase, claim: Claim, standing: Standing, grave: Sequence[Finding]
) -> Suggestion | None:
    if claim is Claim.TODO and standing.state is State.VERIFIED:
        marker = next(marker for marker in section.markers if marker.phase is phase)
        return Suggestion(Action.UNMARK, section, phase, claim, standing.operations, 0, 0, {}, marker.location)
    if not grave:
        return None
    codes = Counter(finding.code for finding in grave)
    return Suggestion(
        Action.MEND,
        section,
        phase,
        claim,
        standing.operations,
        len(grave),
        sum(any(proof.kind != "reference" for proof in finding.proofs) for finding in grave),
        dict(sorted(codes.items(), key=lambda item: (-item[1], item[0]))),
        min(grave, key=lambda finding: finding.sort_key).location,
    )


def _rank(suggestion: Suggestion) -> tuple[bool, int, int, bool]:
    return (
        suggestion.action is not Action.UNMARK,
        -suggestion.explained,
        -suggestion.findings,
        suggestion.claim is not Claim.DONE,
    )
