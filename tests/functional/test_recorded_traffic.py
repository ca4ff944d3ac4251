"""Real clients use the real nova; what they log can be read."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.functional.services.environments import interpreter
from tests.functional.services.keystone import Keystone
from tests.functional.services.running import SCRIPTS, Service
from tests.functional.tool import reference_of, run

pytestmark = pytest.mark.functional

SECONDS = 120


@pytest.fixture(scope="module")
def log(keystone: Keystone, nova: Service, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What openstacksdk and novaclient say of their requests, as ``--debug`` shows it."""
    file = tmp_path_factory.mktemp("traffic") / "debug.log"
    done = subprocess.run(
        [interpreter("clients"), SCRIPTS / "client_traffic.py", file],
        env={**os.environ, "OS_CLIENT_CONFIG_FILE": str(keystone.clouds_file)},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="module")
def recording(log: Path) -> Path:
    """The same as a file of exchanges."""
    file = log.with_name("exchanges.jsonl")
    run("record", "-o", file, log)
    return file


def test_every_request_becomes_an_exchange(log: Path, recording: Path) -> None:
    exchanges = [json.loads(line) for line in recording.read_text("utf-8").splitlines()]
    requests = [line for line in log.read_text("utf-8").splitlines() if " REQ: curl " in line]
    assert len(exchanges) == len(requests) > 15
    assert {one["response"]["body"]["kind"] for one in exchanges} <= {"json", "empty"}
    seen = {(one["method"], one["url"].split("/v2.1/")[-1].split("?")[0], one["status"]) for one in exchanges}
    assert {
        ("POST", "os-keypairs", 201),
        ("GET", "flavors/detail", 200),
        ("DELETE", "os-keypairs/traffic", 204),
        ("POST", "servers", 202),
        ("GET", "servers/detail", 200),
    } <= seen


def test_no_secret_is_kept(keystone: Keystone, log: Path, recording: Path) -> None:
    passwords = re.findall(r'"adminPass": "([^"]+)"', log.read_text("utf-8"))
    assert len(passwords) == 1
    assert not [secret for secret in (*passwords, keystone.password) if secret in recording.read_text("utf-8")]


def test_the_log_and_its_recording_say_the_same_of_the_reference(log: Path, recording: Path, tmp_path: Path) -> None:
    by_log = judged(log, tmp_path / "log.json")
    by_recording = judged(recording, tmp_path / "recording.json")
    assert by_log["findings"] == by_recording["findings"]
    seen = by_log["evidence"]["exchanges"]
    assert seen["formats"] == {"keystoneauth": seen["read"]}
    assert seen["skipped"] == []
    assert seen["operations"] > 10
    assert {one["path"] for one in seen["unmatched_patterns"]} <= {"/v3", "/v2.1"}


def judged(recording: Path, result: Path) -> dict[str, Any]:
    run("check", reference_of("nova"), "--recording", recording, "-f", f"json:{result}")
    document: dict[str, Any] = json.loads(result.read_text("utf-8"))
    return document
