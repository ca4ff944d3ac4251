"""What people read: every finding of every wrong fixture, as a report would show it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from apiref_verify.model.finding import Finding
from apiref_verify.model.reference import Direction
from apiref_verify.rules import RULES
from tests.builders import versions
from tests.rules.cases import FIXTURES, verified

WRONG = sorted(path for path in FIXTURES.glob("*/wrong*"))


@cache
def findings(case: Path) -> tuple[Finding, ...]:
    return verified(case, case).findings


def finding(case: str, parameter: str | None = None) -> Finding:
    """The finding of a case, or that of one parameter."""
    (found,) = (f for f in findings(FIXTURES / case) if parameter is None or f.parameter == parameter)
    return found


every_case = pytest.mark.parametrize("case", WRONG, ids=lambda case: f"{case.parent.name}-{case.name}")


@every_case
def test_a_message_is_one_clear_line_and_a_hint_says_what_to_do(case: Path) -> None:
    for found in findings(case):
        for text in (found.message, found.hint):
            assert text == " ".join(text.split())
            assert not text.endswith(".")
            assert not re.search(r"(?<![\d.])1 (?:operations|rows|times)\b", text), text
            assert "None" not in text
            assert len(text) <= 250
        assert found.hint


@every_case
def test_a_finding_stands_at_a_line_that_is_there_and_names_the_section_it_counts_for(case: Path) -> None:
    for found in findings(case):
        lines = (case / found.location.path).read_text().split("\n")
        assert 1 <= found.location.line <= max(len(lines), 1)
        assert 1 <= found.location.column <= len(lines[found.location.line - 1]) + 1
        assert (case / found.section).is_file()


@every_case
def test_a_finding_that_evidence_decided_shows_a_proof_that_is_there(case: Path) -> None:
    rule = RULES[case.parent.name]
    for found in findings(case):
        assert found.proofs or "reference" in rule.needs or rule.judges_claims or found.code == "AR305"
        for proof in found.proofs:
            assert proof.kind in ("sample", "contract", "exchange")
            assert proof.location is None or (case / proof.location.path).is_file()


@every_case
def test_a_finding_in_a_table_says_of_which_operation_and_direction_it_is(case: Path) -> None:
    for found in findings(case):
        if found.code[:3] in ("AR2", "AR3") and found.location.path.endswith(".inc"):
            assert found.operation is not None
            assert found.direction in Direction


@pytest.mark.parametrize(
    ("case", "parameter", "message"),
    [
        ("AR003/wrong", "boat_id", "baot_id_path is not defined in parameters.yaml: the row boat_id is not shown"),
        ("AR105/wrong", "berth_id", "{berth_id} in the URL has no row in the request table"),
        ("AR201/wrong", "flag", "flag in boat is not in the response table, but in boat-resp.json"),
        ("AR202/wrong", "length", "length is documented as required, but boat-resp.json does not have it in boat"),
        ("AR203/wrong", "Name", "Name is documented, but boat-resp.json has name"),
        ("AR204/wrong", "captain", "captain is documented as object, but is an array in boat-resp.json"),
        ("AR207/wrong", "flag", "flag is documented in the query, but boat-resp.json has it in the body"),
        ("AR208/wrong", "flag", "flag is documented since 1.3, but boat-resp.json has it at 1.2"),
        ("AR209/wrong", "oars", "oars is documented up to 1.1, but boat-resp.json has it at 1.2"),
        ("AR214/wrong", "boat", "boat, the object around the response body, is not in the table"),
        ("AR306/wrong", None, "the sample of 1.2 stands after the one of 1.10"),
        ("AR404/wrong", None, "401 stands after 404"),
        ("AR405/wrong", None, "itemNotFound(409): elsewhere itemNotFound is 404 (12 times)"),
    ],
)
def test_messages_say_what_is_claimed_and_what_is_shown(case: str, parameter: str | None, message: str) -> None:
    assert finding(case, parameter).message == message


@pytest.mark.parametrize(
    ("case", "parameter", "message"),
    [
        ("AR107/wrong-contract", "drydock", "the action is documented as drydock, but the API calls it dryDock"),
        ("AR201/wrong-contract", "flag", "flag in boat is not in the response table, but harbour may have it"),
        (
            "AR201/wrong-contract",
            "oars",
            "1.3 to 1.9: oars in boat is not in the response table, but harbour may have it",
        ),
        (
            "AR201/wrong-contract-no-table",
            "berth",
            "no table documents the response body, but harbour shows berth, pier",
        ),
        (
            "AR201/wrong-contract-query",
            "captain",
            "the query parameters are not documented, but known to harbour: captain, flag, oars, masts",
        ),
        ("AR202/wrong-contract", "length", "length is documented, but harbour does not have it in boat"),
        ("AR202/wrong-contract", "flag", "flag is documented as required, but harbour does not have it in boat"),
        ("AR203/wrong-contract", "Name", "Name is documented, but harbour has name"),
        ("AR204/wrong-contract", "tags", "tags is documented as object, but is an array in harbour"),
        (
            "AR204/wrong-contract-versions",
            "captain",
            "1.1 to 1.4: captain is documented as object, but is a string in harbour",
        ),
        (
            "AR204/wrong-contract-two-ranges",
            "captain",
            "1.1 to 1.4, 1.9 to 1.10: captain is documented as object, but is a string in harbour",
        ),
        (
            "AR205/wrong-contract-versions",
            "flag",
            "1.5 to 1.10: flag is documented as required, by harbour it is optional: the two disagree",
        ),
        (
            "AR206/wrong-contract",
            "name",
            "name is documented as optional, by harbour it is required: the two disagree",
        ),
        (
            "AR208/wrong-contract",
            "flag",
            "1.3 to 1.4: flag is documented since 1.5, but harbour has it since 1.3",
        ),
        (
            "AR208/wrong-contract-no-min-version",
            "flag",
            "1.1 to 1.4: flag is documented from the first version on, but harbour has it since 1.5",
        ),
        (
            "AR208/wrong-contract-all",
            "flag",
            (
                "1.3 to 1.4: flag is documented since 1.5, but harbour has it since 1.3 "
                "(and 2 more rows of the table likewise)"
            ),
        ),
        (
            "AR209/wrong-contract-ten-after-nine",
            "flag",
            "2.10: flag is documented up to 2.9, but harbour has it up to 2.10",
        ),
        (
            "AR302/wrong-contract-one-of",
            None,
            (
                'boat-req.json is not valid by harbour: /boat/berth/pier: "three" is not of type integer '
                "(nearest of 3 alternatives: number 2)"
            ),
        ),
        (
            "AR302/wrong-contract",
            None,
            (
                'boat-req.json is not valid by harbour: /boat/oars: "two" is not of type integer; '
                "/boat: name is required; /boat: title may not stand here"
            ),
        ),
        ("AR402/wrong-contract", "409", "409 is documented, but harbour declares no such error"),
        (
            "AR403/wrong-contract-versions",
            "409",
            "1.5 to 1.10: harbour declares the error 409, which is not documented",
        ),
        (
            "AR601/wrong-contract",
            "boat.flag",
            "harbour says that boat.flag is in the response, undocumented; lighthouse does not",
        ),
    ],
)
def test_messages_say_what_a_contract_promises_and_in_which_versions(
    case: str, parameter: str | None, message: str
) -> None:
    assert finding(case, parameter).message == message


@pytest.mark.parametrize(
    ("case", "parameter", "since", "until"),
    [
        ("AR201/wrong-contract", "oars", "1.3", "1.9"),
        ("AR204/wrong-contract-versions", "captain", "1.1", "1.4"),
        ("AR208/wrong-contract", "flag", "1.3", "1.4"),
        ("AR209/wrong-contract", "flag", "1.3", "1.9"),
        ("AR403/wrong-contract-versions", "409", "1.5", "1.10"),
    ],
)
def test_findings_carry_the_versions_that_their_message_tells(
    case: str, parameter: str, since: str, until: str
) -> None:
    assert finding(case, parameter).versions == versions(since, until)


def test_a_sample_is_judged_by_the_schema_of_the_version_in_its_path() -> None:
    messages = [found.message for found in findings(FIXTURES / "AR302/wrong-contract-versions")]
    assert messages == [
        (
            "1.1: boat-req.json is not valid by harbour: "
            "/boat: flag may not stand here (the schema has flag in 1.3 to 1.10)"
        ),
        "1.3: boat-req.json is not valid by harbour: /boat: flag is required (the schema has flag in 1.3 to 1.10)",
    ]


@pytest.mark.parametrize(
    ("case", "parameter", "hint"),
    [
        ("AR003/wrong", "boat_id", "did you mean boat_id_path?"),
        ("AR003/wrong", "sails", "define number_of_sails, or take the row out"),
        ("AR106/wrong", "id", "rename the row to boat_id"),
        ("AR203/wrong", "Name", "rename the row to name, or mend the sample"),
        ("AR405/wrong", None, "is itemNotFound(404) meant?"),
        ("AR107/wrong-contract", "drydock", "write (dryDock Action) in the title"),
        ("AR208/wrong-contract", "flag", "set the min_version of flag_late to 1.3"),
        ("AR401/wrong-contract-versions", "202", "add 202"),
    ],
)
def test_hints_offer_the_nearest_right_thing(case: str, parameter: str | None, hint: str) -> None:
    assert finding(case, parameter).hint == hint


def test_the_two_weaker_kinds_of_undocumented_properties_are_told_apart() -> None:
    assert "has no row of its own" in finding("AR201/wrong-elsewhere").message
    assert "no property of boat.captain has a row" in finding("AR201/wrong-children").message
    assert "no table documents the response body" in finding("AR201/wrong-no-table").message


def test_one_operation_is_spoken_of_in_the_singular() -> None:
    assert finding("AR006/wrong-single").message.endswith("its operation is not published")


def test_a_sample_that_cannot_be_read_is_told_of_the_operation_that_shows_it() -> None:
    titles = {
        f.location.path.rsplit("/", 1)[-1]: f.operation and f.operation.title
        for f in findings(FIXTURES / "AR005/wrong")
    }
    assert titles == {
        "boat-resp.json": "Show Boat",
        "boat-update-resp.json": "Update Boat",
        "boats.inc": "Update Boat",
    }


def test_proofs_point_to_the_property_in_the_sample() -> None:
    assert [proof.pointer for proof in finding("AR204/wrong", "captain").proofs] == ["/boat/captain"]
    assert [proof.pointer for proof in finding("AR203/wrong", "Name").proofs] == ["/boat/name"]
