"""The outcome of each phase of each operation, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.reference import Operation, Phase
from apiref_verify.outcomes import by_contract, by_samples
from apiref_verify.rules import Rule
from apiref_verify.rules.context import Context

_DECIDING = {
    Phase.METHOD: frozenset({"AR101", "AR105", "AR106", "AR107"}),
    Phase.PARAMETER: frozenset(
        {"AR003", "AR201", "AR202", "AR203", "AR204", "AR205", "AR206", "AR207", "AR208", "AR209", "AR214"}
    ),
    Phase.EXAMPLE: frozenset({"AR005", "AR302"}),
    Phase.BODY: frozenset({"AR401", "AR402", "AR403"}),
}
"""The rules that together decide a phase."""


def outcomes(context: Context, rules: Iterable[Rule], findings: Iterable[Finding]) -> Iterator[Outcome]:
    """What became of each phase of each operation; notes disagree with nothing, but leave something open."""
    findings = [finding for finding in findings if finding.operation]
    codes = {rule.code for rule in rules}
    missing = {phase: sorted(deciding - codes) for phase, deciding in _DECIDING.items()}
    noted = {(f.operation.location, f.phase) for f in findings if f.operation and f.code in _DECIDING[f.phase]}
    grave = Counter(
        (f.operation.location, f.phase) for f in findings if f.operation and f.severity is not Severity.NOTE
    )
    for section, operation in context.operations:
        for phase in Phase:
            count = grave[operation.location, phase]
            if count:
                status, reason = Status.DISAGREES, f"{count} finding{'s' * (count > 1)}"
            else:
                status, reason = _undisputed(context, operation, phase)
            if status is Status.VERIFIED and missing[phase]:
                status, reason = (
                    Status.NOT_CHECKED,
                    f"not all rules that decide were run ({', '.join(missing[phase])})",
                )
            elif status is Status.VERIFIED and (operation.location, phase) in noted:
                status, reason = Status.NOT_CHECKED, "nothing contradicts it, but notes leave something open"
            yield Outcome(section.path, operation, phase, status, reason)


def _undisputed(context: Context, operation: Operation, phase: Phase) -> tuple[Status, str]:
    """The outcome of a phase that no finding disputes: verified only for what evidence decided."""
    match phase:
        case Phase.METHOD:
            matching = context.judge(operation, Part.ROUTES)
            return by_contract.method(matching, operation) if matching else by_samples.METHOD
        case Phase.PARAMETER:
            if context.judge(operation, Part.REQUESTS) or context.judge(operation, Part.RESPONSES):
                return by_contract.parameters(context, operation)
            return by_samples.parameters(context, operation)
        case Phase.EXAMPLE:
            return by_contract.examples(context, operation) if context.contracts else by_samples.EXAMPLE
        case Phase.BODY:
            matching = context.judge(operation, Part.CODES)
            return by_contract.codes(matching, operation) if matching else by_samples.BODY
