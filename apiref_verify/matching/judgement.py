"""Judging one comparison: which verdicts follow from its alignment, in a house with these habits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any

from apiref_verify.matching import names
from apiref_verify.matching.absence import absent, is_elsewhere, lacking
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.comparison import Comparison, is_active
from apiref_verify.matching.coverage import defers, missing_table, undocumented
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.matching.types import ANYTHING, admitted, harmless_string, json_type, said_to_be
from apiref_verify.matching.verdicts import Misnamed, Verdict, WrongType, WrongVersion
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Parameter

_EMPTY_STRING = re.compile(r"\bempty\s+string", re.I)
_BOOLEAN_WORDS = re.compile(r"valid[- ]boolean|boolean[- ]values?", re.I)


def judge(comparison: Comparison, habits: Habits) -> list[Verdict]:
    """All that a comparison shows."""
    facts = Facts(comparison, habits)
    if not facts.skeleton.nodes:
        return []
    if not comparison.rows:
        return list(missing_table(facts))
    return [
        *misnamed(facts),
        *wrong_types(facts),
        *wrong_versions(facts),
        *([] if defers(facts) else undocumented(facts, facts.skeleton.root)),
        *absent(facts),
        *lacking(facts),
    ]


def misnamed(facts: Facts) -> Iterator[Verdict]:
    """Rows whose name is not that of the property in their place."""
    documented = {m.node for m in facts.comparison.alignment.matches if m.fit is not Fit.MISNAMED}
    for match in facts.comparison.alignment.matches:
        if match.fit is Fit.MISNAMED and match.node not in documented:
            if facts.in_url(names.clean(match.row.name)):
                continue
            facts.misnamed.add(match.node)
            if match.node.name in facts.comparison.sibling_names:
                continue
            yield Misnamed(match.row, match.node, facts.instances_of(match.node))
    yield from _renamed(facts)


def _renamed(facts: Facts) -> Iterator[Verdict]:
    """An absent required row and the one undocumented property beside it that must be what it means."""
    yield from _renamed_envelope(facts)
    for unmatched in facts.comparison.alignment.unmatched:
        row = unmatched.row
        if not row.required or unmatched.under or row in facts.placeholders or is_elsewhere(facts, row):
            continue
        siblings = [n for n in unmatched.parent.children.values() if n not in facts.matches and n.name != ANY_KEY]
        alike = [n for n in siblings if n not in facts.misnamed and _sounds_like(row, n)]
        if len(alike) == 1:
            facts.misnamed.add(alike[0])
            facts.renamed.add(row)
            yield Misnamed(row, alike[0], facts.instances_of(alike[0]))


def _renamed_envelope(facts: Facts) -> Iterator[Verdict]:
    """A required object, first in its table, and an envelope of another name that it must mean.

    No row means anything of the envelope; or the names are alike, where a contract says what it is called.
    """
    envelope, unmatched = facts.skeleton.envelope, facts.comparison.alignment.unmatched
    if envelope is None or envelope in facts.matches or not unmatched:
        return
    row = unmatched[0].row
    alike = facts.comparison.is_promised and (_sounds_like(row, envelope) or envelope.name in row.name)
    if facts.subtree_has_rows(envelope) and not alike:
        return
    is_object = admitted(row.type) <= {"object", "array", "null"} and row is facts.comparison.rows[0]
    if row.required and is_object and row not in facts.placeholders and envelope not in facts.mapped:
        facts.misnamed.add(envelope)
        facts.renamed.add(row)
        yield Misnamed(row, envelope, facts.instances_of(envelope))


def wrong_types(facts: Facts) -> Iterator[WrongType]:
    """Rows whose type admits nothing of what some instance shows."""
    for match in facts.comparison.alignment.matches:
        if match.fit in (Fit.PLACEHOLDER, Fit.MISNAMED) or match.node.name == ANY_KEY:
            continue
        types = admitted(match.row.type)
        if types is ANYTHING:
            continue
        for index in sorted(match.node.seen):
            instance = facts.skeleton.instances[index]
            if not is_active(match.row, facts.comparison.tables, instance.version):
                continue
            shown = match.node.types_in[index] - {"null"}
            disputed = shown and not shown & types and not only_floats(shown, types)
            if disputed and not said_to_be(match.row.description, types, shown):
                values = [v for v in match.node.examples if v is not None and json_type(v) in shown]
                harmless = bool(values) and all(isinstance(v, str) and harmless_string(v, types) for v in values)
                if harmless and _is_explained(match.row, values):
                    continue
                yield WrongType(match.row, match.node, frozenset(shown), instance, harmless)
                break


def _is_explained(row: Parameter, values: list[Any]) -> bool:
    """Whether a description says that strings which only spell the right value may stand there."""
    if all(value == "" for value in values) and _EMPTY_STRING.search(row.description):
        return True
    return _BOOLEAN_WORDS.search(row.description) is not None


def wrong_versions(facts: Facts) -> Iterator[WrongVersion]:
    """Properties shown at a version that none of their rows claims."""
    for node, matches in facts.matches.items():
        rows = [m.row for m in matches if m.fit is not Fit.PLACEHOLDER]
        if not rows or all(row.versions.is_open for row in rows):
            continue
        for index in sorted(node.seen):
            instance = facts.skeleton.instances[index]
            version = instance.version
            if version is None or not instance.exact or any(version in row.versions for row in rows):
                continue
            if _covered_by_other_row(facts, node, version):
                continue
            later = [r for r in rows if r.versions.minimum and version < r.versions.minimum]
            row = min(later, key=lambda r: r.versions.minimum or version) if later else rows[-1]
            yield WrongVersion(row, node, instance, version, bool(later))
            break


def _covered_by_other_row(facts: Facts, node: Node, version: Microversion) -> bool:
    """Whether another row of the same name claims the version: the alignment put it elsewhere."""
    return any(names.parts(row.name)[-1] == node.name and version in row.versions for row in facts.comparison.rows)


def only_floats(shown: frozenset[str] | set[str], types: frozenset[str]) -> bool:
    """Whether two sets of types differ by kinds of numbers alone."""
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
