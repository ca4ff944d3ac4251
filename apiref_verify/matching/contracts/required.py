"""Required or optional: rows that say the one where a contract says the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from apiref_verify.matching import names
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habit, Habits
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.verdicts import Verdict, WrongRequired
from apiref_verify.model.reference import Direction, Parameter, Place

_FOR_FEW = re.compile(r"\bonly (?:visible|available|returned|shown|present)\b[^.]*\badministrat", re.I)
_USUAL = 0.8
_ENOUGH = 10


def wrong_required(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Rows that say required or optional, where the schema says the other in every version that both speak of."""
    if comparison.place is Place.QUERY:
        return
    decided = list(_decided(comparison))
    for row, node, indexes, numbers in decided:
        ranges = tuple(comparison.ranges(numbers))
        if row.required:
            if _is_for_few(row) and indexes <= node.required_in and _is_always_there(node, indexes):
                yield WrongRequired(row, node, True, facts.instances_of(node), ranges, described=True)
            if not indexes & node.required_in and _is_optional(comparison, row, node, indexes):
                yield WrongRequired(row, node, False, facts.instances_of(node), ranges)
        elif indexes <= node.required_in:
            nested = not _is_always_there(node, indexes)
            others = [other for other, sibling, _, _ in decided if sibling.parent is node.parent and other is not row]
            if not nested or _is_exception(facts.habits, others):
                yield WrongRequired(row, node, True, facts.instances_of(node), ranges, nested)


def _is_for_few(row: Parameter) -> bool:
    """Whether a description says that only some callers see a property."""
    return _FOR_FEW.search(" ".join(row.description.split())) is not None


def _is_exception(habits: Habits, others: list[Parameter]) -> bool:
    """Whether the house, and the rows beside this one, say required of what an optional object requires."""
    habit = habits.nested_required
    usual = habit.total >= _ENOUGH and habit.share >= _USUAL
    return usual and sum(1 for row in others if row.required) >= 0.5 * len(others)


def _decided(comparison: Promised) -> Iterator[tuple[Parameter, Node, set[int], set[int]]]:
    """The rows that say whether they are required, with their property, the promises and the windows that tell."""
    for match in comparison.settled:
        row, node = match.row, match.node
        numbers = comparison.claimed(row) & comparison.shown(node)
        indexes = {comparison.windows[number][1] for number in numbers}
        twins = [m.row for m in comparison.alignment.matches if m.node is node and m.row is not row]
        if row.required is None or not indexes or any(numbers & comparison.claimed(twin) for twin in twins):
            continue
        if not _may_mean_another(comparison, row, node, indexes):
            yield row, node, indexes, numbers


def _may_mean_another(comparison: Promised, row: Parameter, node: Node, indexes: set[int]) -> bool:
    """Whether a property of the same name without a row is as the row says: the row may be meant for that one."""
    matched = {match.node for match in comparison.alignment.matches}
    others = [n for n in comparison.skeleton.by_name[node.name] if n not in matched and indexes & n.seen]
    return any((indexes & n.seen <= n.required_in) == row.required for n in others)


def _is_always_there(node: Node, indexes: set[int]) -> bool:
    """Whether every object around a property is required too."""
    return all(indexes <= above.required_in or above.name == ANY_KEY for above in node.ancestors)


def _is_optional(comparison: Promised, row: Parameter, node: Node, indexes: set[int]) -> bool:
    """Whether a contract means it that a property is optional.

    Several operations on one route may each require what the others do not: unless one of them says optional too, or
    this one has most of the body.
    """
    if comparison.siblings and not comparison.is_main:
        name = names.clean(row.name)
        rows = [other for o in comparison.siblings for other in o.rows(comparison.direction)]
        if not any(names.clean(other.name) == name and other.required is False for other in rows):
            return False
    return _says_what_is_required(comparison, node, indexes)


def _says_what_is_required(comparison: Promised, node: Node, indexes: set[int]) -> bool:
    """Whether the object around a property tells required properties from others, in all of these promises.

    A request that requires nothing says so; an answer that requires nothing says nothing of what will be there.
    """
    parent = node.parent
    if parent is None or indexes & node.disputed_in:
        return False
    if comparison.direction is Direction.REQUEST and (parent.parent is not None or not indexes & parent.open_in):
        return True
    listed = {index for child in parent.children.values() for index in child.required_in}
    return indexes <= listed


def nested_required(comparisons: Iterable[Promised]) -> Habit:
    """How often a property that its schema requires, inside an optional object, is documented as required."""
    count = total = 0
    for comparison in comparisons:
        for row, node, indexes, _ in _decided(comparison):
            if indexes <= node.required_in and not _is_always_there(node, indexes):
                total += 1
                count += bool(row.required)
    meaning = f"from {_USUAL:.0%} on, a property documented as optional there is a note"
    return Habit("what an optional object requires is documented as required", count, total, meaning)
