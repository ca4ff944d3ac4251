"""AR302 and AR6xx: bodies against the schemas of their own version, and contracts against each other."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching.comparison import instance_of, samples_of
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.contracts.validation import Validators, Violation, judging, violations
from apiref_verify.matching.skeleton import Instance
from apiref_verify.matching.verdicts import (
    Absent,
    Misnamed,
    Missing,
    Undocumented,
    Verdict,
    WrongBound,
    WrongRequired,
    WrongType,
    ranges_of,
)
from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase, Sample, Section
from apiref_verify.model.version_axis import hull
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import during, subject_words

_MOST_REASONS = 3


@rule("AR302", "invalid-sample", Phase.EXAMPLE, needs=("contract",))
def invalid_sample(context: Context) -> Iterator[Report]:
    """A sample does not satisfy the schema of its own microversion.

    Whoever copies a request sample gets an error; whoever parses an answer by its sample meets another one. Of a
    choice in the schema (``oneOf``) the branch that comes nearest is explained. A sample of unknown version must
    satisfy the schema of some version; of several contracts, all must refuse it.

    Wrong, where the schema of 2.60 requires ``networks``::

        {"server": {"name": "one", "flavorRef": "1"}}

    Right::

        {"server": {"name": "one", "flavorRef": "1", "networks": "auto"}}
    """
    judges = [(matching, Validators(matching.contract)) for matching in context.contracts]
    for section, operation in context.operations:
        for direction in Direction:
            for sample in samples_of(operation, direction):
                instance = instance_of(sample, context.habits.base_version, operation)
                found = [(matching, _reasons(matching, by, operation, instance, direction)) for matching, by in judges]
                heard = [(matching, reasons) for matching, reasons in found if reasons is not None]
                if heard and all(reasons for _, reasons in heard):
                    yield _invalid(section, operation, direction, sample, instance, *heard[0])


def _reasons(
    matching: ContractMatching, validators: Validators, operation: Operation, instance: Instance, direction: Direction
) -> list[Violation] | None:
    """Why a contract finds a body invalid, empty if it is valid; ``None`` if there is no schema to judge it by."""
    part = Part.REQUESTS if direction is Direction.REQUEST else Part.RESPONSES
    route = matching.routing.route(operation)
    if route is None or not matching.contract.may_judge(part):
        return None
    judged = judging(route.live, instance, direction)
    found = [violations(validators, instance, schemas, direction) for _, schemas in judged]
    return (found[-1] if all(found) else []) if found else None


def _invalid(
    section: Section,
    operation: Operation,
    direction: Direction,
    sample: Sample,
    instance: Instance,
    matching: ContractMatching,
    reasons: list[Violation],
) -> Report:
    origin = str(matching.contract.provenance)
    at = f"{instance.version}: " if instance.version and not matching.contract.versions.is_open else ""
    more = f", and {len(reasons) - _MOST_REASONS} more" if len(reasons) > _MOST_REASONS else ""
    heard = matching.of(operation, direction)
    told = "; ".join(
        f"{reason.pointer or '/'}: {reason}{_history(heard, reason)}" for reason in reasons[:_MOST_REASONS]
    )
    place = Location(matching.contract.path) if matching.contract.path else None
    return Report(
        sample.location,
        f"{at}{sample.path.rsplit('/', 1)[-1]} is not valid by {origin}: {told}{more}",
        section,
        operation,
        direction,
        versions=VersionRange(instance.version, instance.version) if instance.version else EVERY_VERSION,
        proofs=(
            Proof("sample", sample.path, sample.location, reasons[0].pointer),
            Proof("contract", f"{origin}: {matching.routing.route(operation)}", place),
        ),
        hint="mend the sample",
    )


def _history(comparison: Promised | None, reason: Violation) -> str:
    """In which versions the properties that are missing, or too many, would be right."""
    if comparison is None or not comparison.is_versioned or not reason.names:
        return ""
    node = comparison.node_at(reason.pointer)
    found = [node.children.get(name) for name in reason.names] if node else []
    told = []
    for child in found:
        numbers = comparison.shown(child) if child else set()
        if child and numbers != comparison.every_window:
            told.append(f"{child.name} in {', '.join(map(str, comparison.ranges(numbers)))}")
    return f" (the schema has {', '.join(told)})" if told else ""


@rule("AR601", "contracts-disagree", Phase.PARAMETER, Severity.NOTE, needs=("contract",))
def contracts_disagree(context: Context) -> Iterator[Report]:
    """Two contracts of one API say different things of a table, so that neither can judge it.

    The document may be right: mend the contracts first, or take the authority from one of them.

    Wrong: the OpenAPI document has ``locked`` in the answer, the service's own schemas do not.

    Right: both have it.
    """
    for dispute in context.disputes:
        first, second = dispute.first, dispute.second
        origins = str(first.contract.provenance), str(second.contract.provenance)
        ranges = ranges_of(dispute.verdict)
        place = first.table.location if first.table else first.operation.location
        yield Report(
            place,
            f"{during(first, ranges)}{origins[0]} says that {_held(dispute.verdict, first)}; {origins[1]} does not",
            first.section,
            first.operation,
            first.direction,
            subject_words(dispute.verdict),
            hull(ranges) if ranges else EVERY_VERSION,
            proofs=tuple(Proof("contract", origin, None) for origin in origins),
            hint="one of the two contracts is wrong or of another version; neither judges this table",
        )


def _held(verdict: Verdict, comparison: Promised) -> str:
    """What one contract holds against a table, in words."""
    subject = subject_words(verdict)
    match verdict:
        case Undocumented():
            return f"{subject} is in the {comparison.direction}, undocumented"
        case Missing():
            return f"the {comparison.direction} has a body, undocumented"
        case Absent():
            return f"{subject} is not in the {comparison.direction}"
        case Misnamed():
            return f"{subject} is called {verdict.node.name}"
        case WrongType():
            return f"{subject} is of type {' or '.join(sorted(verdict.types))}"
        case WrongRequired():
            return f"{subject} is {'required' if verdict.always else 'optional'}"
        case WrongBound():
            end = "since" if verdict.lower else "up to"
            return f"{subject} is there {end} {verdict.promised or 'the last version'}"
        case _:
            return f"{subject} is in the body"
