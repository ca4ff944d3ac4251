"""A comparison for people, and as JSON (``schemas/compare-1.json``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from apiref_verify.burndown.comparing.comparison import Comparison, Side
from apiref_verify.model.finding import Finding
from apiref_verify.model.reference import Phase
from apiref_verify.reports.json_report import place, tool

SCHEMA_VERSION = 1


def render_text(comparison: Comparison) -> str:
    """Return what was added and fixed, a finding a line, then the phases, then the sums."""
    fixed, added, done, to_do = comparison.fixed, comparison.added, comparison.done, comparison.to_do
    lines = [
        *_findings("added", added),
        *_findings("fixed", fixed),
        *_phases("newly to do", to_do),
        *_phases("no longer to do", done),
        f"{len(fixed)} fixed, {len(added)} added; markers: {len(done)} gone, {len(to_do)} new",
    ]
    return "\n".join(lines) + "\n"


def _findings(title: str, findings: Sequence[Finding]) -> list[str]:
    lines = [f"  {finding.location}: {finding.code} {finding.message}" for finding in findings]
    return [f"{title}:", *lines, ""] if lines else []


def _phases(title: str, phases: Sequence[tuple[str, Phase]]) -> list[str]:
    lines = [f"  {section}: {phase}" for section, phase in phases]
    return [f"{title}:", *lines, ""] if lines else []


def render_json(comparison: Comparison) -> str:
    """Return the comparison as one JSON object."""
    return json.dumps(_as_json(comparison), indent=2) + "\n"


def _as_json(comparison: Comparison) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "before": _side(comparison.before),
        "after": _side(comparison.after),
        "added": [_finding(finding) for finding in comparison.added],
        "fixed": [_finding(finding) for finding in comparison.fixed],
        "to_do": [_phase(*phase) for phase in comparison.to_do],
        "done": [_phase(*phase) for phase in comparison.done],
    }


def _side(side: Side) -> dict[str, Any]:
    return {"rev": side.rev, "commit": side.commit, "source": side.result.reference.source}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "phase": finding.phase.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "location": place(finding.location),
        "operation": finding.operation.name if finding.operation else None,
        "parameter": finding.parameter,
    }


def _phase(section: str, phase: Phase) -> dict[str, str]:
    return {"section": section, "phase": phase.value}


FORMATS = {"text": render_text, "json": render_json}
