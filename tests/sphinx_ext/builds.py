"""Builds by Sphinx as users start them, in this process, and checks by the command line to compare them with."""

from __future__ import annotations

import io
import json
import pickle
import re
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sphinx.cmd.build import build_main
from sphinx.environment import BuildEnvironment

from apiref_verify.cli.main import cli
from apiref_verify.sphinx_ext.domain import ReferenceDomain

_OURS = re.compile(r" \[apiref\.\w+\]$")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Build:
    """What a build left: its exit code, what it said, and the folders of its output and of its environment."""

    exit_code: int
    status: str
    warnings: list[str]
    out: Path
    doctrees: Path

    @property
    def told(self) -> list[str]:
        """The warnings that are ours."""
        return [line for line in self.warnings if _OURS.search(line)]

    @property
    def read(self) -> int:
        """How many documents were read."""
        added, changed = re.search(r"(\d+) added, (\d+) changed", self.status).groups()
        return int(added) + int(changed)

    @property
    def environment(self) -> BuildEnvironment:
        """The environment as the next build will load it."""
        return pickle.loads((self.doctrees / "environment.pickle").read_bytes())

    @property
    def domain(self) -> ReferenceDomain:
        """What is kept of the reference between builds."""
        environment = self.environment
        return ReferenceDomain(_Owner(environment.domaindata))

    def json(self, name: str = "output.json") -> dict[str, Any]:
        """A report in JSON."""
        return json.loads((self.out / name).read_text("utf-8"))

    def text(self, name: str) -> str:
        """A file of the output."""
        return (self.out / name).read_text("utf-8")


@dataclass
class _Owner:
    """As much of an environment as a domain needs to find its data."""

    domaindata: dict[str, Any]


def build(
    root: Path,
    builder: str = "html",
    *options: str | Path,
    source: str = "api-ref/source",
    out: str | None = None,
    doctrees: str = "doctrees",
) -> Build:
    """Build the reference of a project; documents that an earlier build read are read again if Sphinx says so."""
    target, trees = root / "out" / (out or builder), root / "out" / doctrees
    status, warnings = io.StringIO(), io.StringIO()
    words = ["-b", builder, "-d", trees, "--no-color", *options, root / source, target]
    with redirect_stdout(status), redirect_stderr(warnings):
        exit_code = build_main([str(word) for word in words])
    lines = [line for line in _COLOUR.sub("", warnings.getvalue()).splitlines() if line.strip()]
    return Build(exit_code, status.getvalue(), lines, target, trees)


def checked(path: Path, *options: str) -> dict[str, Any]:
    """The JSON report of the command line."""
    result = CliRunner().invoke(cli, ["check", "-f", "json", *options, str(path)], standalone_mode=False)
    assert result.exception is None, result.exception
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def burnt_down(path: Path) -> dict[str, Any]:
    """The JSON burndown of the command line."""
    result = CliRunner().invoke(cli, ["burndown", "-f", "json", str(path)], standalone_mode=False)
    assert result.exception is None, result.exception
    burndown: dict[str, Any] = json.loads(result.stdout)
    return burndown
