"""All comparisons of a reference, with the habits that they were judged by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison, compare, instance_of, samples_of
from apiref_verify.matching.contracts.comparison import ContractMatching, match_contract
from apiref_verify.matching.contracts.required import nested_required
from apiref_verify.matching.exchanges.comparison import ExchangeMatching, match_exchanges
from apiref_verify.matching.habits import Habits, infer, versioned_samples
from apiref_verify.model.contract import Contract
from apiref_verify.model.habit_settings import INFERRED, HabitSettings
from apiref_verify.model.location import Location
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Direction, Operation, Reference, Section

_OWN_TABLE_SUFFICES = 0.8


@dataclass(slots=True)
class Matching:
    """The comparisons of a reference by operation and direction, its habits, and what contracts and exchanges say."""

    reference: Reference
    comparisons: dict[tuple[Location, Direction], Comparison]
    habits: Habits
    contracts: list[ContractMatching] = field(default_factory=list)
    exchanges: ExchangeMatching | None = None

    def of(self, operation: Operation, direction: Direction) -> Comparison:
        """The comparison of one direction of an operation."""
        return self.comparisons[operation.location, direction]


def match(
    reference: Reference,
    known: Habits | None = None,
    settings: HabitSettings = INFERRED,
    contracts: Sequence[Contract] = (),
    observations: Observations | None = None,
) -> Matching:
    """Compare every table of a reference with its samples, with ``contracts``, and with what exchanges showed.

    :param known: the habits of the tree, where an earlier run inferred them; then only the sections in focus are
        compared.
    :param settings: what the project states of its habits.
    """
    samples = [sample for section in reference.sections for sample in section.all_samples]
    _, base = versioned_samples(samples)
    base = settings.base_version or base
    comparisons: dict[tuple[Location, Direction], Comparison] = {}
    sections = reference.sections if known is None else sections_in_focus(reference)
    for section in sections:
        for operation in section.operations:
            for direction in Direction:
                found = [instance_of(sample, base, operation) for sample in samples_of(operation, direction)]
                comparisons[operation.location, direction] = compare(section, operation, direction, found)
    habits = known or infer(reference, list(comparisons.values()), settings)
    for key, comparison in comparisons.items():
        if any(
            node.name in habits.free_names and node.children and not node.is_map for node in comparison.skeleton.nodes
        ):
            instances = comparison.skeleton.instances
            comparisons[key] = compare(
                comparison.section, comparison.operation, comparison.direction, instances, habits.free_names
            )
            comparisons[key].unrelated = comparison.unrelated
    _unite_siblings(reference, comparisons.values())
    matched = [match_contract(reference, sections, contract) for contract in contracts]
    if known is None:
        habits.nested_required = nested_required(c for matching in matched for c in matching.comparisons.values())
    matching = Matching(reference, comparisons, habits, matched)
    if observations is not None:
        lowest = habits.base_version or next((c.versions.minimum for c in contracts if c.versions.minimum), None)
        matching.exchanges = match_exchanges(reference, sections, observations, habits.free_names, lowest)
    return matching


def _unite_siblings(reference: Reference, comparisons: Iterable[Comparison]) -> None:
    """Share row names among operations on one method and URL, where a table leaves much of its own sample out."""
    groups: dict[tuple[str, str, str | None], list[Operation]] = defaultdict(list)
    for _, operation in reference.operations:
        groups[operation.method, operation.path, operation.action].append(operation)
    for comparison in comparisons:
        own = comparison.operation
        group = groups[own.method, own.path, own.action]
        if len(group) > 1 and _coverage(comparison) < _OWN_TABLE_SUFFICES:
            rows = (row for operation in group for row in operation.rows(comparison.direction))
            comparison.sibling_names = frozenset(level for row in rows for level in names.parts(row.name))


def _coverage(comparison: Comparison) -> float:
    """The share of a skeleton's nodes that have a row of their own."""
    nodes = comparison.skeleton.nodes
    matched = {m.node for m in comparison.alignment.matches}
    return len(matched) / len(nodes) if nodes else 1.0


def sections_in_focus(reference: Reference) -> list[Section]:
    """The sections to be judged: all, or the one file that was asked for."""
    return [s for s in reference.sections if reference.focus is None or s.path == reference.focus]
