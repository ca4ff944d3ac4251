"""Which documented operations a scenario means, and whether they may be sent: known before anything is."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.live.allowance import Allowance, needs_permission
from apiref_verify.live.scenarios.file import ScenarioError
from apiref_verify.live.scenarios.scenario import Name, Scenario, Step
from apiref_verify.matching.contracts.routes import template_of
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import NOT_JSON, Operation, Reference, Sample


class Lookup:
    """The operations and samples of a reference, by how scenarios name them."""

    def __init__(self, reference: Reference) -> None:
        self._by_name: dict[tuple[str, str, str | None], list[Operation]] = defaultdict(list)
        for _, operation in reference.operations:
            self._by_name[_key(operation.method, operation.url, operation.action)].append(operation)
        samples = (sample for section in reference.sections for sample in section.all_samples)
        self._samples = {sample.path: sample for sample in samples if sample.body is not NOT_JSON}

    def operation(self, name: Name, version: Microversion | None = None) -> Operation | None:
        """The operation of a name; where several have it, the one that has the version."""
        found = self._by_name.get(_key(name.method, name.url, name.action), [])
        fitting = [operation for operation in found if version is None or version in operation.versions]
        return next(iter(fitting or found), None)

    def sample(self, word: str) -> Sample | None:
        """The sample whose path ends with a word."""
        return next((sample for path, sample in self._samples.items() if f"/{path}".endswith(f"/{word}")), None)

    def near(self, name: Name) -> list[str]:
        """The documented names that are closest to one."""
        known = {operation.name: None for found in self._by_name.values() for operation in found}
        return difflib.get_close_matches(str(name), known, 3)


def _key(method: str, url: str, action: str | None) -> tuple[str, str, str | None]:
    template = template_of(url)
    return method, f"{template.major or ''}/{template}", action


def check(scenario: Scenario, lookup: Lookup, allowance: Allowance) -> None:
    """See that every operation of a scenario is documented and allowed, and that its samples exist.

    :raises ScenarioError: if one is not, with all that would have to be allowed.
    """
    forbidden: dict[str, int] = {}
    for name, line in _names(scenario):
        operation = lookup.operation(name)
        if operation is None:
            near = lookup.near(name)
            hint = f"did you mean {' or '.join(near)}?" if near else "see apiref-verify inspect for what is"
            raise ScenarioError(f"{scenario.path}:{line}: {name} is not documented; {hint}")
        if needs_permission(operation) and not allowance.has(operation):
            forbidden.setdefault(str(name), line)
    for step in _all(scenario):
        if step.sample is not None and lookup.sample(step.sample) is None:
            raise ScenarioError(f"{scenario.path}:{step.line}: the reference shows no sample {step.sample}")
    if forbidden:
        line = next(iter(forbidden.values()))
        options = " ".join(f"--allow '{name}'" for name in forbidden)
        raise ScenarioError(f"{scenario.path}:{line}: not everything is allowed; add {options}")


def _names(scenario: Scenario) -> Iterator[tuple[Name, int]]:
    for step in _all(scenario):
        yield step.operation, step.line
        if step.wait is not None:
            yield step.wait.operation, step.wait.line


def _all(scenario: Scenario) -> Iterator[Step]:
    for step in scenario.steps:
        yield step
        yield from step.cleanup
