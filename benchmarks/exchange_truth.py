"""Whether exchanges contradict what a changed reference says, from the counts alone and without any rule.

Each function gives the reason why the exchanges admit a planted error, or nothing where they contradict it.
"""

from __future__ import annotations

from exchange_mutations import ExchangeSubject, claims
from row_mutations import Mutation

from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.exchanges.comparison import ExchangeMatching, Observed
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.types import admitted
from apiref_verify.model.reference import Operation, Parameter, StatusCode

_SHARED = "another operation is documented for the same requests"
_UNSEEN = "the property was never seen"


def admitted_because(mutation: Mutation[ExchangeSubject]) -> str:
    """Why exchanges admit the error in a row; empty where they contradict it."""
    subject, row = mutation.subject, mutation.row
    assert subject is not None and row is not None
    match mutation.kind:
        case "dropped":
            return _unless_seen(subject)
        case "renamed":
            return _unless_seen(subject) and _unless_lacking(subject, row, None)
        case "added":
            return _unless_lacking(subject, row, None)
        case "type" | "near type":
            return _unless_of_another_type(subject, row)
        case "made required":
            return _unless_lacking(subject, row, subject.node)
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
    left = [number for number in node.seen if not any(claims(comparison, other, number) for other in others)]
    return "" if left else "another row means the same property"


def _others(subject: ExchangeSubject) -> list[Parameter]:
    """The other rows that mean the property by its own name."""
    fits = (Fit.LITERAL, Fit.DOTTED)
    matches = subject.comparison.alignment.matches
    return [m.row for m in matches if m.node is subject.node and m.row is not subject.row and m.fit in fits]


def _unless_lacking(subject: ExchangeSubject, row: Parameter, node: Node | None) -> str:
    """For a required row: unless an object that it must stand in was seen without its property.

    A table is flat: where the property was never seen, the row may stand in the object that the row before it means,
    and in all those around that one.
    """
    comparison = subject.comparison
    if comparison.siblings:
        return _SHARED
    if node is not None:
        numbers = [n for n in range(len(comparison.skeleton.instances)) if claims(comparison, row, n)]
        return "" if any(_lacks(comparison, node, n) for n in numbers) else "every object seen has the property"
    reasons = {_unless_filled(comparison, row, owner) for owner in _owners(subject)}
    return next(filter(None, sorted(reasons)), "")


def _lacks(comparison: Observed, node: Node, index: int) -> bool:
    """Whether an object at one version lacked a property."""
    around = comparison.traces.get(node.parent, {}).get(index) if node.parent else None
    own = comparison.traces[node].get(index)
    return around is not None and around.objects > (own.count if own else 0)


def _owners(subject: ExchangeSubject) -> list[Node]:
    """The objects in which a row may stand that follows on the subject, or stands in its stead."""
    rows = subject.comparison.rows
    before = set(rows[: rows.index(subject.row) + 1])
    nodes = [match.node for match in subject.comparison.alignment.matches if match.row in before]
    root = subject.comparison.skeleton.root
    last = nodes[-1] if nodes else root
    owners = [*([last] if last.is_container or last.is_null else []), *last.ancestors]
    return [*owners, root] if not owners or len(root.children) > 1 else owners


def _unless_filled(comparison: Observed, row: Parameter, owner: Node) -> str:
    if owner.is_map:
        return "an object that may hold it is a free map"
    traces = comparison.traces.get(owner, {})
    if any(traces[number].objects for number in traces if claims(comparison, row, number)):
        return ""
    return "an object that may hold it was seen empty only, or in other versions"


def _unless_of_another_type(subject: ExchangeSubject, row: Parameter) -> str:
    node = subject.node
    if node is None:
        return _UNSEEN
    indexes = [number for number in node.seen if claims(subject.comparison, row, number)]
    shown = set().union(*(node.types_in[number] for number in indexes)) - {"null"}
    if not shown:
        return "only null was seen"
    return "" if shown - admitted(row.type) else "the type admits all that was seen"


def _unless_in_those_versions(subject: ExchangeSubject, row: Parameter) -> str:
    """Unless the property was seen where no row claims it now, or lacked where a required row newly claims it."""
    comparison, node = subject.comparison, subject.node
    numbers = range(len(comparison.skeleton.instances))
    lost = [n for n in numbers if claims(comparison, subject.row, n) and not claims(comparison, row, n)]
    won = [n for n in numbers if claims(comparison, row, n) and not claims(comparison, subject.row, n)]
    if not lost and not won:
        return "no version asked lies between"
    seen = [n for n in lost if node and n in node.seen]
    others = _others(subject)
    if seen and node and node.name not in comparison.sibling_names:
        if not all(any(claims(comparison, other, n) for other in others) for n in seen):
            return ""
    if won and row.required and not comparison.siblings and node:
        if any(_lacks(comparison, node, n) for n in won) and not others:
            return ""
    if won:
        return "in the versions won every object has the property, or it need not"
    return "another row claims those versions" if seen else "in the versions lost the property was never seen"
