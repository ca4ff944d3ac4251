"""The loop: a reference in, findings and outcomes out. Silent; whoever wants to watch passes an observer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from apiref_verify.matching.habits import Habits
from apiref_verify.matching.matcher import Evidence, Matching, match
from apiref_verify.model.finding import Finding, Outcome, Severity, Status
from apiref_verify.model.reference import Direction, Operation, Phase, Reference, Section
from apiref_verify.rules import RULES, Rule
from apiref_verify.rules.context import Context, Report

Observer = Callable[[str, int, int], None]
"""Called with what is under way, how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a verification found. ``rules`` are the ones that ran; ``matching`` is what they saw."""

    reference: Reference
    matching: Matching
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def checked_nothing(self) -> bool:
        """Whether there was no claim at all to check."""
        return not any(section.operations for section in self.reference.sections)


def _unobserved(step: str, done: int, total: int) -> None:
    """The observer of those who do not watch."""


def default_rules() -> list[Rule]:
    """The rules that run unless told otherwise, by code."""
    return [rule for _, rule in sorted(RULES.items()) if rule.default]


def verify(
    reference: Reference,
    rules: Iterable[Rule] | None = None,
    more_evidence: Iterable[Evidence] = (),
    observer: Observer = _unobserved,
    habits: Habits | None = None,
) -> Result:
    """Judge a reference by its own samples and by what ``more_evidence`` brings.

    With ``habits`` from an earlier run, only the sections in focus are compared.

    Findings are sorted by place and code, and the same from run to run.
    """
    chosen = tuple(rules if rules is not None else default_rules())
    total = len(chosen) + 1
    observer("matching", 0, total)
    matching = match(reference, more_evidence, habits)
    context = Context(matching)
    findings: list[Finding] = []
    for done, rule in enumerate(chosen, 1):
        observer(rule.name, done, total)
        findings += [_finding(rule, report, context) for report in rule.check(context)]
    observer("done", total, total)
    unique = {finding.sort_key: finding for finding in findings}
    ordered = tuple(unique[key] for key in sorted(unique))
    return Result(reference, matching, chosen, ordered, tuple(_outcomes(context, ordered)))


def _finding(rule: Rule, report: Report, context: Context) -> Finding:
    section = report.section or context.section_of_file.get(report.location.path)
    return Finding(
        code=rule.code,
        name=rule.name,
        phase=rule.phase,
        severity=report.severity or rule.severity,
        message=report.message,
        location=report.location,
        section=section.path if section else report.location.path,
        operation=report.operation,
        direction=report.direction,
        parameter=report.parameter,
        versions=report.versions,
        proofs=report.proofs,
        hint=report.hint,
    )


def _outcomes(context: Context, findings: tuple[Finding, ...]) -> Iterable[Outcome]:
    """What became of each phase of each operation; notes disagree with nothing."""
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
                yield _without_findings(context, section, operation, phase)


def _without_findings(context: Context, section: Section, operation: Operation, phase: Phase) -> Outcome:
    """Verified only for what evidence decided; nothing here has seen the API itself."""

    def outcome(status: Status, reason: str) -> Outcome:
        return Outcome(section.path, operation, phase, status, reason)

    if phase is Phase.METHOD:
        return outcome(Status.NOT_CHECKED, "no contract or recording says which operations the API has")
    if phase is Phase.EXAMPLE:
        return outcome(Status.NOT_CHECKED, "no contract or recording says what the API answers")
    if phase is Phase.BODY:
        return outcome(Status.NOT_CHECKED, "no contract or recording says which codes the API gives")
    return outcome(*_parameters(context, operation))


def _parameters(context: Context, operation: Operation) -> tuple[Status, str]:
    """The parameter phase by samples: every body row shown, and nothing left over."""
    checked, rows, shown = [], 0, 0
    for direction in Direction:
        comparison = context.matching.of(operation, direction)
        if comparison.rows or comparison.skeleton.nodes:
            rows += len(comparison.rows)
            shown += len(comparison.alignment.matches)
            if comparison.skeleton.nodes:
                checked.append(str(direction))
    if not rows:
        return Status.NOT_CHECKED, "no body parameters are documented, and no evidence has the others"
    if not checked:
        return Status.NOT_CHECKED, "no sample of a body to check the tables by"
    if shown == rows:
        return Status.VERIFIED, f"every body row ({rows}) stands in the samples of the {' and '.join(checked)}"
    return Status.NOT_CHECKED, f"{shown} of {rows} body rows stand in samples; nothing contradicts the others"
