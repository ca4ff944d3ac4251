"""Contracts of installed services, exported in a process of their own, in whichever interpreter has the service."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

from apiref_verify.evidence.contracts import bundle
from apiref_verify.evidence.contracts.exporters import run
from apiref_verify.evidence.contracts.exporters.interface import GROUP, SHIPPED
from apiref_verify.model.contract import Contract

TIMEOUT = 300.0
"""The seconds that an exporter may take."""

_ENVIRONMENT = {"PYTHONHASHSEED": "0"}
"""Schemas with lists that a service makes of sets are the same in every export."""

_IN_ENVIRONMENT = ("bin/python", "Scripts/python.exe")


class ExportError(Exception):
    """A service whose contract could not be exported, with the reason and, where there is one, the way out."""


def known_services() -> list[str]:
    """The services that have an exporter, sorted: shipped ones, and those that packages installed here offer."""
    return sorted({*SHIPPED, *metadata.entry_points(group=GROUP).names})


def export(service: str, python: Path | str | None = None, timeout: float = TIMEOUT) -> Contract:
    """The contract of a service.

    ``python`` is an interpreter, or the folder of a virtual environment, that has the service installed; the running
    one is the default. ``timeout`` is in seconds.

    :raises ExportError: if there is no such interpreter, exporter or service, or if the exporter fails.
    """
    interpreter = _interpreter(Path(python)) if python is not None else Path(sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        outfile = Path(folder) / "contract.json"
        _run([str(interpreter), run.__file__, service, str(outfile)], service, timeout)
        return _read(outfile, service)


def _interpreter(python: Path) -> Path:
    if python.is_dir():
        inside = [python / path for path in _IN_ENVIRONMENT]
        found = next((path for path in inside if path.is_file()), None)
        if found is None:
            raise ExportError(f"{python}: no virtual environment: there is no {_IN_ENVIRONMENT[0]} in this folder")
        return found
    if not python.is_file():
        raise ExportError(f"{python}: no such file: name a Python interpreter or the folder of a virtual environment")
    return python


def _run(command: list[str], service: str, timeout: float) -> None:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout,
            env=os.environ | _ENVIRONMENT,
        )
    except subprocess.TimeoutExpired:
        raise ExportError(f"the exporter of {service} was still running after {timeout:g} seconds") from None
    except OSError as error:
        raise ExportError(f"{command[0]}: cannot be run: {error.strerror}") from None
    if done.returncode != 0:
        raise ExportError(_reason(done, command[0], service))


def _reason(done: subprocess.CompletedProcess[str], interpreter: str, service: str) -> str:
    """The line that the script wrote last, else the last line of whatever went wrong before it could."""
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    ours = [line.removeprefix(run.MARK) for line in lines if line.startswith(run.MARK)]
    if ours:
        return ours[-1]
    last = f": {lines[-1].strip()}" if lines else ""
    return f"{interpreter}: the exporter of {service} ended with code {done.returncode}{last}"


def _read(outfile: Path, service: str) -> Contract:
    try:
        return bundle.from_json(json.loads(outfile.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise ExportError(f"the exporter of {service} wrote no contract: {error}") from None
