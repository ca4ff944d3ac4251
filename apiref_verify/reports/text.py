"""For people: grouped by section, with an excerpt, the evidence and a hint."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from apiref_verify.live.coverage import Coverage
from apiref_verify.model.finding import Finding, Proof, Severity
from apiref_verify.reports import coverage as coverage_part
from apiref_verify.reports.evidence import EvidencePlaces
from apiref_verify.reports.summary import summary_lines
from apiref_verify.verification import Result

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDEST = 160


def render(result: Result, coverage: Coverage | None = None) -> str:
    """The findings by section, what was asked of a live API, then what was checked.

    Colours are click's: it drops them where nobody sees them.
    """
    excerpts = _Excerpts(Path(result.reference.root))
    places = EvidencePlaces(result.reference.root)
    lines: list[str] = []
    for path, group in groupby(result.findings, key=lambda f: f.location.path):
        lines += [click.style(path, bold=True, underline=True), ""]
        for finding in group:
            lines += [*_finding(finding, excerpts, places), ""]
    if coverage is not None:
        lines += [*coverage_part.as_text(coverage).splitlines(), ""]
    lines += summary_lines(result)
    return "\n".join(lines) + "\n"


def _finding(finding: Finding, excerpts: _Excerpts, places: EvidencePlaces) -> list[str]:
    place = f"{finding.location.line}:{finding.location.column}"
    code = click.style(finding.code, fg=_COLOURS[finding.severity], bold=True)
    lines = [f"  {place:<8} {code} {finding.message}"]
    if finding.operation:
        versions = "" if finding.versions.is_open else f", {finding.versions}"
        direction = f", {finding.direction}" if finding.direction else ""
        lines.append(click.style(f"           in {finding.operation.name}{direction}{versions}", dim=True))
    lines += excerpts.of(finding)
    firsts = {proof.kind: proof for proof in reversed(finding.proofs)}
    lines += [f"           {kind}: {_place(proof, places)}" for kind, proof in reversed(firsts.items())]
    if finding.hint:
        lines.append(click.style(f"           help: {finding.hint}", fg="green"))
    return lines


def _place(proof: Proof, places: EvidencePlaces) -> str:
    """What a proof is, or the place in it; of an exchange both, since the place is a line of a recording."""
    where = places.of(proof)
    pointer = f" at {proof.pointer}" if proof.pointer else ""
    if proof.kind == "exchange" and where:
        return f"{proof.origin}{pointer}, {where.path}:{where.line}"
    return f"{where if where and pointer else proof.origin}{pointer}"


class _Excerpts:
    """Lines of the files that findings stand in, each file read once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._lines: dict[str, list[str]] = {}

    def of(self, finding: Finding) -> list[str]:
        """The line of a finding with a caret below it; nothing if it cannot be read or is too wide."""
        where = finding.location
        if where.path not in self._lines:
            try:
                text = (self._root / where.path).read_text("utf-8", "replace")
            except OSError:
                text = ""
            self._lines[where.path] = text.split("\n")
        lines = self._lines[where.path]
        if not 0 < where.line <= len(lines) or not lines[where.line - 1].strip():
            return []
        shown = lines[where.line - 1].rstrip().expandtabs(1)
        if len(shown) > _WIDEST:
            return []
        gutter = f"{where.line:>8}"
        caret = click.style("^", fg=_COLOURS[finding.severity], bold=True)
        return [f"  {gutter} | {shown}", f"  {'':>8} | {' ' * (where.column - 1)}{caret}"]
