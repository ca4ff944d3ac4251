"""References, recursion and dialects: schemas that stand by themselves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apiref_verify.evidence.contracts import bundle
from apiref_verify.evidence.contracts.load import load
from apiref_verify.model.contract import Part, Schema
from tests.evidence.contracts.documents import answer, document, get, post, read, route


def request(folder: Path, schema: Any, version: str = "3.1.0", **schemas: Any) -> Schema | None:
    """What becomes of the schema of a request."""
    content = document({"/widgets": post(schema)}, version, components={"schemas": schemas})
    return route(read(folder, content), "POST /widgets").promises[0].request


def response(folder: Path, schema: Any, version: str = "3.1.0", **schemas: Any) -> Schema:
    content = document({"/widgets": get(schema)}, version, components={"schemas": schemas})
    return route(read(folder, content), "GET /widgets").promises[0].responses["200"]


def component(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def test_what_is_named_takes_the_place_of_its_reference(tmp_path: Path) -> None:
    found = request(tmp_path, {"items": component("One")}, One=component("Two"), Two={"type": "string"})
    assert found == {"items": {"type": "string"}}


def test_a_pointer_may_be_escaped(tmp_path: Path) -> None:
    found = request(tmp_path, {"$ref": "#/components/schemas/a~1b%20c"}, **{"a/b c": {"type": "string"}})
    assert found == {"type": "string"}


def test_annotations_beside_a_reference_are_added(tmp_path: Path) -> None:
    found = request(tmp_path, {**component("One"), "description": "mine"}, One={"type": "string", "description": "its"})
    assert found == {"type": "string", "description": "mine"}


def test_limits_beside_a_reference_hold_too(tmp_path: Path) -> None:
    found = request(tmp_path, {**component("One"), "maxLength": 3}, One={"type": "string", "maxLength": 9})
    assert found == {"maxLength": 3, "allOf": [{"type": "string", "maxLength": 9}]}


def test_in_openapi_30_nothing_counts_beside_a_reference(tmp_path: Path) -> None:
    found = request(tmp_path, {**component("One"), "maxLength": 3}, "3.0.3", One={"type": "string"})
    assert found == {"type": "string"}


def test_what_refers_to_itself_becomes_a_definition(tmp_path: Path) -> None:
    tree = {"type": "object", "properties": {"children": {"type": "array", "items": component("Tree")}}}
    found = response(tmp_path, component("Tree"), Tree=tree)
    assert isinstance(found, dict)
    assert found["$defs"] == {
        "Tree": {**tree, "properties": {"children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}}
    }
    judge = Draft202012Validator(found)
    assert judge.is_valid({"children": [{"children": []}]})
    assert not judge.is_valid({"children": [{"children": 1}]})


def test_circles_of_several_are_definitions_with_names_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(json.dumps({"Node": {"type": "array", "items": {"$ref": "#/Node"}}}), "utf-8")
    node = {"properties": {"next": component("Node"), "other": {"$ref": "other.json#/Node"}}}
    found = response(tmp_path, {"items": component("Node")}, Node=node)
    assert isinstance(found, dict)
    assert sorted(found["$defs"]) == ["Node", "Node_2"]
    judge = Draft202012Validator(found)
    assert judge.is_valid([{"next": {"next": {}}, "other": [[], [[]]]}])
    assert not judge.is_valid([{"next": {"other": [1]}}])


def test_a_document_may_be_spread_over_files(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "widgets.yaml").write_text(
        "get: {responses: {'200': {$ref: 'answers.yaml#/shown'}}}", "utf-8"
    )
    shown = "shown: {content: {application/json: {schema: {$ref: '../schemas.yaml#/Widget'}}}}"
    (tmp_path / "parts" / "answers.yaml").write_text(shown, "utf-8")
    (tmp_path / "schemas.yaml").write_text("Widget: {type: object}", "utf-8")
    contract = read(tmp_path, document({"/widgets": {"$ref": "parts/widgets.yaml"}}))
    assert contract.routes[0].promises[0].responses == {"200": {"type": "object"}}


def test_what_stands_in_data_is_no_schema(tmp_path: Path) -> None:
    schema = {
        "const": {"$ref": "#/nowhere"},
        "examples": [{"$ref": "#/nowhere"}],
        "properties": {"$ref": {"type": "string"}},
    }
    assert request(tmp_path, schema) == schema


def test_a_property_is_not_asked_for_where_it_is_not_sent(tmp_path: Path) -> None:
    properties = {"id": {"type": "string", "readOnly": True}, "secret": component("Secret"), "name": {}}
    schema = {"properties": properties, "required": ["id", "secret", "name"]}
    secret = {"type": "string", "writeOnly": True}
    asked, answered = (of(tmp_path, schema, Secret=secret) for of in (request, response))
    assert isinstance(asked, dict) and isinstance(answered, dict)
    assert (list(asked["properties"]), asked["required"]) == (["secret", "name"], ["secret", "name"])
    assert (list(answered["properties"]), answered["required"]) == (["id", "name"], ["id", "name"])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"nullable": True}, {}),
        ({"type": "integer", "minimum": 1, "exclusiveMinimum": True}, {"type": "integer", "exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"type": "string", "example": "a"}, {"type": "string", "examples": ["a"]}),
        ({"type": "object", "discriminator": {"propertyName": "kind"}, "xml": {}, "x-other": 1}, {"type": "object"}),
        (
            {"properties": {"a": {"type": "integer", "nullable": True}}},
            {"properties": {"a": {"type": ["integer", "null"]}}},
        ),
    ],
)
def test_the_dialect_of_openapi_30_is_translated(tmp_path: Path, old: Any, new: Any) -> None:
    assert request(tmp_path, old, "3.0.3") == new


@pytest.mark.parametrize(
    ("odd", "sound"),
    [
        ({"type": {"type": "string"}, "maxLength": 3}, {"maxLength": 3}),
        ({"type": "file"}, {}),
        ({"required": True, "type": "string"}, {"type": "string"}),
        ({"minimum": 0, "exclusiveMinimum": True}, {"exclusiveMinimum": 0}),
        ({"examples": {"a": 1}}, {}),
        ({"items": [{"type": "string"}]}, {"prefixItems": [{"type": "string"}]}),
        ({"enum": []}, {}),
        ({"minLength": -1, "maxLength": 5.0}, {"maxLength": 5.0}),
        ({"multipleOf": 0, "uniqueItems": "yes", "pattern": 5, "format": ["x"]}, {}),
    ],
)
def test_keywords_that_make_no_sense_are_left_out(tmp_path: Path, odd: Any, sound: Any) -> None:
    found = request(tmp_path, odd)
    assert found == sound
    Draft202012Validator.check_schema(found)


def test_of_several_contents_the_json_is_read(tmp_path: Path) -> None:
    kinds = {
        "text/xml": {},
        "application/merge-patch+json": {"schema": {"type": "array"}},
        "application/octet-stream": {},
    }
    item = {"patch": {"requestBody": {"content": kinds}, "responses": {"2xx": answer({}), "default": answer(True)}}}
    promise = read(tmp_path, document({"/widgets": item})).routes[0].promises[0]
    assert promise.request == {"type": "array"}
    assert promise.responses == {"2XX": {}, "default": True}


@pytest.mark.parametrize(
    ("named", "known"),
    [
        ("https://spec.openapis.org/oas/3.1/dialect/base", "https://json-schema.org/draft/2020-12/schema"),
        ("http://json-schema.org/draft-07/schema#", "http://json-schema.org/draft-07/schema#"),
    ],
)
def test_a_document_may_name_its_dialect(tmp_path: Path, named: str, known: str) -> None:
    assert read(tmp_path, document({"/widgets": get({})}, jsonSchemaDialect=named)).dialect == known


def test_codes_have_no_authority_by_default(tmp_path: Path) -> None:
    assert read(tmp_path, document({})).authority == frozenset(Part) - {Part.CODES}


def test_a_document_may_name_the_parts_with_authority_and_the_caller_has_the_last_word(tmp_path: Path) -> None:
    content = document({})
    content["info"]["x-apiref-verify"] = {"authority": ["routes", "codes"]}
    assert read(tmp_path, content).authority == {Part.ROUTES, Part.CODES}
    assert read(tmp_path, content, authority=frozenset({Part.TYPES})).authority == {Part.TYPES}


def test_a_contract_survives_in_a_bundle(tmp_path: Path) -> None:
    tree = {"properties": {"children": {"items": component("Tree")}}}
    contract = read(tmp_path, document({"/widgets": get(component("Tree"))}, components={"schemas": {"Tree": tree}}))
    bundle.write(contract, tmp_path / "bundle.json.gz")
    again = load(tmp_path / "bundle.json.gz")
    assert again.routes == contract.routes
    assert again.provenance == contract.provenance
