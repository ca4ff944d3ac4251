"""The outcome of each phase of each operation, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.reference import Operation, Phase
from apiref_verify.outcomes import by_contract, by_exchanges, by_samples
from apiref_verify.rules import Rule
from apiref_verify.rules.context import Context

Answer = tuple[Status, str]
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


def _undisputed(context: Context, operation: Operation, phase: Phase) -> Answer:
    """The outcome of a phase that no finding disputes: verified only for what evidence decided.

    Of several kinds of evidence the first that verifies it is named, else the first that has anything to say.
    """
    said = [*_by_contract(context, operation, phase), *_by_exchanges(context, operation, phase)]
    if not said or (phase is Phase.PARAMETER and not _is_promised(context, operation)):
        said.append(_by_samples(context, operation, phase))
    return next((answer for answer in said if answer[0] is Status.VERIFIED), said[0])


def _is_promised(context: Context, operation: Operation) -> bool:
    """Whether a contract says what the bodies of an operation hold."""
    return any(context.judge(operation, part) for part in (Part.REQUESTS, Part.RESPONSES))


def _by_contract(context: Context, operation: Operation, phase: Phase) -> Iterator[Answer]:
    match phase:
        case Phase.METHOD:
            matching = context.judge(operation, Part.ROUTES)
            if matching:
                yield by_contract.method(matching, operation)
        case Phase.PARAMETER:
            if _is_promised(context, operation):
                yield by_contract.parameters(context, operation)
        case Phase.EXAMPLE:
            if context.contracts:
                yield by_contract.examples(context, operation)
        case Phase.BODY:
            matching = context.judge(operation, Part.CODES)
            if matching:
                yield by_contract.codes(matching, operation)


def _by_exchanges(context: Context, operation: Operation, phase: Phase) -> Iterator[Answer]:
    if context.exchanges is None or not context.exchanges.of(operation):
        return
    match phase:
        case Phase.METHOD:
            yield by_exchanges.method(context, operation)
        case Phase.PARAMETER:
            yield by_exchanges.parameters(context, operation)
        case Phase.EXAMPLE:
            yield by_exchanges.examples(context, operation)
        case Phase.BODY:
            yield by_exchanges.codes(context, operation)


def _by_samples(context: Context, operation: Operation, phase: Phase) -> Answer:
    match phase:
        case Phase.METHOD:
            return by_samples.METHOD
        case Phase.PARAMETER:
            return by_samples.parameters(context, operation)
        case Phase.EXAMPLE:
            return by_samples.EXAMPLE
        case Phase.BODY:
            return by_samples.BODY
