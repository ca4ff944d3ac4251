"""Who is heard of several kinds of evidence on one table."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.matching.contracts.judgement import judge_promised
from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import match
from apiref_verify.matching.verdicts import Absent, Lacking, Misnamed, Missing, Undocumented, Verdict, WrongType
from apiref_verify.matching.voices import agreed, subject, unheard
from apiref_verify.model.reference import Parameter
from tests.builders import RESPONSE, operation, reference, row, sample, table
from tests.contracts import contract


def heard(rows: list[Parameter], body: Any, schema: str) -> tuple[list[Verdict], list[Verdict]]:
    """What a sample says of the table of its operation, alone and beside a contract."""
    single = operation([table(rows)] if rows else [], [sample(body)])
    other = operation([table([row("other")])], [sample({"other": "x"})], url="/others")
    text = f"routes: [{{path: GET /boats, response: {schema}}}]"
    matching = match(reference(single, other), contracts=[contract(text)])
    spoken = [found for each in matching.contracts if (found := each.of(single, RESPONSE))]
    alone = judge(matching.of(single, RESPONSE), matching.habits)
    return alone, unheard(alone, spoken)


CLOSED = "additionalProperties: false"


@pytest.mark.parametrize(
    ("rows", "body", "schema", "kind"),
    [
        ([row("name")], {"name": "x", "flag": "y"}, f"{{properties: {{name: {{}}}}, {CLOSED}}}", Undocumented),
        ([row("name")], {"name": "x", "flag": "y"}, "{properties: {name: {}, flag: {type: string}}}", Undocumented),
        pytest.param(
            [row("name")],
            {"name": "x", "flag": "y"},
            "{properties: {name: {}, flag: {}}}",
            Undocumented,
        ),
        ([row("name"), row("flag")], {"name": "x"}, "{properties: {name: {}, flag: {}}}", Absent),
        ([row("name"), row("flag")], {"name": "x"}, f"{{properties: {{name: {{}}}}, {CLOSED}}}", Absent),
        ([row("name", "integer")], {"name": "x"}, "{properties: {name: {type: integer}}}", WrongType),
        ([row("home-port")], {"home_port": "x"}, "{properties: {home-port: {}}}", Misnamed),
        ([row("home-port")], {"home_port": "x"}, "{properties: {home_port: {}}}", Misnamed),
        ([], {"name": "x"}, "{properties: {name: {}}}", Missing),
    ],
)
def test_a_sample_is_silent_where_a_contract_speaks(
    rows: list[Parameter], body: Any, schema: str, kind: type[Verdict]
) -> None:
    alone, beside = heard(rows, body, schema)
    assert any(isinstance(verdict, kind) for verdict in alone)
    assert not any(isinstance(verdict, kind) for verdict in beside)


@pytest.mark.parametrize(
    ("rows", "body", "schema", "kind"),
    [
        ([row("name")], {"name": "x", "flag": "y"}, "{properties: {name: {}}}", Undocumented),
        ([row("name")], {"name": "x", "flag": "y"}, "{type: object}", Undocumented),
        ([row("name"), row("flag")], {"name": "x"}, "{properties: {name: {}}}", Absent),
        ([row("name", "integer")], {"name": "x"}, "{properties: {name: {}}}", WrongType),
        ([row("name", "integer")], {"name": "x"}, "{properties: {name: {type: string}}}", WrongType),
        ([row("home-port")], {"home_port": "x"}, "{type: object}", Misnamed),
        ([], {"name": "x"}, "{type: object}", Missing),
    ],
)
def test_a_sample_is_heard_where_a_contract_does_not_know_or_says_the_same(
    rows: list[Parameter], body: Any, schema: str, kind: type[Verdict]
) -> None:
    alone, beside = heard(rows, body, schema)
    assert any(isinstance(verdict, kind) for verdict in alone)
    assert [v for v in beside if isinstance(v, kind)] == [v for v in alone if isinstance(v, kind)]


def test_without_a_contract_samples_say_all() -> None:
    alone, _ = heard([row("name")], {"name": "x", "flag": "y"}, "{}")
    assert unheard(alone, []) == alone


def test_a_request_of_a_version_that_lacks_a_row_is_told_of_the_sample() -> None:
    rows = [row("name"), row("flag")]
    shown = [sample({"name": "x", "flag": "y"}, "1.2"), sample({"name": "x"}, "1.2", path="samples/v1.2/other.json")]
    single = operation([table(rows)], shown)
    text = "routes: [{path: GET /boats, response: {properties: {name: {}, flag: {}}}}]"
    matching = match(reference(single), contracts=[contract(text)])
    alone = judge(matching.of(single, RESPONSE), matching.habits)
    spoken = matching.contracts[0].of(single, RESPONSE)
    assert spoken is not None
    assert any(isinstance(verdict, Lacking) for verdict in alone)
    assert not any(isinstance(verdict, Lacking) for verdict in unheard(alone, [spoken]))


def both(rows: list[Parameter], *schemas: str) -> tuple[list[tuple[str, Verdict]], list[tuple[str, str, str]]]:
    """What several contracts agree on, and what they dispute: who says it of what, and who does not."""
    single = operation([table(rows)])
    contracts = [
        contract(f"{{package: '{number}', routes: [{{path: GET /boats, response: {schema}}}]}}")
        for number, schema in enumerate(schemas, 1)
    ]
    matching = match(reference(single), contracts=contracts)
    spoken = [found for each in matching.contracts if (found := each.of(single, RESPONSE))]
    shared, disputes = agreed([(found, judge_promised(found, matching.habits)) for found in spoken])
    return (
        [(str(owner.contract.provenance), verdict) for owner, verdict in shared],
        [
            (str(each.first.contract.provenance), subject(each.verdict)[1], str(each.second.contract.provenance))
            for each in disputes
        ],
    )


WITH = "{properties: {name: {}, flag: {}}}"
WITHOUT = "{properties: {name: {}}, additionalProperties: false}"
OPEN = "{properties: {name: {}}}"


def test_one_contract_is_heard() -> None:
    shared, disputes = both([row("name")], WITH)
    assert [(owner, subject(verdict)) for owner, verdict in shared] == [("1", ("Undocumented", "flag"))]
    assert disputes == []


def test_two_contracts_are_heard_in_what_they_share_and_told_once() -> None:
    shared, disputes = both([row("name")], WITH, WITH)
    assert [(owner, subject(verdict)) for owner, verdict in shared] == [("1", ("Undocumented", "flag"))]
    assert disputes == []


def test_a_contract_that_says_nothing_of_a_property_disputes_nothing() -> None:
    shared, disputes = both([row("name")], WITH, OPEN)
    assert [(owner, subject(verdict)) for owner, verdict in shared] == [("1", ("Undocumented", "flag"))]
    assert disputes == []


@pytest.mark.parametrize(
    ("schemas", "disputes"),
    [
        ((WITH, WITHOUT), [("1", "flag", "2")]),
        ((WITHOUT, WITH), [("2", "flag", "1")]),
        ((WITH, WITH, WITHOUT), [("1", "flag", "3"), ("2", "flag", "3")]),
    ],
)
def test_contracts_that_disagree_judge_by_none(schemas: tuple[str, ...], disputes: list[tuple[str, str, str]]) -> None:
    assert both([row("name")], *schemas) == ([], disputes)


def test_a_dispute_on_one_row_leaves_the_others_heard() -> None:
    number, text = "{properties: {a: {type: integer}, b: %s}}", "{type: string}"
    shared, disputes = both([row("a"), row("b")], number % "{type: integer}", number % text)
    assert [subject(verdict) for _, verdict in shared] == [("WrongType", "a")]
    assert disputes == [("1", "b", "2")]


def test_nobody_says_nothing() -> None:
    assert agreed([]) == ([], [])
