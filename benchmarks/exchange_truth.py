"""Whether exchanges contradict what a changed reference says, from the counts and not by the rules.

What an unchanged row means, and which objects hold rows in the reference, are taken from the matching, so that this is
not wholly independent of what it measures.

Each function gives the reason why the exchanges admit a planted error, or nothing where they contradict it.
"""

from __future__ import annotations

from exchange_mutations import ExchangeSubject
from row_mutations import Mutation

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.exchanges.comparison import ExchangeMatching, Observed
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.types import admitted
from apiref_verify.model.reference import Operation, Parameter, StatusCode

_SHARED = "another operation is documented for the same requests"
_NEVER_FILLED = "an object that may hold it was never seen with anything in it"
_NEIGHBOUR_UNSEEN = "the row before it was never seen, so that its object is not known"
_UNSEEN = "the property was never seen"


def admitted_because(mutation: Mutation[ExchangeSubject], habits: Habits) -> str:
    """Why exchanges admit the error in a row; empty where they contradict it."""
    subject, row = mutation.subject, mutation.row
    assert subject is not None and row is not None
    match mutation.kind:
        case "dropped":
            return _unless_seen(subject)
        case "renamed":
            return _unless_seen(subject) and _unless_lacking(mutation, None, habits)
        case "added":
            return _unless_lacking(mutation, None, habits)
        case "type" | "near type":
            return _unless_of_another_type(subject, row)
        case "made required":
            return _unless_lacking(mutation, subject.node, habits)
        case "made optional":
            return "what is optional may always be there"
        case _:
            return _unless_in_those_versions(subject, row)


def code_admitted_because(
    mutation: Mutation[ExchangeSubject], old: Operation, code: StatusCode, matching: ExchangeMatching
) -> str:
    """Why exchanges admit that a code is no longer documented; empty where they contradict it."""
    answered = [version for version, seen in matching.of(old).items() if code.code in seen.statuses]
    if not any(version is None or version in code.versions for version in answered):
        return "the code was never answered"
    documented = [*mutation.operation.codes, *(known for o in matching.others_of(old) for known in o.codes)]
    return "the code is documented once more" if any(known.code == code.code for known in documented) else ""


def _unless_seen(subject: ExchangeSubject) -> str:
    comparison, node = subject.comparison, subject.node
    if node is None:
        return _UNSEEN
    if node.name in comparison.sibling_names:
        return _SHARED
    others = _others(subject)
    left = [number for number in node.seen if not any(subject.claims(other, number) for other in others)]
    return "" if left else "another row means the same property"


def _others(subject: ExchangeSubject) -> list[Parameter]:
    """The other rows that mean the property by its own name."""
    fits = (Fit.LITERAL, Fit.DOTTED)
    matches = subject.comparison.alignment.matches
    return [m.row for m in matches if m.node is subject.node and m.row is not subject.row and m.fit in fits]


def _unless_lacking(mutation: Mutation[ExchangeSubject], node: Node | None, habits: Habits) -> str:
    """For a required row: unless an object that it must stand in was seen without its property.

    A table is flat: where the property was never seen, the row may stand in the object that the row before it means,
    in all those around that one, and in every object of the table that was never seen filled.
    """
    subject, row = mutation.subject, mutation.row
    assert subject is not None and row is not None
    comparison = subject.comparison
    if comparison.siblings:
        return _SHARED
    if not row.required:
        return _UNSEEN
    if node is not None:
        numbers = [n for n in range(len(comparison.skeleton.instances)) if subject.claims(row, n)]
        return "" if any(_lacks(comparison, node, n) for n in numbers) else "every object seen has the property"
    rows = list(mutation.operation.rows(comparison.direction))
    before = [other for other in rows[: rows.index(row)] if other in comparison.rows]
    if any(_may_hold_it_unseen(comparison, other, row, habits) for other in comparison.rows):
        return _NEVER_FILLED
    if before and not any(match.row is before[-1] for match in comparison.alignment.matches):
        return _NEIGHBOUR_UNSEEN
    reasons = {_unless_filled(subject, row, owner) for owner in _owners(comparison, before, habits)}
    return next(filter(None, sorted(reasons)), "")


def _lacks(comparison: Observed, node: Node, index: int) -> bool:
    """Whether an object at one version lacked a property."""
    around = comparison.traces.get(node.parent, {}).get(index) if node.parent else None
    own = comparison.traces[node].get(index)
    return around is not None and around.objects > (own.count if own else 0)


def _may_hold_it_unseen(comparison: Observed, owner: Parameter, row: Parameter, habits: Habits) -> bool:
    """Whether a row is an object that was never seen with anything in it, and that another row may stand in.

    Objects of its name hold rows in this reference; where their names are dotted, the row's name must be too.
    """
    if not admitted(owner.type) & {"object", "array"} or not habits.may_hold_rows(names.parts(owner.name)[-1]):
        return False
    if any(node.children for node in (match.node for match in comparison.alignment.matches if match.row is owner)):
        return False
    is_dotted = any(other.name.startswith(f"{owner.name}.") for other in comparison.rows)
    return row.name.startswith(f"{owner.name}.") or not is_dotted


def _owners(comparison: Observed, before: list[Parameter], habits: Habits) -> list[Node]:
    """The objects in which a row may stand that follows on other rows: of a kind that holds rows in this reference."""
    nodes = [match.node for match in comparison.alignment.matches if match.row in before]
    root = comparison.skeleton.root
    last = nodes[-1] if nodes else root
    may_hold = (last.is_container or last.is_null) and habits.may_hold_rows(last.name)
    owners = [*([last] if may_hold else []), *last.ancestors]
    owners = [*owners, root] if not owners or len(root.children) > 1 else owners
    return [owner for owner in owners if not owner.is_map] or owners[:1]


def _unless_filled(subject: ExchangeSubject, row: Parameter, owner: Node) -> str:
    if owner.is_map:
        return "the object around it is a free map, of which no keys are kept"
    traces = subject.comparison.traces.get(owner, {})
    if any(traces[number].objects for number in traces if subject.claims(row, number)):
        return ""
    return _NEVER_FILLED


def _unless_of_another_type(subject: ExchangeSubject, row: Parameter) -> str:
    node = subject.node
    if node is None:
        return _UNSEEN
    indexes = [number for number in node.seen if subject.claims(row, number)]
    shown = set().union(*(node.types_in[number] for number in indexes)) - {"null"}
    if not shown:
        return "only null was seen"
    return "" if shown - admitted(row.type) else "the type admits all that was seen"


def _unless_in_those_versions(subject: ExchangeSubject, row: Parameter) -> str:
    """Unless the property was seen where no row claims it now, or lacked where a required row newly claims it."""
    comparison, node = subject.comparison, subject.node
    numbers = range(len(comparison.skeleton.instances))
    lost = [n for n in numbers if subject.claims(subject.row, n) and not subject.claims(row, n)]
    won = [n for n in numbers if subject.claims(row, n) and not subject.claims(subject.row, n)]
    if not lost and not won:
        return "no version asked lies between"
    seen = [n for n in lost if node and n in node.seen]
    others = _others(subject)
    if seen and node and node.name not in comparison.sibling_names:
        if not all(any(subject.claims(other, n) for other in others) for n in seen):
            return ""
    if won and row.required and not comparison.siblings and node:
        if any(_lacks(comparison, node, n) for n in won) and not others:
            return ""
    if won:
        return "in the versions won every object has the property, or it need not"
    return "another row claims those versions" if seen else "in the versions lost the property was never seen"
