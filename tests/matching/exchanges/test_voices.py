"""Who is heard where exchanges speak beside contracts and samples."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify import verify
from apiref_verify.model.reference import Parameter
from apiref_verify.rules import RULES
from tests.builders import operation, reference, row, sample, table
from tests.contracts import contract
from tests.exchanges import observed

HEAD = 'min_version: "1.1"\nmax_version: "1.20"\nroutes:\n- path: GET /boats\n'
ID = row("id")


def found(*rows: Parameter, text: str = "", answer: Any = None, shown: Any = None, at: str = "1.4") -> list[str]:
    """The codes of what samples, a contract and an answer of one version show of a table."""
    single = operation([table(rows)], [sample(shown)] if shown else [])
    contracts = [contract(HEAD + text)] if text else []
    said = f"exchanges: [{{request: GET /boats, version: '{at}', answer: {answer}}}]"
    observations = observed(said, [single], contracts) if answer else None
    rules = [rule for code, rule in RULES.items() if code.startswith("AR2")]
    result = verify(reference(single), rules, contracts=contracts, observations=observations)
    return [f"{each.code} {each.parameter}" for each in result.findings]


def response(properties: str, required: str = "[id]", ranges: str = "") -> str:
    schema = f"{{type: object, properties: {{{properties}}}, required: {required}, additionalProperties: false}}"
    return f"  ranges: [{{{ranges}response: {schema}}}]\n"


REFUTED = [
    (row("flag"), response("id: {type: string}"), "AR202"),
    (row("flag", "integer"), response("id: {type: string}, flag: {type: string}", "[id, flag]"), "AR204"),
    (row("flag", required=False), response("id: {type: string}, flag: {type: string}", "[id, flag]"), "AR206"),
]
IDS = ["a row too many", "a type", "required"]


@pytest.mark.parametrize(("claim", "text", "code"), REFUTED, ids=IDS)
def test_a_contract_is_heard_where_no_exchange_refutes_it(claim: Parameter, text: str, code: str) -> None:
    assert found(ID, claim, text=text) == [f"{code} flag"]


def test_what_was_answered_refutes_a_contract_that_has_no_such_row() -> None:
    assert found(ID, REFUTED[0][0], text=REFUTED[0][1], answer={"id": "7", "flag": "red"}) == []


def test_what_was_answered_refutes_a_contract_on_types() -> None:
    assert found(ID, REFUTED[1][0], text=REFUTED[1][1], answer={"id": "7", "flag": 3}) == []


@pytest.mark.parametrize(("answer", "codes"), [({"id": "7"}, []), ({"id": "7", "flag": "red"}, ["AR206 flag"])])
def test_an_answer_without_it_refutes_that_it_is_required(answer: Any, codes: list[str]) -> None:
    assert found(ID, REFUTED[2][0], text=REFUTED[2][1], answer=answer) == codes


def test_what_was_answered_in_the_words_of_the_contract_does_not_refute_it() -> None:
    assert found(ID, REFUTED[1][0], text=REFUTED[1][1], answer={"id": "7", "flag": "red"}) == ["AR204 flag"]


def test_null_refutes_nothing() -> None:
    assert found(ID, REFUTED[1][0], text=REFUTED[1][1], answer={"id": "7", "flag": None}) == ["AR204 flag"]


def test_what_contract_and_exchanges_both_show_is_told_once() -> None:
    text = response("id: {type: string}, flag: {type: string}", "[id, flag]")
    assert found(ID, text=text, answer={"id": "7", "flag": "red"}) == ["AR201 flag"]


@pytest.mark.parametrize(
    ("claim", "body"),
    [(row("flag"), {"id": "7"}), (row("flag", "integer"), {"id": "7", "flag": "red"}), (ID, {"id": "7", "oars": 2})],
    ids=["absent", "type", "undocumented"],
)
def test_what_samples_and_exchanges_both_show_is_told_once(claim: Parameter, body: Any) -> None:
    rows = (ID, claim) if claim is not ID else (ID,)
    assert len(found(*rows, shown=body, answer=body)) == 1


def test_a_sample_that_is_wrong_is_told_of_though_exchanges_confirm_the_table() -> None:
    claim, answer = row("flag", "integer"), {"id": "7", "flag": 3}
    assert found(ID, claim, shown={"id": "7", "flag": "red"}, answer=answer) == ["AR204 flag"]
    assert found(ID, claim, shown=answer, answer=answer) == []
