"""One look at where a reference stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apiref_verify.burndown.suggestions import Suggestion, suggestions
from apiref_verify.burndown.wording import one_line
from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Operation, Phase, Reference, Section
from apiref_verify.model.standing import Claim, Standing, claim_of
from apiref_verify.verification import Result

Reasons = tuple[tuple[str, int], ...]
"""Why operations are not checked, each with how many of them, most frequent first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One phase of one section, or of all: the claim, who is on it, and what evidence says."""

    claim: Claim
    standing: Standing
    reasons: Reasons = ()
    claimed_by: str = ""


@dataclass(frozen=True, slots=True)
class OperationCell:
    """One phase of one operation."""

    status: Status
    reason: str
    findings: int
    notes: int


@dataclass(frozen=True, slots=True)
class OperationRow:
    """One operation."""

    operation: Operation
    cells: dict[Phase, OperationCell]

    @property
    def name(self) -> str:
        """What it is called: ``POST /boats/{boat_id}/action (paint)``."""
        return one_line(self.operation.name)

    @property
    def title(self) -> str:
        """Its title, in one line."""
        return one_line(self.operation.title)


@dataclass(frozen=True, slots=True)
class Row:
    """One section, with its operations if they were asked for."""

    section: Section
    cells: dict[Phase, Cell]
    operations: tuple[OperationRow, ...] = ()

    @property
    def title(self) -> str:
        """The title of the section, in one line."""
        return one_line(self.section.title)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All sections that document operations, in reading order, and what is best done next.

    ``elsewhere`` is the number of findings that stand in none of them: those of the parameters files, say.
    """

    reference: Reference
    rows: tuple[Row, ...]
    next: tuple[Suggestion, ...]
    elsewhere: int

    def total(self, phase: Phase) -> Cell:
        """The sum over all sections; its claim is that of the worst section."""
        cells = [row.cells[phase] for row in self.rows]
        claims = {cell.claim for cell in cells}
        claim = next((c for c in (Claim.TODO, Claim.DONE) if c in claims), Claim.NOT_CLAIMED)
        reasons: Counter[str] = Counter()
        for cell in cells:
            reasons.update(dict(cell.reasons))
        return Cell(claim, sum((cell.standing for cell in cells), Standing()), tuple(reasons.most_common()))

    def still_to_do(self, phase: Phase) -> int:
        """How many sections still carry the marker of a phase."""
        return sum(1 for row in self.rows if row.cells[phase].claim is Claim.TODO)

    def short(self, path: str) -> str:
        """A path without the source folder."""
        return path.removeprefix(f"{self.reference.source}/")


def take(result: Result, by_operation: bool = False, most: int = 5) -> Snapshot:
    """Count claims, findings and outcomes per section and phase, and if wanted per operation too.

    What rules say of the claims themselves is not counted: the claim stands beside the counts. ``most`` limits the
    suggestions.
    """
    reference = result.reference
    sections = [section for section in reference.sections if section.operations]
    if reference.focus is not None:
        sections = [section for section in sections if section.path == reference.focus]
    findings = result.of_phases
    standing = result.standings
    reasons: dict[tuple[str, Phase], Counter[str]] = defaultdict(Counter)
    for outcome in result.outcomes:
        if outcome.status is Status.NOT_CHECKED:
            reasons[outcome.section, outcome.phase][one_line(outcome.reason)] += 1
    rows = tuple(
        Row(
            section,
            {
                phase: Cell(
                    claim_of(reference, section, phase),
                    standing[section.path, phase],
                    tuple(reasons[section.path, phase].most_common()),
                    _claimed_by(section, phase),
                )
                for phase in Phase
            },
            _operations(section, findings, result.outcomes) if by_operation else (),
        )
        for section in sections
    )
    ranked = suggestions(reference, sections, standing, findings)
    return Snapshot(reference, rows, tuple(ranked[:most]), len(unplaced(result)))


def _claimed_by(section: Section, phase: Phase) -> str:
    return one_line(next((m.claimed_by for m in section.markers if m.phase is phase and m.claimed_by), ""))


def _operations(section: Section, findings: Sequence[Finding], outcomes: Iterable[Outcome]) -> tuple[OperationRow, ...]:
    found = Counter(
        (f.operation.location, f.phase, f.severity is Severity.NOTE)
        for f in findings
        if f.operation and f.section == section.path
    )
    cells: dict[Location, dict[Phase, OperationCell]] = defaultdict(dict)
    for outcome in outcomes:
        where = outcome.operation.location
        if outcome.section == section.path:
            cells[where][outcome.phase] = OperationCell(
                outcome.status,
                one_line(outcome.reason),
                found[where, outcome.phase, False],
                found[where, outcome.phase, True],
            )
    return tuple(OperationRow(operation, cells[operation.location]) for operation in section.operations)


def unplaced(result: Result) -> list[Finding]:
    """Findings that stand in no section with operations: those of the parameters files, say."""
    paths = {section.path for section in result.reference.sections if section.operations}
    return [finding for finding in result.findings if finding.section not in paths]
