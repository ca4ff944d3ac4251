"""Rows that a contract does not have."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.verdicts import Absent
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Parameter, Place
from tests.builders import REQUEST, row, versions
from tests.contracts import promised_verdicts


def absent(rows: list[Parameter], schema: str, **more: Any) -> list[str]:
    """The rows that an answer with this schema does not have."""
    text = f"routes: [{{path: GET /boats, response: {schema}, request: {schema}, query: {schema}}}]"
    return [verdict.row.name for verdict in promised_verdicts(rows, text, **more) if isinstance(verdict, Absent)]


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("{properties: {a: {type: string}}, additionalProperties: false}", ["b"]),
        ("{properties: {a: {type: string}}}", []),
        ("{properties: {a: {type: string}}, additionalProperties: {type: string}}", []),
        ("{properties: {a: {type: string}}, patternProperties: {'^x_': {}}, additionalProperties: false}", []),
        ("{properties: {a: {type: string}}, patternProperties: {'^(b|c)$': {}}, additionalProperties: false}", []),
        ("{oneOf: [{properties: {a: {type: string}}, additionalProperties: false}, {properties: {c: {}}}]}", []),
        ("{allOf: [{required: [a]}, {properties: {a: {type: string}}, additionalProperties: false}]}", ["b"]),
    ],
)
@pytest.mark.parametrize("required", [True, False])
def test_a_row_is_absent_where_the_object_is_closed(schema: str, names: list[str], required: bool) -> None:
    assert absent([row("a"), row("b", required=required)], schema) == names


def test_the_object_that_a_row_belongs_to_decides() -> None:
    rows = [row("boat", "object"), row("boat.b")]
    closed = "{properties: {a: {type: string}}, additionalProperties: false}"
    assert absent(rows, f"{{properties: {{boat: {closed}}}}}") == ["boat.b"]
    assert absent(rows, "{properties: {boat: {properties: {a: {type: string}}}}, additionalProperties: false}") == []


def test_the_items_of_an_array_may_be_closed_too() -> None:
    rows = [row("boats", "array"), row("boats.b")]
    items = "{type: object, properties: {a: {type: string}}, additionalProperties: false}"
    assert absent(rows, f"{{properties: {{boats: {{type: array, items: {items}}}}}}}") == ["boats.b"]


def test_what_stands_below_an_absent_object_is_told_with_it() -> None:
    rows = [row("a"), row("b", "object"), row("b.c")]
    assert absent(rows, "{properties: {a: {type: string}}, additionalProperties: false}") == ["b"]


def test_keys_of_a_map_have_rows_of_any_name() -> None:
    rows = [row("labels", "object"), row("key"), row("value")]
    assert absent(rows, "{properties: {labels: {type: object, additionalProperties: {type: string}}}}") == []


def test_a_query_parameter_may_be_absent() -> None:
    rows = [row("limit", travels=Place.QUERY), row("marker", travels=Place.QUERY)]
    schema = "{properties: {limit: {type: string}}, additionalProperties: false}"
    assert absent(rows, schema, direction=REQUEST, at=Place.QUERY) == ["marker"]


def test_a_misnamed_row_is_not_absent_as_well() -> None:
    assert absent([row("home-port")], "{properties: {home_port: {}}, additionalProperties: false}") == []


def test_a_variable_of_the_url_is_not_absent() -> None:
    text = """
    routes:
    - path: PUT /boats/{boat_id}
      request: {properties: {a: {type: string}}, additionalProperties: false}
    """
    found = promised_verdicts([row("boat_id"), row("a")], text, direction=REQUEST, method="PUT", url="/boats/{boat_id}")
    assert not any(isinstance(verdict, Absent) for verdict in found)


def ranges(rows: list[Parameter]) -> dict[str, tuple[VersionRange, ...]]:
    """The versions in which rows are absent, where the object is closed until 1.4 and open from then on."""
    text = """
    routes:
    - path: GET /boats
      ranges:
      - min_version: "1.1"
        max_version: "1.2"
        response: {properties: {a: {type: string}, b: {type: string}}, additionalProperties: false}
      - min_version: "1.3"
        max_version: "1.4"
        response: {properties: {a: {type: string}}, additionalProperties: false}
      - min_version: "1.5"
        max_version: "1.6"
        response: {properties: {a: {type: string}}}
    """
    found = promised_verdicts(rows, text)
    return {verdict.row.name: verdict.ranges for verdict in found if isinstance(verdict, Absent)}


def test_versions_count_in_which_a_row_is_claimed_and_the_object_is_closed() -> None:
    assert ranges([row("a"), row("c")]) == {"c": (versions("1.1", "1.4"),)}
    assert ranges([row("a"), row("c", since="1.2")]) == {"c": (versions("1.2", "1.4"),)}
    assert ranges([row("a"), row("c", since="1.5")]) == {}


def test_a_row_that_the_contract_has_in_other_versions_is_not_absent() -> None:
    assert ranges([row("a"), row("b", since="1.3")]) == {}


def test_a_contract_without_versions_judges_rows_of_all_versions() -> None:
    text = "routes: [{path: GET /boats, response: {properties: {a: {type: string}}, additionalProperties: false}}]"
    (verdict,) = (v for v in promised_verdicts([row("a"), row("c", since="1.3")], text) if isinstance(v, Absent))
    assert verdict.ranges == (EVERY_VERSION,)
