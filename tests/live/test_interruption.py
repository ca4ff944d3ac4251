"""Ctrl-C, or the end of a CI job, in a process of its own: what was recorded is kept, and what was made is removed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.harbour import Harbour
from tests.harbour.server import Served, serving

pytestmark = pytest.mark.functional

ROOT = Path(__file__).parent.parent.parent
SECONDS = 60
SCENARIO = """\
steps:
- operation: POST /os-aggregates
  with: {aggregate.name: drill}
  capture: {aggregate_id: aggregate.id}
  cleanup: {operation: "DELETE /os-aggregates/{aggregate_id}"}
"""


def interrupted(
    served: Served, record: Path, lines: int, *more: str | Path, by: signal.Signals = signal.SIGINT
) -> subprocess.CompletedProcess[str]:
    """A run that is interrupted when its record has some lines."""
    words = ("live", ROOT, "--base-url", served.url, "--service-type", "compute", "--header", "X-Auth-Token: admin")
    command = [sys.executable, "-m", "apiref_verify", *words, "--rate", "20", "-f", "text", "--record", record, *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        end = time.monotonic() + SECONDS
        while not (record.exists() and record.read_text().count("\n") >= lines):
            assert process.poll() is None and time.monotonic() < end
            time.sleep(0.02)
        process.send_signal(by)
        output, errors = process.communicate(timeout=SECONDS)
    return subprocess.CompletedProcess(command, process.returncode, output, errors)


def test_what_was_recorded_is_kept(tmp_path: Path) -> None:
    record = tmp_path / "seen.jsonl"
    with serving(Harbour()) as served:
        done = interrupted(served, record, 6)
    assert done.returncode == 130
    assert "the run was interrupted before their turn" in done.stdout
    assert record.read_text().count("\n") >= 6
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_what_a_scenario_made_is_removed(by: signal.Signals, tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text(SCENARIO)
    with serving(Harbour()) as served:
        words = ("--scenario", scenario, "--allow-writes", "--allow", "* /os-aggregates/**")
        done = interrupted(served, tmp_path / "seen.jsonl", 3, *words, by=by)
    assert done.returncode == 130
    assert [one.split()[0] for one in served.requests if not one.startswith("GET ")] == ["POST", "DELETE"]
