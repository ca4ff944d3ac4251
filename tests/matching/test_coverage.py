"""What evidence shows and no row means: what excuses it, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import match
from apiref_verify.matching.verdicts import Missing, Undocumented, WrongPlace
from apiref_verify.model.reference import Operation, Parameter, Place
from tests.builders import REQUEST, RESPONSE, operation, reference, row, sample, table

BOAT = {"boat": {"id": "1", "name": "Gull"}}


def rows_of(words: str) -> list[Parameter]:
    return [row(*word.rstrip("?").split(":"), required=not word.endswith("?")) for word in words.split()]


def shown(
    rows: str | list[Parameter], *bodies: Any, url: str = "/boats", direction: Any = RESPONSE, text: str = ""
) -> Operation:
    """An operation with one table and the bodies shown for it."""
    listed = rows_of(rows) if isinstance(rows, str) else rows
    tables = [table(listed, direction)] if listed else []
    return operation(tables, [sample(body, direction=direction) for body in bodies], "PUT", url, text[:20], text)


def told(*operations: Operation, direction: Any = RESPONSE) -> list[str]:
    """What the first operation leaves undocumented, in words; the others are the house that it stands in."""
    matching = match(reference(*operations))
    found = []
    for verdict in judge(matching.of(operations[0], direction), matching.habits):
        if isinstance(verdict, Undocumented):
            found.append(" elsewhere" * verdict.elsewhere + " child" * verdict.child + f" {verdict.node.path}")
        elif isinstance(verdict, Missing):
            found.append(f" no table: {' '.join(verdict.names)}")
        elif isinstance(verdict, WrongPlace):
            found.append(f" place: {verdict.row.name}")
    return [each.strip() for each in found]


HOUSE = [shown("boat:object id name", BOAT, url=f"/house/{number}") for number in range(4)]


# -- a body without a table


def test_a_body_without_a_table_is_told_in_a_house_that_has_tables() -> None:
    assert told(shown("", {"berth": {"pier": 3}}), *HOUSE) == ["no table: berth pier"]
    assert told(shown("", {"pier": 3, "depth": 2}), *HOUSE) == ["no table: pier depth"]


def test_a_body_without_a_table_is_not_told_in_a_house_where_few_bodies_have_one() -> None:
    bare = [shown("", BOAT, url=f"/bare/{number}") for number in range(5)]
    assert told(shown("", {"berth": {"pier": 3}}), *HOUSE, *bare) == []


def test_a_map_alone_needs_a_table_only_where_envelopes_have_rows() -> None:
    body = {"berths": {"10.0.0.1": {"pier": 3}}}
    without = [shown("id name", BOAT, url=f"/house/{number}") for number in range(4)]
    assert told(shown("", body), *HOUSE) == ["no table: berths"]
    assert told(shown("", body), *without) == []


@pytest.mark.parametrize(
    "text",
    [
        "The keys are specific to the harbour.",
        "The keys vary.",
        "Shows a dictionary of papers.",
        "The full boat representation is returned.",
        "The response body is the same as that of Show Boat.",
        "The response format is the same as above.",
    ],
)
def test_a_body_that_the_text_describes_otherwise_needs_no_table(text: str) -> None:
    assert told(shown("", {"berth": {"pier": 3}}, text=text), *HOUSE) == []


def test_a_text_that_sends_readers_elsewhere_excuses_what_the_table_leaves_out_of_a_response() -> None:
    text = "The response body is the same as that of Show Boat."
    assert told(shown("boat:object id", BOAT, text=text), *HOUSE) == []
    asked = shown("boat:object id", BOAT, text=text, direction=REQUEST)
    assert told(asked, *HOUSE, direction=REQUEST) == ["boat.name"]


def test_rows_that_travel_elsewhere_are_told_instead_of_a_missing_table() -> None:
    rows = [row("pier", travels=Place.QUERY), row("depth", travels=Place.HEADER)]
    assert told(shown(rows, {"pier": 3, "depth": 2}), *HOUSE) == ["place: pier", "place: depth"]
    assert told(shown(rows, {"pier": 3, "depth": 2, "length": 9}), *HOUSE) == [
        "place: pier",
        "place: depth",
        "no table: length",
    ]


def test_a_variable_of_the_url_is_no_row_in_the_wrong_place() -> None:
    rows = [row("pier", travels=Place.PATH)]
    assert told(shown(rows, {"pier": 3}, url="/berths/{pier}"), *HOUSE) == ["no table: pier"]


def test_a_body_that_a_sibling_documents_needs_no_table_of_its_own() -> None:
    body = {"flag": "red", "lamp": "on"}
    first = shown("", body, url="/boats/{id}/state")
    assert told(first, shown("flag lamp", body, url="/boats/{id}/state"), *HOUSE) == []
    assert told(first, shown("flag", body, url="/boats/{id}/state"), *HOUSE) == ["no table: flag lamp"]


def test_one_row_of_an_object_stands_for_a_body_that_it_does_not_name() -> None:
    assert told(shown("body:json?", {"flag": "red", "lamp": "on"}), *HOUSE) == []
    assert told(shown("body:json? lamp", {"flag": "red", "lamp": "on"}), *HOUSE) == ["flag"]


# -- envelopes


def test_an_envelope_is_told_only_in_a_house_that_gives_envelopes_rows() -> None:
    assert told(shown("id name", BOAT), *HOUSE) == ["boat"]
    without = [shown("id name", BOAT, url=f"/house/{number}") for number in range(9)]
    assert told(shown("id name", BOAT), *HOUSE, *without) == []


def test_what_an_envelope_holds_is_judged_whether_it_has_a_row_or_not() -> None:
    without = [shown("id name", BOAT, url=f"/house/{number}") for number in range(4)]
    assert told(shown("id", BOAT), *without) == ["boat.name"]


def test_an_envelope_that_is_a_map_is_told_where_its_name_has_rows_elsewhere() -> None:
    mapped = {"metadata": {"home": "Kiel"}}
    without = [shown("id name", BOAT, url=f"/house/{number}") for number in range(4)]
    documented = [
        shown("id metadata:object", {"boat": {"id": "1", **mapped}}, url=f"/m/{number}") for number in range(3)
    ]
    assert told(shown("key value", mapped), *without) == []
    assert told(shown("key value", mapped), *without, *documented) == ["metadata"]


# -- rows at other levels


def test_one_row_for_several_levels_is_silent_only_where_the_house_writes_so() -> None:
    one = {"boat": {"id": "1", "captain": {"id": "2", "rank": "first"}}}
    first = shown("boat:object id captain:object rank", one)
    split = [shown("boat:object id captain:object id rank", one, url=f"/split/{number}") for number in range(2)]
    assert told(first) == []
    assert told(first, split[0]) == []
    assert told(first, *split) == ["elsewhere boat.captain.id"]


# -- objects none of whose properties has a row


CAPTAIN = {"boat": {"id": "1", "captain": {"rank": "first", "age": 50}}}
WITHOUT, WITH = "boat:object id captain:object", "boat:object id captain:object rank age:integer"


def captain(description: str = "", text: str = "") -> Operation:
    rows = [*rows_of("boat:object id"), row("captain", "object", description=description)]
    return shown(rows, CAPTAIN, text=text)


def test_an_object_without_rows_is_told_once_where_its_like_have_rows() -> None:
    assert told(captain(), shown(WITH, CAPTAIN, url="/a"), shown(WITH, CAPTAIN, url="/b")) == [
        "child boat.captain.rank"
    ]
    assert told(captain(), shown(WITHOUT, CAPTAIN, url="/a")) == []


@pytest.mark.parametrize(
    ("description", "text", "silent"),
    [
        ("Its rank and age.", "", True),
        ("Its age.", "", False),
        ("See :ref:`captains`.", "", True),
        ("", "The captain has a rank and an age.", True),
    ],
)
def test_an_object_whose_properties_are_described_in_prose_needs_no_rows_for_them(
    description: str, text: str, silent: bool
) -> None:
    house = [shown(WITH, CAPTAIN, url="/a"), shown(WITH, CAPTAIN, url="/b")]
    assert (told(captain(description, text), *house) == []) is silent


def test_an_envelope_without_rows_for_what_it_holds_is_told() -> None:
    assert told(shown("boat:object", BOAT), *HOUSE) == ["child boat.id"]


def test_very_deep_objects_need_no_rows_for_what_they_hold() -> None:
    def body(depth: int) -> Any:
        value: Any = {"rank": "first", "age": 50}
        for number in range(depth):
            value = {"captain" if number == 0 else f"level{number}": value}
        return {"boat": value}

    house = [shown(WITH, CAPTAIN, url="/a"), shown(WITH, CAPTAIN, url="/b")]
    assert told(shown("boat:object level1:object captain:object", body(2)), *house) == [
        "child boat.level1.captain.rank"
    ]
    assert told(shown("boat:object level2:object level1:object captain:object", body(3)), *house) == []


def test_one_row_among_many_properties_may_be_there_by_coincidence() -> None:
    few, many = {"rank": 1, "age": 2, "home": 3}, {"rank": 1, "age": 2, "home": 3, "since": 4}
    rows = "boat:object id captain:object rank:integer"
    assert told(shown(rows, {"boat": {"id": "1", "captain": few}})) == ["boat.captain.age", "boat.captain.home"]
    assert told(shown(rows, {"boat": {"id": "1", "captain": many}})) == []


def test_a_dotted_row_is_no_coincidence_and_nor_is_one_in_the_envelope() -> None:
    many = {"rank": 1, "age": 2, "home": 3, "since": 4}
    dotted = "boat:object id captain:object boat.captain.rank:integer"
    assert told(shown(dotted, {"boat": {"id": "1", "captain": many}})) == [
        "boat.captain.age",
        "boat.captain.home",
        "boat.captain.since",
    ]
    assert told(shown("boat:object rank:integer", {"boat": many})) == ["boat.age", "boat.home", "boat.since"]


def test_objects_of_one_shape_under_different_keys_are_a_map() -> None:
    like = {"jib": {"area": 5, "cloth": "x"}, "main": {"area": 12, "cloth": "y"}}
    house = [
        shown("boat:object rig:object jib:object", {"boat": {"rig": {"jib": {"a": 1}}}}, url=f"/h/{n}") for n in "ab"
    ]
    first = shown("boat:object id rig:object", {"boat": {"id": "1", "rig": like}})
    assert told(first, *house) == []
    unlike = {"jib": {"area": 5}, "main": {"area": 12, "cloth": "y"}}
    assert told(shown("boat:object id rig:object", {"boat": {"id": "1", "rig": unlike}}), *house) == [
        "child boat.rig.jib"
    ]
    plain = {"jib": 5, "main": 12}
    assert told(shown("boat:object id rig:object", {"boat": {"id": "1", "rig": plain}}), *house) == [
        "child boat.rig.jib"
    ]


def test_rows_inside_the_values_of_a_map_are_judged() -> None:
    body = {"rig": {"10.0.0.1": {"area": 5, "cloth": "x"}}}
    assert told(shown("rig:object area:integer", body), *HOUSE) == ["rig.*.cloth"]


# -- references, synonyms, mirrors


@pytest.mark.parametrize(
    "held", [{"links": [{"href": "/", "text": "x"}]}, {"berth": {"id": "3"}}, {"next": {"href": "/", "rel": "next"}}]
)
def test_what_links_and_references_hold_is_silent_unless_they_are_the_envelope(held: dict[str, Any]) -> None:
    (name,) = held
    kind = "array" if isinstance(held[name], list) else "object"
    house = [
        shown(f"boat:object id {name}:{kind} id href rel text", {"boat": {"id": "1", **held}}, url=f"/h/{n}")
        for n in "ab"
    ]
    assert told(shown(f"boat:object id {name}:{kind}", {"boat": {"id": "1", **held}}), *house) == []
    assert told(shown(f"{name}:{kind}", held), *HOUSE) != []


def pairs(key: str, other: str) -> Any:
    return {"boats": [{"id": str(n), key: f"{n}f3c9d2e4b5a69", other: f"{n}f3c9d2e4b5a69"} for n in range(6)]}


def test_of_two_synonyms_one_needs_a_row_but_one_does() -> None:
    body = pairs("project_id", "tenant_id")
    assert told(shown("boats:array id project_id", body)) == []
    assert told(shown("boats:array id", body)) == ["boats.project_id", "boats.tenant_id"]


def test_an_old_name_kept_at_the_top_for_old_clients_is_silent() -> None:
    both = {"boat": {"id": "1"}, "vessel": {"id": "1"}}
    assert told(shown("boat:object id", both)) == []
    assert told(shown("boat:object id", {"boat": {"id": "1"}, "vessel": {"id": "2"}})) == ["vessel"]
    assert told(shown("boat:object", {"boat": 1, "vessel": 1})) == ["vessel"]


def test_a_row_named_as_a_url_variable_stands_for_the_object_under_that_key() -> None:
    assert told(shown("key:object value?", {"Kiel": {"value": 1}}, url="/homes/{key}"), *HOUSE) == []
    assert told(shown("key:object value", {"Kiel": {"value": 1, "flag": 2}}, url="/homes/{key}"), *HOUSE) == [
        "Kiel.flag"
    ]
    assert "flag" in told(shown("key name?", {"flag": "x", "lamp": "y"}, url="/homes/{key}"), *HOUSE)


def test_every_property_that_a_template_fits_is_documented() -> None:
    body = {"quota": {"sails_jib": 1, "sails_main": 2, "oars": 3}}
    assert told(shown("quota:object sails_{type}:integer", body)) == ["quota.oars"]


@pytest.mark.parametrize("name", ["key?", "value?", "spec?"])
def test_a_row_named_like_a_placeholder_documents_nothing_in_an_object_that_has_rows(name: str) -> None:
    assert told(shown(f"boat:object id {name}", {"boat": {"id": "1", "flag": "x"}})) == ["boat.flag"]


def test_a_row_of_an_object_that_is_not_shown_documents_no_others_in_an_object_that_has_rows() -> None:
    body = {"boat": {"id": "1", "hull": {"a": 1}, "deck": {"b": 2}}}
    assert told(shown("boat:object id rig:object?", body)) == ["boat.hull", "boat.deck"]
