"""What exchanges show of a table, and what they leave open."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.verdicts import Absent, Misnamed, NotAlways, Undocumented, WrongType, WrongVersion
from tests.builders import REQUEST, row
from tests.matching.exchanges.judged import answers, compared, verdicts

BOAT = [row("boat", "object"), row("id"), row("name")]


def kinds(found: list[Any]) -> list[tuple[str, str]]:
    """The kind of each verdict, with the row or property."""
    return [
        (type(each).__name__, each.node.name if isinstance(each, Undocumented) else each.row.name) for each in found
    ]


def boat(**properties: Any) -> dict[str, Any]:
    return {"boat": {"id": "7", "name": "Ada", **properties}}


def test_a_table_of_all_that_was_answered_is_sound() -> None:
    assert verdicts(BOAT, answers(boat(), boat())) == []


def test_a_property_without_a_row_is_undocumented_in_the_versions_that_had_it() -> None:
    (found,) = verdicts(BOAT, answers((boat(), "1.2"), (boat(flag="red"), "1.4"), (boat(flag="red"), "1.10")))
    assert isinstance(found, Undocumented)
    assert [str(instance.version) for instance in found.instances] == ["1.4", "1.10"]


def test_a_required_row_that_was_never_seen_is_absent() -> None:
    (found,) = verdicts([*BOAT, row("flag")], answers(boat(), boat()))
    assert isinstance(found, Absent)
    assert [instance.count for instance in found.instances] == [2]


@pytest.mark.parametrize(
    "flag",
    [
        row("flag", required=False),
        row("flag", since="1.5"),
        row("flag", until="1.1"),
        row("flag", description="Only returned if there is one."),
        row("flag", description="For administrators."),
        row("flag", description="It was optional before version 1.5."),
    ],
    ids=["optional", "later", "earlier", "conditional", "for few", "required later"],
)
@pytest.mark.parametrize("bodies", [[boat()], [boat(), boat(flag="red")]], ids=["never", "in some"])
def test_a_row_that_nobody_demands_may_be_missing(flag: Any, bodies: list[Any]) -> None:
    found = verdicts([*BOAT, flag], answers(*bodies, version="1.4"))
    assert not any(isinstance(each, Absent | NotAlways) for each in found)


def test_a_request_without_a_version_is_of_one_before_those_that_rows_begin_with() -> None:
    rows = [*BOAT, row("flag", "object", since="1.5"), row("mast", since="1.5")]
    assert verdicts(rows, answers(boat(flag="red"), boat())) == []


def test_so_many_absent_rows_are_an_answer_that_is_partial_by_design() -> None:
    assert verdicts([*BOAT, row("flag"), row("mast")], answers({"boat": {"id": "7"}})) == []


def test_objects_that_lack_what_others_have_are_counted_one_by_one() -> None:
    rows = [row("boats", "array"), row("id"), row("name"), row("flag")]
    listed = [boat(flag="red")["boat"], boat()["boat"], boat()["boat"]]
    (found,) = verdicts(rows, answers({"boats": listed}, {"boats": []}))
    assert isinstance(found, NotAlways)
    assert (found.row.name, found.lacking, found.total, found.first.line) == ("flag", 2, 3, 1)


@pytest.mark.parametrize(
    "other",
    [{"boat": {"id": "8"}}, {"reservation": "r"}, {"boat": {}}, {"boat": None}],
    ids=["a short one", "an alternative", "an empty one", "null"],
)
def test_an_answer_of_another_kind_lacks_nothing(other: Any) -> None:
    rows = [*BOAT, row("flag"), row("mast"), row("keel"), row("reservation", required=False)]
    assert verdicts(rows, answers(boat(flag="red", mast="m", keel="k"), other)) == []


def test_the_type_of_a_row_is_wrong_where_no_value_of_a_version_has_it() -> None:
    (found,) = verdicts([*BOAT, row("oars")], answers((boat(oars=None), "1.2"), (boat(oars=2), "1.3")))
    assert isinstance(found, WrongType)
    assert (found.types, str(found.instance.version)) == ({"integer"}, "1.3")


@pytest.mark.parametrize(("kind", "value"), [("integer", "2"), ("boolean", "True"), ("float", 2), ("integer", 2.0)])
def test_what_an_api_takes_in_a_request_is_not_always_what_it_wants(kind: str, value: Any) -> None:
    sent = f"exchanges: [{{request: GET /boats, sent: {{boat: {{oars: {value!r}}}}}}}]"
    assert verdicts([row("boat", "object"), row("oars", kind)], sent, direction=REQUEST) == []


def test_a_misspelt_row_is_told_of_only_in_versions_that_it_claims() -> None:
    seen = answers((boat(updated_at="now"), "1.2"))
    (found,) = verdicts([*BOAT, row("update_at", since="1.2")], seen)
    assert isinstance(found, Misnamed)
    assert verdicts([*BOAT, row("update_at", since="1.3")], seen) == []


def test_a_property_seen_before_its_row_begins() -> None:
    (found,) = verdicts([*BOAT, row("flag", since="1.10")], answers((boat(flag="red"), "1.9")))
    assert isinstance(found, WrongVersion)
    assert (str(found.version), found.later) == ("1.9", True)


@pytest.mark.parametrize(
    "body",
    [[], {}, None, "sunk", 7, {"boat": {}}, {"boat": None}, {"boat": []}, [[]], [None], {"boat": [[{}]]}],
    ids=str,
)
def test_odd_bodies_show_nothing_wrong(body: Any) -> None:
    rows = [row("boat", "object", required=False), row("id"), row("name")]
    found = [each for each in verdicts(rows, answers(body)) if not isinstance(each, WrongType)]
    assert found == []


def test_keys_that_are_data_are_no_properties() -> None:
    rows = [*BOAT, row("metadata", "object"), row("berths", "object")]
    body = boat(metadata={"colour": "red"}, berths={"10.0.0.1": {"depth": 3}, "10.0.0.2": {"depth": 4}})
    found = kinds(verdicts(rows, answers(body)))
    assert ("Undocumented", "colour") not in found
    assert ("Undocumented", "10.0.0.1") not in found


def test_an_instance_is_all_that_was_seen_at_one_version() -> None:
    _, comparison = compared(BOAT, answers((boat(), "1.10"), (boat(), "1.9"), (boat(), "1.10")))
    assert [(str(i.version), i.count) for i in comparison.skeleton.instances] == [("1.9", 1), ("1.10", 2)]
    (name,) = (node for node in comparison.skeleton.nodes if node.name == "name")
    assert comparison.bodies(name) == (3, 3)
