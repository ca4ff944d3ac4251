"""Virtual environments of the services: made from PyPI once, at pinned versions, and kept for the next run.

They are kept below the user's cache folder, or below that named by ``APIREF_VERIFY_FUNCTIONAL``.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# SQLAlchemy 2.1 warns of what these releases do, and nova makes errors of warnings.
DATABASE = "SQLAlchemy<2.1"
# What nova's fixtures import, and nova itself does not need.
FIXTURES = ("oslotest", "wsgi-intercept", "testtools", "requests-mock", "ddt")
REQUIREMENTS = {
    "placement": ("openstack-placement==16.0.0", DATABASE),
    "nova": ("nova==34.0.0", "openstack-placement==16.0.0", DATABASE, *FIXTURES),
    "keystone": ("keystone==30.0.0", DATABASE),
    "clients": ("openstacksdk==4.22.0", "python-novaclient==18.13.1"),
}
LINES_OF_PIP = 40


class InstallationError(AssertionError):
    """pip could not install what a test needs; the message is the end of what it said."""


def interpreter(name: str) -> Path:
    """The Python of the environment called ``name`` (a key of ``REQUIREMENTS``), which is made if it is not there.

    Raises ``InstallationError``.
    """
    requirements = REQUIREMENTS[name]
    folder = cache() / f"{name}-{_digest(requirements)}"
    complete = folder / "complete"
    python = folder / "bin" / "python"
    with _alone(folder.with_suffix(".lock")):
        if not complete.exists():
            _run(sys.executable, "-m", "venv", "--clear", str(folder))
            _run(str(python), "-m", "pip", "install", "--prefer-binary", "--no-input", *requirements)
            complete.touch()
    return python


def cache() -> Path:
    """The folder of all environments."""
    named = os.environ.get("APIREF_VERIFY_FUNCTIONAL")
    users = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(named) if named else users / "apiref-verify-functional"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(requirements: tuple[str, ...]) -> str:
    """Names the requirements and the Python they are installed for."""
    return hashlib.sha256("\n".join((sys.version, *requirements)).encode()).hexdigest()[:12]


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        tail = "\n".join(done.stdout.splitlines()[-LINES_OF_PIP:])
        raise InstallationError(f"{' '.join(command)} failed:\n{tail}")
