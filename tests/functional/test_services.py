"""The real services serve, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.functional.services.environments import REQUIREMENTS, InstallationError, interpreter
from tests.functional.services.keystone import Keystone
from tests.functional.services.running import Service, start, wait_until_gone

pytestmark = pytest.mark.functional

ROOT = Path(__file__).parent.parent.parent
STARTER = """\
import sys
from pathlib import Path
from tests.functional.services.running import start
print(start("placement", Path(sys.argv[1])).process.pid, flush=True)
sys.stdin.read()
"""


def get(url: str, **headers: str) -> requests.Response:
    return requests.get(url, headers=headers, timeout=30)


def test_placement_serves(placement: Service) -> None:
    answer = get(f"{placement.base_url}/resource_providers", **placement.headers)
    assert answer.json() == {"resource_providers": []}
    assert get(f"{placement.base_url}/resource_providers").status_code == 401


def test_nova_serves(nova: Service) -> None:
    answer = get(f"{nova.base_url}/os-hypervisors", **nova.headers)
    assert [one["hypervisor_hostname"] for one in answer.json()["hypervisors"]] == ["one", "two", "slow"]
    assert get(f"{nova.base_url}/servers").status_code == 401
    assert get(f"{nova.base_url}/servers", **{"X-Auth-Token": "nobody"}).status_code == 401


def test_a_token_of_keystone_is_good_at_nova(keystone: Keystone, nova: Service) -> None:
    assert get(f"{nova.base_url}/servers", **{"X-Auth-Token": keystone.token()}).json() == {"servers": []}


def test_a_service_stops_when_told_to(tmp_path: Path) -> None:
    service = start("placement", tmp_path / "service")
    service.stop()
    assert wait_until_gone(service.process.pid)
    assert list(tmp_path.iterdir()) == []


def test_a_service_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, tmp_path / "service"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        process_id = int(starter.stdout.readline())
        os.kill(starter.pid, signal.SIGKILL)
    assert wait_until_gone(process_id)


def test_what_cannot_be_installed_fails_with_the_words_of_pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APIREF_VERIFY_FUNCTIONAL", str(tmp_path))
    monkeypatch.setitem(REQUIREMENTS, "placement", (str(tmp_path / "no-such-package"),))
    with pytest.raises(InstallationError, match="no-such-package"):
        interpreter("placement")
