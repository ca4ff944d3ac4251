"""Counting what stands in bodies, and joining the counts."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.exchanges.tally import BodyTally
from apiref_verify.matching.types import json_type
from apiref_verify.model.observed.tally import Mention
from apiref_verify.model.observed.trace import Trace
from tests.builders import PROPERTY

FIRST = Mention("", "a.har", 1)
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3)
NAMES = st.sampled_from(["id", "name", "metadata", "7", "LOUD", "crew"])
BODIES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4))


def tallied(*bodies: Any, start: int = 1) -> Trace:
    trace = Trace(Mention("", "a.har", start))
    tally = BodyTally(trace)
    for number, body in enumerate(bodies, start):
        tally.add(body, Mention("", "a.har", number))
    return trace


def counts(trace: Trace) -> Any:
    """All that is counted, and not kept a few times only."""
    sets = {keys: found.count for keys, found in trace.key_sets.items()}
    below = {name: counts(child) for name, child in trace.children.items()}
    numbers = (trace.bodies, trace.count, trace.objects, trace.filled)
    return numbers, dict(trace.types), dict(trace.items), sets, below


def test_a_property_is_counted_by_bodies_and_by_objects() -> None:
    trace = tallied({"boats": [{"id": "1"}, {"id": "2", "name": "Ada"}]}, {"boats": []})
    boats = trace.children["boats"]
    assert (trace.bodies, trace.objects, boats.bodies, boats.objects) == (2, 2, 2, 2)
    assert (boats.children["id"].bodies, boats.children["id"].count) == (1, 2)
    assert boats.items == {"object": 2}


def test_the_first_exchange_that_had_it_is_kept_with_the_place() -> None:
    trace = tallied({"boats": [{"id": "1"}]}, {"boats": [{"id": "2"}, {"id": "3", "a/b": None}]})
    odd = trace.children["boats"].children["a/b"]
    assert (odd.first.line, odd.pointer) == (2, "/boats/1/a~1b")


def test_keys_that_are_data_are_counted_as_one() -> None:
    trace = tallied({"metadata": {"a": "1", "b": "2"}}, {"metadata": {"c": "3"}})
    assert {name: child.count for name, child in trace.children["metadata"].children.items()} == {"*": 3}


def test_examples_of_different_types_are_told_apart() -> None:
    assert tallied({"a": 1}, {"a": True}, {"a": 1.0}, {"a": 1}).children["a"].examples == [1, True, 1.0]


def test_null_and_what_is_empty_are_seen_and_not_filled() -> None:
    trace = tallied({"a": None, "b": [], "c": {}})
    assert {name: (child.count, child.filled) for name, child in trace.children.items()} == {
        "a": (1, 0),
        "b": (1, 0),
        "c": (1, 0),
    }


@PROPERTY
@given(st.lists(BODIES, max_size=5))
def test_every_body_is_counted_with_its_type(bodies: list[Any]) -> None:
    trace = tallied(*bodies)
    assert (trace.bodies, trace.count, sum(trace.types.values())) == (len(bodies),) * 3
    for body in bodies:
        assert trace.types[json_type(body)] >= 1


@PROPERTY
@given(st.lists(BODIES, max_size=5), st.lists(BODIES, max_size=5))
def test_joining_parts_counts_as_reading_all_at_once(left: list[Any], right: list[Any]) -> None:
    whole = tallied(*left, *right)
    joined = tallied(*left)
    joined.merge(copy.deepcopy(tallied(*right, start=len(left) + 1)))
    assert counts(joined) == counts(whole)
    assert joined.examples == whole.examples


@PROPERTY
@given(st.lists(BODIES, min_size=3, max_size=3))
def test_it_does_not_matter_which_parts_are_joined_first(bodies: list[Any]) -> None:
    one, two, three = (tallied(body, start=number) for number, body in enumerate(bodies, 1))
    left, right = copy.deepcopy(one), copy.deepcopy(two)
    left.merge(copy.deepcopy(two))
    left.merge(copy.deepcopy(three))
    right.merge(copy.deepcopy(three))
    one.merge(right)
    assert counts(left) == counts(one)
