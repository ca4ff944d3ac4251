"""From the result of a check to what is kept of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from apiref_verify.burndown.formats.json_report import as_json
from apiref_verify.burndown.snapshot import take
from apiref_verify.model.finding import Finding
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase
from apiref_verify.reports.summary import summary_lines
from apiref_verify.sphinx_ext.checked.verdicts import (
    Basis,
    ShownEvidence,
    ShownFinding,
    ShownOperation,
    ShownOutcome,
    ShownSample,
    Verdicts,
)
from apiref_verify.sphinx_ext.targets import Place, operation_name
from apiref_verify.verification import Result


def verdicts_of(result: Result, warnings: Iterable[str], basis: Basis) -> Verdicts:
    """What of a result is kept, and of the warnings on the way to it."""
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
        as_json(take(result)),
        tuple(summary_lines(result)),
        tuple(warnings),
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
            ShownSample(
                (sample.location.path, sample.location.line),
                sample.inline,
                str(sample.version) if sample.version else "",
            )
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
        if count:
            yield ShownEvidence("exchange", f"{count} recorded exchange{'s' * (count != 1)}", versions, "")
