"""Required rows that bodies do not show: what excuses them, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import match
from apiref_verify.matching.verdicts import Absent, Lacking
from apiref_verify.model.reference import Parameter, Sample
from tests.builders import REQUEST, RESPONSE, operation, reference, row, sample, table, tree, verdicts, versions

BOAT = {"boat": {"id": "1", "name": "Gull"}}
BRIEF = {"boat": {"id": "1"}}


def absent(rows: list[Parameter], *bodies: Any, **more: Any) -> list[str]:
    return [each.row.name for each in verdicts(rows, *bodies, **more) if isinstance(each, Absent)]


def lacking(rows: list[Parameter], *bodies: Any, direction: Any = REQUEST) -> list[str]:
    found = verdicts(rows, *bodies, direction=direction)
    return [f"{each.row.name} at {each.instance.version}" for each in found if isinstance(each, Lacking)]


def rows(*more: Parameter) -> list[Parameter]:
    return [row("boat", "object"), row("id"), *more]


# -- words of the reference that say why a row may be absent


@pytest.mark.parametrize(
    "words",
    [
        "Available only when the harbour is open.",
        "Only present if the boat is moored.",
        "Only returned to administrators.",
        "Present if the boat has one.",
        "Shown if the harbour extension is enabled.",
    ],
)
def test_a_row_that_is_there_on_a_condition_is_not_demanded(words: str) -> None:
    assert absent(rows(row("berth", description=words)), BRIEF) == []


def test_a_plain_description_excuses_nothing() -> None:
    assert absent(rows(row("berth", description="Where the boat is moored.")), BRIEF) == ["berth"]


def test_a_row_that_another_one_describes_as_its_property_is_not_demanded() -> None:
    rig = row("rig", "object", False, description="The rig, with ``masts``.")
    assert absent(rows(rig, row("masts", "integer")), BRIEF) == []
    assert absent(rows(row("masts", "integer", description="The number of ``masts``.")), BRIEF) == ["masts"]


def test_a_row_that_gives_the_name_of_its_synonym_is_not_demanded() -> None:
    title = row("title", description="Another word for the name, which stands for ``name``.")
    assert absent(rows(title), BRIEF | {"boat": {"id": "1", "name": "x"}}) == []


# -- bodies of which a row is demanded


def test_a_row_is_demanded_of_a_body_whose_parent_object_is_filled() -> None:
    deep = rows(row("captain", "object"), row("boat.captain.rank"))
    assert absent(deep, {"boat": {"id": "1", "captain": {"age": 5}}}) == ["boat.captain.rank"]
    for empty in ({}, None, []):
        assert absent(deep, {"boat": {"id": "1", "captain": empty}}) == []


def test_a_row_is_not_demanded_of_an_envelope_that_is_null() -> None:
    assert absent(rows(), {"boat": None}) == []


def test_a_row_below_an_unmatched_object_is_not_told_beside_it() -> None:
    assert absent(rows(row("rig", "object"), row("masts"), row("boat.rig.sails")), BRIEF) == ["rig"]


def test_a_row_with_a_last_version_is_not_demanded_of_a_body_of_unknown_version() -> None:
    assert absent(rows(row("name", since="1.4"), row("oars", until="1.9")), BOAT) == []


def test_a_row_of_a_table_with_versions_is_not_demanded_of_a_body_of_unknown_version() -> None:
    limited = replace(table(rows(row("flag"))), versions=versions("1.4"))
    single = operation([limited], [sample(BRIEF)])
    matching = match(reference(single))
    assert judge(matching.of(single, RESPONSE), matching.habits) == []


def test_rows_in_the_order_of_the_alphabet_are_not_demanded_beside_an_empty_object() -> None:
    age, boat, captain, deck = row("age"), row("boat", "object"), row("captain", "object"), row("deck")
    body = {"boat": {"captain": {}, "deck": "x"}}
    assert absent([age, boat, captain, deck], body) == []
    assert absent([boat, age, captain, deck], body) == ["age"]


def test_a_row_whose_name_means_something_elsewhere_is_not_demanded() -> None:
    twice = rows(row("captain", "object", False), row("id", key="captain_id"))
    assert absent(twice, BRIEF) == []


def test_a_variable_of_the_url_is_not_demanded() -> None:
    assert absent(rows(row("boat_id")), BRIEF, url="/boats/{boat_id}") == []
    assert absent(rows(row("boat_id")), BRIEF, url="/boats/{id}") == ["boat_id"]


def test_of_two_synonyms_either_is_enough() -> None:
    both = [{"project_id": f"{n}f3c9d2e4b5a6978", "tenant_id": f"{n}f3c9d2e4b5a6978"} for n in range(6)]
    documented = [row("boats", "array"), row("tenant_id")]
    known = tree((documented, [{"boats": both}]), (documented, [{"boats": [{"project_id": "1f3c9d2e4b5a6978"}]}]))
    second = list(known.comparisons.values())[3]
    assert [m.row.name for m in second.alignment.matches] == ["boats"]
    assert not [each for each in judge(second, known.habits) if isinstance(each, Absent)]


# -- bodies that lack what others have


def at(body: Any, version: str | None, direction: Any = REQUEST) -> Sample:
    return sample(body, version, direction)


def test_a_request_without_a_required_row_is_told_beside_one_with_it() -> None:
    assert lacking(rows(row("name")), at(BOAT, "1.2"), at(BRIEF, "1.3")) == ["name at 1.3"]


def test_each_body_that_lacks_a_row_is_told() -> None:
    assert lacking(rows(row("name")), at(BOAT, "1.2"), at(BRIEF, "1.3"), at(BRIEF, "1.4")) == [
        "name at 1.3",
        "name at 1.4",
    ]


def test_a_body_without_the_object_or_with_an_empty_one_lacks_nothing_in_it() -> None:
    deep = rows(row("captain", "object", False), row("boat.captain.rank"))
    full = {"boat": {"id": "1", "captain": {"rank": "first"}}}
    for other in ({"boat": {"id": "1"}}, {"boat": {"id": "1", "captain": {}}}, {"boat": {"id": "1", "captain": None}}):
        assert lacking(deep, at(full, "1.2"), at(other, "1.3")) == []


def test_a_row_with_a_namesake_at_another_level_is_not_judged() -> None:
    two = rows(row("name"), row("captain", "object", False), row("name", key="captain_name"))
    full = {"boat": {"id": "1", "name": "Gull", "captain": {"name": "Ann"}}}
    assert lacking(two, at(full, "1.2"), at({"boat": {"id": "1", "captain": {"name": "Ann"}}}, "1.3")) == []


def test_bodies_that_have_nothing_in_common_are_alternatives() -> None:
    either = [row("launch", "object"), row("scrap", "object")]
    assert lacking(either, at({"launch": {"tide": 1}}, "1.2"), at({"scrap": {"day": 2}}, "1.2")) == []


def test_a_row_required_from_a_version_on_by_its_description_is_not_demanded_before() -> None:
    late = row("name", description="Since microversion 1.4 this is required.")
    assert lacking(rows(late), at(BOAT, "1.4"), at(BRIEF, "1.3")) == []
    assert lacking(rows(late), at(BOAT, "1.4"), at(BRIEF, "1.5")) == ["name at 1.5"]


def test_a_response_is_compared_with_those_of_its_own_version_only() -> None:
    full, brief = at(BOAT, "1.2", RESPONSE), at(BRIEF, "1.2", RESPONSE)
    assert lacking(rows(row("name")), full, brief, direction=RESPONSE) == ["name at 1.2"]
    assert lacking(rows(row("name")), full, at(BRIEF, "1.3", RESPONSE), direction=RESPONSE) == []
