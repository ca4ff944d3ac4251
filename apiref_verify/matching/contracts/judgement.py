"""Judging tables by a contract: which verdicts follow, window by window of the version axis."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.matching.contracts.absence import absent
from apiref_verify.matching.contracts.bounds import wrong_bounds
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.contracts.required import wrong_required
from apiref_verify.matching.coverage import defers, missing_table, undocumented
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.judgement import misnamed, only_floats
from apiref_verify.matching.types import ANYTHING, admitted, said_to_be
from apiref_verify.matching.verdicts import Verdict, WrongType
from apiref_verify.model.contract import Part
from apiref_verify.model.reference import Place


def judge_promised(comparison: Promised, habits: Habits) -> list[Verdict]:
    """All that the comparison with a contract shows."""
    facts = Facts(comparison, habits)
    if not comparison.windows:
        return []
    if not comparison.rows and comparison.place is Place.BODY:
        return list(missing_table(facts)) if facts.skeleton.nodes else []
    return [
        *misnamed(facts),
        *_wrong_types(facts, comparison),
        *(wrong_bounds(comparison) if habits.gives_versions else ()),
        *wrong_required(facts, comparison),
        *([] if defers(facts) else undocumented(facts, facts.skeleton.root)),
        *absent(facts, comparison),
    ]


def _wrong_types(facts: Facts, comparison: Promised) -> Iterator[Verdict]:
    """Rows whose type the schema admits in no window: in a query everything is a string, so only bodies tell."""
    if comparison.place is Place.QUERY or not comparison.contract.may_judge(Part.TYPES):
        return
    for match in comparison.settled:
        documented = admitted(match.row.type)
        if documented is ANYTHING:
            continue
        wrong: dict[frozenset[str], set[int]] = defaultdict(set)
        for number in comparison.claimed(match.row) & comparison.shown(match.node):
            types = frozenset(match.node.types_in.get(comparison.windows[number][1], set())) - {"null"}
            if types and not types & documented and not only_floats(types, documented):
                wrong[types].add(number)
        for types, numbers in wrong.items():
            if not said_to_be(match.row.description, documented, types):
                instance = facts.skeleton.instances[comparison.windows[min(numbers)][1]]
                yield WrongType(match.row, match.node, types, instance, False, tuple(comparison.ranges(numbers)))
