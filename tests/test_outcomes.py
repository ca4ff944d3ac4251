"""Verified is said only where evidence decided, and nothing was left over: of samples, and of contracts."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify import read, verify
from apiref_verify.model.finding import Outcome, Status
from apiref_verify.model.reference import Operation, Parameter, Phase, Place, Sample
from apiref_verify.rules import RULES
from tests.builders import REQUEST, operation, reference, row, sample, table
from tests.contracts import contract

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests/rules/fixtures"


def parameter_outcomes(tree: Path, *codes: str) -> list[Status]:
    rules = [RULES[code] for code in codes] if codes else None
    return [o.status for o in verify(read(tree), rules).outcomes if o.phase is Phase.PARAMETER]


@pytest.mark.parametrize("case", ["false-alarm-coincidence", "false-alarm-siblings"])
def test_properties_without_a_row_keep_an_operation_from_being_verified(case: str) -> None:
    outcomes = verify(read(FIXTURES / "AR201" / case)).outcomes
    assert any("have no row of their own" in outcome.reason for outcome in outcomes)


def test_operations_are_verified_only_where_all_deciding_rules_ran() -> None:
    assert Status.VERIFIED in parameter_outcomes(ROOT)
    assert Status.VERIFIED not in parameter_outcomes(ROOT, "AR201")


def test_phases_that_only_the_api_can_decide_are_never_verified() -> None:
    others = {o.status for o in verify(read(ROOT)).outcomes if o.phase is not Phase.PARAMETER}
    assert others == {Status.NOT_CHECKED, Status.DISAGREES}


# -- by a contract

BOAT = """
min_version: "1.1"
max_version: "1.4"
routes:
- path: GET /boats/{id}
  ranges:
  - min_version: "1.1"
    max_version: "1.4"
    success: [200]
    errors: [404]
    response:
      type: object
      properties: {name: {type: string}, flag: {type: string}}
      required: [name]
      additionalProperties: false
"""
QUERY = "    query: {type: object, properties: {deep: {type: string}}, additionalProperties: false}\n"
ROWS = (row("name"), row("flag", required=False))


def boat(
    rows: tuple[Parameter, ...] = ROWS, samples: tuple[Sample, ...] = (), url: str = "/boats/{id}", method: str = "GET"
) -> Operation:
    return operation([table(rows)], samples, method, url)


def by_contract(one: Operation, text: str = BOAT, *codes: str) -> dict[Phase, Outcome]:
    rules = [RULES[code] for code in codes] if codes else None
    result = verify(reference(one), rules, contracts=[contract(text)])
    return {outcome.phase: outcome for outcome in result.outcomes}


def test_a_contract_verifies_an_operation_that_it_has_and_says_in_which_versions() -> None:
    found = by_contract(boat())[Phase.METHOD]
    assert (found.status, found.reason) == (Status.VERIFIED, "harbour has it: 1.1 to 1.4")


def test_an_operation_that_a_contract_does_not_have_disagrees() -> None:
    assert by_contract(boat(url="/boats/{id}/sails"))[Phase.METHOD].status is Status.DISAGREES


def test_a_contract_verifies_tables_whose_every_row_it_has_though_no_sample_is_shown() -> None:
    found = by_contract(boat())[Phase.PARAMETER]
    assert (found.status, found.reason) == (Status.VERIFIED, "every row of a body or query (2) agrees with harbour")


def test_a_row_that_the_contract_leaves_open_keeps_the_tables_from_being_verified() -> None:
    found = by_contract(boat((*ROWS, row("mast"))), BOAT.replace("      additionalProperties: false\n", ""))
    assert found[Phase.PARAMETER].status is Status.NOT_CHECKED
    assert "2 of 3 rows of the response body stand in harbour" in found[Phase.PARAMETER].reason


def test_a_query_that_nothing_documents_is_left_over() -> None:
    found = by_contract(boat(), BOAT + QUERY)[Phase.PARAMETER]
    assert found.status is Status.NOT_CHECKED
    assert "1 properties of the request query have no row of their own, deep for one" in found.reason


def test_rows_of_a_query_that_the_contract_does_not_speak_of_are_not_verified() -> None:
    rows = (*ROWS, row("deep", travels=Place.QUERY))
    asked = operation([table(ROWS), table(rows[2:], REQUEST)], url="/boats/{id}")
    assert by_contract(asked, BOAT + QUERY)[Phase.PARAMETER].status is Status.VERIFIED
    found = by_contract(asked)[Phase.PARAMETER]
    assert (found.status, found.reason) == (Status.NOT_CHECKED, "no contract says what the request query holds")


def test_a_contract_verifies_samples_that_satisfy_it() -> None:
    found = by_contract(boat(samples=(sample({"name": "Ada"}),)))[Phase.EXAMPLE]
    assert (found.status, found.reason) == (Status.VERIFIED, "all samples (1) satisfy the schemas of harbour")


def test_a_sample_that_does_not_satisfy_it_disagrees() -> None:
    assert by_contract(boat(samples=(sample({"flag": "red"}),)))[Phase.EXAMPLE].status is Status.DISAGREES


def test_a_sample_of_a_version_that_the_contract_does_not_have_is_left_open() -> None:
    shown = (sample({"name": "Ada"}, "1.2"), sample({"name": "Ada"}, "1.9"))
    found = by_contract(boat(samples=shown))[Phase.EXAMPLE]
    assert found.status is Status.NOT_CHECKED
    assert found.reason == "1 of 2 samples have a schema to be checked by, and satisfy it"


@pytest.mark.parametrize("standing", ["[200]", "{codes: [200], standing: implied}"])
def test_the_text_is_never_verified_whatever_a_contract_says_of_codes(standing: str) -> None:
    found = by_contract(boat(), BOAT.replace("success: [200]", f"success: {standing}"))[Phase.BODY]
    assert found.status is Status.NOT_CHECKED


def test_a_contract_verifies_only_what_it_has_authority_for() -> None:
    shown = boat(samples=(sample({"name": "Ada"}),))
    found = by_contract(shown, 'authority: ["routes"]\n' + BOAT.lstrip())
    assert found[Phase.METHOD].status is Status.VERIFIED
    assert found[Phase.EXAMPLE].status is Status.NOT_CHECKED


def test_by_a_contract_too_all_deciding_rules_must_have_run() -> None:
    found = by_contract(boat(), BOAT, "AR101")[Phase.METHOD]
    assert found.status is Status.NOT_CHECKED
    assert found.reason.startswith("not all rules that decide were run")
