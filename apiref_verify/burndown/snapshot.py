"""One look at where a reference stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from apiref_verify.model.finding import Finding, Severity, Status
from apiref_verify.model.reference import Phase, Section
from apiref_verify.verification import Result


class Claim(StrEnum):
    """What the markers of a section say of a phase."""

    TODO = "todo"
    DONE = "done"
    NOT_CLAIMED = "not_claimed"


@dataclass(frozen=True, slots=True)
class Cell:
    """One phase of one section: the claim, the findings against it, and how many operations came out how."""

    claim: Claim
    findings: int
    notes: int
    verified: int
    disagrees: int
    not_checked: int


@dataclass(frozen=True, slots=True)
class Row:
    """One section."""

    section: Section
    cells: dict[Phase, Cell]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All sections that document operations, in reading order."""

    rows: tuple[Row, ...]

    def total(self, phase: Phase) -> Cell:
        """The sum over all sections; its claim is that of the worst section."""
        cells = [row.cells[phase] for row in self.rows]
        claims = {cell.claim for cell in cells}
        claim = next((c for c in (Claim.TODO, Claim.DONE) if c in claims), Claim.NOT_CLAIMED)
        return Cell(
            claim,
            *(sum(getattr(cell, name) for cell in cells) for name in ("findings", "notes")),
            *(sum(getattr(cell, name) for cell in cells) for name in ("verified", "disagrees", "not_checked")),
        )

    def still_to_do(self, phase: Phase) -> int:
        """How many sections still carry the marker of a phase."""
        return sum(1 for row in self.rows if row.cells[phase].claim is Claim.TODO)


def take(result: Result) -> Snapshot:
    """Count claims, findings and outcomes per section and phase.

    A tree without any marker claims nothing: a missing marker means *done* only where others have one.
    """
    sections = [section for section in result.reference.sections if section.operations]
    if result.reference.focus is not None:
        sections = [section for section in sections if section.path == result.reference.focus]
    marked = any(section.markers for section in result.reference.sections)
    findings = Counter((f.section, f.phase, f.severity is Severity.NOTE) for f in result.findings)
    outcomes = Counter((o.section, o.phase, o.status) for o in result.outcomes)
    return Snapshot(
        tuple(
            Row(
                section,
                {
                    phase: Cell(
                        _claim(section, phase, marked),
                        findings[section.path, phase, False],
                        findings[section.path, phase, True],
                        *(outcomes[section.path, phase, status] for status in Status),
                    )
                    for phase in Phase
                },
            )
            for section in sections
        )
    )


def _claim(section: Section, phase: Phase, marked: bool) -> Claim:
    if any(marker.phase is phase for marker in section.markers):
        return Claim.TODO
    return Claim.DONE if marked else Claim.NOT_CLAIMED


def unplaced(result: Result) -> list[Finding]:
    """Findings that stand in no section with operations: those of the parameters files, say."""
    paths = {section.path for section in result.reference.sections if section.operations}
    return [finding for finding in result.findings if finding.section not in paths]
