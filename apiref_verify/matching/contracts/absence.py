"""Rows that a contract does not have: only where it says that nothing else may stand there."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.absence import is_elsewhere
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.verdicts import Absent, Verdict


def absent(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Each row that the schema has in no version that the row claims, where the object around it is closed."""
    for unmatched in comparison.alignment.unmatched:
        row = unmatched.row
        is_below_an_absent_one = unmatched.under is not None
        if row in facts.renamed or row in facts.placeholders or is_below_an_absent_one:
            continue
        if names.is_placeholder(names.parts(row.name)[-1]) or is_elsewhere(facts, row):
            continue
        parent = _parent(unmatched.parent)
        numbers = comparison.claimed(row) & _closed(comparison, parent)
        if numbers:
            instances = comparison.instances({comparison.windows[number][1] for number in numbers})
            yield Absent(row, parent, tuple(instances), tuple(comparison.ranges(numbers)))


def _parent(node: Node) -> Node:
    """The nearest object that the schema describes, past maps of plain values: rows do not name their keys."""
    while node.parent is not None and (_is_plain_map(node) or not _is_described(node)):
        node = node.parent
    return node


def _is_described(node: Node) -> bool:
    """Whether a property is an object, and its schema says something of what stands in it."""
    return node.is_container and bool(node.children or node.open_in)


def _closed(comparison: Promised, parent: Node) -> set[int]:
    """The windows in which nothing but the named properties may stand in an object."""
    if parent.is_map:
        return set()
    indexes = parent.seen if parent.parent is not None else set(range(len(comparison.promises)))
    return comparison.promised_in(indexes - parent.open_in)


def _is_plain_map(node: Node) -> bool:
    """Whether a property holds nothing but plain values under any keys."""
    return node.parent is not None and node.is_map and not any(child.is_container for child in node.children.values())
