"""What each row of a flat table means in a nested body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.alignment import Alignment, Fit, align
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node, Skeleton, build
from apiref_verify.model.reference import Parameter
from tests.builders import PROPERTY, instance, row

NESTED = {
    "boat": {"id": "1", "name": "Gull", "captain": {"id": "2", "name": "Ann"}, "links": [{"href": "/", "rel": "self"}]}
}


def aligned(rows: list[Parameter], *bodies: Any) -> Alignment:
    instances = [body if isinstance(body, Instance) else instance(body) for body in bodies]
    return align(rows, build(instances))


def meant(rows: list[Parameter], *bodies: Any) -> list[str]:
    """The path that each row means, in the order of the rows; ``-`` for rows without."""
    alignment = aligned(rows, *bodies)
    found = {id(match.row): match.node.path for match in alignment.matches}
    return [found.get(id(each), "-") for each in rows]


def rows_of(words: str) -> list[Parameter]:
    """Rows by name; ``name:type`` gives a type."""
    return [row(*word.split(":")) for word in words.split()]


def test_children_follow_their_parent() -> None:
    rows = rows_of("boat:object id name captain:object id name links:array href rel")
    assert meant(rows, NESTED) == [
        "boat",
        "boat.id",
        "boat.name",
        "boat.captain",
        "boat.captain.id",
        "boat.captain.name",
        "boat.links",
        "boat.links.href",
        "boat.links.rel",
    ]


def test_a_name_of_two_levels_means_the_one_that_its_neighbours_are_of() -> None:
    assert meant(rows_of("boat:object captain:object id name"), NESTED)[2:] == ["boat.captain.id", "boat.captain.name"]
    assert meant(rows_of("boat:object id name captain:object"), NESTED)[1:3] == ["boat.id", "boat.name"]


def test_rows_may_come_back_to_an_object_after_its_child() -> None:
    body = {"boat": {"captain": {"rank": "first"}, "length": 9}}
    assert meant(rows_of("boat:object captain:object rank length:integer"), body)[2:] == [
        "boat.captain.rank",
        "boat.length",
    ]


def test_an_envelope_without_a_row_is_stepped_over() -> None:
    assert meant(rows_of("id name captain:object"), NESTED) == ["boat.id", "boat.name", "boat.captain"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("boat.captain.id", "boat.captain.id"),
        ("captain.id", "boat.captain.id"),
        ("boat.links.href", "boat.links.href"),
        ("links[].href", "boat.links.href"),
        ("boat.href", "boat.links.href"),
        ("boat.id", "boat.id"),
    ],
)
def test_a_dotted_name_means_its_levels_and_may_skip_some(name: str, path: str) -> None:
    alignment = aligned([row(name)], NESTED)
    assert [(match.node.path, match.fit) for match in alignment.matches] == [(path, Fit.DOTTED)]


def test_a_dotted_name_of_other_levels_means_nothing() -> None:
    assert meant([row("berth.id")], NESTED) == ["-"]


def test_a_dotted_name_with_a_misspelt_parent_is_misnamed() -> None:
    alignment = aligned([row("boat.captains.rank")], {"boat": {"captain": {"rank": "first"}}})
    assert [(match.node.path, match.fit) for match in alignment.matches] == [("boat.captain.rank", Fit.MISNAMED)]


def test_dots_in_a_literal_key_are_part_of_it() -> None:
    alignment = aligned([row("boat.id")], {"boat.id": "1", "boat": {"id": "2"}})
    assert [(match.node.name, match.fit) for match in alignment.matches] == [("boat.id", Fit.LITERAL)]


def test_an_undotted_row_is_no_child_of_an_object_whose_children_are_dotted() -> None:
    body = {"boat": {"id": "1", "captain": {"id": "2", "name": "Ann"}}}
    rows = rows_of("boat:object captain:object captain.name id")
    assert meant(rows, body)[-1] == "boat.id"


def test_a_close_name_is_a_misnamed_match() -> None:
    alignment = aligned(rows_of("boat:object nmae_of_boat"), {"boat": {"name_of_boat": "Gull"}})
    assert [match.fit for match in alignment.matches] == [Fit.LITERAL, Fit.MISNAMED]


def test_a_literal_name_elsewhere_is_better_than_a_close_one_here() -> None:
    body = {"boat": {"statuses": ["x"], "captain": {"status": "on leave"}}}
    assert meant(rows_of("boat:object status"), body) == ["boat", "boat.captain.status"]


def test_rows_of_disjoint_versions_mean_one_node_twice() -> None:
    rows = [row("home", until="1.1"), row("home", "object", since="1.2"), row("town")]
    bodies = [instance({"home": "Kiel"}, "1.1"), instance({"home": {"town": "Kiel"}}, "1.2")]
    assert meant(rows, *bodies) == ["home", "home", "home.town"]


def test_of_two_nodes_a_row_means_the_one_of_its_versions() -> None:
    rows = [row("boat", "object"), row("home", since="1.2")]
    bodies = [instance({"boat": {"old": {"home": "x"}}}, "1.1"), instance({"boat": {"home": "x"}}, "1.2")]
    assert meant(rows, *bodies)[-1] == "boat.home"
    rows = [row("boat", "object"), row("old", "object"), row("home", until="1.1")]
    assert meant(rows, *bodies)[-1] == "boat.old.home"


def test_two_rows_of_one_name_and_version_mean_two_nodes_where_there_are_two() -> None:
    body = {"boat": {"name": "Gull"}, "berth": {"name": "West"}}
    rows = rows_of("boat:object name name berth:object")
    assert sorted(meant(rows, body)) == ["berth", "berth.name", "boat", "boat.name"]


def test_of_two_nodes_a_row_means_the_one_of_its_type() -> None:
    body = {"captain": {"id": 5}, "id": "7d2c"}
    assert meant([row("id", "string")], body) == ["id"]
    assert meant([row("id", "integer")], body) == ["captain.id"]


@pytest.mark.parametrize("name", ["{address}", "<address>", "key", "value"])
def test_a_placeholder_means_any_key_of_a_map(name: str) -> None:
    alignment = aligned(
        [row("rig", "object"), row(name, "object"), row("area", "integer")], {"rig": {"10.0.0.1": {"area": 5}}}
    )
    assert [(match.node.path, match.fit) for match in alignment.matches] == [
        ("rig", Fit.LITERAL),
        ("rig.*", Fit.PLACEHOLDER),
        ("rig.*.area", Fit.LITERAL),
    ]


def test_a_dotted_placeholder_means_any_key_of_its_map() -> None:
    alignment = aligned([row("rig.sail")], {"rig": {"10.0.0.1": 5}})
    assert [(match.node.path, match.fit) for match in alignment.matches] == [("rig.*", Fit.PLACEHOLDER)]


def test_a_placeholder_means_nothing_where_there_is_no_map() -> None:
    assert meant([row("{address}")], NESTED) == ["-"]


def test_a_name_in_braces_is_literal_where_a_property_has_it() -> None:
    alignment = aligned([row("{id}")], {"id": "1"})
    assert [match.fit for match in alignment.matches] == [Fit.LITERAL]


def test_a_template_means_a_property_that_it_fits() -> None:
    alignment = aligned([row("quota", "object"), row("sails_{type}", "integer")], {"quota": {"sails_jib": 2}})
    assert [(match.node.path, match.fit) for match in alignment.matches][1:] == [("quota.sails_jib", Fit.TEMPLATE)]


def test_what_is_unmatched_knows_where_it_most_likely_belongs() -> None:
    alignment = aligned(rows_of("boat:object id length captain:object rank"), NESTED)
    assert [(u.row.name, u.parent.path, u.after.path) for u in alignment.unmatched] == [
        ("length", "boat", "boat.id"),
        ("rank", "boat", "boat.captain"),
    ]


def test_what_is_unmatched_belongs_to_the_object_that_its_dots_name() -> None:
    alignment = aligned(rows_of("boat:object id captain.rank"), NESTED)
    assert [u.parent.path for u in alignment.unmatched] == ["boat.captain"]


def test_the_first_unmatched_row_belongs_to_the_envelope() -> None:
    alignment = aligned(rows_of("length"), {"boat": {"id": "1"}})
    assert [u.parent.path for u in alignment.unmatched] == ["boat"]


def test_what_stands_below_an_unmatched_object_is_under_it() -> None:
    alignment = aligned(rows_of("boat:object rig:object masts:integer boat.rig.sails:integer id length"), NESTED)
    assert [(u.row.name, u.under and u.under.name) for u in alignment.unmatched] == [
        ("rig", None),
        ("masts", "rig"),
        ("boat.rig.sails", "rig"),
        ("length", None),
    ]


def test_a_table_without_evidence_and_evidence_without_a_table_give_no_match() -> None:
    assert meant(rows_of("boat:object id")) == ["-", "-"]
    assert aligned([], NESTED) == Alignment()


def test_rows_of_a_node_are_those_that_mean_it() -> None:
    rows = [row("home", until="1.1"), row("home", since="1.2")]
    alignment = aligned(rows, {"home": "Kiel"})
    assert alignment.rows_of(alignment.matches[0].node) == rows


# -- whatever the table and the body

NAMES = ["anchor", "berth", "captain", "draught", "engine", "flag", "id", "keel", "lamp", "name"]


@st.composite
def objects(draw: st.DrawFn, depth: int = 2) -> dict[str, Any]:
    """An object whose names may stand at several levels."""
    value = st.sampled_from(["text", 5, True, None])
    if depth:
        inner = objects(depth=depth - 1)
        value = value | inner | st.lists(inner, min_size=1, max_size=2)
    return draw(st.dictionaries(st.sampled_from(NAMES), value, min_size=1, max_size=4))


def documented(skeleton: Skeleton) -> list[Parameter]:
    """A table that documents a skeleton in document order, each object followed by what it holds."""
    return [row(node.name, _type_of(node)) for node in skeleton.nodes]


def _type_of(node: Node) -> str:
    return next((kind for kind in sorted(node.types) if kind != "null"), "string")


def distinct(body: Any, seen: set[str] | None = None) -> Any:
    """The body with a number added to every name that was used before."""
    seen = set() if seen is None else seen
    if isinstance(body, list):
        return [distinct(item, seen) for item in body[:1]]
    if not isinstance(body, dict):
        return body
    return dict(_renamed(body, seen))


def _renamed(body: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, Any]]:
    for key, value in body.items():
        name = key + "x" * sum(1 for used in seen if used.rstrip("x") == key)
        seen.add(name)
        yield name, distinct(value, seen)


@PROPERTY
@given(st.lists(objects(), max_size=3), st.lists(st.sampled_from([*NAMES, "boat.id", "{key}", "flags"]), max_size=12))
def test_every_row_is_either_matched_once_or_unmatched_once(bodies: list[Any], row_names: list[str]) -> None:
    rows = [row(name, key=f"{name}_{number}") for number, name in enumerate(row_names)]
    alignment = aligned(rows, *bodies)
    told = [*(match.row for match in alignment.matches), *(u.row for u in alignment.unmatched)]
    assert sorted(map(id, told)) == sorted(map(id, rows))
    order = {id(each): number for number, each in enumerate(rows)}
    for group in (alignment.matches, alignment.unmatched):
        assert [order[id(each.row)] for each in group] == sorted(order[id(each.row)] for each in group)


@PROPERTY
@given(st.lists(objects(), max_size=3), st.lists(st.sampled_from([*NAMES, "berth.id", "flags", "{key}"]), max_size=12))
def test_a_match_is_always_to_a_property_that_the_name_may_mean(bodies: list[Any], row_names: list[str]) -> None:
    alignment = aligned([row(name) for name in row_names], *bodies)
    for match in alignment.matches:
        if match.fit is Fit.LITERAL:
            assert match.node.name == match.row.name.strip("{}")
        elif match.fit is Fit.DOTTED:
            assert match.node.name == "id"
            assert "berth" in [above.name for above in match.node.ancestors]
        elif match.fit is Fit.PLACEHOLDER:
            assert match.node.name == ANY_KEY


@PROPERTY
@given(objects())
def test_a_table_in_document_order_aligns_with_its_body_row_by_row(body: dict[str, Any]) -> None:
    skeleton = build([instance(distinct(body))])
    alignment = align(documented(skeleton), skeleton)
    assert [match.node.path for match in alignment.matches] == [node.path for node in skeleton.nodes]
    assert alignment.unmatched == []


@PROPERTY
@given(objects())
def test_a_table_in_document_order_aligns_row_by_row_though_names_recur(body: dict[str, Any]) -> None:
    skeleton = build([instance(body)])
    alignment = align(documented(skeleton), skeleton)
    assert [match.node.path for match in alignment.matches] == [node.path for node in skeleton.nodes]


@PROPERTY
@given(objects())
def test_a_table_of_full_dotted_names_aligns_in_any_order(body: dict[str, Any]) -> None:
    skeleton = build([instance(body)])
    rows = [row(node.path, _type_of(node)) for node in reversed(skeleton.nodes)]
    alignment = align(rows, skeleton)
    assert [match.node.path for match in alignment.matches] == [each.name for each in rows]
