"""A plan in words, for whoever wants to see it before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping

from apiref_verify.live.plan import Plan, Step, plan
from apiref_verify.live.reasons import ReasonKind
from apiref_verify.live.scenarios.scenario import Scenario
from apiref_verify.live.values import Values
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Reference

_OLDEST, _NEWEST = Microversion(0, 0), Microversion(1_000_000, 0)
_ENDS: dict[Microversion, str] = {_OLDEST: "oldest", _NEWEST: "newest"}


def as_text(reference: Reference, most: int, given: Mapping[str, str], queries: Mapping[str, str]) -> str:
    """What would be asked of an API, whatever versions it offers: the ends of its range are not known."""
    found = plan(reference, VersionRange(_OLDEST, _NEWEST), most)
    values = Values(given, queries)
    lines = [line for step in found.steps for line in _step(step, values)]
    lines += ["", *_left_out(found)]
    questions = sum(len(step.versions) for step in found.steps)
    lines += ["", f"{len(found.steps)} operations would be asked, {questions} requests at least. Nothing was sent."]
    return "\n".join(lines) + "\n"


def scenario_as_text(scenario: Scenario) -> str:
    """The steps of a scenario, and what undoes them."""
    lines = [f"{scenario.path}:"]
    for step in scenario.steps:
        lines += [f"    line {step.line}: {step.operation} at {' '.join(step.versions)}"]
        lines += [f"        at the end, line {one.line}: {one.operation}" for one in step.cleanup]
    return "\n".join(lines) + "\n\n"


def _step(step: Step, values: Values) -> list[str]:
    operation = step.operation
    versions = " ".join(_ENDS.get(version, str(version)) for version in step.versions if version is not None)
    return [
        f"{operation.method} {operation.url}",
        f"    at {versions}",
        *(f"    {source}" for source in values.sources(operation)),
    ]


def _left_out(found: Plan) -> list[str]:
    told = [(operation, reason) for operation, reason in found.left_out if reason.kind is not ReasonKind.WRITES]
    writing = len(found.left_out) - len(told)
    lines = [f"Not asked: {operation.method} {operation.url}: {reason}" for operation, reason in told]
    return [*lines, f"Not asked: {writing} operations that may change something"]
