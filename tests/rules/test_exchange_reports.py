"""What people read of findings that exchanges decide."""

from __future__ import annotations

import pytest

from apiref_verify.model.finding import Finding
from tests.rules.cases import FIXTURES, verified

ROUTE = "/boats/{boat_id}"
MESSAGES = [
    ("AR101/wrong-exchanges", 29, f"PATCH {ROUTE} is documented, but all 4 requests were answered with 405"),
    ("AR101/wrong-exchanges", 44, f"PUT {ROUTE}/colour is documented, but the one request was answered with 410"),
    ("AR102/wrong-exchanges", 10, "POST /boats was served once, but is not documented"),
    ("AR102/wrong-exchanges", 46, "GET /boats/{}/log was served 3 times, but is not documented"),
    ("AR102/wrong-exchanges", 46, "POST /boats/{}/action (scuttle) was served once, but is not documented"),
    ("AR107/wrong-exchanges", 20, "the action is documented as drydock, but the API calls it dryDock"),
    ("AR201/wrong-exchanges", 23, "flag in boat is not in the response table, but in 3 of 4 answers at 1.3 to 1.4"),
    ("AR201/wrong-exchanges", 23, "oars in boat is not in the response table, but in the one answer at 1.4"),
    ("AR201/wrong-exchanges", 40, "the query parameter was sent and served, but not documented: fast"),
    (
        "AR201/wrong-exchanges",
        40,
        "colour in boat is not in the request table, but in the one request that was served",
    ),
    (
        "AR201/wrong-exchanges-no-table",
        33,
        "no table documents the response body, but all 3 answers show position, x, y",
    ),
    ("AR202/wrong-exchanges", 26, "flag is documented as required, but none of 4 answers has it in boat"),
    (
        "AR202/wrong-exchanges",
        42,
        "harbour is documented as required, but the one request that was served does not have it in boat",
    ),
    (
        "AR202/wrong-exchanges",
        50,
        "the header Location is documented as required, but the one answer does not have it",
    ),
    ("AR203/wrong-exchanges", 25, "update_at is documented, but both answers have updated_at"),
    ("AR204/wrong-exchanges", 25, "length is documented as string, but is an integer in the one answer at 1.2"),
    ("AR204/wrong-exchanges", 27, "crew is documented as object, but is an array in both answers at 1.3"),
    ("AR205/wrong-exchanges", 19, "flag is documented as required, but 1 of 4 objects in boats lacks it"),
    (
        "AR205/wrong-exchanges",
        34,
        "length is documented as required, but 1 of 3 requests that were served lacks it",
    ),
    ("AR207/wrong-exchanges", 25, "flag is documented in the header, but 2 of 3 answers have it in the body"),
    ("AR208/wrong-exchanges", 25, "flag is documented since 1.3, but 2 of 3 answers at 1.2 have it"),
    (
        "AR208/wrong-exchanges",
        40,
        "colour is documented since 1.10, but the one request that was served has it at 1.9",
    ),
    ("AR209/wrong-exchanges", 25, "flag is documented up to 1.9, but all 3 answers at 1.10 have it"),
    ("AR401/wrong-exchanges", 12, "both requests that were served were answered with 200, but 203 is documented"),
    ("AR401/wrong-exchanges", 35, "1 of 5 requests that were served was answered with 202, but 201 is documented"),
    ("AR403/wrong-exchanges", 12, "2 requests were answered with 409, which is not documented"),
    ("AR403/wrong-exchanges", 37, "1 request was answered with 423, which is not documented"),
    (
        "AR602/wrong-exchanges",
        11,
        f'3 answers of GET {ROUTE} broke the schema of harbour: /boat/oars: "two" is not of type integer',
    ),
    ("AR602/wrong-exchanges", 32, f"1 request of PUT {ROUTE} broke the schema of harbour: /boat: mast is required"),
    (
        "AR602/wrong-exchanges",
        47,
        '1 answer of GET /piers broke the schema of harbour: /piers/*/depth: "deep" is not of type integer',
    ),
    ("AR603/wrong-exchanges", 10, f"GET {ROUTE}: 2 requests were answered with 202, but harbour declares 200"),
    (
        "AR603/wrong-exchanges",
        33,
        f"DELETE {ROUTE}: 1 request was answered with 204, but harbour declares 200 or 202",
    ),
]


def findings(case: str) -> tuple[Finding, ...]:
    return verified(FIXTURES / case, FIXTURES / case).findings


@pytest.mark.parametrize(
    ("case", "line", "message"), MESSAGES, ids=[f"{m[0][:5]}-{m[1]}-{m[2][:12]}" for m in MESSAGES]
)
def test_messages_say_how_often_and_at_which_versions(case: str, line: int, message: str) -> None:
    assert message in [found.message for found in findings(case) if found.location.line == line]


@pytest.mark.parametrize(
    ("case", "parameter", "origin", "line", "pointer"),
    [
        ("AR107/wrong-exchanges", "drydock", "exchanges.yaml:3: POST /boats/{}/action (dryDock)", 3, ""),
        ("AR201/wrong-exchanges", "flag", "exchanges.yaml:2", 2, "/boat/flag"),
        ("AR202/wrong-exchanges", "Location", "exchanges.yaml:6: POST /boats", 6, ""),
        ("AR205/wrong-exchanges", "flag", "exchanges.yaml:1: GET /boats at 1.2", 1, ""),
        ("AR401/wrong-exchanges", "202", "exchanges.yaml:4: POST /boats", 4, ""),
        ("AR603/wrong-exchanges", "202", f"exchanges.yaml:1: GET {ROUTE}", 1, ""),
    ],
)
def test_the_first_exchange_is_the_proof(case: str, parameter: str, origin: str, line: int, pointer: str) -> None:
    (found,) = (each for each in findings(case) if each.parameter == parameter)
    proof = found.proofs[0]
    assert (proof.kind, proof.origin, proof.pointer) == ("exchange", origin, pointer)
    assert proof.location is not None
    assert (proof.location.path, proof.location.line) == ("exchanges.yaml", line)
