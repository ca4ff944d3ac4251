"""Judging tables by exchanges: what the API really took and gave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from apiref_verify.matching.absence import absent, is_conditional, required_from
from apiref_verify.matching.alignment import Fit, Match
from apiref_verify.matching.comparison import is_active
from apiref_verify.matching.coverage import defers, missing_table, undocumented
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.judgement import misnamed, wrong_types, wrong_versions
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.verdicts import Absent, NotAlways, Undocumented, Verdict, WrongType
from apiref_verify.model.observation import KeySet, Mention
from apiref_verify.model.reference import Direction, Parameter

_FOR_FEW = re.compile(r"\badministrat|\badmin\b|\bpolicy\b", re.I)
_ALIKE = 0.5


def judge_observed(comparison: Observed, habits: Habits) -> list[Verdict]:
    """All that the comparison with exchanges shows."""
    facts = Facts(comparison, habits)
    if not facts.skeleton.nodes:
        return []
    if not comparison.rows:
        return [] if comparison.siblings else list(missing_table(facts))
    found: list[Verdict] = [
        *misnamed(facts),
        *_wrong_types(facts, comparison),
        *wrong_versions(facts),
        *([] if defers(facts) else _undocumented(facts, comparison)),
    ]
    if not comparison.siblings:
        found += _absent(facts)
        found += _not_always(facts, comparison)
    return found


def _undocumented(facts: Facts, comparison: Observed) -> Iterator[Verdict]:
    """What was seen and has no row; of an object whose rows all are for other versions, the first property alone."""
    told: set[Node] = set()
    for verdict in undocumented(facts, facts.skeleton.root):
        parent = verdict.node.parent if isinstance(verdict, Undocumented) else None
        if parent is None or not isinstance(verdict, Undocumented) or verdict.child or _has_active_rows(facts, verdict):
            yield verdict
        elif parent not in told:
            told.add(parent)
            yield replace(verdict, child=True)


def _absent(facts: Facts) -> Iterator[Absent]:
    """Required rows that were never seen, unless so many lack that the answers must be partial by design."""
    found = list(absent(facts))
    there = sum(1 for match in facts.comparison.alignment.matches if match.row.required)
    if len(found) <= 1 or len(found) < there:
        yield from (verdict for verdict in found if not _is_for_few(verdict.row))


def _has_active_rows(facts: Facts, verdict: Undocumented) -> bool:
    """Whether something beside a property, or anything at all, is documented for a version that it was seen in."""
    beside = verdict.node.parent.children.values() if verdict.node.parent else ()
    rows = [match.row for node in beside for match in facts.matches.get(node, ())] or facts.comparison.rows
    tables = facts.comparison.tables
    return any(is_active(row, tables, instance.version) for row in rows for instance in verdict.instances)


def _is_for_few(row: Parameter) -> bool:
    """Whether a description says that it takes a privilege to see a property."""
    return _FOR_FEW.search(row.description) is not None


def _wrong_types(facts: Facts, comparison: Observed) -> Iterator[WrongType]:
    """Rows whose type is none that was seen; an API may take a string for what it only spells."""
    for verdict in wrong_types(facts):
        if comparison.direction is Direction.RESPONSE or not verdict.harmless:
            yield verdict


def _not_always(facts: Facts, comparison: Observed) -> Iterator[Verdict]:
    """Required rows that some of the objects around them lacked, in versions that the row claims."""
    for match in comparison.alignment.matches:
        if not _is_demanded(facts, match):
            continue
        lacking = total = 0
        first: tuple[int, Mention] | None = None
        for index, keys, found in _objects(comparison, match):
            total += found.count
            if match.node.name not in keys:
                lacking += found.count
                first = first or (index, found.first)
        if first is not None:
            yield NotAlways(match.row, match.node, lacking, total, facts.skeleton.instances[first[0]], first[1])


def _is_demanded(facts: Facts, match: Match) -> bool:
    """Whether a row says plainly that its property is always there."""
    row, node = match.row, match.node
    if not row.required or node.parent is None or match.fit is Fit.MISNAMED or node.name == ANY_KEY:
        return False
    if _is_for_few(row) or is_conditional(facts, row, node.parent):
        return False
    return sum(1 for m in facts.comparison.alignment.matches if m.node.name == node.name) == 1


def _objects(comparison: Observed, match: Match) -> Iterator[tuple[int, frozenset[str], KeySet]]:
    """The kinds of objects that should have a property: those that have half of what is required beside it.

    Some answers are partial by design, and an array may hold objects of several kinds.
    """
    parent = match.node.parent
    beside = {m.node.name for m in comparison.alignment.matches if m.row.required and m.node.parent is parent}
    for index, trace in comparison.traces.get(parent, {}).items() if parent else ():
        version = comparison.skeleton.instances[index].version
        demanded = version is None or version >= required_from(match.row)
        if demanded and is_active(match.row, comparison.tables, version):
            for keys, found in trace.key_sets.items():
                if ANY_KEY not in keys and len(keys & beside) >= _ALIKE * (len(beside) - 1):
                    yield index, keys, found
