"""What people read: every finding of every wrong fixture, as a report would show it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from apiref_verify.model.finding import Finding
from apiref_verify.model.reference import Direction
from apiref_verify.reading.reader import read
from apiref_verify.rules import RULES
from apiref_verify.verification import verify

FIXTURES = Path(__file__).parent / "fixtures"
WRONG = sorted(path for path in FIXTURES.glob("*/wrong*"))


@cache
def findings(case: Path) -> tuple[Finding, ...]:
    return verify(read(case), rules=[RULES[case.parent.name]]).findings


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
def test_a_finding_that_samples_decided_shows_a_proof_that_is_there(case: Path) -> None:
    rule = RULES[case.parent.name]
    for found in findings(case):
        assert found.proofs or "reference" in rule.needs or found.code == "AR305"
        for proof in found.proofs:
            assert proof.kind == "sample"
            assert (case / proof.origin).is_file()


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
    ("case", "parameter", "hint"),
    [
        ("AR003/wrong", "boat_id", "did you mean boat_id_path?"),
        ("AR003/wrong", "sails", "define number_of_sails, or take the row out"),
        ("AR106/wrong", "id", "rename the row to boat_id"),
        ("AR203/wrong", "Name", "rename the row to name, or mend the sample"),
        ("AR405/wrong", None, "is itemNotFound(404) meant?"),
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
