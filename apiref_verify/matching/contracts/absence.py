"""Rows that a contract does not have: only where it says that nothing else may stand there."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.absence import is_elsewhere
from apiref_verify.matching.alignment import Unmatched
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.verdicts import Absent, Verdict
from apiref_verify.model.reference import Parameter


def absent(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Each row that the schema has in no version that the row claims, where the object around it is closed."""
    for unmatched in comparison.alignment.unmatched:
        row = unmatched.row
        if row in facts.renamed or row in facts.placeholders or _is_told(unmatched):
            continue
        if names.is_placeholder(names.parts(row.name)[-1]) or is_elsewhere(facts, row):
            continue
        parent = _parent(unmatched.parent)
        numbers = comparison.claimed(row) & _closed(comparison, parent)
        if numbers and not _claimed_elsewhere(comparison, row):
            instances = comparison.instances({comparison.windows[number][1] for number in numbers})
            yield Absent(row, parent, tuple(instances), tuple(comparison.ranges(numbers)))


def _is_told(unmatched: Unmatched) -> bool:
    """Whether the row stands below an object that is absent itself."""
    return unmatched.under is not None


def _parent(node: Node) -> Node:
    """The nearest object that the schema describes."""
    while node.parent is not None and not (node.is_container and (node.children or node.open_in)):
        node = node.parent
    return node


def _closed(comparison: Promised, parent: Node) -> set[int]:
    """The windows in which nothing but the named properties may stand in an object."""
    if parent.is_map:
        return set()
    indexes = parent.seen if parent.parent is not None else set(range(len(comparison.promises)))
    return comparison.promised_in(indexes - parent.open_in)


def _claimed_elsewhere(comparison: Promised, row: Parameter) -> bool:
    """Whether any other object is open enough to hold the row."""
    return any(node.open_in and node.is_container and not node.children for node in comparison.skeleton.nodes)
