from __future__ import annotations

import re
from pathlib import Path

import pytest

from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.evidence.recordings.recordings import TEMPEST, exchanges, read_text, reasons


def test_a_log_gives_requests_and_answers(tmp_path: Path) -> None:
    create, delete = exchanges(read_text(tmp_path, TEMPEST))
    assert (create.method, create.url, create.status) == ("POST", "http://harbour.example/v2.1/servers?token=***", 202)
    assert create.request == Body(BodyKind.JSON, {"server": {"name": "it's", "adminPass": "***"}})
    assert create.response.value == {"server": {"id": "s1", "name": "it's", "adminPass": "***"}}
    assert (str(create.version), create.request_id, create.source.line) == ("2.7", "req-1", 1)
    assert set(create.response_headers) == {
        "content-type",
        "x-openstack-nova-api-version",
        "x-openstack-request-id",
        "set-cookie",
    }
    assert (delete.method, delete.status, delete.request, delete.response) == ("DELETE", 204, EMPTY, EMPTY)
    assert delete.request_headers["x-auth-token"] == "***"


def test_the_log_of_a_job_has_its_own_words_before_each_line(tmp_path: Path) -> None:
    plain = read_text(tmp_path, TEMPEST)
    text = re.sub("^", "2026-01-02 03:04:06.000001 | controller |     ", TEMPEST, flags=re.MULTILINE)
    assert read_text(tmp_path, text) == plain


def test_records_without_ids_are_joined_by_their_order(tmp_path: Path) -> None:
    plain = read_text(tmp_path, TEMPEST)
    assert read_text(tmp_path, re.sub(r"\[req-\d req-\d \] ", "", TEMPEST)) == plain


def test_records_of_several_processes_are_joined_by_id(tmp_path: Path) -> None:
    plain = read_text(tmp_path, TEMPEST)
    lines = TEMPEST.splitlines(keepends=True)
    crossed = "".join([lines[0], lines[5], *lines[1:5], *lines[6:]])
    assert [one.status for one in exchanges(read_text(tmp_path, crossed))] == [202, 204]
    assert len(plain) == 2


@pytest.mark.parametrize(("length", "is_cut"), [(4095, False), (4096, True)])
def test_bodies_that_are_cut_are_told(tmp_path: Path, length: int, is_cut: bool) -> None:
    frame = 'b\'{"a": ""}\''
    body = frame.replace('""', '"' + "x" * (length - len(frame)) + '"')
    if is_cut:
        body = f"{body[:-3]}xxx"
    text = re.sub(r"b'\{.*?\}' _log", lambda _: f"{body} _log", TEMPEST, count=1)
    found = exchanges(read_text(tmp_path, text))[0].response
    expected = (BodyKind.UNREADABLE, "truncated at 4096 characters") if is_cut else (BodyKind.JSON, "")
    assert (found.kind, found.reason) == expected


def test_a_literal_that_is_not_whole(tmp_path: Path) -> None:
    text = re.sub(r"b'\{.*?\}' _log", 'b\'{"a": _log', TEMPEST, count=1)
    assert exchanges(read_text(tmp_path, text))[0].response == Body(BodyKind.UNREADABLE, reason="cut off")


def test_a_text_of_several_lines(tmp_path: Path) -> None:
    text = TEMPEST.replace('Body: {"server"', 'Body: {\n "server"')
    text = re.sub(r"Body: b'\{.*?\}' _log", 'Body: {"a":\n 1} _log', text, count=1)
    found = exchanges(read_text(tmp_path, text))[0]
    assert found.request.value == {"server": {"name": "it's", "adminPass": "***"}}
    assert found.response.value == {"a": 1}


def test_what_has_no_method_or_no_headers_is_no_exchange(tmp_path: Path) -> None:
    lines = TEMPEST.splitlines(keepends=True)
    assert reasons(read_text(tmp_path, "".join(lines[1:5]))) == ["no line at INFO, which has the method"]
    assert reasons(read_text(tmp_path, lines[0])) == ["no record at DEBUG, which has headers and bodies"]
    broken = "".join(lines[:5]).replace("'status': '202'", "'status': '20")
    assert reasons(read_text(tmp_path, broken)) == [
        "headers that are cut off or broken",
        "no record at DEBUG, which has headers and bodies",
    ]


def test_an_answer_that_says_another_status_is_not_joined(tmp_path: Path) -> None:
    text = TEMPEST.replace("'status': '204'", "'status': '500'")
    assert reasons(read_text(tmp_path, text))[0] == "no line at INFO, which has the method"
