"""The tables of a reference against the schemas of one contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit, Match, align
from apiref_verify.matching.comparison import JSON_PATCH, Comparison, body_rows, named_by
from apiref_verify.matching.contracts.routes import Routing, route_all, template_of
from apiref_verify.matching.contracts.structure import instances_of, promised
from apiref_verify.matching.skeleton import ANY_KEY, Node, Skeleton
from apiref_verify.model.contract import Contract, Part, Promise, Route, Schema
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Direction, Operation, Parameter, Place, Reference, Section, Table
from apiref_verify.model.version_axis import cut, joined, point

_OWN_TABLE_SUFFICES = 0.8
_ENOUGH_CHANGES = 0.05
_MOST = 0.5
Key = tuple[Location, Direction, Place]


@dataclass(eq=False)
class Promised(Comparison):
    """The rows of one direction and place (body or query) of an operation, aligned with what a route promises.

    ``promises`` are those of the skeleton's instances, by number. ``is_versioned``: the contract tells versions apart.
    ``siblings`` are other operations on the route.
    """

    contract: Contract = field(kw_only=True)
    route: Route = field(kw_only=True)
    promises: list[Promise] = field(kw_only=True)
    place: Place = field(kw_only=True)
    is_versioned: bool = field(kw_only=True)
    siblings: list[Operation] = field(kw_only=True)

    @property
    def is_promised(self) -> bool:
        """A contract it is."""
        return True

    @cached_property
    def is_main(self) -> bool:
        """Whether its table has most of what the schema has, and far more than those of the others at the same URL.

        At different URLs each says something else to the one route.
        """
        if any(template_of(other.url) != template_of(self.operation.url) for other in self.siblings):
            return False
        own, *others = named_by((self.operation, *self.siblings), self.direction, self.skeleton)
        return own >= _MOST * len(self.skeleton.by_name) and all(own >= 2 * other for other in others)

    @cached_property
    def windows(self) -> list[tuple[VersionRange, int]]:
        """The version axis as far as the operation is documented and served, with the promise of each window."""
        if not self.is_versioned:
            return [(EVERY_VERSION, len(self.promises) - 1)]
        limits = [promise.versions for promise in self.promises]
        cuts = [*limits, *(row.versions for row in self.rows), *(table.versions for table in self.tables)]
        cuts += [row.versions for operation in self.siblings for row in operation.rows(self.direction)]
        if not self.operation.versions.overlaps(self.contract.versions):
            return []
        pieces = cut(self.operation.versions.intersection(self.contract.versions), cuts)
        found = []
        for piece in pieces:
            index = next((n for n, limit in enumerate(limits) if limit.is_open or point(piece) in limit), None)
            if index is not None:
                found.append((piece, index))
        return found

    @property
    def settled(self) -> Iterator[Match]:
        """The rows that mean a property by its own name."""
        for match in self.alignment.matches:
            if match.fit not in (Fit.PLACEHOLDER, Fit.MISNAMED, Fit.TEMPLATE) and match.node.name != ANY_KEY:
                yield match

    def claimed(self, row: Parameter) -> set[int]:
        """The numbers of the windows in which a row says that its parameter exists."""
        if not self.is_versioned:
            return self.every_window if row.versions.overlaps(self.contract.versions) else set()
        table = next((t for t in self.tables if row in t.rows), None)
        limits = table.versions if table else EVERY_VERSION
        return {
            number
            for number, (window, _) in enumerate(self.windows)
            if point(window) in row.versions and point(window) in limits
        }

    def promised_in(self, indexes: set[int]) -> set[int]:
        """The numbers of the windows that belong to some promises."""
        return {number for number, (_, index) in enumerate(self.windows) if index in indexes}

    def shown(self, node: Node) -> set[int]:
        """The numbers of the windows in which the contract has a property, by its name or by a pattern."""
        patterns = node.parent.patterns_in if node.parent else {}
        fitting = {n for n, found in patterns.items() if any(re.search(pattern, node.name) for pattern in found)}
        return self.promised_in(node.seen | fitting)

    def node_at(self, pointer: str) -> Node | None:
        """The property that a JSON pointer into a body means, places in arrays aside."""
        node: Node | None = self.skeleton.root
        for step in pointer.split("/")[1:]:
            name = step.replace("~1", "/").replace("~0", "~")
            if node is not None and (name in node.children or not name.isdigit()):
                node = node.children.get(name) or node.children.get(ANY_KEY)
        return node

    def ranges(self, numbers: Iterable[int]) -> list[VersionRange]:
        """The ranges of versions that windows make."""
        return joined(self.windows[number][0] for number in numbers)

    @property
    def every_window(self) -> set[int]:
        """The numbers of all windows."""
        return set(range(len(self.windows)))


@dataclass(slots=True)
class ContractMatching:
    """A reference matched with one contract: the routes of its operations, and the comparisons of its tables."""

    contract: Contract
    routing: Routing
    comparisons: dict[Key, Promised]

    def promises(self, operation: Operation) -> list[Promise]:
        """What the contract promises of an operation in the versions that it is documented for."""
        route = self.routing.route(operation)
        return [p for p in route.live if p.versions.overlaps(operation.versions)] if route else []

    def of(self, operation: Operation, direction: Direction, place: Place = Place.BODY) -> Promised | None:
        """The comparison of one direction and place of an operation, if the contract speaks of it."""
        return self.comparisons.get((operation.location, direction, place))


def match_contract(reference: Reference, sections: Iterable[Section], contract: Contract) -> ContractMatching:
    """Match the operations of ``sections``; those of the whole reference tell which routes are documented."""
    routing = route_all(contract, (operation for _, operation in reference.operations))
    found: dict[Key, Promised] = {}
    is_versioned = _tells_versions_apart(contract)
    for section in sections:
        for operation in section.operations:
            route = routing.route(operation)
            if route is None or operation.method != route.method:
                continue
            others = [
                other
                for other in routing.siblings(operation)
                if other is not operation
                and other.method == route.method
                and other.versions.overlaps(operation.versions)
            ]
            for comparison in _comparisons(section, operation, route, contract, others, is_versioned):
                found[operation.location, comparison.direction, comparison.place] = comparison
    return ContractMatching(contract, routing, found)


def _tells_versions_apart(contract: Contract) -> bool:
    """Whether enough routes promise different things in different versions: else versions are mere labels."""
    served = [route for route in contract.routes if route.live]
    changing = sum(1 for route in served if len(route.promises) > 1)
    return changing > 0 and changing >= _ENOUGH_CHANGES * len(served)


def _comparisons(
    section: Section,
    operation: Operation,
    route: Route,
    contract: Contract,
    siblings: list[Operation],
    is_versioned: bool,
) -> Iterator[Promised]:
    promises = [p for p in route.live if p.versions.overlaps(operation.versions)]
    kinds: list[tuple[Part, Direction, Place, list[list[Schema]]]] = [
        (Part.REQUESTS, Direction.REQUEST, Place.BODY, [_known(p.request) for p in promises]),
        (Part.REQUESTS, Direction.REQUEST, Place.QUERY, [_known(p.query) for p in promises]),
        (Part.RESPONSES, Direction.RESPONSE, Place.BODY, [p.success_schemas for p in promises]),
    ]
    for part, direction, place, schemas in kinds:
        if contract.may_judge(part) and any(schemas):
            spoken = [(promise, found) for promise, found in zip(promises, schemas, strict=True) if found]
            skeleton = promised(instances_of(contract, [p for p, _ in spoken]), [found for _, found in spoken])
            if JSON_PATCH >= skeleton.root.children.keys() >= {"op"}:
                continue
            tables = [table for table in operation.tables if table.direction is direction]
            rows, strays = _rows(operation, tables, place, skeleton)
            comparison = Promised(
                section,
                operation,
                direction,
                tables,
                rows,
                strays,
                skeleton,
                align(rows, skeleton),
                contract=contract,
                route=route,
                promises=[p for p, _ in spoken],
                place=place,
                is_versioned=is_versioned,
                siblings=siblings,
            )
            if _covers(comparison):
                comparison.siblings = []
            undefined = [row for table in tables for row in table.rows if row.definition is None]
            others = [*undefined, *(row for other in comparison.siblings for row in other.rows(direction))]
            comparison.sibling_names = frozenset(level for row in others for level in names.parts(row.name))
            yield comparison


def _covers(comparison: Promised) -> bool:
    """Whether a table has rows for most of what its schema has: it needs no help of other operations on the route."""
    matched = {match.node for match in comparison.alignment.matches}
    return len(matched) >= _OWN_TABLE_SUFFICES * len(comparison.skeleton.nodes)


def _known(schema: Schema | None) -> list[Schema]:
    return [] if schema is None else [schema]


def _rows(
    operation: Operation, tables: Sequence[Table], place: Place, skeleton: Skeleton
) -> tuple[list[Parameter], list[Parameter]]:
    if place is Place.QUERY:
        return [row for table in tables for row in table.rows if row.place is Place.QUERY], []
    return body_rows(operation, tables, skeleton.by_name)
