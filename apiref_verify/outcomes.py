"""Outcomes: what became of each phase of each operation, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from apiref_verify.matching.coverage import left_over
from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Direction, Operation, Phase, Section
from apiref_verify.rules import Rule
from apiref_verify.rules.context import Context

_DECIDING = frozenset({"AR003", "AR201", "AR202", "AR203", "AR204", "AR207", "AR208", "AR209", "AR214"})
"""The rules that together decide whether tables agree with bodies."""


def outcomes(context: Context, rules: Iterable[Rule], findings: Iterable[Finding]) -> Iterator[Outcome]:
    """What became of each phase of each operation; notes disagree with nothing."""
    findings = list(findings)
    missing = sorted(_DECIDING - {rule.code for rule in rules})
    left_over = {f.operation.location for f in findings if f.operation and f.code in _DECIDING}
    grave = Counter(
        (f.operation.location, f.phase) for f in findings if f.operation and f.severity is not Severity.NOTE
    )
    for section, operation in context.operations:
        for phase in Phase:
            count = grave[operation.location, phase]
            if count:
                reason = f"{count} finding{'s' * (count > 1)}"
                yield Outcome(section.path, operation, phase, Status.DISAGREES, reason)
            else:
                yield _without_findings(context, section, operation, phase, missing, left_over)


def _without_findings(
    context: Context,
    section: Section,
    operation: Operation,
    phase: Phase,
    missing: list[str],
    left_over: set[Location],
) -> Outcome:
    """Verified only for what evidence decided; nothing here has seen the API itself."""

    def outcome(status: Status, reason: str) -> Outcome:
        return Outcome(section.path, operation, phase, status, reason)

    if phase is Phase.METHOD:
        return outcome(Status.NOT_CHECKED, "no contract or recording says which operations the API has")
    if phase is Phase.EXAMPLE:
        return outcome(Status.NOT_CHECKED, "no contract or recording says what the API answers")
    if phase is Phase.BODY:
        return outcome(Status.NOT_CHECKED, "no contract or recording says which codes the API gives")
    if missing:
        return outcome(Status.NOT_CHECKED, f"not all rules that decide were run ({', '.join(missing)})")
    if operation.location in left_over:
        return outcome(Status.NOT_CHECKED, "nothing contradicts the tables, but notes leave something open")
    return outcome(*_parameters(context, operation))


def _parameters(context: Context, operation: Operation) -> tuple[Status, str]:
    """The parameter phase by samples: every body row shown, and nothing left over."""
    checked: list[str] = []
    rest: list[str] = []
    rows = shown = 0
    for direction in Direction:
        comparison = context.matching.of(operation, direction)
        if comparison.rows or comparison.skeleton.nodes:
            rows += len(comparison.rows)
            shown += len(comparison.alignment.matches)
            if comparison.skeleton.nodes:
                checked.append(str(direction))
                rest += [node.name for node in left_over(comparison, context.habits)]
    if not rows:
        return Status.NOT_CHECKED, "no body parameters are documented, and no evidence has the others"
    if not checked:
        return Status.NOT_CHECKED, "no sample of a body to check the tables by"
    if rest:
        return Status.NOT_CHECKED, f"{len(rest)} properties shown have no row of their own, {rest[0]} for one"
    if shown == rows:
        return Status.VERIFIED, f"every body row ({rows}) stands in the samples of the {' and '.join(checked)}"
    return Status.NOT_CHECKED, f"{shown} of {rows} body rows stand in samples; nothing contradicts the others"
