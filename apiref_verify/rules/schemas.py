"""AR302 and AR6xx: bodies against the schemas of their own version, and contracts against each other."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching.comparison import instance_of, samples_of
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.contracts.validation import Validators, Violation, judging, violations
from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase, Section
from apiref_verify.rules.context import Context, Report, subject_words
from apiref_verify.rules.registry import rule

_MOST_REASONS = 3


@rule("AR302", "invalid-sample", Phase.EXAMPLE, needs=("contract",))
def invalid_sample(context: Context) -> Iterator[Report]:
    """A sample does not satisfy the schema of its own microversion.

    Whoever copies a request sample gets an error; whoever parses an answer by its sample meets another one. Of a
    choice in the schema (``oneOf``) the branch that comes nearest is explained. A sample of unknown version must
    satisfy the schema of some version.

    Wrong, where the schema of 2.60 requires ``networks``::

        {"server": {"name": "one", "flavorRef": "1"}}

    Right::

        {"server": {"name": "one", "flavorRef": "1", "networks": "auto"}}
    """
    for matching in context.contracts:
        validators = Validators(matching.contract)
        for section, operation in context.operations:
            for direction in Direction:
                yield from _invalid(context, matching, validators, section, operation, direction)


def _invalid(
    context: Context,
    matching: ContractMatching,
    validators: Validators,
    section: Section,
    operation: Operation,
    direction: Direction,
) -> Iterator[Report]:
    route = matching.routing.route(operation)
    part = Part.REQUESTS if direction is Direction.REQUEST else Part.RESPONSES
    if route is None or not matching.contract.may_judge(part):
        return
    for sample in samples_of(operation, direction):
        instance = instance_of(sample, context.habits.base_version, operation)
        judged = judging(route.live, instance, direction)
        found = [(promise, violations(validators, instance, schemas, direction)) for promise, schemas in judged]
        if not found or not all(reasons for _, reasons in found):
            continue
        promise, reasons = found[-1]
        origin = str(matching.contract.provenance)
        at = f"{instance.version}: " if instance.version and not matching.contract.versions.is_open else ""
        more = f", and {len(reasons) - _MOST_REASONS} more" if len(reasons) > _MOST_REASONS else ""
        heard = matching.of(operation, direction)
        told = "; ".join(
            f"{reason.pointer or '/'}: {reason}{_history(heard, reason)}" for reason in reasons[:_MOST_REASONS]
        )
        name = sample.path.rsplit("/", 1)[-1]
        place = Location(matching.contract.path) if matching.contract.path else None
        yield Report(
            sample.location,
            f"{at}{name} is not valid by {origin}: {told}{more}",
            section,
            operation,
            direction,
            versions=VersionRange(instance.version, instance.version) if instance.version else EVERY_VERSION,
            proofs=(
                Proof("sample", sample.path, sample.location, reasons[0].pointer),
                Proof("contract", f"{origin}: {route}", place),
            ),
            hint="mend the sample" if promise else "",
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
        place = first.table.location if first.table else first.operation.location
        yield Report(
            place,
            f"{origins[0]} and {origins[1]} disagree on {subject_words(dispute.verdict)} of the {first.direction}",
            first.section,
            first.operation,
            first.direction,
            proofs=tuple(Proof("contract", origin, None) for origin in origins),
            hint="one of the two contracts is wrong or of another version; neither judges this table",
        )
