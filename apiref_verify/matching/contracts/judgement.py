"""Judging tables by a contract: which verdicts follow, window by window of the version axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit, Match
from apiref_verify.matching.contracts.absence import absent
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.coverage import defers, missing_table, undocumented
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.judgement import misnamed, only_floats
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import ANYTHING, admitted, said_to_be
from apiref_verify.matching.verdicts import Verdict, WrongBound, WrongRequired, WrongType
from apiref_verify.model.contract import Part
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Parameter, Place

_SHARED = 0.6
_SEVERAL = 3


def judge_promised(comparison: Promised, habits: Habits) -> list[Verdict]:
    """All that the comparison with a contract shows."""
    facts = Facts(comparison, habits)
    if not comparison.windows:
        return []
    if not comparison.rows:
        return list(missing_table(facts)) if facts.skeleton.nodes and comparison.place is Place.BODY else []
    return [
        *misnamed(facts),
        *_wrong_types(facts, comparison),
        *(_wrong_bounds(comparison) if habits.gives_versions else ()),
        *_wrong_required(facts, comparison),
        *([] if defers(facts) else undocumented(facts, facts.skeleton.root)),
        *absent(facts, comparison),
    ]


def _settled(comparison: Promised) -> Iterator[Match]:
    """The rows that mean a property by its own name."""
    for match in comparison.alignment.matches:
        below_map = any(node.name == ANY_KEY for node in (match.node, *match.node.ancestors))
        if match.fit not in (Fit.PLACEHOLDER, Fit.MISNAMED, Fit.TEMPLATE) and not below_map:
            yield match


def _wrong_types(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Rows whose type the schema admits in no window: in a query everything is a string, so only bodies tell."""
    if comparison.place is Place.QUERY or not comparison.contract.may_judge(Part.TYPES):
        return
    for match in _settled(comparison):
        documented = admitted(match.row.type)
        if documented is ANYTHING:
            continue
        wrong: dict[frozenset[str], set[int]] = defaultdict(set)
        for number in comparison.claimed(match.row) & comparison.shown(match.node):
            types = frozenset(match.node.types_in[comparison.windows[number][1]]) - {"null"}
            if types and not types & documented and not only_floats(types, documented):
                wrong[types].add(number)
        for types, numbers in wrong.items():
            if not said_to_be(match.row.description, documented, types):
                instance = facts.skeleton.instances[comparison.windows[min(numbers)][1]]
                yield WrongType(match.row, match.node, types, instance, False, tuple(comparison.ranges(numbers)))


def _wrong_bounds(comparison: Promised) -> Iterator[Verdict]:
    """Properties that begin or end in other versions than their rows say; once where most rows share the mistake."""
    if not comparison.is_versioned:
        return
    groups: dict[tuple[bool, Microversion | None, Microversion | None], list[WrongBound]] = defaultdict(list)
    for verdict in _bounds(comparison):
        groups[verdict.lower, verdict.claimed, verdict.promised].append(verdict)
    for alike in groups.values():
        if len(alike) >= _SEVERAL and len(alike) >= _SHARED * len(comparison.rows):
            yield replace(alike[0], rows=tuple(verdict.row for verdict in alike))
        else:
            yield from alike


def _bounds(comparison: Promised) -> Iterator[WrongBound]:
    rows: dict[Node, list[Parameter]] = defaultdict(list)
    for match in _settled(comparison):
        rows[match.node].append(match.row)
    told: set[tuple[Node, bool]] = set()
    for node, own in rows.items():
        if _shared_name(comparison, node):
            continue
        above = comparison.shown(node.parent) if node.parent and node.parent.parent else comparison.every_window
        claimed = {number for row in own for number in comparison.claimed(row)} & above
        promised = comparison.shown(node)
        if not claimed or not promised:
            continue
        for lower in (True, False):
            if any((ancestor, lower) in told for ancestor in node.ancestors):
                continue
            verdict = _bound(comparison, node, own, claimed, promised, lower)
            if verdict is not None:
                told.add((node, lower))
                yield verdict


def _shared_name(comparison: Promised, node: Node) -> bool:
    """Whether several rows carry the name of a property and the alignment put one of them elsewhere."""
    same = [row for row in comparison.rows if names.parts(row.name)[-1] == node.name]
    matched = {match.row for match in comparison.alignment.matches if match.node is node}
    return any(row not in matched for row in same) or node.name in comparison.sibling_names


def _bound(
    comparison: Promised, node: Node, rows: list[Parameter], claimed: set[int], promised: set[int], lower: bool
) -> WrongBound | None:
    """The first or last window of claim and promise, where the two differ."""
    said, held = (min(claimed), min(promised)) if lower else (max(claimed), max(promised))
    if said == held:
        return None
    wider = held < said if lower else held > said
    if wider and not _is_kept(comparison, node, claimed):
        return None
    between = {n for n in range(len(comparison.windows)) if min(said, held) <= n <= max(said, held)}
    disputed = between & (claimed ^ promised)
    window = comparison.windows[held][0]
    is_end = held == (0 if lower else len(comparison.windows) - 1)
    actual = None if is_end else (window.minimum if lower else window.maximum)
    ends = [row.versions.minimum if lower else row.versions.maximum for row in rows]
    known = [end for end in ends if end is not None]
    documented = (min(known) if lower else max(known)) if len(known) == len(ends) else None
    row = rows[0] if lower else rows[-1]
    instances = tuple(comparison.instances({comparison.windows[held][1]}))
    return WrongBound(row, node, lower, documented, actual, instances, tuple(comparison.ranges(disputed)))


def _is_kept(comparison: Promised, node: Node, claimed: set[int]) -> bool:
    """Whether a contract means it that it has a property in versions which its rows do not claim.

    An answer may have lost what is optional in its schema, and a query whose schema is the same in all versions says
    nothing of versions.
    """
    if comparison.place is Place.QUERY:
        return len({id(promise.query) for promise in comparison.promises}) > 1
    if comparison.direction is Direction.REQUEST:
        return True
    return any(comparison.windows[number][1] in node.required_in for number in comparison.shown(node) - claimed)


def _wrong_required(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Rows that say required or optional, where the schema says the other in every version that both speak of."""
    if comparison.siblings or comparison.place is Place.QUERY:
        return
    for match in _settled(comparison):
        row, node = match.row, match.node
        numbers = comparison.claimed(row) & comparison.shown(node)
        indexes = {comparison.windows[number][1] for number in numbers}
        if not indexes or row.required is None or len(facts.matches.get(node, ())) > 1:
            continue
        always = indexes <= node.required_in
        if row.required and not indexes & node.required_in and _says_what_is_required(comparison, node, indexes):
            yield WrongRequired(row, node, False, facts.instances_of(node), tuple(comparison.ranges(numbers)))
        elif not row.required and always and all(indexes <= above.required_in for above in node.ancestors):
            yield WrongRequired(row, node, True, facts.instances_of(node), tuple(comparison.ranges(numbers)))


def _says_what_is_required(comparison: Promised, node: Node, indexes: set[int]) -> bool:
    """Whether the object around a property tells required properties from others, in all of these promises.

    A request that requires nothing says so; an answer that requires nothing says nothing of what will be there.
    """
    parent = node.parent
    if parent is None or indexes & parent.alternatives_in:
        return False
    if comparison.direction is Direction.REQUEST and (parent.parent is not None or not indexes & parent.open_in):
        return True
    listed = {index for child in parent.children.values() for index in child.required_in}
    return indexes <= listed
