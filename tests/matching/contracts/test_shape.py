"""What a schema says of a value, seen from outside."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from apiref_verify.matching.contracts.shape import Shape, Shapes
from apiref_verify.matching.types import ANYTHING


def shape(text: str) -> Shape:
    """The shape of a schema in YAML."""
    schema = yaml.safe_load(text)
    return Shapes(schema).of(schema)


def property_types(found: Shape, name: str) -> list[Any]:
    return [schema.get("type") if isinstance(schema, dict) else schema for schema in found.properties[name]]


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ("{type: string}", {"string"}),
        ("{type: [string, 'null']}", {"string", "null"}),
        ("{enum: [red, 5, null]}", {"string", "integer", "null"}),
        ("{const: true}", {"boolean"}),
        ("{type: [string, boolean], enum: [true, 'yes', 5]}", {"string", "boolean"}),
        ("{enum: []}", ANYTHING),
        ("{}", ANYTHING),
        ("{properties: {name: {}}}", {"object"}),
        ("{required: [name]}", {"object"}),
        ("{items: {}}", {"array"}),
        ("{description: Nobody knows.}", ANYTHING),
        ("{oneOf: [{type: string}, {type: integer}]}", {"string", "integer"}),
        ("{anyOf: [{type: string}, {type: 'null'}]}", {"string", "null"}),
        ("{allOf: [{type: [string, integer]}, {type: [integer, 'null']}]}", {"integer"}),
        ("{type: [string, integer], oneOf: [{type: string}, {type: object}]}", {"string"}),
        ("{allOf: [{type: string}, {type: integer}]}", ANYTHING),
    ],
)
def test_types_are_those_that_a_schema_admits(schema: str, types: set[str]) -> None:
    assert shape(schema).types == types


def test_a_boolean_schema_admits_anything_or_nothing() -> None:
    everything, nothing = shape("true"), shape("false")
    assert everything.types == ANYTHING
    assert everything.is_open
    assert nothing.types == set()
    assert not nothing.is_open


@pytest.mark.parametrize(
    ("schema", "is_open"),
    [
        ("{type: object}", True),
        ("{type: object, additionalProperties: true}", True),
        ("{type: object, additionalProperties: {}}", True),
        ("{type: object, additionalProperties: false}", False),
        ("{type: object, unevaluatedProperties: false}", False),
        ("{type: object, additionalProperties: {type: string}}", False),
        ("{type: string}", False),
        ("{allOf: [{properties: {a: {}}}, {properties: {b: {}}, additionalProperties: false}]}", False),
        ("{type: object, additionalProperties: false, properties: {a: {}}, anyOf: [{required: [a]}]}", False),
        ("{oneOf: [{properties: {a: {}}, additionalProperties: false}, {properties: {b: {}}}]}", True),
        ("{oneOf: [{type: object, additionalProperties: false}, {type: 'null'}]}", False),
    ],
)
def test_an_object_is_open_where_more_may_stand_in_it(schema: str, is_open: bool) -> None:
    assert shape(schema).is_open is is_open


@pytest.mark.parametrize(
    ("schema", "required", "disputed"),
    [
        ("{properties: {a: {}}}", set(), set()),
        ("{properties: {a: {}, b: {}}, required: [a]}", {"a"}, set()),
        ("{allOf: [{required: [a]}, {required: [b]}]}", {"a", "b"}, set()),
        ("{required: [a], oneOf: [{required: [b]}, {required: [c]}]}", {"a"}, {"b", "c"}),
        ("{anyOf: [{required: [a, b]}, {required: [a, c]}]}", {"a"}, {"b", "c"}),
        ("{oneOf: [{required: [a]}, {type: 'null'}]}", {"a"}, set()),
        ("{oneOf: [{type: string}, {type: integer}]}", set(), set()),
        ("{properties: {a: {}, b: {}}, minProperties: 2, additionalProperties: false}", {"a", "b"}, set()),
        ("{properties: {a: {}, b: {}}, minProperties: 1, additionalProperties: false}", set(), set()),
        ("{properties: {a: {}}, minProperties: 1}", set(), set()),
        ("{properties: {a: {}}, minProperties: true}", set(), set()),
        ("{properties: {a: {}}, required: a}", set(), set()),
    ],
)
def test_required_is_what_every_branch_requires(schema: str, required: set[str], disputed: set[str]) -> None:
    found = shape(schema)
    assert found.required == required
    assert found.disputed == disputed


def test_a_reference_means_what_it_points_to() -> None:
    found = shape("""
        $ref: '#/$defs/boat~1s'
        $defs:
          boat/s: {type: object, properties: {name: {type: string}}, required: [name]}
    """)
    assert found.types == {"object"}
    assert property_types(found, "name") == ["string"]
    assert found.required == {"name"}


@pytest.mark.parametrize("target", ["'#/$defs/nothing'", "'https://harbour.example/boat.json'", "5", "'#/$defs/text'"])
def test_a_reference_that_leads_nowhere_means_anything(target: str) -> None:
    assert shape(f"{{$ref: {target}, $defs: {{text: no schema}}}}").types == ANYTHING


def test_a_schema_that_is_itself_ends() -> None:
    assert shape("{$ref: '#'}").types == ANYTHING
    assert shape("{allOf: [{$ref: '#/allOf/0'}]}").types == ANYTHING


def test_properties_of_all_parts_and_branches_are_known() -> None:
    found = shape("""
        properties: {a: {type: string}}
        allOf: [{properties: {a: {type: integer}, b: {type: string}}}]
        oneOf: [{properties: {c: {type: string}}}, {properties: {c: {type: array}}}]
    """)
    assert property_types(found, "a") == ["string", "integer"]
    assert property_types(found, "b") == ["string"]
    assert found.properties["c"] == [{"anyOf": [{"type": "string"}, {"type": "array"}]}]


def test_a_pattern_of_fixed_names_is_these_names() -> None:
    found = shape("{type: object, patternProperties: {'^(sail|OS-SAIL:rope)$': {type: string}, '^flag$': {}}}")
    assert set(found.properties) == {"sail", "OS-SAIL:rope", "flag"}
    assert found.maps == []


@pytest.mark.parametrize(
    "schema",
    [
        "{type: object, patternProperties: {'^[a-z]+$': {type: string}}}",
        "{type: object, additionalProperties: {type: string}}",
        "{oneOf: [{type: object, additionalProperties: {type: string}}, {type: 'null'}]}",
    ],
)
def test_properties_of_any_name_are_a_map(schema: str) -> None:
    found = shape(schema)
    assert found.maps == [{"type": "string"}]
    assert found.properties == {}


def test_items_are_those_of_all_places() -> None:
    assert shape("{items: {type: string}}").items == [{"type": "string"}]
    tuple_ = shape("{prefixItems: [{type: string}, {type: integer}], items: {type: boolean}}")
    assert tuple_.items == [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]
    assert shape("{items: [{type: string}, {type: integer}]}").items == [{"type": "string"}, {"type": "integer"}]
    assert shape("{type: array, prefixItems: [{type: string}], items: false}").items == [{"type": "string"}]


def test_items_of_several_schemas_satisfy_one_of_them() -> None:
    schemas: list[Any] = [
        {"type": "object", "properties": {"a": {}}, "required": ["a"]},
        {"type": "object", "properties": {"b": {}}, "required": ["b"]},
    ]
    found = Shapes(True).of_items(schemas)
    assert set(found.properties) == {"a", "b"}
    assert found.required == set()
    assert found.disputed == {"a", "b"}


def test_a_shape_is_made_once() -> None:
    schema: dict[str, Any] = {"type": "string"}
    shapes = Shapes(schema)
    assert shapes.of(schema) is shapes.of(schema)


@pytest.mark.parametrize("broken", ["{properties: [name]}", "{oneOf: {}}", "{allOf: [5]}", "{items: 5}", "{type: [5]}"])
def test_what_is_no_schema_says_nothing(broken: str) -> None:
    assert shape(broken).properties == {}
