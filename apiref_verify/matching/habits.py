"""House habits: what one project does everywhere is its style, not an error.

Each habit is a statistic of the tree itself, never a list of projects.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.model.habit_settings import INFERRED, HabitSettings
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Reference, Sample

_MAP_WORDS = re.compile(
    r"key\s*(?:[-/=]|and)?\s*value|key:\s*value|arbitrary|free[- ]form|\bmetadata\b|dictionary of|\bdict of|"
    r"name[- /]value|mapping of|\bmap of|associative|user[- ]defined|any (?:json|object|keys?)|opaque|"
    r"JSON (?:object|string|dict)|driver[- ]specific|vendor|hash of",
    re.I,
)
_VARIED = 0.34
_USUAL = 0.6
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Habit:
    """One inferred habit: ``count`` of ``total`` cases, and what it means for verdicts."""

    name: str
    count: int
    total: int
    meaning: str

    @property
    def share(self) -> float:
        """The share of cases, 0 to 1; 0 without any."""
        return self.count / self.total if self.total else 0.0


@dataclass(slots=True)
class Habits:
    """The habits of one tree."""

    envelopes: Habit
    envelopes_by_section: dict[str, tuple[int, int]]
    row_for_several_levels: Habit
    versioned_samples: Habit
    tables_for_bodies: Habit
    children_documented: Habit
    children_by_name: dict[str, tuple[int, int]]
    alphabetical_tables: Habit
    rows_by_name: dict[str, tuple[int, int]]
    owners_by_key: dict[str, frozenset[str]]
    free_names: frozenset[str]
    filled_names: frozenset[str]
    synonyms: frozenset[frozenset[str]]
    base_version: Microversion | None = None
    settings: HabitSettings = INFERRED
    dotted_names: Habit = field(default_factory=lambda: Habit("dotted names", 0, 0, ""))
    nested_required: Habit = field(default_factory=lambda: Habit("what optional objects require", 0, 0, ""))
    versioned_definitions: Habit = field(default_factory=lambda: Habit("definitions give versions", 0, 0, ""))

    @property
    def gives_versions(self) -> bool:
        """Whether definitions of the tree give versions at all; else they stand in prose."""
        return self.versioned_definitions.count > 0

    @property
    def documents_envelopes(self) -> bool:
        """Whether most bodies of the tree have a row for their single top object."""
        stated = self.settings.envelopes
        return self.envelopes.share >= _USUAL if stated is None else stated

    @property
    def one_row_for_levels(self) -> bool:
        """Whether one row documents a name at all levels of a body."""
        stated = self.settings.one_row_for_levels
        return self.row_for_several_levels.share >= _HALF if stated is None else stated

    def expects_envelope(self, section: str) -> bool:
        """Whether a body's single top object should have a row: the section's own share, shrunk towards the tree's."""
        if self.settings.envelopes is not None:
            return self.settings.envelopes
        count, total = self.envelopes_by_section.get(section, (0, 0))
        return count > 0 and (count + 2 * self.envelopes.share) / (total + 2) >= _USUAL

    def expects_row(self, name: str) -> bool:
        """Whether a property of this name usually has a row, wherever it stands."""
        count, total = self.rows_by_name.get(name, (0, 0))
        return count >= 2 and count / total >= _USUAL

    def expects_children(self, name: str) -> bool:
        """Whether the properties of an object of this name are documented elsewhere in the tree."""
        count, total = self.children_by_name.get(name, (0, 0))
        return count > 0 and count / total >= 0.5

    def may_hold_rows(self, name: str) -> bool:
        """Whether an object of this name that is empty somewhere may hold documented properties elsewhere."""
        return name not in self.filled_names or self.expects_children(name)

    @property
    def all(self) -> list[Habit]:
        """The habits that are shares, for people to see."""
        return [
            self.envelopes,
            self.row_for_several_levels,
            self.versioned_samples,
            self.tables_for_bodies,
            self.children_documented,
            self.alphabetical_tables,
            self.dotted_names,
            self.versioned_definitions,
            self.nested_required,
        ]


def versioned_samples(samples: Iterable[Sample]) -> tuple[Habit, Microversion | None]:
    """How many samples stand in a folder of their version, and the version of those that do not.

    Where at least a tenth do, the rest show the first version.
    """
    shown = [sample for sample in samples if not sample.inline]
    versions = [s.path_version for s in shown if s.path_version and f"/v{s.path_version}/" in s.path]
    habit = Habit(
        "samples in versioned folders",
        len(versions),
        len(shown),
        "from 10 % on, a sample outside of such a folder is one of the first version",
    )
    if not versions or habit.share < 0.1:
        return habit, None
    return habit, Microversion(min(versions).major, 1)


def infer(reference: Reference, comparisons: list[Comparison], settings: HabitSettings = INFERRED) -> Habits:
    """Infer the habits of a tree from all its comparisons, but for what ``settings`` state."""
    samples = [sample for section in reference.sections for sample in section.all_samples]
    versioned, base = versioned_samples(samples)
    envelopes, by_section = _envelopes(comparisons)
    children, by_name = _children(comparisons)
    return Habits(
        envelopes=envelopes,
        envelopes_by_section=by_section,
        row_for_several_levels=_several_levels(comparisons),
        versioned_samples=versioned,
        tables_for_bodies=_tables(comparisons),
        children_documented=children,
        children_by_name=by_name,
        alphabetical_tables=_alphabetical(comparisons),
        rows_by_name=_rows_by_name(comparisons),
        owners_by_key=_owners_by_key(comparisons),
        free_names=_free_names(comparisons) | settings.free_names,
        filled_names=frozenset(n.name for c in comparisons for n in c.skeleton.nodes if n.filled),
        synonyms=_synonyms((sample.body for sample in samples if sample.is_json), comparisons),
        base_version=settings.base_version or base,
        settings=settings,
        dotted_names=_dotted(comparisons),
        versioned_definitions=_versioned_definitions(reference),
    )


def _envelopes(comparisons: list[Comparison]) -> tuple[Habit, dict[str, tuple[int, int]]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for comparison in comparisons:
        envelope = comparison.skeleton.envelope
        if envelope is not None and comparison.rows:
            tally = found[comparison.section.path]
            tally[1] += 1
            tally[0] += bool(comparison.alignment.rows_of(envelope))
    count, total = (sum(tally[n] for tally in found.values()) for n in (0, 1))
    habit = Habit(
        "the envelope of a body has a row",
        count,
        total,
        "below 60 % in a file and its tree, a missing one is no finding",
    )
    return habit, {path: (tally[0], tally[1]) for path, tally in found.items()}


def _several_levels(comparisons: list[Comparison]) -> Habit:
    """Names that stand at two or more paths of a body: how often one row serves them all."""
    count = total = 0
    for comparison in comparisons:
        matched = Counter(match.node.name for match in comparison.alignment.matches)
        for name, nodes in comparison.skeleton.by_name.items():
            if len(nodes) > 1 and name != ANY_KEY and matched[name]:
                total += 1
                count += matched[name] == 1
    return Habit("one row serves several levels", count, total, "from 50 % on, the other levels are silent")


def _tables(comparisons: list[Comparison]) -> Habit:
    bodies = [c for c in comparisons if c.skeleton.nodes or c.unrelated]
    count = sum(1 for c in bodies if c.rows)
    return Habit("a body that is shown has a table", count, len(bodies), "below 50 %, a missing table is no finding")


def _children(comparisons: list[Comparison]) -> tuple[Habit, dict[str, tuple[int, int]]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for comparison in comparisons:
        matched = {match.node for match in comparison.alignment.matches}
        for node in matched:
            if node.children:
                tally = found[node.name]
                tally[1] += 1
                tally[0] += any(below in matched for below in node.walk())
    count, total = (sum(tally[n] for tally in found.values()) for n in (0, 1))
    habit = Habit(
        "the properties of a documented object have rows", count, total, "below 50 % for a name, none are demanded"
    )
    return habit, {name: (tally[0], tally[1]) for name, tally in found.items()}


def _rows_by_name(comparisons: list[Comparison]) -> dict[str, tuple[int, int]]:
    """For each property name: how often it has a row of its own, and how often it is shown."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for comparison in comparisons:
        matched = {match.node for match in comparison.alignment.matches}
        for node in comparison.skeleton.nodes:
            tally = found[node.name]
            tally[1] += 1
            tally[0] += node in matched
    return {name: (tally[0], tally[1]) for name, tally in found.items()}


def _owners_by_key(comparisons: list[Comparison]) -> dict[str, frozenset[str]]:
    """For each key of a parameters file: the objects that its rows stand in; empty for the top of a body."""
    found: dict[str, set[str]] = defaultdict(set)
    for comparison in comparisons:
        for match in comparison.alignment.matches:
            owner = match.node.parent
            if owner is not None:
                found[match.row.key].add("" if owner.is_top else owner.name)
    return {key: frozenset(owners) for key, owners in found.items()}


def is_alphabetical(comparison: Comparison) -> bool:
    """Whether the rows of the tables are sorted by name, so that their order says nothing of nesting."""
    keys = [names.clean(row.name).lower() for row in comparison.rows]
    return len(keys) > 3 and keys == sorted(keys)


def _alphabetical(comparisons: list[Comparison]) -> Habit:
    large = [c for c in comparisons if len(c.rows) > 3]
    count = sum(1 for c in large if is_alphabetical(c))
    return Habit("tables are sorted by name", count, len(large), "in a sorted table order tells nothing of nesting")


def _dotted(comparisons: list[Comparison]) -> Habit:
    rows = [row for c in comparisons for row in c.rows]
    count = sum(1 for row in rows if len(names.parts(row.name)) > 1)
    return Habit("dotted names", count, len(rows), "a dotted name is matched by its levels")


def _versioned_definitions(reference: Reference) -> Habit:
    definitions = [d for file in reference.parameters_files for d in file.definitions.values()]
    count = sum(1 for definition in definitions if not definition.versions.is_open)
    meaning = "where none does, versions stand in prose, and contracts do not judge them"
    return Habit("definitions give versions", count, len(definitions), meaning)


def _free_names(comparisons: list[Comparison]) -> frozenset[str]:
    """Names of objects with free keys: definitions say so, or what they hold varies and is never documented."""
    described: set[str] = set()
    with_rows: set[str] = set()
    envelopes: set[str] = set()
    key_sets: dict[str, list[frozenset[str]]] = defaultdict(list)
    for comparison in comparisons:
        matched = {match.node: match.row for match in comparison.alignment.matches}
        for node in comparison.skeleton.nodes:
            if not node.key_sets:
                continue
            row = matched.get(node)
            if row is not None and (_MAP_WORDS.search(row.description) or row.type.lower() == "json"):
                described.add(node.name)
            if comparison.skeleton.is_envelope(node):
                envelopes.add(node.name)
            if subtree_documented(node, matched):
                with_rows.add(node.name)
            key_sets[node.name].extend(node.key_sets)
    varied = {name for name, sets in key_sets.items() if len(sets) >= 3 and _similarity(sets) < _VARIED}
    return frozenset((described | varied - envelopes) - with_rows)


def _similarity(key_sets: list[frozenset[str]]) -> float:
    """The mean Jaccard similarity of neighbouring key sets."""
    pairs = [(a, b) for a, b in itertools.pairwise(key_sets) if a | b]
    return sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs) if pairs else 1.0


def _synonyms(bodies: Iterable[Any], comparisons: list[Comparison]) -> frozenset[frozenset[str]]:
    """Pairs of keys that are two names of one thing.

    Their values in one object are equal in at least nine of ten cases, five at least, and tables seldom document both.
    """
    objects = [o for body in bodies for o in _objects(body)]
    equal: Counter[frozenset[str]] = Counter()
    for value in objects:
        by_value: dict[str, list[str]] = defaultdict(list)
        for key, item in value.items():
            if isinstance(item, str) and len(item) >= 8:
                by_value[item].append(key)
        for keys in by_value.values():
            if len(keys) == 2:
                equal[frozenset(keys)] += 1
    likely = {pair: count for pair, count in equal.items() if count >= 5}
    together = Counter(pair for value in objects for pair in likely if pair <= value.keys())
    alike = {pair for pair, count in likely.items() if count >= 0.9 * together[pair]}
    both, shown = Counter[frozenset[str]](), Counter[frozenset[str]]()
    for comparison in comparisons:
        rows = {match.node.name for match in comparison.alignment.matches}
        for pair in alike:
            if rows and pair <= comparison.skeleton.by_name.keys():
                shown[pair] += 1
                both[pair] += pair <= rows
    return frozenset(pair for pair in alike if both[pair] <= 0.5 * shown[pair])


def _objects(body: Any) -> Iterator[dict[str, Any]]:
    stack = [body]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            yield value
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


def subtree_documented(node: Node, matched: Container[Node]) -> bool:
    """Whether any property below, by its name, has a row."""
    return any(below in matched and below.name != ANY_KEY for below in node.walk())
