"""One table and the bodies shown for it, and all of them in a reference."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.comparison import is_active, is_json_patch, samples_of
from apiref_verify.matching.matcher import match
from apiref_verify.model.reference import NOT_JSON, Place
from tests.builders import REQUEST, RESPONSE, compared, operation, reference, row, sample, table, undefined
from tests.builders import version as v

BOAT = {"boat": {"id": "1", "name": "Gull"}}


@pytest.mark.parametrize(
    ("body", "patch"),
    [
        ([{"op": "replace", "path": "/name", "value": "Tern"}], True),
        ([{"op": "move", "path": "/a", "from": "/b"}, {"op": "remove", "path": "/c"}], True),
        ([{"op": "replace", "path": "/name", "value": "x", "why": "y"}], False),
        ([{"path": "/name", "value": "Tern"}], False),
        ([], False),
        ({"op": "replace", "path": "/name"}, False),
        (["op"], False),
    ],
)
def test_json_patch_is_told_from_other_lists(body: Any, patch: bool) -> None:
    assert is_json_patch(body) is patch


def test_only_objects_and_lists_of_the_right_direction_are_compared() -> None:
    patch = [{"op": "remove", "path": "/a"}]
    shown = [sample(body) for body in (BOAT, [], NOT_JSON, 5, None, patch)] + [sample({}, direction=REQUEST)]
    single = operation(samples=shown)
    assert [each.body for each in samples_of(single, RESPONSE)] == [BOAT, []]
    assert [each.body for each in samples_of(single, REQUEST)] == [{}]


def test_rows_of_the_body_are_compared_and_others_are_strays() -> None:
    rows = [row("id", travels=Place.PATH), row("limit", travels=Place.QUERY), row("boat", "object"), undefined("name")]
    _, comparison = compared(rows, BOAT)
    assert [each.name for each in comparison.rows] == ["boat", "name"]
    assert [each.name for each in comparison.strays] == ["id", "limit"]


def test_a_body_row_that_is_a_variable_of_the_url_is_a_stray_unless_a_body_has_it() -> None:
    rows = [row("boat_id"), row("name")]
    _, comparison = compared(rows, {"name": "Gull"}, url="/boats/{boat_id}")
    assert [each.name for each in comparison.strays] == ["boat_id"]
    _, comparison = compared(rows, {"name": "Gull", "boat_id": "1"}, url="/boats/{boat_id}")
    assert comparison.strays == []


def test_a_sample_of_something_else_takes_no_part() -> None:
    rows = [row("boat", "object"), row("id"), row("name")]
    other = {"berth": {"pier": 3, "depth": 2.5}}
    _, comparison = compared(rows, BOAT, other)
    assert [each.body for each in comparison.skeleton.instances] == [BOAT]
    assert [each.body for each in comparison.unrelated] == [other]


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        ("boat id", {"berth": {"pier": 3, "depth": 2.5}}),
        ("boat id name", {"berth": {"pier": 3}}),
        ("boat id name", {"berth": {"pier": 3, "depth": 2.5, "id": "1"}}),
        ("boat id names", {"berth": {"pier": 3, "depth": 2.5, "name": "x"}}),
        ("boat id berth.pier", {"berth": {"pier": 3, "depth": 2.5}}),
    ],
    ids=["few rows", "few properties", "a row in common", "a close name in common", "a dotted row in common"],
)
def test_a_sample_that_may_be_the_right_one_takes_part(rows: str, body: Any) -> None:
    _, comparison = compared([row(name) for name in rows.split()], body)
    assert comparison.unrelated == []


def test_a_row_is_active_in_its_own_versions_and_those_of_its_table() -> None:
    old, new = row("a", until="1.4"), row("b", since="1.3")
    tables = [table([old, new], since="1.2")]
    active = {
        text: [r.name for r in (old, new) if is_active(r, tables, v(text))] for text in ("1.1", "1.2", "1.3", "1.5")
    }
    assert active == {"1.1": [], "1.2": ["a"], "1.3": ["a", "b"], "1.5": ["b"]}
    assert is_active(old, tables, None)
    assert is_active(new, tables, None)


def siblings(*words: str, body: Any, urls: tuple[str, ...] = ("/boats/{id}", "/boats/{id}")) -> list[frozenset[str]]:
    """The names shared by operations of these rows, all with one sample."""
    every = [
        operation([table([row(name) for name in rows.split()])], [sample(body)], "PUT", url, title=rows)
        for rows, url in zip(words, urls, strict=True)
    ]
    matching = match(reference(*every))
    return [matching.of(each, RESPONSE).sibling_names for each in every]


def test_operations_of_one_url_share_their_rows_where_their_own_leave_much_out() -> None:
    both = frozenset({"flag", "lamp"})
    assert siblings("flag", "lamp", body={"flag": "red", "lamp": "on"}) == [both, both]


def test_a_table_that_covers_its_own_sample_needs_no_siblings() -> None:
    assert siblings("flag lamp", "anchor", body={"flag": "red", "lamp": "on"})[0] == frozenset()


def test_operations_of_two_urls_share_nothing() -> None:
    found = siblings("flag", "lamp", body={"flag": "red", "lamp": "on"}, urls=("/boats/{id}", "/boats/{id}/lamp"))
    assert found == [frozenset(), frozenset()]
