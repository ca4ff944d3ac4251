"""Aligning the rows of a flat table with a skeleton: dynamic programming over the rows.

The state is the last matched node; a path also remembers which nodes it used. Costs follow what authors of tables
do: children follow their parent, siblings follow siblings, and a node is rarely documented twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from apiref_verify.matching import names
from apiref_verify.matching.skeleton import ANY_KEY, Node, Skeleton
from apiref_verify.matching.types import ANYTHING, admitted
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import Parameter

TO_SIBLING = 0.2
UP = 0.5
DEEPER = 0.6
ELSEWHERE = 0.8
USED_TWICE = 3.5
UNMATCHED = 6.0
WRONG_TYPE = 1.5
OUT_OF_VERSION = 2.5
SKIPPED_LEVEL = 0.1
BELOW_DOTTED = 2.0
_BEAM = 32


class Fit(IntEnum):
    """How a row's name means a property, best first."""

    LITERAL = 0
    DOTTED = 1
    TEMPLATE = 2
    PLACEHOLDER = 3
    MISNAMED = 4


_FIT_COST = {Fit.LITERAL: 0.0, Fit.DOTTED: 0.0, Fit.TEMPLATE: 0.4, Fit.PLACEHOLDER: 1.5, Fit.MISNAMED: 2.5}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A node that a row may mean; ``skipped`` counts levels that a dotted name leaves out."""

    node: Node
    fit: Fit
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """A row and the node it means."""

    row: Parameter
    node: Node
    fit: Fit


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A row that no evidence shows.

    ``parent`` is the object that it most likely belongs to, ``after`` the node of the last row that matched, and
    ``under`` the unmatched row of an object that it stands below, if any.
    """

    row: Parameter
    parent: Node
    after: Node
    under: Parameter | None


@dataclass(slots=True)
class Alignment:
    """What became of each row, in the order of the table."""

    matches: list[Match] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)

    def rows_of(self, node: Node) -> list[Parameter]:
        """The rows that mean a node."""
        return [match.row for match in self.matches if match.node is node]


@dataclass(slots=True)
class _Path:
    """A way through the rows so far: ``node`` is the last matched, ``choices`` are the contested nodes used."""

    cost: float
    node: Node
    used: dict[Node, VersionRange]
    steps: tuple[Candidate | None, ...]
    dotted: frozenset[Node] = frozenset()
    choices: frozenset[Node] = frozenset()

    def skipping(self) -> _Path:
        """The same way, one more row left unmatched."""
        return _Path(self.cost + UNMATCHED, self.node, self.used, (*self.steps, None), self.dotted, self.choices)


def align(rows: Sequence[Parameter], skeleton: Skeleton) -> Alignment:
    """Find what each row means, all rows together.

    The best paths are kept per last node and per choice among *contested* nodes, those that several rows may mean.
    """
    options = [candidates(row, skeleton) for row in rows]
    wanted = Counter(candidate.node for found in options for candidate in found)
    paths = [_Path(0.0, skeleton.root, {}, ())]
    for row, found in zip(rows, options, strict=True):
        following: dict[tuple[Node, frozenset[Node]], _Path] = {}
        priced = [(candidate, _cost(row, candidate, skeleton), wanted[candidate.node] > 1) for candidate in found]
        for path in paths:
            for candidate, cost, contested in priced:
                _keep(following, _extend(path, row, candidate, cost, contested))
            _keep(following, path.skipping())
        paths = sorted(following.values(), key=lambda p: p.cost)[:_BEAM]
    return _result(rows, paths[0].steps if paths else (), skeleton)


def candidates(row: Parameter, skeleton: Skeleton) -> list[Candidate]:
    """The nodes that a row may mean; a better way of naming hides the worse ones."""
    name = names.clean(row.name)
    literal = [Candidate(node, Fit.LITERAL) for node in skeleton.by_name.get(name, ())]
    if literal:
        return literal
    levels = names.parts(row.name)
    if len(levels) > 1:
        return list(_dotted(levels, skeleton))
    inner = names.bare(name)
    if inner != name and inner in skeleton.by_name:
        return [Candidate(node, Fit.LITERAL) for node in skeleton.by_name[inner]]
    if names.is_template(name):
        return [Candidate(n, Fit.TEMPLATE) for n in skeleton.nodes if names.fits_template(name, n.name)]
    found = [
        Candidate(node, Fit.MISNAMED)
        for key, nodes in skeleton.by_name.items()
        if key != ANY_KEY and names.are_close(levels[-1], key)
        for node in nodes
    ]
    if names.is_placeholder(name):
        found += [Candidate(node, Fit.PLACEHOLDER) for node in skeleton.by_name.get(ANY_KEY, ())]
    return found


def _dotted(levels: tuple[str, ...], skeleton: Skeleton) -> Iterable[Candidate]:
    """Nodes whose path ends in the levels of a dotted name; levels may be skipped, a parent may be misnamed."""
    exact: list[Candidate] = []
    near: list[Candidate] = []
    for node in skeleton.by_name.get(levels[-1], ()):
        above = list(node.ancestors)
        at, skipped, misnamed = 0, 0, False
        for level in reversed(levels[:-1]):
            hit = next((n for n in range(at, len(above)) if above[n].name in (level, ANY_KEY)), None)
            if hit is None:
                hit = next((n for n in range(at, len(above)) if names.are_close(level, above[n].name)), None)
                misnamed = True
            if hit is None:
                break
            skipped += hit - at
            at = hit + 1
        else:
            (near if misnamed else exact).append(Candidate(node, Fit.MISNAMED if misnamed else Fit.DOTTED, skipped))
    if levels[-1] not in skeleton.by_name and len(levels) > 1:
        parent = [n for n in skeleton.by_name.get(levels[-2], ()) if n.children]
        for owner in parent:
            for child in owner.children.values():
                if child.name == ANY_KEY:
                    exact.append(Candidate(child, Fit.PLACEHOLDER))
                elif names.are_close(levels[-1], child.name):
                    near.append(Candidate(child, Fit.MISNAMED))
    return exact or near


def _keep(following: dict[tuple[Node, frozenset[Node]], _Path], path: _Path) -> None:
    key = (path.node, path.choices)
    best = following.get(key)
    if best is None or path.cost < best.cost:
        following[key] = path


def _cost(row: Parameter, candidate: Candidate, skeleton: Skeleton) -> float:
    """What a candidate costs wherever the path comes from: its name, type and versions."""
    cost = _FIT_COST[candidate.fit] + candidate.skipped * SKIPPED_LEVEL
    if not _fits_type(row, candidate.node):
        cost += WRONG_TYPE
    if not _in_version(row, candidate.node, skeleton):
        cost += OUT_OF_VERSION
    return cost


def _extend(path: _Path, row: Parameter, candidate: Candidate, own_cost: float, contested: bool) -> _Path:
    node = candidate.node
    cost = path.cost + own_cost
    if candidate.fit is not Fit.DOTTED:
        cost += _move(path.node, node)
        if node.parent in path.dotted and len(names.parts(row.name)) == 1:
            cost += BELOW_DOTTED
    used = path.used.get(node)
    if used is not None and used.overlaps(row.versions):
        cost += USED_TWICE
    dotted = path.dotted
    if candidate.fit is Fit.DOTTED and node.parent is not None:
        dotted = dotted | {node.parent}
    choices = path.choices | {node} if contested else path.choices
    return _Path(cost, node, {**path.used, node: row.versions}, (*path.steps, candidate), dotted, choices)


def _move(last: Node, node: Node) -> float:
    """The cost of going on from one node to the next."""
    if node is last:
        return TO_SIBLING
    if node.parent is last:
        return 0.0 if last.parent is not None else 0.05
    if node.parent is last.parent:
        return TO_SIBLING
    below = 0
    above: Node | None = node.parent
    line = {last, *last.ancestors}
    while above is not None and above.parent is not None and above not in line:
        below += 1
        above = above.parent
    if above is last or above is last.parent:
        return DEEPER * below
    if below == 0:
        return UP
    return ELSEWHERE + DEEPER * (below - 1)


def _fits_type(row: Parameter, node: Node) -> bool:
    types = admitted(row.type)
    return types is ANYTHING or not (node.types - {"null"}) or bool(types & node.types - {"null"})


def _in_version(row: Parameter, node: Node, skeleton: Skeleton) -> bool:
    if row.versions.is_open:
        return True
    return any(skeleton.instances[index].span.overlaps(row.versions) for index in node.seen)


def _result(rows: Sequence[Parameter], steps: Sequence[Candidate | None], skeleton: Skeleton) -> Alignment:
    alignment = Alignment()
    last, last_row = skeleton.root, None
    missing: list[Parameter] = []
    for row, step in zip(rows, steps, strict=True):
        if step is not None:
            alignment.matches.append(Match(row, step.node, step.fit))
            last, last_row = step.node, row
            missing.clear()
            continue
        alignment.unmatched.append(
            Unmatched(row, _likely_parent(row, last, last_row, skeleton), last, _owner(row, missing))
        )
        if admitted(row.type) <= _CONTAINERS:
            missing.append(row)
    return alignment


_CONTAINERS = frozenset({"object", "array", "null"})


def _owner(row: Parameter, missing: list[Parameter]) -> Parameter | None:
    """The unmatched container row that an unmatched row stands under, if any."""
    levels = names.parts(row.name)
    if len(levels) > 1:
        return next((owner for owner in missing if names.parts(owner.name)[-1] in levels[:-1]), None)
    return missing[-1] if missing else None


def _likely_parent(row: Parameter, last: Node, last_row: Parameter | None, skeleton: Skeleton) -> Node:
    """The object that an unmatched row most likely belongs to: the one its dots name, else that of the row before."""
    for level in reversed(names.parts(row.name)[:-1]):
        if level in skeleton.by_name:
            return skeleton.by_name[level][0]
    if last.parent is None:
        return skeleton.envelope or skeleton.root
    may_hold = last.is_container or (last.is_null and last_row is not None and admitted(last_row.type) <= _CONTAINERS)
    return last if may_hold and not last.children else last.parent
