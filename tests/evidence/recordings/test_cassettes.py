from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.evidence.recordings.recordings import BODY, betamax, exchanges, interaction, read_text, reasons

CLEAN = {"server": {"name": "it's", "adminPass": "***"}}
PACKED = base64.b64encode(gzip.compress(BODY.encode())).decode()
GZIP = {"Content-Encoding": ["gzip"]}


def vcr(*interactions: Any) -> dict[str, Any]:
    return {"interactions": list(interactions), "version": 1}


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        (betamax(interaction({"encoding": "utf-8", "string": BODY}, {"encoding": "utf-8", "string": BODY})), "betamax"),
        (betamax(interaction({"string": BODY}, {"base64_string": PACKED}, headers=GZIP)), "betamax"),
        (betamax(interaction(BODY, BODY)), "betamax"),
        (json.dumps(vcr(interaction(BODY, {"string": BODY})), indent=4), "vcr"),
        (json.dumps({"version": 1, **vcr(interaction(BODY, {"string": BODY}))}), "vcr"),
        (yaml.dump(vcr(interaction(BODY, {"string": BODY}))), "vcr"),
        (yaml.dump(vcr(interaction(BODY.encode(), {"string": gzip.compress(BODY.encode())}, headers=GZIP))), "vcr"),
        ("# ours\n---\n" + yaml.dump(vcr(interaction(BODY, {"string": BODY}))), "vcr"),
    ],
)
def test_a_cassette_gives_requests_and_answers(tmp_path: Path, text: str, format_name: str) -> None:
    (found,) = exchanges(read_text(tmp_path, text))
    assert (found.method, found.url, found.status) == ("POST", "http://harbour.example/v2.1/servers?token=***", 202)
    assert found.request == found.response == Body(BodyKind.JSON, CLEAN)
    assert found.request_headers == {"content-type": "application/json", "x-auth-token": "***"}
    assert found.response_headers["set-cookie"] == "***, ***"
    assert (found.source.line, found.source.format) == (1, format_name)


def test_what_several_interactions_share_is_an_alias_in_yaml(tmp_path: Path) -> None:
    one = interaction(BODY, {"string": BODY})
    text = yaml.dump(vcr(one, {**one, "response": {**one["response"], "status": {"code": 409, "message": ""}}}))
    assert "&id001" in text
    assert [found.status for found in exchanges(read_text(tmp_path, text))] == [202, 409]


@pytest.mark.parametrize(
    ("body", "headers", "expected"),
    [
        (None, {}, EMPTY),
        ({"string": ""}, {}, EMPTY),
        ({"encoding": None}, {}, EMPTY),
        ({"string": "null"}, {}, Body(BodyKind.JSON, None)),
        ({"string": "12"}, {}, Body(BodyKind.JSON, 12)),
        ({"string": "<p>"}, {"Content-Type": ["text/html; charset=utf-8"]}, Body(BodyKind.OTHER, reason="text/html")),
        ({"base64_string": "%%%"}, {}, Body(BodyKind.UNREADABLE, reason="not base64")),
        ({"base64_string": "/w=="}, {}, Body(BodyKind.UNREADABLE, reason="not UTF-8")),
        ({"base64_string": PACKED[:20]}, GZIP, Body(BodyKind.UNREADABLE, reason="compressed, and cut off")),
        ({"base64_string": "H4sIAAAAAAAA////"}, GZIP, Body(BodyKind.UNREADABLE, reason="compressed, and broken")),
        (
            {"base64_string": "/w=="},
            {"Content-Encoding": ["br"]},
            Body(BodyKind.UNREADABLE, reason="compressed with br"),
        ),
        ({"surprise": 1}, {}, Body(BodyKind.UNREADABLE, reason="neither text nor bytes")),
    ],
)
def test_bodies_are_never_guessed(tmp_path: Path, body: Any, headers: dict[str, list[str]], expected: Body) -> None:
    for text in (
        betamax(interaction("", body, headers=headers)),
        yaml.dump(vcr(interaction("", body, headers=headers))),
    ):
        assert exchanges(read_text(tmp_path, text))[0].response == expected


def test_an_interaction_that_is_none_is_told_and_the_rest_is_read(tmp_path: Path) -> None:
    good = interaction(BODY, {"string": BODY})
    text = json.dumps(vcr(good, {"request": 1}, [], {**good, "response": {"status": {"code": "none"}}}, good))
    found = read_text(tmp_path, text)
    assert reasons(found) == ["an interaction without what a cassette has of one"] * 3
    assert [one.source.line for one in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("keep", [0.3, 0.7, 0.95])
def test_a_cassette_that_breaks_off_gives_what_it_has(tmp_path: Path, keep: float) -> None:
    texts = {
        betamax(*[interaction(BODY, BODY)] * 30): "the JSON ends too early",
        yaml.dump(vcr(*[interaction(BODY, BODY) for _ in range(30)])): "the YAML is broken",
    }
    for text, reason in texts.items():
        *before, last = read_text(tmp_path, text[: int(len(text) * keep)] + ("" if "JSON" in reason else "\n\t{["))
        assert len(before) >= int(28 * keep)
        assert reasons([*before, last])[0].startswith(reason)
        assert last.source.line == len(before) + 1


def test_yaml_without_interactions_or_with_a_loop(tmp_path: Path) -> None:
    assert read_text(tmp_path, "interactions: []\nversion: 1\n") == []
    assert reasons(read_text(tmp_path, "interactions:\n- &a [*a, *a]\n")) == [
        "the YAML refers to what does not stand before"
    ]
    deep = "interactions:\n- " + "[" * 300 + "]" * 300
    assert reasons(read_text(tmp_path, deep)) == ["the YAML is nested more than 100 deep"]


def test_a_few_lines_that_stand_for_very_much_are_refused(tmp_path: Path) -> None:
    layers = [f"    B{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)]
    text = "interactions:\n- request:\n    A: &a0 [x]\n" + "".join(layers)
    assert reasons(read_text(tmp_path, text)) == ["an entry is larger than 64 MiB: the rest was not read"]


def test_anchors_are_not_kept_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apiref_verify.evidence.recordings.entries.LARGEST_ENTRY", 2000)
    kept = [f"- request: &a{number} [{'x' * 100}]\n" for number in range(30)]
    *_, last = reasons(read_text(tmp_path, "interactions:\n" + "".join(kept)))
    assert last == "its anchors hold more than 0 MiB: the rest was not read"
