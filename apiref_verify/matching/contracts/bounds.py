"""Versions: properties that a contract has in others than their rows say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from apiref_verify.matching import names
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.verdicts import Verdict, WrongBound
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Parameter, Place
from apiref_verify.model.version_axis import before

_SHARED = 0.6
_SEVERAL = 3


def wrong_bounds(comparison: Promised) -> Iterator[Verdict]:
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
    for match in comparison.settled:
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
        yield from _gaps(comparison, node, own, claimed, promised)


def _gaps(
    comparison: Promised, node: Node, rows: list[Parameter], claimed: set[int], promised: set[int]
) -> Iterator[WrongBound]:
    """Versions between two rows of a property, in which the contract has it and neither row does."""
    inside = {number for number in promised - claimed if min(claimed) < number < max(claimed)}
    for row in rows:
        last = max(comparison.claimed(row), default=-1)
        gap = {number for number in inside if number > last}
        if last + 1 in gap and row.versions.maximum is not None:
            missing = {number for number in gap if all(between in gap for between in range(last + 1, number))}
            instances = tuple(comparison.instances({comparison.windows[last + 1][1]}))
            end = comparison.windows[max(missing)][0].maximum
            ranges = tuple(comparison.ranges(missing))
            yield WrongBound(row, node, False, row.versions.maximum, end, instances, ranges)


def _shared_name(comparison: Promised, node: Node) -> bool:
    """Whether the alignment may have put a row of the same name elsewhere, or another operation has one."""
    matched = [match.row for match in comparison.alignment.matches if match.node is node]
    own = {names.clean(row.name) for row in matched}
    others = [row for row in comparison.rows if row not in matched and names.clean(row.name) in own]
    return bool(others) or node.name in comparison.sibling_names


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
    if documented is None and comparison.skeleton.is_envelope(node) and _is_told(comparison, said, held):
        return None
    row = rows[0] if lower else rows[-1]
    instances = tuple(comparison.instances({comparison.windows[held][1]}))
    return WrongBound(row, node, lower, documented, actual, instances, tuple(comparison.ranges(disputed)))


def _is_told(comparison: Promised, said: int, held: int) -> bool:
    """Whether the text of an operation names a version where a body as a whole begins or ends."""
    at = comparison.windows[max(said, held)][0].minimum
    around = {at, before(at)} if at else set()
    return any(version.is_named_in(comparison.operation.text) for version in around)


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
