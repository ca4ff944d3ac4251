"""Bodies against schemas: what is wrong, where, and by which branch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from apiref_verify.matching.contracts.validation import Validators, fast_gate, judging, violations
from apiref_verify.model.contract import Contract, Promise
from tests.builders import PROPERTY, REQUEST, RESPONSE, instance, versions
from tests.contracts import contract

BARE = contract("routes: []")


def reasons(body: Any, schema: str, owner: Contract = BARE, fast: bool = True) -> list[str]:
    """Where a body is wrong, and why."""
    found = Validators(owner, fast).violations(body, yaml.safe_load(schema))
    return [f"{each.pointer or '/'}: {each}" for each in found]


@pytest.mark.parametrize(
    ("body", "schema", "told"),
    [
        ({}, "{required: [a]}", ["/: a is required"]),
        ({}, "{required: [a, b]}", ["/: a, b are required"]),
        ({"a": 1, "b": 2}, "{properties: {a: {}}, additionalProperties: false}", ["/: b may not stand here"]),
        (
            {"x_a": 1, "b": 2},
            "{patternProperties: {^x_: {}}, additionalProperties: false}",
            ["/: b may not stand here"],
        ),
        ({"a": {"b": 5}}, "{properties: {a: {properties: {b: {type: string}}}}}", ["/a/b: 5 is not of type string"]),
        ([1, "x"], "{items: {type: integer}}", ['/1: "x" is not of type integer']),
        ({"a/b~": 5}, "{properties: {a/b~: {type: string}}}", ["/a~1b~0: 5 is not of type string"]),
        ("x", "{type: [integer, 'null']}", ['/: "x" is not of type integer or null']),
        ("x", "{enum: [a, b]}", ['/: "x" is none of ["a", "b"]']),
        ("x", "{pattern: '^[0-9]+$'}", ['/: "x" does not match "^[0-9]+$"']),
        ("x", "{type: string, format: date}", ['/: "x" is no date']),
        (5, "{maximum: 3}", ["/: 5 is greater than the maximum of 3"]),
    ],
)
def test_every_reason_is_told_at_its_place(body: Any, schema: str, told: list[str]) -> None:
    assert reasons(body, schema) == told
    assert reasons(body, schema, fast=False) == told


def test_all_reasons_are_told_and_each_once() -> None:
    schema = "{allOf: [{required: [a]}, {required: [a]}], properties: {b: {type: string}}}"
    assert sorted(reasons({"b": 1}, schema)) == ["/: a is required", "/b: 1 is not of type string"]


def test_a_long_value_is_cut() -> None:
    (told,) = reasons("x" * 500, "{type: integer}")
    assert len(told) < 120
    assert "…" in told


@pytest.mark.parametrize(("value", "shown"), [(None, "null"), (True, "true")])
def test_values_are_shown_as_json(value: Any, shown: str) -> None:
    assert reasons(value, "{type: string}") == [f"/: {shown} is not of type string"]


BRANCHES = """
oneOf:
- {type: string}
- {type: object, properties: {pier: {type: integer}}, required: [pier], additionalProperties: false}
- {type: object, properties: {buoy: {type: string}, colour: {enum: [red]}}, required: [buoy, colour]}
"""


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (5, "/: 5 is not of type string (nearest of 3 alternatives: number 1)"),
        ({"pier": "x"}, '/pier: "x" is not of type integer (nearest of 3 alternatives: number 2)'),
        ({"buoy": "b", "colour": "blue"}, '/colour: "blue" is none of ["red"] (nearest of 3 alternatives: number 3)'),
    ],
)
@pytest.mark.parametrize("word", ["oneOf", "anyOf"])
def test_the_nearest_branch_is_explained(body: Any, told: str, word: str) -> None:
    assert reasons(body, BRANCHES.replace("oneOf", word)) == [told]


def test_a_choice_within_a_choice_is_followed_and_the_outer_branch_named() -> None:
    schema = "{oneOf: [{type: 'null'}, {oneOf: [{type: string}, {properties: {a: {type: integer}}}]}]}"
    assert reasons({"a": "x"}, schema) == ['/a: "x" is not of type integer (nearest of 2 alternatives: number 2)']


def test_a_body_that_fits_several_branches_of_one_of_is_told_as_such() -> None:
    (told,) = reasons(5, "{oneOf: [{type: integer}, {type: number}]}")
    assert told.startswith("/: 5 is valid under each of")


def test_names_are_those_that_are_missing_or_too_many() -> None:
    found = Validators(BARE).violations(
        {"c": 1, "d": 2}, yaml.safe_load("{properties: {a: {}}, required: [a, b], additionalProperties: false}")
    )
    assert {each.names for each in found} == {("a", "b"), ("c", "d")}


OURS = contract("{formats: {boat_name: '^[A-Z]', anything: null}, routes: []}")


@pytest.mark.parametrize(
    ("body", "form", "told"),
    [
        ("gull", "boat_name", ['/: "gull" is no boat_name']),
        ("Gull", "boat_name", []),
        (5, "boat_name", []),
        ("gull", "anything", []),
        ("gull", "unheard-of", []),
        ("not an address", "ipv4", ['/: "not an address" is no ipv4']),
        ("192.0.2.7", "ipv4", []),
        ("7d2c", "uuid", ['/: "7d2c" is no uuid']),
    ],
)
@pytest.mark.parametrize("fast", [True, False])
def test_formats_of_the_contract_are_known_and_unknown_ones_never_fail(
    body: Any, form: str, told: list[str], fast: bool
) -> None:
    assert reasons(body, f"{{format: {form}}}", OURS, fast) == told


@pytest.mark.parametrize("fast", [True, False])
def test_an_address_of_either_kind_satisfies_one_branch(fast: bool) -> None:
    schema = "{oneOf: [{type: string, format: ipv4}, {type: string, format: ipv6}]}"
    assert reasons("192.0.2.7", schema, fast=fast) == []
    assert reasons("2001:db8::7", schema, fast=fast) == []
    assert len(reasons("seven", schema, fast=fast)) == 1


@pytest.mark.parametrize("fast", [True, False])
def test_branches_that_differ_by_unknown_formats_alone_are_not_told_apart(fast: bool) -> None:
    schema = "{oneOf: [{type: string, format: anything}, {type: string, format: unheard-of}]}"
    assert reasons("Kiel", schema, OURS, fast) == []


def test_the_dialect_of_the_contract_counts() -> None:
    old = contract("{dialect: 'http://json-schema.org/draft-04/schema#', routes: []}")
    assert reasons(3, "{maximum: 3, exclusiveMaximum: true}", old) == [
        "/: 3 is greater than or equal to the maximum of 3"
    ]
    assert reasons([1, "x"], "{items: [{}, {type: integer}]}", old) == ['/1: "x" is not of type integer']


@pytest.mark.parametrize("fast", [True, False])
def test_words_of_an_older_dialect_are_understood(fast: bool) -> None:
    old = contract("{dialect: 'http://json-schema.org/draft-07/schema#', routes: []}")
    schema = "{prefixItems: [{type: string}], dependencies: {a: [b]}}"
    assert len(reasons({"a": 1}, schema, old, fast)) == 1
    assert reasons([5], schema, old, fast) == []


def test_a_branch_that_nothing_satisfies_is_no_trouble() -> None:
    assert len(reasons(5, "{oneOf: [false, {type: string}]}")) == 1


def test_references_within_a_schema_are_followed() -> None:
    schema = "{$ref: '#/$defs/a', $defs: {a: {properties: {b: {$ref: '#/$defs/c'}}}, c: {type: string}}}"
    assert reasons({"b": 5}, schema) == ["/b: 5 is not of type string"]


SCALARS = st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["", "a", "b", "red", "5"])
BODIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "null", "object", "array"])


def _of(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Schemas that hold others."""
    several = st.lists(inner.filter(lambda schema: schema is not False), min_size=1, max_size=3)
    named = st.dictionaries(st.sampled_from("abcd"), inner, max_size=3)
    return st.fixed_dictionaries(
        {},
        optional={
            "type": TYPES | st.lists(TYPES, min_size=1, max_size=3, unique=True),
            "properties": named,
            "patternProperties": st.dictionaries(st.sampled_from(["^a", "[bc]", "^d$"]), inner, max_size=2),
            "required": st.lists(st.sampled_from("abcd"), max_size=2, unique=True),
            "additionalProperties": st.booleans() | inner,
            "minProperties": st.integers(0, 2),
            "items": inner,
            "prefixItems": several,
            "uniqueItems": st.booleans(),
            "oneOf": several,
            "anyOf": several,
            "allOf": several,
            "not": inner,
        },
    )


LEAVES = st.booleans() | st.fixed_dictionaries(
    {},
    optional={
        "type": TYPES,
        "enum": st.lists(SCALARS, min_size=1, max_size=3),
        "const": SCALARS,
        "minimum": st.integers(-3, 3),
        "maxLength": st.integers(0, 3),
        "pattern": st.sampled_from(["^a", "[0-9]", "^$"]),
        "format": st.sampled_from(["ipv4", "uuid", "boat_name", "anything", "unheard-of"]),
    },
)
SCHEMAS = st.recursive(LEAVES, _of, max_leaves=12)


@settings(PROPERTY, max_examples=400)
@given(SCHEMAS, BODIES)
def test_both_judges_find_the_same_bodies_valid(schema: Any, body: Any) -> None:
    pytest.importorskip("jsonschema_rs")
    gate = fast_gate(schema, OURS.formats)
    assert gate is not None
    slow = Validators(OURS, fast=False).violations(body, schema)
    assert Validators(OURS, fast=True).violations(body, schema) == slow
    if gate(body):
        assert slow == []


@PROPERTY
@given(SCHEMAS, BODIES)
def test_every_reason_points_into_the_body(schema: Any, body: Any) -> None:
    for found in Validators(OURS).violations(body, schema):
        value = body
        for step in found.pointer.split("/")[1:]:
            value = value[int(step)] if isinstance(value, list) else value[step]
        assert found.message


def promise(since: str | None, until: str | None, **more: Any) -> Promise:
    return Promise(versions(since, until), **more)


def test_a_body_is_judged_by_the_promise_of_its_version() -> None:
    early, late = promise("1.1", "1.4", request={"a": 1}), promise("1.5", None, request={"b": 1})
    judged = [owner for owner, _ in judging([early, late], instance({}, "1.4"), REQUEST)]
    assert judged == [early]
    assert [owner for owner, _ in judging([early, late], instance({}), REQUEST)] == [early, late]
    assert judging([early], instance({}, "1.9"), REQUEST) == []
    assert judging([early], instance({}, "1.2"), RESPONSE) == []


def test_an_answer_may_be_any_success() -> None:
    ok, other = {"required": ["a"]}, {"required": ["b", "c"]}
    answer = promise(None, None, responses={"200": ok, "300": other, "404": {}})
    ((_, schemas),) = judging([answer], instance({}), RESPONSE)
    assert schemas == [ok, other]
    validators = Validators(BARE)
    assert violations(validators, instance({"b": 1, "c": 2}), schemas, RESPONSE) == []
    assert [each.message for each in violations(validators, instance({}), schemas, RESPONSE)] == ["a is required"]


def test_an_answer_may_invent_formats_and_nulls_and_a_request_may_not() -> None:
    schema = {"properties": {"a": {"type": "string", "format": "uuid"}, "b": {"type": "string"}}}
    strict = contract("routes: [{path: GET /boats, request: {properties: {c: {type: [string, 'null']}}}}]")
    shown = instance({"a": "7d2c", "b": None})
    assert violations(Validators(strict), shown, [schema], RESPONSE) == []
    assert {each.pointer for each in violations(Validators(strict), shown, [schema], REQUEST)} == {"/a", "/b"}


def test_null_is_no_mistake_where_no_schema_speaks_of_it() -> None:
    schema = {"properties": {"b": {"type": "string"}}}
    assert violations(Validators(BARE), instance({"b": None}), [schema], REQUEST) == []


def test_a_lower_bound_may_mean_any_later_version() -> None:
    early, late = promise("1.1", "1.4", request={"a": 1}), promise("1.5", None, request={"b": 1})
    since = replace(instance({}, "1.2"), exact=False)
    assert [owner for owner, _ in judging([early, late], since, REQUEST)] == [early, late]
