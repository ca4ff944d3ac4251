"""Several kinds of evidence on one table: who is heard.

Samples are written by the same people as the tables; a contract is the API's own word. Where a contract speaks of a
row or a property, samples are silent: what they show against it is told of the sample, not of the table. Two
contracts are heard only in what they agree on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import ANYTHING
from apiref_verify.matching.verdicts import (
    Absent,
    Lacking,
    Misnamed,
    Missing,
    Undocumented,
    Verdict,
    WrongPlace,
    WrongType,
    WrongVersion,
)
from apiref_verify.model.reference import Parameter

Subject = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two contracts that do not say the same of a table: what one of them holds against it, and the other does not."""

    first: Promised
    second: Promised
    verdict: Verdict


def subject(verdict: Verdict) -> Subject:
    """What a verdict is about: its kind, and the row or property."""
    if isinstance(verdict, Missing):
        return type(verdict).__name__, ""
    if isinstance(verdict, Undocumented):
        return type(verdict).__name__, verdict.node.path
    return type(verdict).__name__, verdict.row.name


def agreed(
    heard: Sequence[tuple[Promised, list[Verdict]]],
) -> tuple[list[tuple[Promised, Verdict]], list[Dispute]]:
    """The verdicts of several contracts on one table: those that all share, told by the first, and the disputes."""
    if not heard:
        return [], []
    first, verdicts = heard[0]
    said = [{subject(verdict) for verdict in others} for _, others in heard]
    shared = set.intersection(*said)
    disputes = [
        Dispute(comparison, next(other for (other, _), known in zip(heard, said, strict=True) if about not in known), v)
        for comparison, own in heard
        for v in own
        if (about := subject(v)) not in shared
    ]
    return [(first, verdict) for verdict in verdicts if subject(verdict) in shared], disputes


def unheard(verdicts: Iterable[Verdict], contracts: Sequence[Promised]) -> list[Verdict]:
    """The verdicts of samples that no contract makes superfluous."""
    return [verdict for verdict in verdicts if not any(_settles(contract, verdict) for contract in contracts)]


def _settles(contract: Promised, verdict: Verdict) -> bool:
    """Whether a contract says itself what there is to say of the subject of a verdict."""
    match verdict:
        case Missing():
            return bool(contract.skeleton.nodes)
        case Undocumented() | WrongPlace():
            return verdict.node.name not in contract.sibling_names and _knows(contract, verdict.node)
        case WrongType():
            promised = _node_of(contract, verdict.row)
            known = promised is not None and not promised.types >= ANYTHING
            return known and not (promised is not None and verdict.types & promised.types)
        case Misnamed():
            return _knows(contract, verdict.node) or _node_of(contract, verdict.row) is not None
        case Absent() | WrongVersion() | Lacking():
            return _node_of(contract, verdict.row) is not None or _knows(contract, _parent(verdict))
        case _:
            return False


def _parent(verdict: Absent | WrongVersion | Lacking) -> Node:
    return verdict.parent if isinstance(verdict, Absent) else verdict.node


def _knows(contract: Promised, node: Node) -> bool:
    """Whether a contract has a property, or says that the object that it stands in has no such one."""
    found = contract.skeleton.root
    for step in (*reversed(list(node.ancestors)), node):
        if found.is_map or (found.open_in and step.name not in found.children):
            return False
        if step.name not in found.children or step.name == ANY_KEY:
            return True
        found = found.children[step.name]
    return True


def _node_of(contract: Promised, row: Parameter) -> Node | None:
    return next((match.node for match in contract.alignment.matches if match.row is row), None)
