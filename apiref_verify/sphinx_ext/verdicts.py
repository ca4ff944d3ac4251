"""What a check found, in the form that is kept between builds: for warnings, and for the pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from apiref_verify.burndown.render import as_json
from apiref_verify.model.finding import Severity, Status
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase
from apiref_verify.reports.summary import summary_lines
from apiref_verify.sphinx_ext.domain import Place, operation_name
from apiref_verify.verification import Result

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.model.finding import Finding


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, for people: ``operation`` is the place of the one that it is about, if it is about one."""

    code: str
    name: str
    severity: Severity
    phase: Phase
    message: str
    hint: str
    location: Location
    section: str
    operation: Place | None


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """What became of a phase of an operation, and by which evidence, or why not."""

    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class ShownSample:
    """A request sample: the line that shows it, its file (or section, if inline), its version or ``""``."""

    line: int
    path: str
    version: str


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """An operation, its outcomes by phase, and its request samples."""

    name: str
    method: str
    url: str
    minimum: str
    section: str
    outcomes: dict[Phase, ShownOutcome]
    requests: tuple[ShownSample, ...]


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A contract or recordings that the reference was verified against.

    ``name`` is as in ``nova 34.0.0``, ``versions`` as in ``2.1 to 2.104``, ``date`` in ISO 8601; both may be empty.
    """

    kind: str
    name: str
    versions: str
    date: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What a check rested on: two with the same basis find the same.

    ``files`` are size in bytes and time in nanoseconds of every file of the tree and its evidence; ``None`` if some of
    the evidence is no file, since nobody can tell whether that has changed.
    """

    settings: Configuration
    tool: str
    files: dict[str, tuple[int, int]] | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All that is kept of a check. ``burndown`` is as in ``burndown-1.json``, ``summary`` is for people.

    ``basis`` is what the check rested on.
    """

    findings: tuple[ShownFinding, ...]
    operations: dict[Place, ShownOperation]
    evidence: tuple[ShownEvidence, ...]
    burndown: dict[str, Any]
    summary: tuple[str, ...]
    basis: Basis


def verdicts_of(result: Result, basis: Basis) -> Verdicts:
    """What of a result is kept."""
    outcomes: dict[Location, dict[Phase, ShownOutcome]] = defaultdict(dict)
    for outcome in result.outcomes:
        outcomes[outcome.operation.location][outcome.phase] = ShownOutcome(outcome.status, outcome.reason)
    return Verdicts(
        tuple(_finding(finding) for finding in result.findings),
        {
            place_of(operation): _operation(operation, section.path, outcomes[operation.location])
            for section, operation in result.reference.operations
        },
        tuple(_evidence(result)),
        as_json(result),
        tuple(summary_lines(result)),
        basis,
    )


def place_of(operation: Operation) -> Place:
    """Where the ``rest_method`` of an operation stands."""
    return operation.location.path, operation.location.line


def _finding(finding: Finding) -> ShownFinding:
    return ShownFinding(
        finding.code,
        finding.name,
        finding.severity,
        finding.phase,
        finding.message,
        finding.hint,
        finding.location,
        finding.section,
        place_of(finding.operation) if finding.operation else None,
    )


def _operation(operation: Operation, section: str, outcomes: dict[Phase, ShownOutcome]) -> ShownOperation:
    minimum = operation.versions.minimum
    return ShownOperation(
        operation_name(operation.method, operation.url, operation.action),
        operation.method,
        operation.url,
        str(minimum) if minimum else "",
        section,
        outcomes,
        tuple(
            ShownSample(sample.location.line, sample.path, str(sample.version) if sample.version else "")
            for sample in operation.samples
            if sample.direction is Direction.REQUEST and sample.is_json
        ),
    )


def _evidence(result: Result) -> Iterator[ShownEvidence]:
    for matching in result.matching.contracts:
        contract = matching.contract
        versions = "" if contract.versions.is_open else str(contract.versions)
        yield ShownEvidence("contract", str(contract.provenance), versions, contract.provenance.date)
    exchanges = result.matching.exchanges
    if exchanges is not None:
        seen = {version for observed in exchanges.observations.values() for version in observed if version}
        versions = str(VersionRange(min(seen), max(seen))) if seen else ""
        count = sum(service.matched for service in exchanges.services.values())
        yield ShownEvidence("exchange", f"{count} recorded exchanges", versions, "")
