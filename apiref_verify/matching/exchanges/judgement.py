"""Judging tables by exchanges: what the API really took and gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from apiref_verify.matching.absence import absent, is_for_few
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.comparison import Comparison, is_active
from apiref_verify.matching.coverage import defers, missing_table, undocumented
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.exchanges.presence import claims, demands, not_always
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.judgement import misnamed, wrong_types, wrong_versions
from apiref_verify.matching.skeleton import Instance, Node
from apiref_verify.matching.verdicts import Absent, Misnamed, Undocumented, Verdict, WrongType
from apiref_verify.model.reference import Direction, Parameter


def judge_observed(comparison: Observed, habits: Habits) -> list[Verdict]:
    """All that the comparison with exchanges shows."""
    facts = Facts(comparison, habits)
    if not facts.skeleton.nodes:
        return []
    if not comparison.rows:
        return [] if comparison.siblings else list(missing_table(facts))
    found: list[Verdict] = [
        *_misnamed(facts),
        *_wrong_types(facts, comparison),
        *_wrong_versions(facts),
        *([] if defers(facts) or not comparison.is_main else _undocumented(facts, comparison)),
    ]
    if not comparison.siblings:
        found += _absent(facts)
        found += not_always(facts, comparison)
    return found


def _misnamed(facts: Facts) -> Iterator[Verdict]:
    """Rows whose name is not that of the property in their place, in a version that they claim."""
    for verdict in misnamed(facts):
        if not isinstance(verdict, Misnamed) or _is_claimed(facts, verdict.row, verdict.instances):
            yield verdict


def _is_claimed(facts: Facts, row: Parameter, instances: Iterable[Instance]) -> bool:
    return any(claims(facts.comparison, row, instance.version) for instance in instances)


def _wrong_versions(facts: Facts) -> Iterator[Verdict]:
    """Properties seen at a version that none of their rows claims, where the rows name them."""
    for verdict in wrong_versions(facts):
        rows = (match.row for match in facts.matches[verdict.node] if match.fit is not Fit.MISNAMED)
        if verdict.row in rows:
            yield verdict


def _undocumented(facts: Facts, comparison: Observed) -> Iterator[Verdict]:
    """What was seen and has no row.

    Of an object whose rows all are for other versions, it is the first property alone, and none where the text names
    the version that they are for.
    """
    told: set[Node] = set()
    text = comparison.operation.text
    is_told = any(row.versions.minimum and row.versions.minimum.is_named_in(text) for row in comparison.rows)
    for verdict in undocumented(facts, facts.skeleton.root):
        parent = verdict.node.parent if isinstance(verdict, Undocumented) else None
        if parent is None or not isinstance(verdict, Undocumented) or verdict.child or _has_active_rows(facts, verdict):
            yield verdict
        elif parent not in told and not is_told:
            told.add(parent)
            yield replace(verdict, child=True)


def _absent(facts: Facts) -> Iterator[Absent]:
    """Required rows that were never seen, unless so many lack that the answers must be partial by design."""
    found = [
        each for each in (_where_demanded(facts.comparison, verdict) for verdict in absent(facts)) if each.instances
    ]
    if any(node.is_top and node.types <= {"array", "null"} and not node.filled for node in facts.skeleton.nodes):
        found = [verdict for verdict in found if not verdict.parent.is_top]  # an empty list holds no row
    there = sum(1 for match in facts.comparison.alignment.matches if match.row.required)
    if len(found) <= 1 or len(found) < there:
        yield from (verdict for verdict in found if not is_for_few(verdict.row))


def _where_demanded(comparison: Comparison, verdict: Absent) -> Absent:
    """A verdict with those of its instances alone that are of versions in which the row is required."""
    wanting = (each for each in verdict.instances if demands(comparison, verdict.row, each.version))
    return replace(verdict, instances=tuple(wanting))


def _has_active_rows(facts: Facts, verdict: Undocumented) -> bool:
    """Whether something beside a property, or anything at all, is documented for a version that it was seen in."""
    beside = verdict.node.parent.children.values() if verdict.node.parent else ()
    rows = [match.row for node in beside for match in facts.matches.get(node, ())] or facts.comparison.rows
    tables = facts.comparison.tables
    return any(is_active(row, tables, instance.version) for row in rows for instance in verdict.instances)


def _wrong_types(facts: Facts, comparison: Observed) -> Iterator[WrongType]:
    """Rows whose type is none that was seen; an API may take a string for what it only spells."""
    for verdict in wrong_types(facts):
        is_told = comparison.direction is Direction.RESPONSE or not verdict.harmless
        if is_told and _is_claimed(facts, verdict.row, [verdict.instance]):
            yield verdict
