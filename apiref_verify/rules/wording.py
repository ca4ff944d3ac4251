"""What rules say of evidence: who shows something, in which versions, with the proofs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.skeleton import Instance, Node
from apiref_verify.matching.verdicts import (
    Absent,
    Lacking,
    Missing,
    NotAlways,
    Undocumented,
    Verdict,
    WrongSpan,
    WrongType,
    WrongVersion,
)
from apiref_verify.model.finding import Proof
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Direction, Place
from apiref_verify.model.version_axis import hull

_MOST_PROOFS = 3
_MOST_FILES = 2
_PLURALS = {"has": "have", "shows": "show", "lacks": "lack"}


@dataclass(frozen=True, slots=True)
class Witness:
    """Evidence as the subject of a sentence: ``a.json``, ``harbour``, ``3 of 12 answers at 1.4``.

    ``when`` are the versions of it, where there is more of other versions.
    """

    name: str
    is_plural: bool = False
    none: str = ""
    when: str = ""

    def __str__(self) -> str:
        return self.name + self.when

    def does(self, verb: str) -> str:
        """With a verb, given in the singular: ``3 answers show``."""
        return f"{self} {_PLURALS[verb] if self.is_plural else verb}"

    @property
    def does_not_have_it(self) -> str:
        """As one that lacks something: ``a.json does not have it``, ``none of 12 answers has it``."""
        return f"{self.none}{self.when} has it" if self.none else f"{self} does not have it"


def witness(comparison: Comparison, instances: Iterable[Instance], node: Node | None = None) -> Witness:
    """Who shows ``node``, or the whole body; of exchanges, how many of how many."""
    found = list(instances)
    if not isinstance(comparison, Observed):
        return Witness(_files(found))
    total = sum(instance.count for instance in found)
    shown = (
        total
        if node is None
        else sum(
            trace.bodies
            for index, trace in comparison.traces.get(node, {}).items()
            if comparison.skeleton.instances[index] in found
        )
    )
    singular, plural = exchange_words(comparison.direction)
    span = version_span(found)
    when = "" if span.is_open or len(found) == len(comparison.skeleton.instances) else f" at {span}"
    none = "" if total == 1 else f"none of {total} {plural}" if total > 2 else f"neither {singular}"
    return Witness(counted(shown, total, singular, plural), shown != 1, none, when)


def counted(count: int, total: int, singular: str, plural: str) -> str:
    """Some of several things: ``the one answer``, ``both answers``, ``all 3 answers``, ``1 of 3 answers``."""
    if count < total:
        return f"{count} of {total} {plural}"
    return f"the one {singular}" if total == 1 else f"both {plural}" if total == 2 else f"all {total} {plural}"


def exchange_words(direction: Direction) -> tuple[str, str]:
    """What the half of an exchange is called, one and several."""
    if direction is Direction.REQUEST:
        return "request that was served", "requests that were served"
    return "answer", "answers"


def _files(instances: Iterable[Instance]) -> str:
    """File names: ``a.json, b.json and 3 more``."""
    found = list(dict.fromkeys(instance.origin.rsplit("/", 1)[-1] for instance in instances))
    shown = ", ".join(found[:_MOST_FILES])
    return shown + (f" and {len(found) - _MOST_FILES} more" if len(found) > _MOST_FILES else "")


def proofs(comparison: Comparison, instances: Iterable[Instance], node: Node | None = None) -> tuple[Proof, ...]:
    """The first few instances as proof, with the place of ``node`` in each."""
    found = []
    for instance in list(instances)[:_MOST_PROOFS]:
        pointer = ""
        if node is not None:
            index = next((n for n in node.pointers if comparison.skeleton.instances[n] is instance), None)
            pointer = node.pointers[index] if index is not None else ""
        found.append(Proof(instance.kind, instance.origin, instance.location, pointer))
    return tuple(found)


def shown_by(observed: Observed, verdict: Verdict) -> tuple[Proof, ...]:
    """The first exchange that shows a verdict."""
    match verdict:
        case NotAlways() | WrongSpan():
            first = verdict.first
            return (Proof("exchange", str(first), Location(first.path, first.line)),)
        case WrongType() | WrongVersion() | Lacking():
            return proofs(observed, [verdict.instance], verdict.node)
        case Missing():
            return proofs(observed, verdict.instances[:1])
        case Absent():
            return proofs(observed, verdict.instances[:1], verdict.parent)
        case _:
            return proofs(observed, verdict.instances[:1], verdict.node)


def version_span(instances: Iterable[Instance]) -> VersionRange:
    """The versions that instances show, from the first to the last; every version if none is known."""
    spans = [instance.span for instance in instances]
    known = [span for span in spans if not span.is_open]
    return hull(known) if known else EVERY_VERSION


def during(comparison: Comparison, ranges: Iterable[VersionRange]) -> str:
    """For the beginning of a message: in which versions a contract says so, unless it is in all of the operation's."""
    told = list(ranges)
    if not isinstance(comparison, Promised) or not told or told == comparison.ranges(comparison.every_window):
        return ""
    return f"{', '.join(map(str, told))}: "


def subject_words(verdict: Verdict) -> str:
    """What a verdict is about, for a message."""
    if isinstance(verdict, Missing):
        return "the body"
    return verdict.node.path if isinstance(verdict, Undocumented) else verdict.row.name


def is_optional(comparison: Comparison, node: Node) -> bool:
    """Whether a contract does not say that an answer must have a property."""
    return isinstance(comparison, Promised) and comparison.direction is Direction.RESPONSE and not node.required_in


def may_be_missing(comparison: Comparison, node: Node) -> bool:
    """Whether a contract tells what its answers must have from what they may, and a property is of the latter."""
    if not is_optional(comparison, node) or node.parent is None:
        return False
    needed = {index for child in node.parent.children.values() for index in child.required_in}
    return node.seen <= needed


def shown_during(comparison: Comparison, node: Node) -> str:
    """As :func:`during`, for the versions in which a contract has a property."""
    return during(comparison, comparison.ranges(comparison.shown(node))) if isinstance(comparison, Promised) else ""


def is_query(comparison: Comparison) -> bool:
    """Whether it is the query that a contract speaks of."""
    return isinstance(comparison, Promised) and comparison.place is Place.QUERY
