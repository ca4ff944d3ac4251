"""Schemas in words."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.evidence.contracts.outlines.outline import Entry, Form, outline, query_outline
from apiref_verify.evidence.contracts.outlines.wording import described


def said(schema: Any) -> str:
    return described(outline(schema))


def tree(forms: tuple[Form, ...]) -> dict[str, Any]:
    """The entries of all forms, each with what is said of it and its own entries."""
    return {entry.name: (_said(entry), tree(entry.forms)) for form in forms for entry in form.inner}


def _said(entry: Entry) -> str:
    return f"{'required' if entry.required else 'optional'} {described(entry.forms)}"


def leaves(schema: Any) -> dict[str, str]:
    return {name: told for name, (told, _) in tree(outline(schema)).items()}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["null", "string"], "maxLength": 5}, "string or null (at most 5 characters)"),
        ({"type": "string", "minLength": 1, "maxLength": 255}, "string (1 to 255 characters)"),
        ({"type": "string", "minLength": 1}, "string (at least 1 character)"),
        ({"type": "string", "minLength": 4, "maxLength": 4}, "string (4 characters)"),
        ({"type": "string", "format": "uuid"}, "string (format uuid)"),
        ({"type": "integer", "minimum": 0, "maximum": 9}, "integer (0 to 9)"),
        ({"type": "number", "exclusiveMinimum": 0}, "number (more than 0)"),
        ({"enum": ["port", "starboard"]}, 'string (one of "port", "starboard")'),
        ({"const": "port"}, 'string (only "port")'),
        ({"type": "boolean", "enum": [True, False]}, "boolean"),
        (
            {"type": ["boolean", "string"], "enum": [True, "true", "on", "1", False]},
            "boolean or string (any spelling of true and false)",
        ),
        ({"type": "boolean", "default": True}, "boolean (default true)"),
        (
            {"type": "array", "maxItems": 3, "items": {"type": "string", "format": "uuid"}},
            "array (at most 3 items) of string (format uuid)",
        ),
        ({"type": "array", "prefixItems": [{"type": "integer"}], "items": False}, "array of integer"),
        ({"type": "object"}, "object (any properties)"),
        ({"type": "object", "additionalProperties": False}, "object (empty)"),
        ({"type": "object", "properties": {"a": {}}}, "object (any other properties)"),
        ({"type": "object", "properties": {"a": {}}, "additionalProperties": False}, "object"),
        ({}, "anything"),
        (True, "anything"),
        (False, "not allowed"),
        ({"not": {}}, "not allowed"),
        ({"type": "string", "oneOf": [{"format": "ipv4"}, {"format": "ipv6"}]}, "string (format ipv4, or format ipv6)"),
        ({"anyOf": [{"type": "string", "maxLength": 0}, {"type": "null"}]}, "string (empty) or null"),
        ({"allOf": [{"minLength": 1}, {"minLength": 3, "type": "string"}]}, "string (at least 3 characters)"),
        ({"allOf": [{"type": "number"}, {"type": ["integer", "null"]}]}, "integer"),
        ({"type": "string", "oneOf": [{"type": "string"}, {"type": "null"}]}, "string"),
        ({"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "integer"}}}, "integer"),
        ({"$ref": "elsewhere.json"}, "anything"),
    ],
)
def test_what_is_said_of_a_value(schema: Any, words: str) -> None:
    assert said(schema) == words


def test_long_patterns_are_cut_and_strange_letters_spelled_out() -> None:
    assert said({"type": "string", "pattern": "a" * 100}) == f"string (matches {'a' * 59}…)"
    assert said({"type": "string", "pattern": "\u200b+"}) == "string (matches \\u200b+)"


def test_properties_with_their_names_types_and_requirements() -> None:
    schema = {
        "type": "object",
        "properties": {"boat": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}},
        "patternProperties": {"^x-": {"type": "string"}},
        "additionalProperties": {"type": "integer"},
    }
    assert tree(outline(schema)) == {
        "boat": ("optional object (any other properties)", {"id": ("required string", {})}),
        "/^x-/": ("optional string", {}),
        "*": ("optional integer", {}),
    }


def test_the_items_of_an_array_have_the_entries_of_the_array() -> None:
    boats = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
    assert tree(outline(boats)) == {"id": ("optional string", {})}


def test_a_choice_between_objects_is_several_forms() -> None:
    branches = [
        {"properties": {"boat": {"type": "string"}}, "required": ["boat"], "additionalProperties": False},
        {"properties": {"fleet": {"type": "string"}}, "required": ["fleet"], "additionalProperties": False},
    ]
    forms = outline({"type": "object", "oneOf": branches})
    assert [[entry.name for entry in form.entries] for form in forms] == [["boat"], ["fleet"]]


def test_a_choice_that_only_requires_is_a_constraint() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {}, "b": {}, "c": {}},
        "additionalProperties": False,
        "anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}],
    }
    assert said(schema) == "object (with a, or b and c)"
    assert len(outline(schema)) == 1


def test_what_both_parts_say_of_one_property_is_put_together() -> None:
    schema = {
        "allOf": [
            {"properties": {"name": {"type": "string", "maxLength": 9}}},
            {"properties": {"name": {"minLength": 2}}, "required": ["name"]},
        ]
    }
    assert leaves(schema) == {"name": "required string (2 to 9 characters)"}


def test_a_schema_within_itself_ends() -> None:
    node = {"type": "object", "properties": {"next": {"$ref": "#/$defs/node"}}, "additionalProperties": False}
    schema = {"$ref": "#/$defs/node", "$defs": {"node": node}}
    assert leaves(schema) == {"next": "optional object (the same again)"}


def test_references_in_a_circle_end() -> None:
    circle = {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}
    assert said({"$ref": "#/$defs/a", "$defs": circle}) == "anything (the same again)"


def test_a_schema_that_grows_without_end_is_shown_in_part() -> None:
    grown = {
        f"s{n}": {"properties": {name: {"$ref": f"#/$defs/s{n + 1}"} for name in ("left", "right")}} for n in range(40)
    }
    assert outline({"$ref": "#/$defs/s0", "$defs": grown})


@pytest.mark.parametrize(
    "broken",
    [
        {"type": 7},
        {"type": {"a": 1}, "properties": []},
        {"required": True, "properties": {"a": 1}},
        {"oneOf": "x", "allOf": [1, "y"]},
        {"enum": 4, "items": 3, "minLength": "x"},
        {"allOf": [{"minimum": "a"}, {"minimum": 3}, {"required": "abc"}, {"required": ["a"]}]},
        {"allOf": [{"properties": {"a": 1}}, {"properties": {"a": {}}}]},
        {"anyOf": [{"required": 3}]},
    ],
)
def test_a_schema_that_is_none_is_no_reason_to_fail(broken: Any) -> None:
    assert described(outline(broken))


def test_a_parameter_of_a_query_is_no_list() -> None:
    def many(**more: Any) -> dict[str, Any]:
        return {"type": "array", "items": {"type": "string"}} | more

    forms = query_outline({"type": "object", "properties": {"limit": many(maxItems=1), "tag": many()}})
    assert tree(forms) == {"limit": ("optional string", {}), "tag": ("optional string (may be repeated)", {})}
