"""Nothing that is written of a recording has a secret in it: no report, no evidence file, no message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apiref_verify.cli.main import cli

ROOT = Path(__file__).parents[2]
SECRET = "Hunter-2-hunter-2"
KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIEow" + SECRET + "\n-----END RSA PRIVATE KEY-----"
SERVER = {"name": "brig", "flavorRef": "1", "adminPass": SECRET, "user_data": SECRET, "customer": {"pin": SECRET}}


def entry(method: str, url: str, sent: Any, answer: Any, status: int = 200) -> dict[str, Any]:
    """An exchange of a HAR with secrets in every place."""
    headers = [
        {"name": "X-Auth-Token", "value": SECRET},
        {"name": "Authorization", "value": f"Bearer {SECRET}"},
        {"name": "Cookie", "value": f"session={SECRET}"},
        {"name": "OpenStack-API-Version", "value": "compute 2.6"},
    ]
    return {
        "request": {"method": method, "url": url, "headers": headers, "postData": {"text": json.dumps(sent)}},
        "response": {
            "status": status,
            "headers": [*headers, {"name": "Location", "value": f"http://user:{SECRET}@host/?token={SECRET}"}],
            "content": {"mimeType": "application/json", "text": json.dumps(answer)},
        },
    }


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    base = "http://harbour.example/v2.1"
    entries = [
        entry(
            "POST", f"{base}/servers", {"server": SERVER}, {"server": {"id": "1", "adminPass": SECRET, "key": KEY}}, 202
        ),
        entry("GET", f"{base}/servers/1?token={SECRET}", None, {"server": {**SERVER, "console": f"/?token={SECRET}"}}),
        entry("GET", f"{base}/v2.0/tokens/{SECRET}", None, {"access": {"token": {"id": SECRET}}}),
    ]
    path = tmp_path / "seen.har"
    path.write_text(json.dumps({"log": {"entries": entries}}))
    return path


@pytest.mark.parametrize("words", [["check", "-f", "json"], ["check", "-f", "text"], ["burndown", "-f", "json"]])
def test_no_secret_is_in_a_report(words: list[str], recording: Path) -> None:
    done = CliRunner().invoke(cli, [*words, str(ROOT), "--recording", str(recording), "--secret", "customer"])
    assert done.exit_code in (0, 1), done.output
    assert SECRET not in done.output


def test_no_secret_is_in_an_evidence_file(recording: Path, tmp_path: Path) -> None:
    target = tmp_path / "seen.evidence"
    words = ["evidence", "gather", str(ROOT), "--recording", str(recording), "--secret", "customer", "-o", str(target)]
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    assert "adminPass" in target.read_text()
    assert SECRET not in target.read_text() + done.output
