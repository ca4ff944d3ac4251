"""What is judged of one table and the bodies shown for it."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.judgement import judge
from apiref_verify.matching.verdicts import (
    Undocumented,
)
from apiref_verify.model.reference import Place
from tests.builders import REQUEST, row, sample, tree, undefined, verdicts
from tests.matching.judging import BOAT, judged, rows_of, said

# -- nothing to say


def test_a_table_that_says_what_its_body_shows_is_right() -> None:
    assert judged("boat:object id name", BOAT) == []


def test_without_a_body_nothing_is_judged() -> None:
    assert judged("boat:object id name") == []
    assert judged("boat:object id name", {}) == []
    assert judged("", []) == []


def test_null_says_nothing_of_a_type_or_of_what_it_would_hold() -> None:
    assert (
        judged(
            "boat:object id name:integer captain:object captain.rank",
            {"boat": {"id": "1", "name": None, "captain": None}},
        )
        == []
    )


# -- undocumented


def test_only_the_topmost_undocumented_property_is_told() -> None:
    body = {"boat": {"id": "1", "hull": {"material": {"wood": "oak"}}}}
    assert judged("boat:object id", body) == ["undocumented: boat.hull"]


def test_each_undocumented_property_is_told_with_the_bodies_that_show_it() -> None:
    (verdict,) = verdicts(rows_of("boat:object id"), BOAT, {"boat": {"id": "1"}}, {"boat": {"name": "x"}})
    assert isinstance(verdict, Undocumented)
    assert [each.body for each in verdict.instances] == [BOAT, {"boat": {"name": "x"}}]


def test_a_body_without_any_row_has_no_table() -> None:
    assert judged("", BOAT, direction=REQUEST) == []
    matching = tree((rows_of("boat:object id name"), [BOAT]), ([], [{"berth": {"id": "1", "pier": 3}}]))
    found = [said(each) for c in matching.comparisons.values() for each in judge(c, matching.habits)]
    assert found == ["no table: berth id pier"]


def test_an_undocumented_property_whose_name_has_a_row_elsewhere_is_weaker() -> None:
    body = {"boat": {"id": "1", "captain": {"id": "2", "name": "Ann"}, "berth": {"id": "3", "name": "West"}}}
    rows = "boat:object id captain:object id name berth:object id"
    second = {"a": {"flag": "x"}, "b": {"flag": "y"}}
    third = {"a": {"lamp": "x"}, "b": {"lamp": "y"}}
    matching = tree(
        (rows_of(rows), [body]),
        (rows_of("a:object flag b:object flag"), [second]),
        (rows_of("a:object lamp b:object lamp"), [third]),
    )
    first, *_ = (c for c in matching.comparisons.values() if c.rows)
    assert [said(each) for each in judge(first, matching.habits)] == ["undocumented elsewhere: boat.berth.name"]


def test_one_row_for_several_levels_is_no_error_in_a_house_that_writes_so() -> None:
    assert judged("boat:object id captain:object", {"boat": {"id": "1", "captain": {"id": "2"}}}) == []


@pytest.mark.parametrize(
    "held",
    [
        {"links": [{"href": "/", "rel": "self", "hint": "x"}]},
        {"boat_links": [{"href": "/", "hint": "x"}]},
        {"berth": {"id": "3"}},
        {"berth": {"id": "3", "links": []}},
        {"berth": {"href": "/", "rel": "self"}},
        {"rig": {"10.0.0.1": 5}},
        {"metadata": {"home": "Kiel"}},
    ],
    ids=lambda held: str(held),
)
def test_links_references_and_maps_need_no_rows_for_what_they_hold(held: dict[str, Any]) -> None:
    (name,) = held
    kind = "array" if isinstance(held[name], list) else "object"
    assert judged(f"boat:object id {name}:{kind}", {"boat": {"id": "1", **held}}) == []


@pytest.mark.parametrize("words", ["Its masts and sails.", "``masts``, ``sails``", "masts: how many; sails: which"])
def test_properties_that_the_description_of_their_object_names_are_documented(words: str) -> None:
    rows = [*rows_of("boat:object id"), row("rig", "object", description=words)]
    assert judged(rows, {"boat": {"id": "1", "rig": {"masts": 2, "sails": 5}}}) == []


def test_a_placeholder_row_documents_whatever_key_a_map_has() -> None:
    assert judged("rig:object {sail}:object area:integer", {"rig": {"jib": {"area": 5}, "main": {"area": 12}}}) == []


def test_a_row_of_an_array_documents_all_its_items() -> None:
    body = {"boats": [{"id": "1"}, {"id": "2", "colour": "red"}]}
    assert judged("boats:array id", body) == ["undocumented: boats.colour"]


def test_a_row_whose_key_is_not_defined_documents_its_property() -> None:
    assert judged([row("boat", "object"), undefined("id"), undefined("name")], BOAT) == []


# -- absent


def test_a_required_row_that_no_body_shows_is_absent() -> None:
    assert judged("boat:object id name length", BOAT) == ["absent: length in boat"]


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        ("boat:object id name length?", BOAT),
        ("boats:array id", {"boats": []}),
        ("boat:object id captain:object? rank", {"boat": {"id": "1"}}),
        ("boat:object id captain:object boat.captain.rank", {"boat": {"id": "1", "captain": {}}}),
        ("boat:object id {key}", {"boat": {"id": "1"}}),
        ("boat:object id value", {"boat": {"id": "1"}}),
        ("boat:object id metadata:object home", {"boat": {"id": "1", "metadata": {"home": "Kiel"}}}),
    ],
    ids=[
        "optional",
        "empty list",
        "object not there",
        "empty object",
        "placeholder",
        "placeholder word",
        "key of a map",
    ],
)
def test_a_row_is_not_demanded_where_it_need_not_be_shown(rows: str, body: Any) -> None:
    assert judged(rows, body) == []


def test_a_row_that_one_of_several_bodies_shows_is_not_absent() -> None:
    assert judged("boat:object id name", {"boat": {"id": "1"}}, BOAT) == []


def test_a_row_is_demanded_of_bodies_in_its_versions_only() -> None:
    rows = [*rows_of("boat:object id name"), row("flag", since="1.3"), row("oars", until="1.1")]
    old, new = sample(BOAT, "1.2"), sample(BOAT, "1.3")
    assert judged(rows, old) == []
    assert judged(rows, old, new) == ["absent: flag in boat"]


def test_a_row_with_a_version_is_not_demanded_of_a_body_of_unknown_version() -> None:
    assert judged([*rows_of("boat:object id name"), row("flag", since="1.3")], BOAT) == []


def test_a_row_that_is_older_than_another_that_a_body_shows_is_demanded_of_it() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.4"), row("flag", since="1.3"), row("oars", since="1.5")]
    assert judged(rows, BOAT) == ["absent: flag in boat"]


def test_a_row_that_the_text_of_the_operation_quotes_may_be_an_alternative() -> None:
    assert judged("boat:object id name length", BOAT, description="Gives ``name`` or ``length``.") == []


# -- misnamed


def test_a_close_name_in_its_place_is_told_once_as_misnamed() -> None:
    assert judged("boat:object id nam?", {"boat": {"id": "1", "nam_e": "x"}}) == ["undocumented: boat.nam_e"]
    assert judged("boat:object id update_at?", {"boat": {"id": "1", "updated_at": "x"}}) == [
        "misnamed: update_at is boat.updated_at"
    ]


def test_an_absent_row_and_the_one_undocumented_property_that_sounds_like_it_are_one_error() -> None:
    body = {"boat": {"id": "1", "reg_number": "K-12"}}
    assert judged("boat:object id register_number", body) == ["misnamed: register_number is boat.reg_number"]
    assert judged("boat:object id register_number?", body) == ["undocumented: boat.reg_number"]
    assert judged("boat:object id register_number:integer", body) == [
        "absent: register_number in boat",
        "undocumented: boat.reg_number",
    ]


def test_an_envelope_of_another_name_is_misnamed_where_its_row_comes_first() -> None:
    assert judged("vessel:object length:integer?", {"boat": {"id": "1"}})[0] == "misnamed: vessel is boat"


@pytest.mark.parametrize(
    ("rows", "body"),
    [
        ("vessel:object? length:integer?", {"boat": {"id": "1"}}),
        ("vessel:string length:integer?", {"boat": {"id": "1"}}),
        ("length:integer? vessel:object", {"boat": {"id": "1"}}),
        ("vessel:object id", {"boat": {"id": "1"}}),
        ("vessel:object boat:object", {"boat": {"id": "1"}}),
        ("vessel:object length?", {"boat": {"id": "1"}, "links": []}),
    ],
    ids=["optional", "no object", "not first", "rows below it", "row of its own", "no envelope"],
)
def test_an_envelope_is_not_misnamed_where_another_explanation_is_as_good(rows: str, body: Any) -> None:
    assert not [each for each in judged(rows, body) if each.startswith("misnamed")]


def test_of_two_properties_that_sound_alike_neither_is_what_an_absent_row_means() -> None:
    body = {"boat": {"id": "1", "reg_number_a": "K", "reg_number_b": "K"}}
    assert "absent: reg_number_is in boat" in judged("boat:object id reg_number_is", body)


def test_one_property_is_what_one_absent_row_means() -> None:
    body = {"boat": {"id": "1", "reg_number": "K-12"}}
    assert judged("boat:object id register_number registry_number", body) == [
        "absent: registry_number in boat",
        "misnamed: register_number is boat.reg_number",
    ]


def test_a_documented_property_is_not_what_an_absent_row_means() -> None:
    assert judged("boat:object id reg_number register_number", {"boat": {"id": "1", "reg_number": "K"}}) == [
        "absent: register_number in boat"
    ]


def test_a_misspelt_row_that_a_sibling_spells_right_is_silent() -> None:
    body = {"flags": "red", "lamp": "on", "anchor": "up"}
    matching = tree((rows_of("flag"), [body]))
    first = next(c for c in matching.comparisons.values() if c.rows)
    assert "misnamed: flag is flags" in [said(each) for each in judge(first, matching.habits)]
    first.sibling_names = frozenset({"flags", "lamp", "anchor"})
    assert judge(first, matching.habits) == []


def test_a_close_name_is_no_error_where_the_property_has_its_own_row() -> None:
    assert judged("boat:object flags? flag", {"boat": {"flag": "red"}}) == []


def test_a_variable_of_the_url_is_no_misspelt_property() -> None:
    assert judged("boat:object id names", BOAT, url="/boats/{names}") == ["undocumented: boat.name"]


# -- types


@pytest.mark.parametrize(
    ("kind", "value", "verdict"),
    [
        ("string", 5, "type: x is integer"),
        ("integer", "5", "type harmless: x is string"),
        ("integer", "five", "type: x is string"),
        ("boolean", "True", "type harmless: x is string"),
        ("object", ["a"], "type: x is array"),
        ("array", {"metadata": {}}, "type: x is object"),
        ("boolean", 1, "type: x is integer"),
    ],
)
def test_a_value_that_its_type_does_not_admit_is_told(kind: str, value: Any, verdict: str) -> None:
    assert verdict in judged(f"x:{kind}", {"x": value})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", 1.5),
        ("float", 2),
        ("uuid", "1"),
        ("json", [1]),
        ("", {}),
        ("dict", {}),
        ("string", None),
        ("array", []),
    ],
)
def test_a_value_that_its_type_admits_is_right(kind: str, value: Any) -> None:
    assert judged([row("x", kind)], {"x": value}) == []


@pytest.mark.parametrize("rows", ["rig:object {sail}:integer", "rig:object key:integer", "rig:object rig.sail:integer"])
def test_the_type_of_a_row_that_stands_for_any_key_is_not_judged(rows: str) -> None:
    assert judged(rows, {"rig": {"10.0.0.1": "text"}}) == []


def test_the_type_of_a_misspelt_row_is_not_judged_besides() -> None:
    assert judged("update_at:integer?", {"updated_at": "x"}) == ["misnamed: update_at is updated_at"]


def test_a_type_is_told_once_however_many_bodies_show_it() -> None:
    assert judged("x:integer", {"x": "five"}, {"x": "six"}) == ["type: x is string"]


def test_a_string_is_harmless_only_if_all_shown_are() -> None:
    assert judged("boats:array x:integer", {"boats": [{"x": "5"}, {"x": "6"}]}) == ["type harmless: x is string"]
    assert judged("boats:array x:integer", {"boats": [{"x": "5"}, {"x": "six"}]}) == ["type: x is string"]
    assert judged("boats:array x:integer", {"boats": [{"x": "5"}, {"x": None}]}) == ["type harmless: x is string"]


def test_one_value_of_the_type_in_a_body_is_enough_for_it() -> None:
    assert judged("boats:array x:integer", {"boats": [{"x": "five"}, {"x": 5}]}) == []
    assert judged("x:integer", {"x": "five"}, {"x": 5}) == ["type: x is string"]


def test_a_type_is_judged_by_the_bodies_of_its_own_versions() -> None:
    rows = [row("x", "string", until="1.2"), row("x", "object", since="1.3")]
    assert judged(rows, sample({"x": "a"}, "1.2"), sample({"x": {}}, "1.3")) == []
    assert judged(rows, sample({"x": "a"}, "1.2"), sample({"x": 5}, "1.3")) == ["type: x is integer"]


def test_a_type_that_the_description_widens_is_right() -> None:
    assert judged([row("x", "string", description="A string or a list of them.")], {"x": ["a"]}) == []


# -- places


def test_a_property_of_the_response_documented_as_travelling_elsewhere_is_told() -> None:
    for travels in (Place.HEADER, Place.QUERY, Place.PATH):
        rows = [row("boat", "object"), row("id"), row("name", travels=travels)]
        assert judged(rows, BOAT) == ["place: name is at boat.name"]


def test_a_property_of_the_request_documented_in_the_path_is_told_unless_the_url_has_it() -> None:
    rows = [row("boat", "object"), row("id", travels=Place.PATH), row("name")]
    assert judged(rows, BOAT, direction=REQUEST) == ["place: id is at boat.id"]
    assert judged([*rows, row("id")], BOAT, direction=REQUEST, url="/boats/{id}") == []
