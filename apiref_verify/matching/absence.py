"""Absence: required rows that evidence should show and does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit, Unmatched
from apiref_verify.matching.comparison import is_active
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import is_alphabetical
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node
from apiref_verify.matching.types import admitted
from apiref_verify.matching.verdicts import Absent, Lacking, Verdict
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Parameter

_CONDITIONAL = re.compile(
    r"available (?:only )?(?:when|if)|only (?:present|returned|available|shown|visible)|present (?:only )?(?:if|when)|"
    r"(?:if|when) (?:the )?[\w`-]+ extension|extension is (?:enabled|available|loaded)|stands for",
    re.I,
)
_CONTAINERS = frozenset({"object", "array", "null"})
_SCALARS = re.compile(r"\b(?:strings|IDs|UUIDs|names|tags|integers|addresses|simple)\b", re.I)
_FOR_FEW = re.compile(r"\badministrat|\badmin\b|\bpolicy\b", re.I)
_RESTRICTED = re.compile(r"(?:regular|normal) users? without|without administrative (?:roles?|privileges?)", re.I)
_REQUIRED_FROM = re.compile(
    r"(?:microversion|version) (\d+\.\d+)[^.]*\brequired\b|\brequired\b[^.]*version (\d+\.\d+)|"
    r"\boptional (?:before|until|prior to) (?:micro)?version (\d+\.\d+)",
    re.I,
)


def absent(facts: Facts) -> Iterator[Absent]:
    """Each required row that no instance in its versions has, though its parent is there and not empty."""
    if facts.comparison.direction is Direction.RESPONSE and _RESTRICTED.search(facts.comparison.operation.text):
        return
    sorted_table = is_alphabetical(facts.comparison)
    empty = any(_may_hold_rows(facts, node) for node in facts.skeleton.nodes)
    for unmatched in facts.comparison.alignment.unmatched:
        row = unmatched.row
        if not row.required or row in facts.renamed or _is_within(facts, unmatched):
            continue
        if names.is_placeholder(names.parts(row.name)[-1]) or (sorted_table and empty):
            continue
        if row in facts.placeholders or is_elsewhere(facts, row) or is_conditional(facts, row, unmatched.parent):
            continue
        parent = _present_parent(facts, unmatched)
        if _belongs_elsewhere(facts, row, parent):
            continue
        wanting = _wanting(facts, row, parent)
        if wanting:
            yield Absent(row, parent, tuple(wanting))


def _is_within(facts: Facts, unmatched: Unmatched) -> bool:
    """Whether the row stands below an absent object that may hold it."""
    if unmatched.under is None:
        return False
    is_dotted = len(names.parts(unmatched.row.name)) > 1
    return is_dotted or facts.habits.may_hold_rows(names.parts(unmatched.under.name)[-1])


def _may_hold_rows(facts: Facts, node: Node) -> bool:
    """Whether an object that is empty here holds documented properties elsewhere, so that a row may be one.

    Where none is ever shown filled, its description tells: a list of strings holds no rows.
    """
    rows = [match.row for match in facts.matches.get(node, ())]
    is_empty = node.is_container or (node.is_null and any(admitted(row.type) <= _CONTAINERS for row in rows))
    if node.children or not is_empty or not facts.habits.may_hold_rows(node.name):
        return False
    text = " ".join(row.description for row in rows)
    return facts.habits.expects_children(node.name) or not _SCALARS.search(text)


def is_conditional(facts: Facts, row: Parameter, parent: Node) -> bool:
    """Whether the words of the reference say why a row may be absent.

    The operation's text names it, so it may be one of several alternatives; another row names it as a property of its
    own; its description says when it is there, or gives the name that stands in its place.
    """
    quoted = f"``{names.clean(row.name)}``"
    if quoted in facts.comparison.operation.description or says_when(row):
        return True
    if any(quoted in other.description for other in facts.comparison.rows if other is not row):
        return True
    return any(f"``{node.name}``" in row.description for node in parent.children.values())


def says_when(row: Parameter) -> bool:
    """Whether a description says when its parameter is there."""
    return _CONDITIONAL.search(row.description) is not None


def is_for_few(row: Parameter) -> bool:
    """Whether a description says that it takes a privilege to see a parameter."""
    return _FOR_FEW.search(row.description) is not None


def _belongs_elsewhere(facts: Facts, row: Parameter, parent: Node) -> bool:
    """Whether rows of this key stand, wherever they are shown, in other objects than this one."""
    owners = facts.habits.owners_by_key.get(row.key, frozenset())
    return bool(owners) and ("" if parent.is_top else parent.name) not in owners


def _present_parent(facts: Facts, unmatched: Unmatched) -> Node:
    """The object that should have the row: not one that never holds documented properties."""
    parent = unmatched.parent
    while parent.parent is not None and not parent.children and not _may_hold_rows(facts, parent):
        parent = parent.parent
    return parent


def _wanting(facts: Facts, row: Parameter, parent: Node) -> list[Instance]:
    """The instances that should have the row: in its versions, with its parent there and not empty."""
    found = []
    for index in sorted(parent.filled if parent.parent is not None else range(len(facts.skeleton.instances))):
        instance = facts.skeleton.instances[index]
        if instance.version is None:
            if _is_beyond(facts, row, index):
                continue
        elif not is_active(row, facts.comparison.tables, instance.version):
            continue
        found.append(instance)
    return found


def _is_beyond(facts: Facts, row: Parameter, index: int) -> bool:
    """For an instance of unknown version: whether a row with versions may not be demanded of it."""
    table = next((t for t in facts.comparison.tables if row in t.rows), None)
    if row.versions.is_open and (table is None or table.versions.is_open):
        return False
    shown = [m.row.versions.minimum for n, ms in facts.matches.items() if index in n.seen for m in ms]
    known = [version for version in shown if version]
    bound = max(known, default=None)
    if row.versions.minimum and (bound is None or row.versions.minimum > bound):
        return True
    return row.versions.maximum is not None or bool(table and not table.versions.is_open)


def is_elsewhere(facts: Facts, row: Parameter) -> bool:
    """Whether a row of the same name was matched, or the URL or a synonym has it."""
    name = names.parts(row.name)[-1]
    matched = {node.name for node in facts.matches}
    if name in matched or facts.in_url(names.clean(row.name)):
        return True
    if any(name in keys for node in facts.skeleton.nodes if node.is_map for keys in node.key_sets):
        return True
    return any(name in pair and (pair - {name}) <= set(facts.skeleton.by_name) for pair in facts.habits.synonyms)


def lacking(facts: Facts) -> Iterator[Verdict]:
    """Each instance that lacks what another shows.

    A request must have every required row. A response may be partial (a cell that is down), so only one of a
    version in which another response has the row counts.
    """
    for match in facts.comparison.alignment.matches:
        row, node, owner = match.row, match.node, match.node.parent
        if not row.required or owner is None or match.fit is Fit.MISNAMED or node.name == ANY_KEY:
            continue
        if sum(1 for m in facts.comparison.alignment.matches if m.node.name == node.name) > 1:
            continue
        have = [facts.skeleton.instances[index] for index in sorted(node.seen)]
        filled = owner.filled if owner.parent is not None else set(range(len(facts.skeleton.instances)))
        for instance in facts.comparison.instances(filled - node.seen):
            if instance.version is None or not is_active(row, facts.comparison.tables, instance.version):
                continue
            if instance.version < required_from(row):
                continue
            other = next((i for i in have if i.version == instance.version), None)
            if other is None and facts.comparison.direction is Direction.REQUEST:
                other = next((i for i in have if is_active(row, facts.comparison.tables, i.version)), None)
            if other is not None and _are_alike(instance, other):
                yield Lacking(row, node, instance, other)


def _are_alike(one: Instance, other: Instance) -> bool:
    """Whether two bodies are of one kind: alternatives have no property in common."""
    if not isinstance(one.body, dict) or not isinstance(other.body, dict):
        return True
    return bool(one.body.keys() & other.body.keys())


def required_from(row: Parameter) -> Microversion:
    """The version from which the description says that a row is required."""
    found = [Microversion.parse(next(filter(None, texts))) for texts in _REQUIRED_FROM.findall(row.description)]
    return max(found, default=Microversion(0, 0))
