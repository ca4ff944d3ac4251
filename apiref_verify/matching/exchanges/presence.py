"""Whether what a table calls required is always there: in which objects, and at which versions, it was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apiref_verify.matching.absence import is_conditional, is_for_few, required_from
from apiref_verify.matching.alignment import Fit, Match
from apiref_verify.matching.comparison import Comparison, is_active
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.skeleton import ANY_KEY, Instance
from apiref_verify.matching.verdicts import NotAlways, WrongSpan
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.tally import Mention
from apiref_verify.model.observed.trace import KeySet
from apiref_verify.model.reference import Direction, Parameter

_ALIKE = 0.5
_FIRST = Microversion(0, 0)


def claims(comparison: Comparison, row: Parameter, version: Microversion | None) -> bool:
    """Whether a row claims anything about a version; requests that name none are of one before every other."""
    if version is not None:
        return is_active(row, comparison.tables, version)
    limits = [row.versions, *(table.versions for table in comparison.tables if row in table.rows)]
    return all(limit.minimum is None for limit in limits)


def demands(comparison: Comparison, row: Parameter, version: Microversion | None) -> bool:
    """Whether a row claims a version, and its description lets it be required there already."""
    return claims(comparison, row, version) and (version or _FIRST) >= required_from(row)


@dataclass(slots=True)
class _Presence:
    """How many objects of one version should have a property, and lacked it; ``first`` is the first that did."""

    instance: Instance
    total: int = 0
    lacking: int = 0
    first: Mention | None = None

    @property
    def lacks(self) -> bool:
        """Whether all objects lacked it."""
        return self.lacking == self.total


def not_always(facts: Facts, comparison: Observed) -> Iterator[NotAlways | WrongSpan]:
    """Required rows that some of the objects around them lacked, in versions that the row claims."""
    for match in comparison.alignment.matches:
        if _is_demanded(facts, match):
            seen = _presence(comparison, match)
            for found in seen:
                if found.first is not None:
                    lacking, total = sum(one.lacking for one in seen), sum(one.total for one in seen)
                    always = NotAlways(match.row, match.node, lacking, total, found.instance, found.first)
                    yield _span(comparison, match, seen) or always
                    break


def _presence(comparison: Observed, match: Match) -> list[_Presence]:
    """Version by version, ascending."""
    found: dict[int, _Presence] = {}
    for index, keys, seen in _objects(comparison, match):
        presence = found.setdefault(index, _Presence(comparison.skeleton.instances[index]))
        presence.total += seen.count
        if match.node.name not in keys:
            presence.lacking += seen.count
            presence.first = presence.first or seen.first
    return [found[index] for index in sorted(found)]


def _span(comparison: Observed, match: Match, seen: list[_Presence]) -> WrongSpan | None:
    """That all answers before a version lack a property and all others have it, or the other way round.

    What requests have is the choice of who sent them.
    """
    known = all(found.instance.version is not None and found.lacking in (0, found.total) for found in seen)
    turns = [n for n in range(1, len(seen)) if seen[n - 1].lacks is not seen[n].lacks]
    if comparison.direction is Direction.REQUEST or not known or len(turns) != 1:
        return None
    before, after = seen[turns[0] - 1], seen[turns[0]]
    without, having = (before, after) if before.lacks else (after, before)
    if without.first is None or without.instance.version is None or having.instance.version is None:
        return None
    versions = having.instance.version, without.instance.version
    return WrongSpan(match.row, match.node, before.lacks, *versions, without.instance, without.first)


def _is_demanded(facts: Facts, match: Match) -> bool:
    """Whether a row says plainly that its property is always there."""
    row, node = match.row, match.node
    if not row.required or node.parent is None or match.fit is Fit.MISNAMED or node.name == ANY_KEY:
        return False
    if is_for_few(row) or is_conditional(facts, row, node.parent):
        return False
    return sum(1 for m in facts.comparison.alignment.matches if m.node.name == node.name) == 1


def _objects(comparison: Observed, match: Match) -> Iterator[tuple[int, frozenset[str], KeySet]]:
    """The kinds of objects that should have a property: those that have half of what is required beside it.

    Some answers are partial by design, and an array may hold objects of several kinds; alternatives have nothing in
    common with those that have the property.
    """
    parent = match.node.parent
    required = [m for m in comparison.alignment.matches if m.row.required and m.node.parent is parent]
    traces = comparison.traces.get(parent, {}) if parent else {}
    having = [keys for trace in traces.values() for keys in trace.key_sets if match.node.name in keys]
    common = frozenset().union(*having)
    for index, trace in traces.items():
        version = comparison.skeleton.instances[index].version
        if demands(comparison, match.row, version):
            beside = {m.node.name for m in required if m is match or demands(comparison, m.row, version)}
            for keys, found in trace.key_sets.items():
                if ANY_KEY not in keys and keys & common and len(keys & beside) >= _ALIKE * (len(beside) - 1):
                    yield index, keys, found
