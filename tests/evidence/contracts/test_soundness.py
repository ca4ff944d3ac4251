"""Schemas that cannot be judged by are refused, with the operation, the place and what to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.soundness import examine
from apiref_verify.model.contract import Contract, Promise, Provenance, Route

DRAFT_4 = "http://json-schema.org/draft-04/schema"


def contract(schema: Any) -> Contract:
    return Contract(
        Provenance("service", "harbour", "1.0"), (Route("POST", "/boats", promises=(Promise(request=schema),)),)
    )


def said(schema: Any) -> str:
    with pytest.raises(ContractError) as refused:
        examine(contract(schema))
    return str(refused.value).removeprefix("harbour 1.0: POST /boats, request, ")


def chain(keyword: str, length: int, times: int = 1) -> dict[str, Any]:
    """Definitions each of which leads to the next one, by a list or a reference."""
    definitions: dict[str, Any] = {f"n{length}": {"type": "object"}}
    for number in range(length):
        following = {"$ref": f"#/$defs/n{number + 1}"}
        definitions[f"n{number}"] = following if keyword == "$ref" else {keyword: [following] * times}
    return {"$defs": definitions, "$ref": "#/$defs/n0"}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    for _ in range(depth):
        schema = {"properties": {"boat": schema}}
    return schema


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            {"type": "strng"},
            "#: type is 'strng'; it should be one or more of array, boolean, integer, null, number, object, string",
        ),
        ({"properties": {"a/b": {"type": 5}}}, "#/properties/a~1b: type is 5; "),
        ({"items": {"type": [["object"]]}}, "#/items: type is [['object']]; "),
        ({"type": []}, "#: type is []; "),
        ({"properties": []}, "#: properties is []; it should be a mapping of names to schemas; "),
        ({"properties": {"boat": 5}}, "#: properties is {'boat': 5}; it should be a mapping of names to schemas; "),
        ({"patternProperties": {"^b": "x"}}, "#: patternProperties is "),
        ({"$defs": {"boat": {"type": 5}}}, "#/$defs/boat: type is 5; "),
        ({"definitions": [1]}, "#: definitions is [1]; "),
        ({"required": "name"}, "#: required is 'name'; it should be a list of names; "),
        ({"required": [5]}, "#: required is [5]; it should be a list of names; "),
        ({"allOf": {}}, "#: allOf is {}; it should be a list of schemas, not empty; "),
        ({"anyOf": [{"oneOf": [5]}]}, "#/anyOf/0: oneOf is [5]; "),
        ({"anyOf": []}, "#: anyOf is []; "),
        ({"items": 5}, "#: items is 5; it should be a schema or a list of schemas; "),
        ({"items": [{"items": "x"}]}, "#/items/0: items is 'x'; "),
        ({"prefixItems": {}}, "#: prefixItems is {}; "),
        ({"additionalProperties": "no"}, "#: additionalProperties is 'no'; it should be a schema; "),
        ({"not": {"if": 1}}, "#/not: if is 1; "),
        ({"enum": {}}, "#: enum is {}; it should be a list of values, not empty; "),
        ({"pattern": 5}, "#: pattern is 5; it should be a text; "),
        ({"format": ["x"]}, "#: format is ['x']; it should be a text; "),
        ({"minLength": "x"}, "#: minLength is 'x'; it should be a whole number, 0 or more; "),
        ({"maxItems": 1.5}, "#: maxItems is 1.5; "),
        ({"maxLength": float("inf")}, "#: maxLength is inf; "),
        ({"maximum": True}, "#: maximum is True; it should be a number; "),
        ({"multipleOf": 0}, "#: multipleOf is 0; it should be a number above 0; "),
        ({"uniqueItems": "yes"}, "#: uniqueItems is 'yes'; it should be true or false; "),
        ({"dependencies": {"a": "b"}}, "#: dependencies is {'a': 'b'}; "),
        ({"dependentRequired": {"a": "b"}}, "#: dependentRequired is {'a': 'b'}; "),
        ("object", "#: a schema is 'object'; it should be a mapping or a boolean; "),
        ({"$schema": "http://example.org/mine"}, "#: the $schema 'http://example.org/mine' is unknown; "),
        ({"items": {"$id": "boat"}}, "#/items: a $id inside of a schema is not followed; leave it out"),
        ({"$dynamicRef": "#x"}, "#: $dynamicRef is not followed; use $ref"),
        ({"$recursiveRef": "#"}, "#: $recursiveRef is not followed; use $ref"),
    ],
)
def test_keywords(schema: Any, message: str) -> None:
    assert said(schema).startswith(message)


RESOLVED = "export it again with the reference resolved"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        (5, "#/items: $ref is 5; it should be a text; mend the schema"),
        ("http://example.org/x", f"#/items: $ref 'http://example.org/x' leads out of the schema; {RESOLVED}"),
        ("file:///etc/passwd", f"#/items: $ref 'file:///etc/passwd' leads out of the schema; {RESOLVED}"),
        ("boat.json#/x", f"#/items: $ref 'boat.json#/x' leads out of the schema; {RESOLVED}"),
        ("#boat", f"#/items: $ref '#boat' leads out of the schema; {RESOLVED}"),
        ("#/$defs/ship", "#/items: $ref '#/$defs/ship' leads to no schema; mend the schema"),
        ("#/required", "#/items: $ref '#/required' leads to no schema; mend the schema"),
    ],
)
def test_references(reference: Any, message: str) -> None:
    assert said({"$defs": {"boat": {}}, "required": ["a"], "items": {"$ref": reference}}) == message


def test_what_a_reference_leads_to_is_looked_at_wherever_it_stands() -> None:
    assert said({"$ref": "#/parts/0", "parts": [{"type": 5}]}).startswith("#/parts/0: type is 5; ")


CIRCLE = "the schema leads back to itself for one and the same value; break the circle"


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"allOf": [{"$ref": "#"}]},
        {"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{}, {"not": {"$ref": "#/$defs/a"}}]}}},
        {"dependentSchemas": {"a": {"$ref": "#"}}},
    ],
)
def test_circles_are_refused(schema: Any) -> None:
    assert said(schema).endswith(CIRCLE)


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"boat": {"$ref": "#"}}},
        {"$defs": {"a": {"items": {"allOf": [{"$ref": "#/$defs/a"}]}}}, "$ref": "#/$defs/a"},
    ],
)
def test_a_schema_may_lead_back_to_itself_for_what_stands_in_the_value(schema: Any) -> None:
    examine(contract(schema))


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_what_combines_too_much_is_refused(keyword: str) -> None:
    assert said(chain(keyword, 40, times=2)).endswith(": it combines more than 10,000 schemas; simplify it")
    examine(contract(chain(keyword, 10, times=2)))


def test_what_leads_on_too_often_is_refused_wherever_one_begins() -> None:
    schema = chain("$ref", 150)
    backwards = {**schema, "$defs": dict(reversed(schema["$defs"].items()))}
    for one in (schema, backwards):
        assert said(one).endswith(": it combines schemas more than 100 deep; simplify it")
    examine(contract(chain("$ref", 90)))


def test_schemas_may_not_stand_too_deep_in_each_other() -> None:
    assert said(nested(101)).endswith(": more than 100 schemas stand in each other; nest them less")
    examine(contract(nested(100)))


@pytest.mark.parametrize(
    "schema",
    [
        True,
        {},
        {"$schema": DRAFT_4 + "#", "minimum": 0, "exclusiveMinimum": True, "items": [{}, {"type": ["null"]}]},
        {"$id": "urn:boat", "enum": [{"type": 5}], "const": {"$ref": 5}, "default": {"properties": 5}},
        {"properties": {"type": {"type": "string"}, "$ref": {}, "properties": True, "$id": {}}},
        {"x-other": [1], "required": [], "dependencies": {"a": ["b"], "c": {"type": "object"}}, "maxLength": 5.0},
        {"$defs": {"a/b~c%": {}}, "items": {"$ref": "#/$defs/a~1b~0c%25"}},
    ],
)
def test_other_schemas_are_sound(schema: Any) -> None:
    examine(contract(schema))


def test_the_dialect_of_a_contract_is_known() -> None:
    examine(replace(contract({}), dialect=DRAFT_4))
    with pytest.raises(ContractError, match=re.escape("harbour 1.0: the dialect 'urn:mine' is unknown; the usual is")):
        examine(replace(contract({}), dialect="urn:mine"))


@pytest.mark.parametrize(
    "odd",
    [
        {"provenance": Provenance("service", "\x1b[31mharbour")},
        {"provenance": Provenance("service", "harbour", "1\n2")},
        {"routes": (Route("GET", "/boats\0"),)},
        {"routes": (Route("POST", "/boats", "sink\x7f"),)},
    ],
)
def test_names_that_would_spoil_what_is_shown_are_refused(odd: Any) -> None:
    with pytest.raises(ContractError, match="has control characters in it; leave them out") as refused:
        examine(replace(contract({}), **odd))
    assert str(refused.value).isprintable()


def test_the_file_and_the_part_are_named() -> None:
    promise = Promise(query={}, responses={"200": {"type": 5}})
    whole = replace(contract({}), path="boats.json", routes=(Route("GET", "/boats", promises=(promise,)),))
    with pytest.raises(ContractError, match="^" + re.escape("boats.json: GET /boats, response 200, #: type is 5;")):
        examine(whole)
