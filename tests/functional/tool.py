"""The installed command line in a process of its own, and the references it is tried on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.corpus import tree_of

SECONDS = 900
FAILED = 2


def run(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``apiref-verify``; that it could not do its job fails the test."""
    done = subprocess.run(
        [sys.executable, "-m", "apiref_verify", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env={**os.environ, **environment},
    )
    assert done.returncode < FAILED, done.stderr
    return done


def reference_of(project: str) -> Path:
    """The real reference of a project, out of its sdist, at the version that ``benchmarks/friends.json`` pins."""
    return tree_of(project)
