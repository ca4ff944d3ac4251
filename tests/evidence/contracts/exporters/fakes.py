"""Small services of our own that are built like the real ones, and exported by the runner in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

from apiref_verify.evidence.contracts.bundle import from_json
from apiref_verify.evidence.contracts.exporters import run
from apiref_verify.model.contract import Contract, Route


def install(folder: Path, package: str, modules: Mapping[str, str]) -> None:
    """Install a package, version 1.0, of modules by their dotted names; packages above them are made as needed."""
    for name, source in modules.items():
        path = folder / Path(*name.split("."))
        for parent in reversed(path.relative_to(folder).parents[:-1]):
            (folder / parent).mkdir(exist_ok=True)
            (folder / parent / "__init__.py").touch()
        is_package = any(other.startswith(f"{name}.") for other in modules)
        path = path / "__init__.py" if is_package else path.with_suffix(".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(source), "utf-8")
    record = folder / f"{package.replace('-', '_')}-1.0.dist-info" / "METADATA"
    record.parent.mkdir()
    record.write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n", "utf-8")


def exported(service: str, folder: Path) -> Contract:
    """The contract of a service that is installed in a folder, through the runner and its bundle."""
    bundle = folder / "bundle.json"
    command = [sys.executable, run.__file__, service, str(bundle)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(folder)})
    return from_json(json.loads(bundle.read_text("utf-8")))


def names(contract: Contract) -> list[str]:
    """The operations of a contract as text."""
    return [str(route) for route in contract.routes]


def route(contract: Contract, name: str) -> Route:
    """The route that is called so."""
    return next(one for one in contract.routes if str(one) == name)


def rows(found: Route) -> list[tuple[str, object, dict[str, object]]]:
    """The ranges of a route, each with its schema of a request and those of responses."""
    return [(str(one.versions), one.request, dict(one.responses)) for one in found.promises]
