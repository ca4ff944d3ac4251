"""The installed command line, in processes of its own."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
TOOL = [sys.executable, "-m", "apiref_verify"]

pytestmark = pytest.mark.functional


def run(*words: str, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*TOOL, *words], cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )


def test_exit_codes(tmp_path: Path) -> None:
    assert run("check").returncode == 1
    assert run("check", "--exit-zero").returncode == 0
    assert run("check", cwd=tmp_path).returncode == 2
    assert run("check", "--slect", "AR2").returncode == 2
    assert run("--help").returncode == 0


def test_no_traceback_is_shown(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr


def test_a_reader_that_stops_early_is_no_error() -> None:
    done = subprocess.run(
        f"{' '.join(TOOL)} rule -f json | head -1", shell=True, cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""


def test_interrupt_ends_with_130_and_one_word() -> None:
    program = (
        "import sys, time, click\n"
        "from apiref_verify.cli import common, main\n"
        "common.find = lambda *a, **k: (print('reading', flush=True), time.sleep(30))\n"
        "sys.argv = ['apiref-verify', 'check']\n"
        "main.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 130
    assert errors.strip() == "interrupted"


def at_a_terminal(*words: str, **environment: str) -> str:
    """What a person sees: the command runs on a pseudo-terminal."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [*TOOL, *words], cwd=ROOT, stdout=follower, stderr=follower, stdin=follower, env={**os.environ, **environment}
    ) as process:
        os.close(follower)
        seen = b""
        while True:
            try:
                data = os.read(leader, 65536)
            except OSError:
                break
            if not data:
                break
            seen += data
        process.wait(timeout=30)
    os.close(leader)
    return seen.decode("utf-8", "replace")


def test_colour_and_excerpts_at_a_terminal_only() -> None:
    seen = at_a_terminal("check", "--select", "AR203", TERM="xterm-256color")
    assert "\x1b[33m" in seen
    assert "help: rename the row" in seen
    assert "\x1b" not in run("check", "--select", "AR203").stdout


def test_no_color_is_respected() -> None:
    assert "\x1b[33m" not in at_a_terminal("check", "--select", "AR203", TERM="xterm-256color", NO_COLOR="1")
