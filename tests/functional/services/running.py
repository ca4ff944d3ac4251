"""A service as a process of its own: started, waited for, stopped."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.functional.services.environments import interpreter

SCRIPTS = Path(__file__).parent / "scripts"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 20
LINES_OF_LOG = 40


class StartError(AssertionError):
    """A service did not start; the message is the end of its log."""


@dataclass
class Service:
    """A running service: where it answers, and the headers that make a request an administrator's."""

    base_url: str
    process: subprocess.Popen[str]
    folder: Path
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def stop(self) -> None:
        """Stop it, and remove what it left; no harm if it has ended already."""
        self.process.terminate()
        try:
            self.process.communicate(timeout=SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)


def start(name: str, folder: Path, *arguments: str) -> Service:
    """Start ``<name>_service.py`` in its environment, and wait until it serves.

    ``folder`` is its own, for all its files; it is made. Raises ``StartError``, ``InstallationError``.
    """
    python = interpreter(name)
    folder.mkdir(parents=True)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [python, SCRIPTS / f"{name}_service.py", folder, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**_plain_environment(), "TMPDIR": str(folder)},
        )
    service = Service("", process, folder)
    line = _first_line(process)
    if not line.startswith("READY "):
        tail = "\n".join(service.log.read_text("utf-8", "replace").splitlines()[-LINES_OF_LOG:])
        service.stop()
        raise StartError(f"{name} did not start; it said {line!r}, and its log ends with\n{tail}")
    service.base_url = line.split()[1]
    return service


def _first_line(process: subprocess.Popen[str]) -> str:
    """The first line that it prints; empty if it ends, or prints nothing in time."""
    assert process.stdout is not None
    readable, _, _ = select.select([process.stdout], [], [], SECONDS_TO_START)
    return process.stdout.readline() if readable else ""


def _plain_environment() -> dict[str, str]:
    """Ours, without what would lead the service elsewhere: other code, other configuration, a proxy."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "OS_", "COV_")) and not name.lower().endswith("_proxy")
    }


def wait_until_gone(process_id: int, seconds: float = SECONDS_TO_STOP) -> bool:
    """Whether the process ends in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
