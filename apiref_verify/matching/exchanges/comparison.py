"""The tables of a reference against what exchanges showed."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.matching import names
from apiref_verify.matching.alignment import align
from apiref_verify.matching.comparison import Comparison, body_rows, named_by
from apiref_verify.matching.exchanges.routing import endpoint_of
from apiref_verify.matching.exchanges.services import of_this_api
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node, Skeleton, skeleton_of
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.observed.service import Service
from apiref_verify.model.observed.trace import Trace
from apiref_verify.model.reference import Direction, Operation, Reference, Section

ByVersion = dict[Microversion | None, Observation]


@dataclass(eq=False)
class Observed(Comparison):
    """The body rows of one direction of an operation, aligned with what exchanges showed.

    An instance of the skeleton is all that was seen at one version; ``traces`` are by node and number of the instance.
    ``siblings`` are other operations documented for the same requests: nobody can tell which one was meant.
    """

    traces: dict[Node, dict[int, Trace]] = field(kw_only=True)
    siblings: list[Operation] = field(kw_only=True)

    @property
    def is_observed(self) -> bool:
        """Exchanges it is."""
        return True

    @property
    def is_main(self) -> bool:
        """Whether no other operation for the same requests documents more of what was seen."""
        own, *others = named_by((self.operation, *self.siblings), self.direction, self.skeleton)
        return all(own >= other for other in others)

    def bodies(self, node: Node) -> tuple[int, int]:
        """In how many bodies a property was, of how many at those versions."""
        found = self.traces.get(node, {})
        total = sum(self.skeleton.instances[index].count for index in found)
        return sum(trace.bodies for trace in found.values()), total


@dataclass(slots=True)
class ExchangeMatching:
    """A reference matched with exchanges.

    ``services`` are those of the API that is documented, ``others`` are taken for other APIs. ``observations`` are by
    operation, over all services of this API. ``newest`` is the highest version that exchanges or rows are of.
    """

    whole: Observations
    services: dict[str, Service]
    others: dict[str, Service]
    observations: dict[Endpoint, ByVersion]
    siblings: dict[Endpoint, list[Operation]]
    newest: Microversion | None
    comparisons: dict[tuple[Location, Direction], Observed] = field(default_factory=dict)

    def of(self, operation: Operation) -> ByVersion:
        """What was seen of an operation in the versions that it is documented for, by version in ascending order."""
        found = self.observations.get(endpoint_of(operation), {})
        return {version: seen for version, seen in found.items() if version is None or version in operation.versions}

    def compared(self, operation: Operation, direction: Direction) -> Observed | None:
        """The comparison of one direction of an operation, if there was a body to compare with."""
        return self.comparisons.get((operation.location, direction))

    def others_of(self, operation: Operation) -> list[Operation]:
        """Other operations that are documented for the same requests in some of the same versions."""
        found = self.siblings.get(endpoint_of(operation), [])
        return [o for o in found if o is not operation and o.versions.overlaps(operation.versions)]


def match_exchanges(
    reference: Reference,
    sections: Iterable[Section],
    observations: Observations,
    free_names: frozenset[str],
    base: Microversion | None,
) -> ExchangeMatching:
    """Compare the tables of ``sections``.

    :param free_names: names of objects that are free maps in this house.
    :param base: the version of requests that name none.
    """
    services, others = of_this_api(observations.services)
    siblings: dict[Endpoint, list[Operation]] = defaultdict(list)
    for _, operation in reference.operations:
        siblings[endpoint_of(operation)].append(operation)
    united = _united(services.values(), base)
    newest = _newest(reference, united)
    matching = ExchangeMatching(observations, services, others, united, dict(siblings), newest)
    for section in sections:
        for operation in section.operations:
            for direction in Direction:
                comparison = _compare(matching, section, operation, direction, free_names)
                if comparison is not None:
                    matching.comparisons[operation.location, direction] = comparison
    return matching


def _united(services: Iterable[Service], base: Microversion | None) -> dict[Endpoint, ByVersion]:
    """What all services showed, together."""
    found: dict[Endpoint, dict[Microversion | None, list[Observation]]] = defaultdict(lambda: defaultdict(list))
    for service in services:
        for endpoint, versions in service.observations.items():
            for version, observation in versions.items():
                found[endpoint][version or base].append(observation)
    return {
        endpoint: {version: _joined(seen) for version, seen in sorted(versions.items(), key=_by_version)}
        for endpoint, versions in found.items()
    }


def _joined(observations: list[Observation]) -> Observation:
    """Several observations as one; those of the services stay as they are."""
    if len(observations) == 1:
        return observations[0]
    whole = Observation()
    for observation in observations:
        whole.merge(copy.deepcopy(observation))
    return whole


def _newest(reference: Reference, united: dict[Endpoint, ByVersion]) -> Microversion | None:
    """The highest version that was seen, or that a row begins with; ``None`` where no request was of any version."""
    seen = {version for versions in united.values() for version in versions if version is not None}
    claimed = {row.versions.minimum for _, o in reference.operations for d in Direction for row in o.rows(d)}
    return max(seen | {version for version in claimed if version is not None}) if seen else None


def _by_version(item: tuple[Microversion | None, Any]) -> Microversion:
    return item[0] or Microversion(-1, 0)


def _compare(
    matching: ExchangeMatching, section: Section, operation: Operation, direction: Direction, free: frozenset[str]
) -> Observed | None:
    seen = [(v, o.bodies[direction]) for v, o in matching.of(operation).items() if direction in o.bodies]
    if not seen:
        return None
    skeleton, traces = observed_skeleton(seen, free)
    tables = [table for table in operation.tables if table.direction is direction]
    rows, strays = body_rows(operation, tables, skeleton.by_name)
    siblings = matching.others_of(operation)
    comparison = Observed(
        section,
        operation,
        direction,
        tables,
        rows,
        strays,
        skeleton,
        align(rows, skeleton),
        traces=traces,
        siblings=siblings,
    )
    undefined = [row for table in tables for row in table.rows if row.definition is None]
    unsure = [*undefined, *(row for other in siblings for row in other.rows(direction))]
    comparison.sibling_names = frozenset(level for row in unsure for level in names.parts(row.name))
    return comparison


def observed_skeleton(
    seen: Iterable[tuple[Microversion | None, Trace]], free_names: frozenset[str] = frozenset()
) -> tuple[Skeleton, dict[Node, dict[int, Trace]]]:
    """What was seen at each version, as one tree, and what each of its nodes was made of."""
    root = Node("", None, 0)
    instances: list[Instance] = []
    traces: dict[Node, dict[int, Trace]] = defaultdict(dict)
    for index, (version, trace) in enumerate(seen):
        place = Location(trace.first.path, trace.first.line)
        instances.append(Instance("exchange", str(trace.first), None, version, place, count=trace.bodies))
        _graft(root, trace, index, free_names, traces)
    return skeleton_of(root, instances), dict(traces)


def _graft(
    node: Node, trace: Trace, index: int, free_names: frozenset[str], traces: dict[Node, dict[int, Trace]]
) -> None:
    """Put what was seen at one version into a node and those below."""
    known = traces[node].get(index)
    if known is None:
        traces[node][index] = trace
    else:
        known = traces[node][index] = copy.deepcopy(known)
        known.merge(copy.deepcopy(trace))
    node.seen.add(index)
    node.pointers.setdefault(index, trace.pointer)
    node.types |= trace.types.keys()
    node.types_in.setdefault(index, set()).update(trace.types)
    node.items |= trace.items.keys()
    if trace.filled:
        node.filled.add(index)
    node.examples += trace.examples
    node.key_sets += trace.key_sets
    free = node.name in free_names
    for name, child_trace in trace.children.items():
        own = ANY_KEY if free else name
        child = node.children.get(own)
        if child is None:
            child = node.children[own] = Node(own, node, node.depth + 1)
        _graft(child, child_trace, index, free_names, traces)
