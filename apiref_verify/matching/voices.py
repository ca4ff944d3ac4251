"""Several kinds of evidence on one table: who is heard.

Samples are written by the same people as the tables; a contract is the API's own word. Where a contract speaks of a
row or a property, samples are silent: what they show against it is told of the sample, not of the table. Of two
contracts neither is heard where they contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from apiref_verify.matching.alignment import Fit, Match
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import ANYTHING
from apiref_verify.matching.verdicts import (
    Absent,
    Lacking,
    Misnamed,
    Missing,
    NotAlways,
    Undocumented,
    Verdict,
    WrongBound,
    WrongPlace,
    WrongRequired,
    WrongSpan,
    WrongType,
    WrongVersion,
)
from apiref_verify.model.reference import Parameter

Subject = tuple[str, str]
_TOPICS: dict[type, str] = {
    WrongBound: "versions",
    WrongVersion: "versions",
    WrongSpan: "versions",
    WrongRequired: "required",
    Lacking: "required",
    NotAlways: "required",
}
"""What several kinds of verdicts are about, each as its evidence shows it."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two contracts that do not say the same of a table: what one of them holds against it, and the other does not."""

    first: Promised
    second: Promised
    verdict: Verdict


def subject(verdict: Verdict) -> Subject:
    """What a verdict is about: its kind, and the row or property."""
    topic = _TOPICS.get(type(verdict), type(verdict).__name__)
    if isinstance(verdict, Missing):
        return topic, ""
    if isinstance(verdict, Undocumented):
        return topic, verdict.node.path
    return topic, verdict.row.name


def agreed(
    heard: Sequence[tuple[Promised, list[Verdict]]],
) -> tuple[list[tuple[Promised, Verdict]], list[Dispute]]:
    """The verdicts of several contracts on one table, each told once, and the disputes.

    A verdict counts unless another contract speaks of the same and says the contrary; one that says nothing of it
    disputes nothing.
    """
    counted: dict[Subject, tuple[Promised, Verdict]] = {}
    disputes: list[Dispute] = []
    said = [{subject(verdict) for verdict in verdicts} for _, verdicts in heard]
    for own, verdicts in heard:
        for verdict in verdicts:
            about = subject(verdict)
            against = (
                other
                for (other, _), known in zip(heard, said, strict=True)
                if other is not own and about not in known and _disputes(other, verdict)
            )
            other = next(against, None)
            if other is not None:
                disputes.append(Dispute(own, other, verdict))
            else:
                counted.setdefault(about, (own, verdict))
    return list(counted.values()), disputes


def _disputes(other: Promised, verdict: Verdict) -> bool:
    """Whether a contract that does not share a verdict says the contrary."""
    if isinstance(verdict, Missing):
        return not other.skeleton.nodes
    if isinstance(verdict, Undocumented | WrongPlace):
        return _knows(other, verdict.node) and _found(other, verdict.node) is None
    matched = _match_of(other, verdict.row)
    if matched is None:
        return False
    match verdict:
        case Misnamed():
            return matched.fit is not Fit.MISNAMED
        case WrongType():
            return not matched.node.types >= ANYTHING
        case WrongRequired():
            beside = matched.node.parent.children.values() if matched.node.parent else ()
            tells = any(child.required_in for child in beside)
            return tells and bool(matched.node.required_in) is not verdict.always
        case WrongBound():
            return other.is_versioned
        case _:
            return True


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


def _found(contract: Promised, node: Node) -> Node | None:
    """The property of a contract that stands where a node does, by the names that lead there."""
    found: Node | None = contract.skeleton.root
    for step in (*reversed(list(node.ancestors)), node):
        found = found.children.get(step.name) if found else None
    return found


def _node_of(contract: Promised, row: Parameter) -> Node | None:
    match = _match_of(contract, row)
    return match.node if match else None


def _match_of(contract: Promised, row: Parameter) -> Match | None:
    return next((match for match in contract.alignment.matches if match.row is row), None)
