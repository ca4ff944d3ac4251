"""The recording that is part of this repository: what it holds, that it is clean, and that it can be made again."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from apiref_verify.evidence.recordings.read import read_recordings
from apiref_verify.model.exchange import BodyKind, Exchange
from tests.harbour.operations import OPERATIONS
from tests.harbour.test_contract import breaches, meant
from tests.harbour.traffic import RECORDING, record, write

_SCHEMA = Path(__file__).parents[2] / "apiref_verify" / "schemas" / "exchange-1.json"

Test = Callable[[Exchange], bool]

_PLANTED: list[tuple[str, str, str, Test]] = [
    (
        "AR102 list aggregate hosts",
        "2.9",
        "GET /os-aggregates/\\d+/hosts 200",
        lambda e: bool(e.response.value["hosts"]),
    ),
    ("AR201 key_name", "2.1", "PUT /servers/[^/]+ 200", lambda e: "key_name" in e.response.value["server"]),
    ("AR201 changes-before", "2.9", "GET /servers/detail\\?changes-before=.* 200", lambda e: True),
    (
        "AR202 status",
        "2.1",
        "GET /servers\\?.* 200",
        lambda e: all("status" not in s for s in e.response.value["servers"]),
    ),
    ("AR203 update_at", "2.3", "PUT /os-aggregates/\\d+ 200", lambda e: "updated_at" in e.response.value["aggregate"]),
    ("AR204 swap", "2.1", "POST /flavors 200", lambda e: isinstance(e.request.value["flavor"]["swap"], int)),
    ("AR204 swap as a string", "2.12", "POST /flavors 400", lambda e: e.request.value["flavor"].get("swap") == "512"),
    ("AR205 disk", "2.12", "POST /flavors 200", lambda e: "disk" not in e.request.value["flavor"]),
    ("AR206 description", "2.12", "PUT /flavors/3 400", lambda e: e.request.value == {"flavor": {}}),
    ("AR208 tags", "2.6", "POST /servers 202", lambda e: "tags" in e.request.value["server"]),
    ("AR208 changes-before", "2.8", "GET /servers\\?changes-before=.* 400", lambda e: True),
    ("AR209 rxtx_factor", "2.10", "POST /flavors 200", lambda e: "rxtx_factor" in e.request.value["flavor"]),
    ("AR302 spare", "2.2", "POST /os-aggregates/4/action 400", lambda e: True),
    ("AR401 delete flavor", "2.1", "DELETE /flavors/7 204", lambda e: True),
    ("AR402 and AR405 delete aggregate", "2.12", "DELETE /os-aggregates/99 404", lambda e: True),
    ("AR403 set metadata", "2.12", "POST /os-aggregates/4/action 409", lambda e: "set_metadata" in e.request.value),
]
"""What shows each planted error of the reference that traffic can show: a version, a line, and what holds of it."""


@cache
def exchanges() -> list[Exchange]:
    return [each for each in read_recordings([str(RECORDING)]) if isinstance(each, Exchange)]


def test_it_comes_out_the_same_to_the_byte(tmp_path: Path) -> None:
    again = tmp_path / "again.jsonl"
    write(record(), again)
    assert again.read_bytes() == RECORDING.read_bytes(), "python -m tests.harbour.traffic writes it anew"


def test_it_is_modest_and_keeps_the_published_schema() -> None:
    lines = RECORDING.read_text("utf-8").splitlines()
    assert 250 < len(lines) < 300
    assert RECORDING.stat().st_size < 500_000
    validator = Draft202012Validator(json.loads(_SCHEMA.read_text("utf-8")))
    assert [error for line in lines for error in validator.iter_errors(json.loads(line))] == []


def test_every_line_is_read_as_the_exchange_that_was_had() -> None:
    read = list(read_recordings([str(RECORDING)]))
    assert read == record()


def test_it_shows_every_operation_and_every_code_but_that_of_an_outage() -> None:
    shown = {known[0].handler for exchange in exchanges() if exchange.is_success and (known := meant(exchange))}
    assert shown == {each.handler for each in OPERATIONS}
    assert {exchange.status for exchange in exchanges()} == {200, 202, 204, 400, 401, 403, 404, 406, 409}
    assert {str(exchange.version) for exchange in exchanges() if exchange.version} >= {"2.1", "2.12"}


def test_every_answer_keeps_the_contract_and_has_a_name() -> None:
    assert breaches(exchanges()) == []
    names = [exchange.request_id for exchange in exchanges()]
    assert len(set(names)) == len(names)
    assert all(names)


def test_it_holds_no_secret_and_says_so_where_there_was_one() -> None:
    text = RECORDING.read_text("utf-8").lower()
    assert "x-auth-token" not in text
    assert "anchor-" not in text
    assert "127.0.0.1" not in text
    created = [e for e in exchanges() if e.method == "POST" and e.url.endswith("/v2.1/servers") and e.is_success]
    assert created
    assert {exchange.response.value["server"]["adminPass"] for exchange in created} == {"***"}
    assert {exchange.response.kind for exchange in created} == {BodyKind.JSON}


@pytest.mark.parametrize(("version", "line", "holds"), [p[1:] for p in _PLANTED], ids=[p[0] for p in _PLANTED])
def test_the_planted_errors_show(version: str, line: str, holds: Test) -> None:
    shown = [
        exchange
        for exchange in exchanges()
        if str(exchange.version) == version
        and re.fullmatch(line, f"{exchange.method} {exchange.url.split('/v2.1')[-1]} {exchange.status}")
        and holds(exchange)
    ]
    assert shown
