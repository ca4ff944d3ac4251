"""The loop: a reference in, findings and outcomes out. Silent; whoever wants to watch passes an observer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from apiref_verify.matching.habits import Habits
from apiref_verify.matching.matcher import Matching, match
from apiref_verify.model.contract import Contract
from apiref_verify.model.finding import Finding, Outcome
from apiref_verify.model.habit_settings import INFERRED, HabitSettings
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Reference
from apiref_verify.model.standing import Standings, standings
from apiref_verify.outcomes.phases import outcomes
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
    def of_phases(self) -> list[Finding]:
        """The findings that count for a phase: all but what rules say of the claims themselves."""
        return [finding for finding in self.findings if not RULES[finding.code].judges_claims]

    @property
    def standings(self) -> Standings:
        """Where each phase of each section stands."""
        return standings(self.reference, self.of_phases, self.outcomes)

    @property
    def nothing_because(self) -> str:
        """Why there was nothing at all to check; empty if there was something."""
        reference = self.reference
        if not any(section.operations for section in reference.sections):
            return f"there is no rest_method in {reference.source}"
        if reference.focus is not None and not _is_part(reference, reference.focus):
            return f"the reference in {reference.source} does not use this file"
        return ""

    @property
    def checked_nothing(self) -> bool:
        """Whether there was nothing at all to check."""
        return bool(self.nothing_because)


def _is_part(reference: Reference, path: str) -> bool:
    parts = {file.path for file in reference.parameters_files} | {section.path for section in reference.sections}
    return path in parts or path in reference.sample_files or path.startswith(f"{reference.source}/")


def _unobserved(step: str, done: int, total: int) -> None:
    """The observer of those who do not watch."""


def default_rules() -> list[Rule]:
    """The rules that run unless told otherwise, by code."""
    return [rule for _, rule in sorted(RULES.items()) if rule.default]


def verify(
    reference: Reference,
    rules: Iterable[Rule] | None = None,
    observer: Observer = _unobserved,
    habits: Habits | None = None,
    settings: HabitSettings = INFERRED,
    contracts: Sequence[Contract] = (),
    observations: Observations | None = None,
) -> Result:
    """Judge a reference by its own samples, by ``contracts`` and by what exchanges showed (``observations``).

    ``settings`` are what the project states of its habits; with ``habits`` from an earlier run nothing is inferred, and
    only the section in focus is compared. A focus that is no section (a sample, a
    parameters file) is judged by all sections that use it. Rules that judge claims come last: they see where each
    phase stands by what the others found. Findings are sorted by place and code, and the same from run to run.
    """
    focus = reference.focus
    if focus is not None and all(section.path != focus for section in reference.sections):
        unfocused = replace(reference, focus=None)
        whole = verify(unfocused, rules, observer, settings=settings, contracts=contracts, observations=observations)
        concerned = tuple(f for f in whole.findings if _concerns(f, focus))
        return replace(whole, reference=reference, findings=concerned)
    chosen = tuple(rules if rules is not None else default_rules())
    total = len(chosen) + 1
    observer("matching", 0, total)
    matching = match(reference, habits, settings, contracts, observations)
    judging = [rule for rule in chosen if not rule.judges_claims]
    context = Context(matching)
    found = _ordered(_found(judging, context, observer, 1, total))
    settled = tuple(outcomes(context, chosen, found))
    claims = [rule for rule in chosen if rule.judges_claims]
    told = Context(matching, standings(reference, found, settled))
    found = _ordered([*found, *_found(claims, told, observer, len(judging) + 1, total)])
    observer("done", total, total)
    return Result(reference, matching, chosen, tuple(found), settled)


def _found(rules: Iterable[Rule], context: Context, observer: Observer, first: int, total: int) -> Iterator[Finding]:
    """What rules find, one after the other; ``first`` is the number of the step that they begin with."""
    for done, rule in enumerate(rules, first):
        observer(rule.name, done, total)
        yield from (_finding(rule, report, context) for report in rule.check(context))


def _ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of a report, each once."""
    unique = {finding.sort_key: finding for finding in findings}
    return [unique[key] for key in sorted(unique)]


def _concerns(finding: Finding, path: str) -> bool:
    """Whether a finding stands in a file, or rests on it."""
    return finding.location.path == path or any(proof.origin == path for proof in finding.proofs)


def _finding(rule: Rule, report: Report, context: Context) -> Finding:
    section = report.section or context.section_of_file.get(report.location.path)
    phase = report.phase or rule.phase
    if phase is None:
        raise ValueError(f"{rule.code} is of no phase, and its report says none")
    return Finding(
        code=rule.code,
        name=rule.name,
        phase=phase,
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
