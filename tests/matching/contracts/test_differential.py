"""The fast gate lets nothing through that the judge refuses: on every schema of the bundled contract."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent.parent


def test_the_gate_lets_nothing_through_that_the_judge_refuses() -> None:
    command = [sys.executable, "benchmarks/differential.py", "api-ref/contract", "--bodies", "10"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "both valid" in done.stdout
    assert "without a gate" not in done.stdout
