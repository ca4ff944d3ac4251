"""Coverage: what evidence shows and no row means."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import admitted
from apiref_verify.matching.verdicts import Missing, Undocumented, Verdict, WrongPlace
from apiref_verify.model.reference import Direction, Parameter, Place

_LINKS = re.compile(r"^(links?|\w+_links|link)$")
_REFERENCE_KEYS = frozenset({"href", "rel", "self", "next", "previous", "prev", "bookmark", "type", "describedby"})
_VARIES = re.compile(
    r"keys? (?:are|is) (?:unique|specific)|keys? var(?:y|ies)|\bdictionary of\b|\bmap of\b|any key[- ]value|"
    r"can (?:differ|vary) (?:based|depending)|(?:differs?|depends?|var(?:y|ies)) (?:based )?on the (?:back|driver)",
    re.I,
)
_DEFERS = re.compile(
    r"(?:whole|full|entire|complete) [\w -]{1,30}(?:object|representation|body) is returned|same response format|"
    r"(?:response|body|structure|format)[\w ]{0,40} (?:is|are)(?: exactly)? the same as|see ``\w+`` above",
    re.I,
)
_DEEP = 3
_COINCIDENCE = 4


def missing_table(facts: Facts) -> Iterator[Verdict]:
    """A body that is shown and has no body row at all, in a house that documents bodies."""
    if facts.habits.tables_for_bodies.share < 0.5 or _VARIES.search(facts.comparison.operation.text):
        return
    if defers(facts):
        return
    strays = {names.clean(row.name): row for row in facts.comparison.strays}
    envelope = facts.skeleton.envelope
    top = list((envelope or facts.skeleton.root).children.values())
    shown = [node for node in top if node.name != ANY_KEY]
    elsewhere = [node for node in shown if node.name in strays and not facts.in_url(node.name)]
    for node in elsewhere:
        yield WrongPlace(strays[node.name], node, facts.instances_of(node))
    nodes = [*([envelope] if envelope else []), *(n for n in shown if n not in elsewhere)]
    if shown and len(elsewhere) == len(shown):
        return
    if not shown and not (envelope and (facts.habits.documents_envelopes or _is_expected_map(facts, envelope))):
        return
    known = facts.comparison.sibling_names
    if known and all(node.name in known for node in nodes):
        return
    everything = tuple(facts.skeleton.instances)
    yield Missing(tuple(node.name for node in nodes), everything)


def defers(facts: Facts) -> bool:
    """Whether properties are documented elsewhere: the text says so, or one row stands for the whole body."""
    text = facts.comparison.operation.text
    if facts.comparison.direction is Direction.RESPONSE and _DEFERS.search(text):
        return True
    rows = facts.comparison.rows
    return len(rows) == 1 and not facts.matches and rows[0].type.lower() in ("json", "object", "dict")


def undocumented(facts: Facts, parent: Node) -> Iterator[Verdict]:
    """The topmost properties below ``parent`` that no row means."""
    children = [node for node in parent.children.values() if node.name != ANY_KEY]
    has_rows = _is_itemised(facts, parent, children)
    for node in children:
        is_meant = node in facts.matches or node in facts.misnamed or node in facts.mapped
        if is_meant or _is_silent_envelope(facts, node) or (parent.parent is None and _is_named_by_url(facts, node)):
            yield from undocumented(facts, node)
        elif _is_exempt(facts, node, parent):
            continue
        else:
            stray = _stray(facts, node)
            if stray:
                yield WrongPlace(stray, node, facts.instances_of(node))
                continue
            found = _undocumented_here(facts, node, parent, has_rows)
            if found:
                yield found
            if facts.subtree_has_rows(node):
                yield from undocumented(facts, node)
    for node in parent.children.values():
        if node.name == ANY_KEY and facts.subtree_has_rows(node):
            yield from undocumented(facts, node)


def left_over(comparison: Comparison, habits: Habits) -> list[Node]:
    """The properties that are shown and have no row of their own, whether or not a verdict tells of them.

    Values of free maps, links, and the object around a body count as documented by what holds them.
    """
    facts = Facts(comparison, habits)
    found = []
    for node in facts.skeleton.nodes:
        above = (node, *node.ancestors)
        within = any(n.name == ANY_KEY or n.is_map or n.name in habits.free_names for n in above[1:])
        if node in facts.matches or node.name == ANY_KEY or within or facts.skeleton.is_envelope(node):
            continue
        if node.parent is None or not _is_reference(facts, node.parent):
            found.append(node)
    return found


def _is_reference(facts: Facts, parent: Node) -> bool:
    """Whether an object only points to another: links, or an ``id`` alone."""
    if parent.parent is None or facts.skeleton.is_envelope(parent):
        return False
    keys = {n.name for n in parent.children.values()}
    return bool(_LINKS.match(parent.name)) or keys <= _REFERENCE_KEYS or keys in ({"id"}, {"id", "links"})


def _is_itemised(facts: Facts, parent: Node, children: list[Node]) -> bool:
    """Whether the properties of an object have rows: one undotted row among many may be there by coincidence."""
    matched = [node for node in children if facts.has_row(node)]
    if len(matched) != 1 or len(children) < _COINCIDENCE or parent.parent is None:
        return bool(matched)
    dotted = any(match.fit is Fit.DOTTED for match in facts.matches.get(matched[0], ()))
    return dotted or facts.skeleton.is_envelope(parent)


def _is_silent_envelope(facts: Facts, node: Node) -> bool:
    if not facts.skeleton.is_envelope(node) or _is_expected_map(facts, node):
        return False
    return not facts.habits.expects_envelope(facts.comparison.section.path)


def _is_expected_map(facts: Facts, node: Node) -> bool:
    """Whether the single top object is a map, and so no mere wrapper, and its name has rows elsewhere."""
    return node.is_map and facts.habits.expects_row(node.name)


def _undocumented_here(facts: Facts, node: Node, parent: Node, has_rows: bool) -> Verdict | None:
    elsewhere = node.name in facts.row_names
    if elsewhere and facts.habits.one_row_for_levels:
        return None
    if node.name in facts.comparison.sibling_names:
        return None
    if _holds_like_objects(facts, parent) or _fits_a_template(facts, node):
        return None
    child = not has_rows and parent.parent is not None
    if child and facts.subtree_has_rows(parent):
        return None
    if child:
        first = next(n for n in parent.children.values() if n.name != ANY_KEY)
        if node is not first or not _demands_children(facts, parent):
            return None
    return Undocumented(node, facts.instances_of(node), elsewhere, child)


def _fits_a_template(facts: Facts, node: Node) -> bool:
    """Whether a row such as ``snapshots_{volume_type}`` documents the property among others."""
    rows = (row for row in facts.comparison.rows if names.is_template(row.name))
    return any(names.fits_template(row.name, node.name) for row in rows)


def _holds_like_objects(facts: Facts, parent: Node) -> bool:
    """Whether an object holds objects of one shape under different keys, and none of them has a row: a map."""
    children = list(parent.children.values())
    if len(children) < 2 or parent.parent is None or any(facts.has_row(child) for child in children):
        return False
    return all(child.children for child in children) and len({_shape(child) for child in children}) == 1


def _shape(node: Node) -> frozenset[object]:
    """What a property holds, whatever the keys."""
    below = frozenset(_shape(child) for child in node.children.values())
    return below or frozenset(node.types)


def _demands_children(facts: Facts, parent: Node) -> bool:
    """Whether an object none of whose properties has a row should have some."""
    if facts.skeleton.is_envelope(parent):
        return True
    if len(list(parent.ancestors)) >= _DEEP or parent.name in facts.habits.free_names:
        return False
    if not facts.habits.expects_children(parent.name):
        return False
    text = " ".join(
        [*(m.row.description for m in facts.matches.get(parent, ())), facts.comparison.operation.description]
    )
    wanted = [n.name for n in parent.children.values() if n.name != ANY_KEY]
    named = sum(1 for name in wanted if re.search(rf"\b{re.escape(name)}\b", text))
    return named < 0.8 * len(wanted) and ":ref:" not in text


def _is_exempt(facts: Facts, node: Node, parent: Node) -> bool:
    if _is_reference(facts, parent):
        return True
    if _synonym_documented(facts, node, parent) or _is_mirrored(facts, node, parent):
        return True
    return _named_in_description(facts, node, parent)


def _is_named_by_url(facts: Facts, node: Node) -> bool:
    """Whether a body row with the name of a URL variable, and of the property's type, stands for its key."""
    rows = (row for row in facts.comparison.strays if row.place in (Place.BODY, None) and facts.in_url(row.name))
    return any(node.types & admitted(row.type) & {"object", "array"} for row in rows)


def _is_mirrored(facts: Facts, node: Node, parent: Node) -> bool:
    """Whether another property at the top holds the very same: an old name kept for old clients."""
    others = (other for other in parent.children.values() if other is not node)
    is_object = parent.parent is None and node.is_container and bool(node.children)
    return is_object and bool(node.examples) and any(other.examples == node.examples for other in others)


def _named_in_description(facts: Facts, node: Node, parent: Node) -> bool:
    """Whether the parent's rows describe the property in prose, or another row quotes its name."""
    unmatched = [each.row for each in facts.comparison.alignment.unmatched]
    if any(f"``{node.name}``" in row.description and _may_hold(facts, row) for row in unmatched):
        return True
    if any(_is_alias(row.description, node.name) for row in facts.comparison.rows):
        return True
    text = " ".join(m.row.description for m in facts.matches.get(parent, ()))
    return len(node.name) > 2 and bool(re.search(rf"(?<![\w-]){re.escape(node.name)}(?![\w-])", text))


def _may_hold(facts: Facts, row: Parameter) -> bool:
    """Whether a row that nothing shows may stand for a property that it quotes.

    What a sample lacks may be an alternative to what it shows; what a contract lacks must be an object to hold others.
    """
    return not facts.comparison.is_promised or bool(admitted(row.type) & {"object", "array"})


def _is_alias(description: str, name: str) -> bool:
    """Whether a row gives a property as another way to say the same: "alternatively, you can specify ``name``"."""
    quoted = rf"(?:``|['\"]){re.escape(name)}(?:``|['\"])"
    return bool(
        re.search(quoted, description) and re.search(r"\b(?:alternatively|alias|synonym|instead)\b", description, re.I)
    )


def _synonym_documented(facts: Facts, node: Node, parent: Node) -> bool:
    return any(
        frozenset({node.name, other.name}) in facts.habits.synonyms and other in facts.matches
        for other in parent.children.values()
    )


def _stray(facts: Facts, node: Node) -> Parameter | None:
    """A row of the same name that claims to travel elsewhere, and is neither in the URL nor a real header."""
    for row in facts.comparison.strays:
        if names.clean(row.name) == node.name:
            if facts.comparison.direction is Direction.RESPONSE:
                return row
            if row.place in (Place.PATH, Place.QUERY) and not facts.in_url(node.name):
                return row
    return None
