"""Whatever the body: a table that was generated from it is right, and what is taken out of it is told."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from apiref_verify.matching.skeleton import Node, build
from apiref_verify.model.reference import Parameter
from tests.builders import PROPERTY, instance, row, sample
from tests.matching.judging import judged

NAMES = st.sampled_from(["anchor", "berth", "captain", "draught", "engine", "flag", "id", "keel", "lamp", "name"])
VALUES = st.sampled_from(["text", 5, 1.5, True, None])


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> dict[str, Any]:
    """An object that may hold others, in arrays too."""
    value = VALUES
    if depth:
        inner = objects(depth=depth - 1)
        value = value | inner | st.lists(inner, max_size=2) | st.lists(VALUES, max_size=2)
    return draw(st.dictionaries(NAMES, value, min_size=1, max_size=4))


def table_of(*bodies: Any) -> list[Parameter]:
    """A table generated from bodies: a row for each property, in document order, required where all bodies have it."""
    skeleton = build([instance(body) for body in bodies])
    return [
        row(node.name, " or ".join(_kinds(node)), required=_is_everywhere(node, len(bodies))) for node in skeleton.nodes
    ]


def _kinds(node: Node) -> list[str]:
    return sorted(node.types - {"null"}) or ["string"]


def _is_everywhere(node: Node, count: int) -> bool:
    return len(node.seen) == count


@PROPERTY
@given(objects())
def test_a_table_generated_from_a_body_is_right(body: dict[str, Any]) -> None:
    assert judged(table_of(body), body) == []


@PROPERTY
@given(objects(), objects())
def test_a_table_generated_from_two_bodies_is_right_for_both(first: dict[str, Any], second: dict[str, Any]) -> None:
    assert judged(table_of(first, second), first, second) == []


@PROPERTY
@given(objects(), st.sampled_from(["1.2", "1.3", "1.10"]))
def test_a_table_generated_from_a_body_is_right_in_every_version(body: dict[str, Any], at: str) -> None:
    assert judged(table_of(body), sample(body, at)) == []


@PROPERTY
@given(objects(depth=0), st.data())
def test_a_row_dropped_from_a_generated_table_is_told(body: dict[str, Any], data: st.DataObject) -> None:
    rows = table_of(body, {})
    assume(len(rows) > 1)
    dropped = data.draw(st.integers(0, len(rows) - 1))
    told = judged(rows[:dropped] + rows[dropped + 1 :], body)
    assert told == [f"undocumented: {rows[dropped].name}"]


@PROPERTY
@given(objects())
def test_a_required_row_that_nothing_shows_is_told_of_a_generated_table(body: dict[str, Any]) -> None:
    body = {"id": "1", "name": body}
    told = judged([row("id"), row("zzz_not_there"), *table_of(body)[1:]], body)
    assert told == ["absent: zzz_not_there in body"]
