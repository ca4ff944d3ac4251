"""What exchanges verify, and what they leave open."""

from __future__ import annotations

import pytest

from apiref_verify import verify
from apiref_verify.model.finding import Outcome, Status
from apiref_verify.model.habit_settings import HabitSettings
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation, Parameter, Phase, Sample
from apiref_verify.rules import RULES
from tests.builders import operation, reference, row, sample, table
from tests.exchanges import observed

ROWS = (row("name"), row("flag", required=False))
SEEN = """
- {request: GET /boats/7, answer: {name: Ada, flag: red}}
- {request: GET /boats/8, answer: {name: Bea}}
"""
VERSIONED = (row("name"), row("flag", since="1.3"))
OLD = '- {request: GET /boats/7, version: "1.2", answer: {name: Ada}}\n'
NEW = '- {request: GET /boats/7, version: "1.4", answer: {name: Ada, flag: red}}\n'


def boat(*rows: Parameter, shown: tuple[Sample, ...] = ()) -> Operation:
    return operation([table(rows)] if rows else [], shown, url="/boats/{id}")


def by_exchanges(one: Operation, listed: str, *codes: str) -> dict[Phase, Outcome]:
    rules = [RULES[code] for code in codes] if codes else None
    result = verify(reference(one), rules, observations=observed(f"exchanges:\n{listed}", [one]))
    return {outcome.phase: outcome for outcome in result.outcomes}


def answer(one: Operation, listed: str, phase: Phase) -> tuple[Status, str]:
    found = by_exchanges(one, listed)[phase]
    return found.status, found.reason


@pytest.mark.parametrize(
    ("listed", "reason"),
    [
        (OLD + OLD + NEW, "served 3 times, at 2 versions from 1.2 to 1.4"),
        ("- {request: GET /boats/7, times: 2}\n", "served 2 times"),
    ],
)
def test_an_operation_that_was_served_is_verified(listed: str, reason: str) -> None:
    assert answer(boat(row("name")), listed, Phase.METHOD) == (Status.VERIFIED, reason)


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_an_operation_that_was_only_refused_is_not(status: int) -> None:
    found = answer(boat(*ROWS), f"- {{request: GET /boats/7, status: {status}}}\n", Phase.METHOD)
    assert found == (Status.NOT_CHECKED, "no exchange shows that it is served")


def test_an_operation_that_does_not_exist_disagrees() -> None:
    assert answer(boat(*ROWS), "- {request: GET /boats/7, status: 405}\n", Phase.METHOD)[0] is Status.DISAGREES


def test_a_window_in_which_nothing_was_asked_leaves_the_phases_open() -> None:
    one = boat(*VERSIONED)
    assert answer(one, NEW, Phase.METHOD) == (
        Status.NOT_CHECKED,
        "served 1 time, at 1.4; versions without a request: up to 1.2, 1.3",
    )
    assert answer(one, NEW, Phase.PARAMETER) == (
        Status.NOT_CHECKED,
        "every body row was seen; versions without a request: up to 1.2, 1.3",
    )


def test_tables_are_verified_where_every_row_was_seen_and_nothing_else() -> None:
    found = answer(boat(*ROWS), SEEN, Phase.PARAMETER)
    assert found == (Status.VERIFIED, "every body row (2) stands in 2 bodies of exchanges")


def test_one_request_in_each_window_suffices_and_the_newest_version_is_one() -> None:
    between = NEW.replace("1.4", "1.3")
    assert answer(boat(*VERSIONED), OLD + NEW, Phase.PARAMETER)[0] is Status.NOT_CHECKED
    assert answer(boat(*VERSIONED), OLD + between + NEW, Phase.PARAMETER)[0] is Status.VERIFIED


def test_versions_before_the_first_of_the_api_need_no_request() -> None:
    one = boat(row("name"), row("flag", required=False))
    seen = NEW.replace("1.4", "1.2")
    assert answer(one, seen, Phase.METHOD)[1] == "served 1 time, at 1.2; versions without a request: up to 1.1"
    observations = observed(f"exchanges:\n{seen}", [one])
    settings = HabitSettings(base_version=Microversion(1, 2))
    outcomes = verify(reference(one), settings=settings, observations=observations).outcomes
    assert {each.phase: each.status for each in outcomes}[Phase.METHOD] is Status.VERIFIED


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((*ROWS, row("mast", required=False)), "2 of 3 body rows were seen; nothing contradicts the others"),
        ((), "no body parameters are documented, and exchanges have no others"),
    ],
)
def test_what_was_not_seen_is_left_open(rows: tuple[Parameter, ...], reason: str) -> None:
    listed = SEEN if rows else "- {request: GET /boats/7, status: 204}\n"
    assert answer(boat(*rows), listed, Phase.PARAMETER) == (Status.NOT_CHECKED, reason)


def test_a_property_without_a_row_disagrees() -> None:
    assert answer(boat(ROWS[0]), SEEN, Phase.PARAMETER)[0] is Status.DISAGREES


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": "Ada", "flag": "red"}, Status.VERIFIED),
        ({"name": "Cid"}, Status.VERIFIED),
        ({"flag": "red"}, Status.NOT_CHECKED),
        ({"name": 7}, Status.NOT_CHECKED),
        ({"name": "Ada", "mast": "m"}, Status.NOT_CHECKED),
    ],
    ids=["the same", "without what is rare", "without what is always there", "another type", "another property"],
)
def test_a_sample_is_verified_that_has_the_shape_of_what_was_seen(body: dict[str, object], status: Status) -> None:
    assert by_exchanges(boat(*ROWS, shown=(sample(body),)), SEEN, *RULES)[Phase.EXAMPLE].status is status


def test_a_sample_of_a_version_that_was_not_seen_is_left_open() -> None:
    one = boat(*VERSIONED, shown=(sample({"name": "Ada", "flag": "red"}, "1.3"),))
    assert answer(one, OLD + NEW, Phase.EXAMPLE) == (
        Status.NOT_CHECKED,
        "no exchange of its version has the shape of boat.json",
    )


def test_the_text_is_never_verified() -> None:
    found = answer(boat(*ROWS), SEEN + "- {request: GET /boats/9, status: 404}\n", Phase.BODY)
    assert found == (Status.NOT_CHECKED, "answered 200, 404, as documented; the prose is for people to read")


def test_all_deciding_rules_must_have_run() -> None:
    found = by_exchanges(boat(*ROWS), SEEN, "AR201")[Phase.PARAMETER]
    assert found.status is Status.NOT_CHECKED
    assert found.reason.startswith("not all rules that decide were run")
