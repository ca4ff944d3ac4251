"""What a contract shows of a table."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.verdicts import (
    Misnamed,
    Missing,
    Undocumented,
    Verdict,
    WrongBound,
    WrongRequired,
    WrongType,
)
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import Parameter, Place
from tests.builders import REQUEST, row, version, versions
from tests.contracts import promised_verdicts

BOAT = "{properties: {a: {type: string}, b: {type: integer}}, required: [a]}"


def answer(schema: str) -> str:
    """A contract of one answer without versions."""
    return f"routes: [{{path: GET /boats, response: {schema}}}]"


def versioned(*schemas: str, word: str = "request") -> str:
    """A contract of 1.1 and later, each schema of two versions."""
    ranges = "".join(
        f'\n  - {{min_version: "1.{2 * n + 1}", max_version: "1.{2 * n + 2}", {word}: {schema}}}'
        for n, schema in enumerate(schemas)
    )
    return f'min_version: "1.1"\nmax_version: "1.{2 * len(schemas)}"\nroutes:\n- path: GET /boats\n  ranges:{ranges}'


def of_request(rows: list[Parameter], *schemas: str, **more: Any) -> list[Verdict]:
    return promised_verdicts(rows, versioned(*schemas), direction=REQUEST, **more)


def test_a_table_that_says_what_the_schema_says_is_sound() -> None:
    assert promised_verdicts([row("a"), row("b", "integer", required=False)], answer(BOAT)) == []


def test_a_property_without_a_row_is_undocumented() -> None:
    (verdict,) = promised_verdicts([row("a")], answer(BOAT))
    assert isinstance(verdict, Undocumented)
    assert verdict.node.path == "b"
    assert [instance.kind for instance in verdict.instances] == ["contract"]


def test_a_close_name_is_misnamed() -> None:
    (verdict,) = promised_verdicts([row("A-name")], answer("{properties: {a_name: {type: string}}}"))
    assert isinstance(verdict, Misnamed)
    assert (verdict.row.name, verdict.node.name) == ("A-name", "a_name")


def test_a_query_without_rows_misses_no_table() -> None:
    text = "routes: [{path: GET /boats, query: {properties: {limit: {}}}}]"
    assert promised_verdicts([], text, direction=REQUEST, at=Place.QUERY) == []


def test_a_body_without_a_table_is_missing_only_in_a_house_that_has_tables() -> None:
    assert not any(isinstance(verdict, Missing) for verdict in promised_verdicts([], answer(BOAT)))


@pytest.mark.parametrize(
    ("documented", "schema", "wrong"),
    [
        ("integer", "{type: string}", {"string"}),
        ("string", "{type: object}", {"object"}),
        ("object", "{oneOf: [{type: string}, {type: integer}]}", {"string", "integer"}),
        ("string", "{type: [string, 'null']}", None),
        ("string", "{type: 'null'}", None),
        ("integer", "{type: [integer, string]}", None),
        ("string", "{type: [integer, string]}", None),
        ("integer", "{type: number}", None),
        ("boolean", "{enum: [true, 'yes']}", None),
        ("string", "{}", None),
        ("string", "{enum: [red, green]}", None),
        ("any", "{type: object}", None),
        ("UUID", "{type: string, format: uuid}", None),
    ],
)
def test_a_type_is_wrong_where_the_schema_admits_nothing_of_it(
    documented: str, schema: str, wrong: set[str] | None
) -> None:
    found = promised_verdicts([row("a", documented)], answer(f"{{properties: {{a: {schema}}}}}"))
    assert [verdict.types for verdict in found if isinstance(verdict, WrongType)] == ([wrong] if wrong else [])


def test_a_type_is_wrong_in_some_versions() -> None:
    string, whole = "{properties: {a: {type: string}}}", "{properties: {a: {type: object}}}"
    (verdict,) = of_request([row("a", "object")], string, whole, string, string)
    assert isinstance(verdict, WrongType)
    assert verdict.ranges == (versions("1.1", "1.2"), versions("1.5", "1.8"))


def test_a_type_is_judged_in_the_versions_of_its_row() -> None:
    rows = [row("a", until="1.2"), row("a", "object", since="1.3", key="a_new")]
    assert of_request(rows, "{properties: {a: {type: string}}}", "{properties: {a: {type: object}}}") == []


A, AB = "{properties: {a: {}}}", "{properties: {a: {}, b: {}}}"


def bounds(rows: list[Parameter], *schemas: str, **more: Any) -> list[tuple[str, bool, str, str, list[VersionRange]]]:
    """The wrong bounds of a table: name, whether it is the first version, both sides, and where they differ."""
    return [
        (v.row.name, v.lower, str(v.claimed), str(v.promised), list(v.ranges))
        for v in of_request(rows, *schemas, **more)
        if isinstance(v, WrongBound)
    ]


def test_a_row_that_begins_too_late_or_too_early() -> None:
    late = bounds([row("a"), row("b", since="1.5")], A, AB, AB)
    assert late == [("b", True, "1.5", "1.3", [versions("1.3", "1.4")])]
    early = bounds([row("a"), row("b", since="1.2")], A, AB, AB)
    assert early == [("b", True, "1.2", "1.3", [versions("1.2", "1.2")])]


def test_a_row_that_ends_too_early_or_too_late() -> None:
    soon = bounds([row("a"), row("b", until="1.2")], AB, AB, A)
    assert soon == [("b", False, "1.2", "1.4", [versions("1.3", "1.4")])]
    late = bounds([row("a"), row("b", until="1.5")], AB, AB, A)
    assert late == [("b", False, "1.5", "1.4", [versions("1.5", "1.5")])]


def test_a_row_without_versions_in_a_house_that_gives_them() -> None:
    assert bounds([row("a", since="1.1"), row("b")], A, AB) == [("b", True, "None", "1.3", [versions("1.1", "1.2")])]


def test_a_house_that_gives_no_versions_in_definitions_is_not_judged_by_them() -> None:
    assert bounds([row("a"), row("b")], A, AB) == []


def test_a_row_that_is_right_by_the_first_version_of_the_api() -> None:
    assert bounds([row("a", since="1.1"), row("b", since="1.3")], A, AB) == []


def test_the_versions_of_an_object_are_told_once() -> None:
    schema = "{properties: {a: {}, b: {properties: {c: {}}}}}"
    rows = [row("a"), row("b", "object", since="1.5"), row("b.c", since="1.5")]
    assert [found[0] for found in bounds(rows, A, schema, schema)] == ["b"]


def test_what_stands_in_an_object_need_not_repeat_its_versions() -> None:
    rows = [row("a"), row("b", "object", since="1.3"), row("b.c")]
    assert bounds(rows, A, "{properties: {a: {}, b: {properties: {c: {}}}}}") == []


def test_a_mistake_that_most_rows_share_is_told_once() -> None:
    many = "{properties: {a: {}, b: {}, c: {}, d: {}}}"
    rows = [row("a"), *(row(name, since="1.5") for name in "bcd")]
    (verdict,) = (v for v in of_request(rows, A, many, many) if isinstance(v, WrongBound))
    assert [each.name for each in verdict.rows] == ["b", "c", "d"]


def test_a_gap_between_two_rows_is_told() -> None:
    rows = [row("a"), row("b", until="1.2"), row("b", since="1.5", key="b_new")]
    assert bounds(rows, AB, AB, AB) == [("b", False, "1.2", "1.4", [versions("1.3", "1.4")])]


def test_an_optional_property_of_an_answer_may_be_gone_sooner_than_its_schema() -> None:
    rows = [row("a"), row("b", until="1.2")]
    assert promised_verdicts(rows, versioned(AB, AB, word="response")) == []
    required = "{properties: {a: {}, b: {}}, required: [a, b]}"
    found = promised_verdicts(rows, versioned(required, required, word="response"))
    (verdict,) = (v for v in found if isinstance(v, WrongBound))
    assert (verdict.claimed, verdict.promised) == (version("1.2"), None)


def test_ten_comes_after_nine() -> None:
    rows = [row("a"), row("b", since="1.10")]
    assert [found[2:4] for found in bounds(rows, A, A, A, A, AB)] == [("1.10", "1.9")]


def required(rows: list[Parameter], schema: str) -> list[tuple[str, bool]]:
    """The rows that are wrong in what is required, and whether the schema requires them."""
    found = promised_verdicts(rows, f"routes: [{{path: GET /boats, request: {schema}}}]", direction=REQUEST)
    return [(v.row.name, v.always) for v in found if isinstance(v, WrongRequired)]


@pytest.mark.parametrize(
    ("schema", "wrong"),
    [
        ("{properties: {a: {}, b: {}}, required: [a]}", []),
        ("{properties: {a: {}, b: {}}, required: [b]}", [("a", False), ("b", True)]),
        ("{properties: {a: {}, b: {}}, required: [a], oneOf: [{required: [b]}, {}]}", []),
        ("{properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}", []),
        ("{properties: {a: {}, b: {}}, additionalProperties: false}", [("a", False)]),
        ("{properties: {a: {}, b: {}}}", []),
    ],
)
def test_required_by_the_schema_against_required_by_the_row(schema: str, wrong: list[tuple[str, bool]]) -> None:
    assert required([row("a"), row("b", required=False)], schema) == wrong


@pytest.mark.parametrize(("outer", "wrong"), [("required: [a], ", [("a.b", True)]), ("", [])])
def test_required_in_an_optional_object_is_not_always_required(outer: str, wrong: list[tuple[str, bool]]) -> None:
    rows = [row("a", "object", required="required" in outer), row("a.b", required=False)]
    assert required(rows, f"{{{outer}properties: {{a: {{properties: {{b: {{}}}}, required: [b]}}}}}}") == wrong


def test_a_row_that_does_not_say_is_not_judged() -> None:
    assert required([row("a", required=None)], "{properties: {a: {}}, required: [a]}") == []


def test_what_is_required_in_some_versions_only_is_neither() -> None:
    never, always = "{properties: {a: {}}, additionalProperties: false}", "{properties: {a: {}}, required: [a]}"
    for said in (True, False):
        found = of_request([row("a", required=said)], never, always)
        assert not any(isinstance(verdict, WrongRequired) for verdict in found)


def test_an_answer_that_requires_nothing_says_nothing() -> None:
    assert promised_verdicts([row("a"), row("b")], answer("{properties: {a: {}, b: {}}}")) == []
    (verdict,) = promised_verdicts([row("a"), row("b")], answer("{properties: {a: {}, b: {}}, required: [a]}"))
    assert isinstance(verdict, WrongRequired)
    assert (verdict.row.name, verdict.always) == ("b", False)
