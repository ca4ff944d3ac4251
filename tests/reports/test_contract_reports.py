"""Contracts to look at, where a line is not all that there is to be said."""

from __future__ import annotations

import click
import pytest

from apiref_verify.evidence.contracts.changes import changes
from apiref_verify.model.microversion import Microversion
from apiref_verify.reports.contracts import differences, operation, tables
from tests.contracts import contract


def shown(text: str) -> list[str]:
    """The lines about the only operation of a contract, which a text in YAML is short for."""
    route = contract(f"routes: [{text}]").routes[0]
    return click.unstyle(operation.render_text(route, route.promises[0])).splitlines()


def test_what_is_inside_is_indented() -> None:
    lines = shown(
        """{path: GET /boats, response: {type: object, additionalProperties: false, required: [boats], properties: {
        boats: {type: array, items: {type: object, additionalProperties: false, properties: {
        id: {type: string, format: uuid}}}}}}}"""
    )
    assert lines[6:9] == [
        "Response 200: object",
        "  boats  required  array of object",
        "    id   optional  string (format uuid)",
    ]


def test_forms_that_differ_inside_stand_one_after_the_other() -> None:
    lines = shown(
        """{path: GET /boats, response: {oneOf: [
        {type: object, properties: {boat: {type: string}}, additionalProperties: false},
        {type: object, properties: {fleet: {type: string}}, additionalProperties: false}]}}"""
    )
    assert lines[6:11] == [
        "Response 200: one of 2 forms",
        "  form 1: object",
        "    boat   optional  string",
        "  form 2: object",
        "    fleet  optional  string",
    ]


def test_what_is_too_long_for_a_line_continues_below_its_beginning() -> None:
    colours = ", ".join(f"colour-number-{n}" for n in range(12))
    lines = shown(f"{{path: GET /boats, query: {{type: object, properties: {{paint: {{enum: [{colours}]}}}}}}}}")
    assert lines[5].startswith('  paint  optional  string (one of "colour-number-0", ')
    assert lines[6].startswith(f'{" " * 19}"colour-number-')
    assert max(map(len, lines)) <= 120


def test_names_that_are_not_fixed() -> None:
    lines = shown(
        """{path: GET /boats, response: {type: object, patternProperties: {"^x-": {type: string}},
        additionalProperties: {type: integer}}}"""
    )
    assert [line.split("  ")[1] for line in lines[7:9]] == ["(names like /^x-/)", "(any other name)"]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("{type: object}", "Query: any parameters; none is named"),
        ("{type: object, additionalProperties: false}", "Query: no parameters"),
        ("{type: object, properties: {a: {}}}", "Query: these parameters, and any others"),
        ("{type: object, properties: {a: {}}, additionalProperties: false}", "Query: these parameters"),
    ],
)
def test_what_a_query_may_have(query: str, told: str) -> None:
    assert shown(f"{{path: GET /boats, query: {query}}}")[4] == told


def test_how_far_codes_can_be_relied_on() -> None:
    lines = shown(
        """{path: GET /boats, success: {codes: [200], standing: implied},
        errors: {codes: [404], standing: incomplete}}"""
    )
    assert lines[-2:] == [
        "Success codes: 200  (the default of the framework)",
        "Error codes: 404  (there may be others)",
    ]
    lines = shown("{path: GET /boats, errors: []}")
    assert lines[-2:] == ["Success codes: not known", "Error codes: none"]


def test_operations_that_changed_alike_are_told_together() -> None:
    boats = contract(
        """
        routes:
        - path: GET /boats
          ranges: [{max_version: "1.1", response: &old {}}, {min_version: "1.2", response: &new {type: object}}]
        - path: GET /ships
          ranges: [{max_version: "1.1", response: *old}, {min_version: "1.2", response: *new}]
        """
    )
    found = changes(boats, Microversion(1, 1), Microversion(1, 2))
    text = click.unstyle(differences.render_text(found))
    assert "GET /boats\nGET /ships\n  response 200\n    ~ the body: type anything → object\n\n" in text
    assert "## `GET /boats`, `GET /ships`\n" in differences.render_markdown(found)
    assert [one["path"] for one in differences.as_json(found)["changed"]] == ["/boats", "/ships"]


def test_values_that_came_and_went() -> None:
    boats = contract(
        """
        routes:
        - path: GET /boats
          ranges:
          - {max_version: "1.1", response: {enum: [red, green]}}
          - {min_version: "1.2", response: {enum: [green, white]}}
        """
    )
    text = differences.render_text(changes(boats, Microversion(1, 1), Microversion(1, 2)))
    assert 'values: new "white"; no longer "red"' in text


def test_a_table_is_folded_only_on_a_terminal() -> None:
    rows = [("GET", "/boats/{id}/oars/{oar_id} (paddle)", "x")]
    assert tables.render(("A", "B", "C"), rows) == (
        "A    B                                   C\nGET  /boats/{id}/oars/{oar_id} (paddle)  x\n"
    )
    folded = click.unstyle(tables.render(("A", "B", "C"), rows, 40)).splitlines()
    assert [line.split() for line in folded[1:]] == [["GET", "/boats/{id}/oars/{oar_id}", "x"], ["(paddle)"]]
