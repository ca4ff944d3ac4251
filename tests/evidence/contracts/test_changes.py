"""What changed between two versions of a contract."""

from __future__ import annotations

from typing import Any

import yaml

from apiref_verify.evidence.contracts.changes import Change, OperationChanges, What, changes
from apiref_verify.evidence.contracts.outlines.constraints import Kind
from apiref_verify.model.microversion import Microversion
from tests.contracts import contract


def written(value: Any) -> str:
    return str(yaml.safe_dump(value, sort_keys=False))


ONE, TWO = Microversion(1, 1), Microversion(1, 2)


def changed(old: str, new: str) -> list[OperationChanges]:
    """What changed of one operation; both promises are mappings in YAML."""
    ranges = [{"max_version": "1.1", **yaml.safe_load(old)}, {"min_version": "1.2", **yaml.safe_load(new)}]
    return list(changes(contract(written({"routes": [{"path": "GET /boats", "ranges": ranges}]})), ONE, TWO).changed)


def of_response(old: Any, new: Any) -> list[Change]:
    found = changed(written({"response": old}), written({"response": new}))
    return [change for one in found for part in one.parts for change in part.changes]


def closed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def test_operations_come_and_go() -> None:
    boats = contract(
        """
        routes:
        - path: GET /old
          ranges: [{max_version: "1.1"}, {min_version: "1.2", removed: true}]
        - path: GET /new
          ranges: [{min_version: "1.2"}]
        - path: GET /same
        """
    )
    found = changes(boats, ONE, TWO)
    assert (list(map(str, found.added)), list(map(str, found.removed)), found.changed) == (
        ["GET /new"],
        ["GET /old"],
        (),
    )
    back = changes(boats, TWO, ONE)
    assert (list(map(str, back.added)), list(map(str, back.removed))) == (["GET /old"], ["GET /new"])


def test_a_property_that_is_new_is_told_without_those_in_it() -> None:
    old, new = closed(boat=closed()), closed(boat=closed(hull=closed(colour={"type": "string"})))
    assert of_response(old, new) == [Change(("boat", "hull"), What.ADDED, after=("optional object",))]
    assert of_response(new, old) == [Change(("boat", "hull"), What.REMOVED, before=("optional object",))]


def test_types_requirements_values_and_bounds() -> None:
    old = closed(name={"type": "string", "maxLength": 9}, side={"enum": ["port"]}, mast={"type": "integer"})
    new = closed(name={"type": "string", "maxLength": 5}, side={"enum": ["port", "starboard"]}, mast={"type": "string"})
    new["required"] = ["mast"]
    assert of_response(old, new) == [
        Change(("name",), Kind.LENGTH, ("at most 9 characters",), ("at most 5 characters",)),
        Change(("side",), Kind.VALUES, ('"port"',), ('"port"', '"starboard"')),
        Change(("mast",), What.TYPE, ("integer",), ("string",)),
        Change(("mast",), What.REQUIRED),
    ]
    assert Change(("mast",), What.OPTIONAL) in of_response(new, old)


def test_constraints_of_items_are_told_from_those_of_the_list() -> None:
    def tags(longest: int) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string", "maxLength": longest}}

    (change,) = of_response(tags(9), tags(5))
    assert (change.path, change.what, change.of_items) == ((), Kind.LENGTH, True)


def test_an_object_that_becomes_closed() -> None:
    assert of_response(closed() | {"additionalProperties": True}, closed()) == [
        Change((), Kind.OTHERS, ("allowed",), ("refused",))
    ]


def test_an_object_where_there_was_none_is_no_news_of_other_properties() -> None:
    assert of_response({}, closed(name={})) == [
        Change((), What.TYPE, ("anything",), ("object",)),
        Change(("name",), What.ADDED, after=("optional anything",)),
    ]


def test_schemas_that_are_written_otherwise_and_say_the_same_did_not_change() -> None:
    assert of_response({"type": ["string", "null"]}, {"type": ["null", "string"]}) == []
    assert of_response({"allOf": [{"type": "string"}]}, {"type": "string"}) == []


def test_forms_are_compared_together() -> None:
    boat, fleet = closed(boat={"type": "string"}), closed(fleet={"type": "string"})
    both = {"oneOf": [boat, fleet]}
    assert of_response(boat, both) == [Change(("fleet",), What.ADDED, after=("optional string",))]


def test_a_schema_that_becomes_known_is_one_change() -> None:
    (one,) = changed("{}", "request: {type: object, properties: {name: {}}}")
    assert [(part.part, part.changes) for part in one.parts] == [
        ("request", (Change((), What.TYPE, ("not known",), ("object (any other properties)",)),))
    ]


def test_an_answer_under_another_status_is_compared_with_the_former() -> None:
    (one,) = changed('responses: {"200": {type: "null"}}', 'responses: {"202": {type: string}}')
    assert [(part.status, part.changes) for part in one.parts] == [
        ("202", (Change((), What.TYPE, ("null",), ("string",)),))
    ]


def test_an_answer_more_is_told() -> None:
    (one,) = changed('responses: {"200": {}}', 'responses: {"200": {}, "202": {type: string}}')
    assert [(part.status, part.changes[0].before, part.changes[0].after) for part in one.parts] == [
        ("202", ("not known",), ("string",))
    ]


def test_codes_come_and_go() -> None:
    (one,) = changed("{success: [200], errors: [404]}", "{success: [202], errors: [404, 409]}")
    assert [(c.kind, c.added, c.removed) for c in one.codes] == [("success", (202,), (200,)), ("errors", (409,), ())]


def test_a_parameter_of_a_query() -> None:
    def query(*names: str) -> str:
        entries = {name: {"type": "array", "maxItems": 1, "items": {"type": "string"}} for name in names}
        return written({"query": closed(**entries)})

    (one,) = changed(query("limit"), query("limit", "marker"))
    assert [(part.part, part.changes) for part in one.parts] == [
        ("query", (Change(("marker",), What.ADDED, after=("optional string",)),))
    ]
