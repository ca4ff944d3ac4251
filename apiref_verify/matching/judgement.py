"""Judging one comparison: which verdicts follow from its alignment, in a house with these habits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit, Match, Unmatched
from apiref_verify.matching.comparison import Comparison, is_active
from apiref_verify.matching.habits import Habits, is_alphabetical
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node
from apiref_verify.matching.types import ANYTHING, admitted, harmless_string, json_type
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
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Parameter, Place

_LINKS = re.compile(r"^(links?|\w+_links|link)$")
_REFERENCE_KEYS = frozenset({"href", "rel", "self", "next", "previous", "prev", "bookmark", "type", "describedby"})
_VARIES = re.compile(r"keys? (?:are|is) (?:unique|specific)|keys? var(?:y|ies)|\bdictionary of\b|\bmap of\b", re.I)
_MANY_LEVELS = 0.5
_TRANSPARENT = 0.3
_DEEP = 3
_COINCIDENCE = 4


def judge(comparison: Comparison, habits: Habits) -> list[Verdict]:
    """All that a comparison shows."""
    return list(_Judgement(comparison, habits).verdicts())


class _Judgement:
    """The facts about one comparison that the verdicts share."""

    def __init__(self, comparison: Comparison, habits: Habits) -> None:
        self.comparison = comparison
        self.habits = habits
        self.skeleton = comparison.skeleton
        self.matches: dict[Node, list[Match]] = {}
        for match in comparison.alignment.matches:
            self.matches.setdefault(match.node, []).append(match)
        self.row_names = {
            level for row in comparison.rows for level in (names.parts(row.name)[-1], names.bare(row.name))
        }
        self.mapped: set[Node] = set()
        self.placeholders: set[Parameter] = set()
        self._find_placeholders()
        self.misnamed: set[Node] = set()
        self.renamed: set[Parameter] = set()

    def verdicts(self) -> Iterator[Verdict]:
        comparison = self.comparison
        if not self.skeleton.nodes:
            return
        if not comparison.rows:
            yield from self._missing_table()
            return
        yield from self._misnamed()
        yield from self._wrong_types()
        yield from self._wrong_versions()
        yield from self._undocumented(self.skeleton.root)
        yield from self._absent()
        yield from self._lacking()

    # -- a body without a table

    def _missing_table(self) -> Iterator[Verdict]:
        if self.habits.tables_for_bodies.share < 0.5 or _VARIES.search(self.comparison.operation.text):
            return
        strays = {names.clean(row.name): row for row in self.comparison.strays}
        envelope = self.skeleton.envelope
        top = list((envelope or self.skeleton.root).children.values())
        shown = [node for node in top if node.name != ANY_KEY]
        elsewhere = [node for node in shown if node.name in strays and not self._in_url(node.name)]
        for node in elsewhere:
            yield WrongPlace(strays[node.name], node, self._instances(node))
        nodes = [*([envelope] if envelope else []), *(n for n in shown if n not in elsewhere)]
        if shown and len(elsewhere) == len(shown):
            return
        if not shown and not (envelope and self.habits.expects_envelope(self.comparison.section.path)):
            return
        known = self.comparison.sibling_names
        if known and all(node.name in known for node in nodes):
            return
        everything = tuple(self.skeleton.instances)
        yield Missing(tuple(node.name for node in nodes), everything)

    def _in_url(self, name: str) -> bool:
        return bool(re.search(rf"[{{<]{re.escape(name)}[}}>]", self.comparison.operation.url))

    # -- rows that stand for the keys of a map

    def _find_placeholders(self) -> None:
        """Pair unmatched rows that may stand for any key with the undocumented properties in their place."""
        for unmatched in self.comparison.alignment.unmatched:
            row = unmatched.row
            if any(self._names_keys(row, owner) for owner in (unmatched.parent, unmatched.after)):
                self.placeholders.add(row)
            for owner in (unmatched.after, unmatched.parent, self.skeleton.root):
                free = [n for n in owner.children.values() if n not in self.matches]
                if free and self._may_stand_for(row, free, owner):
                    self.placeholders.add(row)
                    self.mapped.update(free)
                    break

    def _names_keys(self, row: Parameter, owner: Node) -> bool:
        """Whether a row may say something of the keys of a map, or of the objects that it holds."""
        values = owner.children.get(ANY_KEY)
        return values is not None and (values.is_container or names.is_placeholder(row.name))

    def _may_stand_for(self, row: Parameter, free: list[Node], owner: Node) -> bool:
        """Whether a row may mean every property of ``free``: it is a placeholder, or of their container type."""
        if any(node in self.matches for node in owner.children.values()) and owner.parent is None:
            return False
        name = names.clean(row.name)
        if names.is_placeholder(name) or self._in_url(name):
            return True
        types = admitted(row.type) - {"null"}
        return len(free) > 1 and types <= {"object", "array"} and all(node.types & types for node in free)

    # -- names

    def _misnamed(self) -> Iterator[Verdict]:
        documented = {m.node for m in self.comparison.alignment.matches if m.fit is not Fit.MISNAMED}
        for match in self.comparison.alignment.matches:
            if match.fit is Fit.MISNAMED and match.node not in documented:
                if self._in_url(names.clean(match.row.name)):
                    continue
                self.misnamed.add(match.node)
                if match.node.name in self.comparison.sibling_names:
                    continue
                yield Misnamed(match.row, match.node, self._instances(match.node))
        yield from self._renamed()

    def _renamed(self) -> Iterator[Verdict]:
        """An absent required row and the one undocumented property beside it that must be what it means."""
        yield from self._renamed_envelope()
        for unmatched in self.comparison.alignment.unmatched:
            row = unmatched.row
            if not row.required or unmatched.under or row in self.placeholders or self._is_elsewhere(row):
                continue
            siblings = [n for n in unmatched.parent.children.values() if n not in self.matches and n.name != ANY_KEY]
            alike = [n for n in siblings if n not in self.misnamed and _sounds_like(row, n)]
            if len(alike) == 1:
                self.misnamed.add(alike[0])
                self.renamed.add(row)
                yield Misnamed(row, alike[0], self._instances(alike[0]))

    def _renamed_envelope(self) -> Iterator[Verdict]:
        """A required object, first in its table, and an envelope of another name of which no row means anything."""
        envelope, unmatched = self.skeleton.envelope, self.comparison.alignment.unmatched
        if envelope is None or envelope in self.matches or self._subtree_has_rows(envelope) or not unmatched:
            return
        row = unmatched[0].row
        is_object = admitted(row.type) <= {"object", "array", "null"} and row is self.comparison.rows[0]
        if row.required and is_object and row not in self.placeholders and envelope not in self.mapped:
            self.misnamed.add(envelope)
            self.renamed.add(row)
            yield Misnamed(row, envelope, self._instances(envelope))

    # -- types

    def _wrong_types(self) -> Iterator[Verdict]:
        for match in self.comparison.alignment.matches:
            if match.fit in (Fit.PLACEHOLDER, Fit.MISNAMED) or match.node.name == ANY_KEY:
                continue
            types = admitted(match.row.type)
            if types is ANYTHING:
                continue
            for index in sorted(match.node.seen):
                instance = self.skeleton.instances[index]
                if not is_active(match.row, self.comparison.tables, instance.version):
                    continue
                shown = match.node.types - {"null"}
                if shown and not shown & types and not _only_floats(shown, types):
                    values = [v for v in match.node.examples if v is not None]
                    harmless = all(isinstance(v, str) and harmless_string(v, types) for v in values)
                    yield WrongType(match.row, match.node, frozenset(shown), instance, harmless)
                break

    # -- versions

    def _wrong_versions(self) -> Iterator[Verdict]:
        for node, matches in self.matches.items():
            rows = [m.row for m in matches if m.fit is not Fit.PLACEHOLDER]
            if not rows or all(row.versions.is_open for row in rows):
                continue
            for index in sorted(node.seen):
                instance = self.skeleton.instances[index]
                version = instance.version
                if version is None or any(version in row.versions for row in rows):
                    continue
                if self._covered_by_other_row(node, version):
                    continue
                later = [r for r in rows if r.versions.minimum and version < r.versions.minimum]
                row = min(later, key=lambda r: r.versions.minimum or version) if later else rows[-1]
                yield WrongVersion(row, node, instance, version, bool(later))
                break

    def _covered_by_other_row(self, node: Node, version: Microversion) -> bool:
        """Whether another row of the same name claims the version: the alignment put it elsewhere."""
        return any(names.parts(row.name)[-1] == node.name and version in row.versions for row in self.comparison.rows)

    # -- coverage

    def _undocumented(self, parent: Node) -> Iterator[Verdict]:
        children = [node for node in parent.children.values() if node.name != ANY_KEY]
        has_rows = self._is_itemised(parent, children)
        for node in children:
            if node in self.matches or node in self.misnamed or node in self.mapped or self._is_silent_envelope(node):
                yield from self._undocumented(node)
            elif self._is_exempt(node, parent):
                continue
            else:
                stray = self._stray(node)
                if stray:
                    yield WrongPlace(stray, node, self._instances(node))
                    continue
                found = self._undocumented_here(node, parent, has_rows)
                if found:
                    yield found
                if self._subtree_has_rows(node):
                    yield from self._undocumented(node)
        for node in parent.children.values():
            if node.name == ANY_KEY and self._subtree_has_rows(node):
                yield from self._undocumented(node)

    def _is_itemised(self, parent: Node, children: list[Node]) -> bool:
        """Whether the properties of an object have rows: one undotted row among many may be there by coincidence."""
        matched = [node for node in children if self._has_row(node)]
        if len(matched) != 1 or len(children) < _COINCIDENCE or parent.parent is None:
            return bool(matched)
        dotted = any(match.fit is Fit.DOTTED for match in self.matches.get(matched[0], ()))
        return dotted or self.skeleton.is_envelope(parent)

    def _has_row(self, node: Node) -> bool:
        return node in self.matches or node in self.misnamed

    def _subtree_has_rows(self, node: Node) -> bool:
        return any(below in self.matches for below in node.walk())

    def _is_silent_envelope(self, node: Node) -> bool:
        return self.skeleton.is_envelope(node) and not self.habits.expects_envelope(self.comparison.section.path)

    def _undocumented_here(self, node: Node, parent: Node, has_rows: bool) -> Verdict | None:
        elsewhere = node.name in self.row_names
        if elsewhere and self.habits.row_for_several_levels.share >= _MANY_LEVELS:
            return None
        if node.name in self.comparison.sibling_names:
            return None
        child = not has_rows and parent.parent is not None
        if child and self._subtree_has_rows(parent):
            return None
        if child:
            first = next(n for n in parent.children.values() if n.name != ANY_KEY)
            if node is not first or not self._demands_children(parent):
                return None
        return Undocumented(node, self._instances(node), elsewhere, child)

    def _demands_children(self, parent: Node) -> bool:
        """Whether an object none of whose properties has a row should have some."""
        if self.skeleton.is_envelope(parent):
            return True
        if len(list(parent.ancestors)) >= _DEEP or parent.name in self.habits.free_names:
            return False
        if not self.habits.expects_children(parent.name):
            return False
        text = " ".join(
            [*(m.row.description for m in self.matches.get(parent, ())), self.comparison.operation.description]
        )
        wanted = [n.name for n in parent.children.values() if n.name != ANY_KEY]
        named = sum(1 for name in wanted if re.search(rf"\b{re.escape(name)}\b", text))
        return named < 0.8 * len(wanted) and ":ref:" not in text

    def _is_exempt(self, node: Node, parent: Node) -> bool:
        keys = {n.name for n in parent.children.values()}
        if parent.parent is not None and not self.skeleton.is_envelope(parent):
            if _LINKS.match(parent.name) or keys <= _REFERENCE_KEYS or keys == {"id"} or keys == {"id", "links"}:
                return True
        if self._synonym_documented(node, parent) or self._is_mirrored(node, parent):
            return True
        return self._named_in_description(node, parent)

    def _is_mirrored(self, node: Node, parent: Node) -> bool:
        """Whether another property beside it holds the very same: an old name kept for old clients."""
        others = (other for other in parent.children.values() if other is not node)
        return node.is_container and bool(node.children) and any(o.examples == node.examples for o in others)

    def _named_in_description(self, node: Node, parent: Node) -> bool:
        """Whether the parent's rows describe the property in prose, or another row quotes its name."""
        if any(f"``{node.name}``" in unmatched.row.description for unmatched in self.comparison.alignment.unmatched):
            return True
        text = " ".join(m.row.description for m in self.matches.get(parent, ()))
        return len(node.name) > 2 and bool(re.search(rf"(?<![\w-]){re.escape(node.name)}(?![\w-])", text))

    def _synonym_documented(self, node: Node, parent: Node) -> bool:
        return any(
            frozenset({node.name, other.name}) in self.habits.synonyms and other in self.matches
            for other in parent.children.values()
        )

    def _stray(self, node: Node) -> Parameter | None:
        """A row of the same name that claims to travel elsewhere, and is neither in the URL nor a real header."""
        for row in self.comparison.strays:
            if names.clean(row.name) == node.name:
                if self.comparison.direction is Direction.RESPONSE:
                    return row
                if row.place is Place.PATH and not self._in_url(node.name):
                    return row
        return None

    # -- absence

    def _absent(self) -> Iterator[Verdict]:
        sorted_table = is_alphabetical(self.comparison)
        empty = any(self._may_hold_rows(node) for node in self.skeleton.nodes)
        for unmatched in self.comparison.alignment.unmatched:
            row = unmatched.row
            if not row.required or row in self.renamed or unmatched.under is not None:
                continue
            if names.is_placeholder(names.parts(row.name)[-1]) or (sorted_table and empty):
                continue
            if row in self.placeholders or self._is_elsewhere(row) or self._is_quoted_in_prose(row):
                continue
            parent = self._present_parent(unmatched)
            wanting = self._wanting(row, parent)
            if wanting:
                yield Absent(row, parent, tuple(wanting))

    def _may_hold_rows(self, node: Node) -> bool:
        """Whether an object that is empty here holds documented properties elsewhere, so that a row may be one."""
        return node.is_container and not node.children and self.habits.may_hold_rows(node.name)

    def _is_quoted_in_prose(self, row: Parameter) -> bool:
        """Whether the operation's own text speaks of the row: it may be one of several alternatives."""
        return f"``{names.clean(row.name)}``" in self.comparison.operation.description

    def _present_parent(self, unmatched: Unmatched) -> Node:
        """The object that should have the row: not one that never holds documented properties."""
        parent = unmatched.parent
        while parent.parent is not None and not parent.children and not self._may_hold_rows(parent):
            parent = parent.parent
        return parent

    def _wanting(self, row: Parameter, parent: Node) -> list[Instance]:
        """The instances that should have the row: in its versions, with its parent there and not empty."""
        found = []
        for index in sorted(parent.filled if parent.parent is not None else range(len(self.skeleton.instances))):
            instance = self.skeleton.instances[index]
            if instance.version is None:
                if self._is_beyond(row, index):
                    continue
            elif not is_active(row, self.comparison.tables, instance.version):
                continue
            found.append(instance)
        return found

    def _is_beyond(self, row: Parameter, index: int) -> bool:
        """For an instance of unknown version: whether a row with versions may not be demanded of it."""
        table = next((t for t in self.comparison.tables if row in t.rows), None)
        if row.versions.is_open and (table is None or table.versions.is_open):
            return False
        shown = [m.row.versions.minimum for n, ms in self.matches.items() if index in n.seen for m in ms]
        known = [version for version in shown if version]
        bound = max(known, default=None)
        if row.versions.minimum and (bound is None or row.versions.minimum > bound):
            return True
        return row.versions.maximum is not None or bool(table and not table.versions.is_open)

    def _is_elsewhere(self, row: Parameter) -> bool:
        """Whether a row of the same name was matched, or the URL or a synonym has it."""
        name = names.parts(row.name)[-1]
        matched = {node.name for node in self.matches}
        if name in matched or self._in_url(names.clean(row.name)):
            return True
        if any(name in keys for node in self.skeleton.nodes if node.is_map for keys in node.key_sets):
            return True
        return any(name in pair and (pair - {name}) <= set(self.skeleton.by_name) for pair in self.habits.synonyms)

    def _lacking(self) -> Iterator[Verdict]:
        """Each instance that lacks what another shows.

        A request must have every required row. A response may be partial (a cell that is down), so only one of a
        version in which another response has the row counts.
        """
        for match in self.comparison.alignment.matches:
            row, node, owner = match.row, match.node, match.node.parent
            if not row.required or owner is None or match.fit is Fit.MISNAMED or node.name == ANY_KEY:
                continue
            if sum(1 for m in self.comparison.alignment.matches if m.node.name == node.name) > 1:
                continue
            have = [self.skeleton.instances[index] for index in sorted(node.seen)]
            filled = owner.filled if owner.parent is not None else set(range(len(self.skeleton.instances)))
            for instance in self.comparison.instances(filled - node.seen):
                if instance.version is None or not is_active(row, self.comparison.tables, instance.version):
                    continue
                other = next((i for i in have if i.version == instance.version), None)
                if other is None and self.comparison.direction is Direction.REQUEST:
                    other = next((i for i in have if is_active(row, self.comparison.tables, i.version)), None)
                if other is not None:
                    yield Lacking(row, node, instance, other)

    def _instances(self, node: Node) -> tuple[Instance, ...]:
        return tuple(self.comparison.instances(node.seen))


def _only_floats(shown: frozenset[str] | set[str], types: frozenset[str]) -> bool:
    return shown <= {"integer", "number"} and bool(types & {"integer", "number"})


def _sounds_like(row: Parameter, node: Node) -> bool:
    """Whether an undocumented property could be what a required row means: alike in name, and of its type."""
    types = admitted(row.type)
    shown = {json_type(value) for value in node.examples} - {"null"}
    if shown and types is not ANYTHING and not shown & types:
        return False
    left, right = names.squashed(names.parts(row.name)[-1]), names.squashed(node.name)
    return difflib.SequenceMatcher(None, left, right).ratio() >= 0.75


def is_stale(comparison: Comparison, shown: Microversion, newest: Microversion) -> list[Parameter]:
    """The rows that came after the newest version ``shown`` up to the ``newest`` on disk, and that no sample has."""
    return [
        unmatched.row
        for unmatched in comparison.alignment.unmatched
        if unmatched.row.versions.minimum is not None
        and shown < unmatched.row.versions.minimum <= newest
        and (unmatched.row.versions.maximum is None or newest <= unmatched.row.versions.maximum)
    ]
