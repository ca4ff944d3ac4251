"""A chart: a bar per phase, of operations verified, disagreeing and not checked; light and dark."""

from __future__ import annotations

from apiref_verify.burndown import chart
from apiref_verify.burndown.formats.json_report import as_json
from apiref_verify.burndown.snapshot import Snapshot


def render(snapshot: Snapshot) -> str:
    """The chart as a file of its own."""
    return chart.alone(chart.bars(as_json(snapshot)["sections"]))
