from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiref_verify.evidence.recordings import bodies, streams
from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.evidence.recordings.recordings import JSON_TYPE, exchanges, har, har_entry, read_text, reasons


def test_an_archive_gives_requests_and_answers(tmp_path: Path) -> None:
    first, second = exchanges(read_text(tmp_path, har(har_entry(), har_entry(request={"postData": None}))))
    assert (first.method, first.status) == ("POST", 202)
    assert first.url == "http://***@harbour.example/v2.1/servers?token=***"
    assert first.request == first.response == Body(BodyKind.JSON, {"server": {"adminPass": "***"}})
    assert first.request_headers == {"content-type": "application/json", "x-auth-token": "***"}
    assert (str(first.version), first.source.line, second.source.line, first.source.format) == ("2.7", 1, 2, "har")
    assert second.request == EMPTY


def content(**parts: Any) -> dict[str, Any]:
    return har_entry(response={"content": parts, "headers": parts.pop("headers", [])})


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (content(size=0, mimeType="application/json"), EMPTY),
        (content(size=5, mimeType="application/json"), Body(BodyKind.UNREADABLE, reason="left out by the recorder")),
        (content(size=2, mimeType="application/json", text="e30=", encoding="base64"), Body(BodyKind.JSON, {})),
        (
            content(size=2, mimeType="image/png", text="/w==", encoding="base64"),
            Body(BodyKind.OTHER, reason="image/png"),
        ),
        (content(size=2, mimeType="application/problem+json", text="[]"), Body(BodyKind.JSON, [])),
        (content(size=2, mimeType="", text='"é'), Body(BodyKind.UNREADABLE, reason="not JSON, and of no media type")),
        (content(mimeType="x-unknown", headers=[JSON_TYPE], text="{}"), Body(BodyKind.JSON, {})),
    ],
)
def test_bodies_are_never_guessed(tmp_path: Path, entry: Any, expected: Body) -> None:
    assert exchanges(read_text(tmp_path, har(entry)))[0].response == expected


def test_a_form_is_no_json(tmp_path: Path) -> None:
    entry = har_entry(
        request={"postData": {"mimeType": "application/x-www-form-urlencoded", "params": [{"name": "a"}]}}
    )
    assert exchanges(read_text(tmp_path, har(entry)))[0].request.reason == "recorded as the fields of a form"


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (har_entry(response={"status": 0}), "no answer"),
        (har_entry(response={"status": 1000}), "no status of HTTP"),
        (har_entry(request={"url": "ws://harbour.example/"}), "no URL of HTTP"),
        (har_entry(request={"method": "get it"}), "no method of HTTP"),
        ({}, "an entry without what HAR asks of one"),
        (har_entry(response={"status": None}), "an entry without what HAR asks of one"),
        (har_entry(response={"headers": [1]}), "an entry without what HAR asks of one"),
        ("text", "an entry without what HAR asks of one"),
    ],
)
def test_an_entry_that_is_no_exchange_is_told_and_the_rest_is_read(tmp_path: Path, entry: Any, reason: str) -> None:
    found = read_text(tmp_path, har(entry, har_entry()))
    assert reasons(found) == [reason]
    assert len(found) == 2


def test_an_archive_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    text = har(*[har_entry()] * 100)
    *before, last = read_text(tmp_path, text[: len(text) // 2])
    assert len(exchanges(before)) == 49
    assert (reasons([last]), last.source.line) == (["the JSON ends too early"], 50)
    *before, last = read_text(tmp_path, text.replace('}, {"request"', '}} {"request"', 1))
    assert (len(before), reasons([last])) == (1, ["the JSON is broken"])


def test_overlong_strings_are_cut_before_they_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apiref_verify.evidence.recordings.entries.LARGEST_BODY", 1000)
    for odd in ("x" * 200_000, "\\" * 131_071 + '"', '"' * 100_000, "é\\u" * 50_000):
        entries = [har_entry(), content(size=9, mimeType="video/mp4", text=odd), har_entry()]
        found = exchanges(read_text(tmp_path, har(*entries)))
        assert [one.response.reason for one in found] == ["", f"larger than {bodies.LARGEST_BODY >> 20} MiB", ""]


def test_an_entry_that_is_too_large_ends_the_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_ENTRY", 300_000)
    entries = [har_entry(), har_entry(request={"headers": [JSON_TYPE] * 10_000}), har_entry()]
    assert len(json.dumps(entries)) > 400_000
    *before, last = read_text(tmp_path, har(*entries))
    assert len(exchanges(before)) == 1
    assert reasons([last]) == ["an entry is larger than 0 MiB: the rest was not read"]


def test_what_is_no_url_or_no_status_is_told(tmp_path: Path) -> None:
    odd = [har_entry(request={"url": "http://[::bad/v2.1/servers"}), har_entry(response={"status": 1e30})]
    assert reasons(read_text(tmp_path, har(*odd))) == ["no URL of HTTP", "no status of HTTP"]
