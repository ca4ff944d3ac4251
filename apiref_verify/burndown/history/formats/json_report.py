"""A series as JSON (``schemas/history-1.json``)."""

from __future__ import annotations

import json
from typing import Any

from apiref_verify.burndown.history.forecast import Forecast
from apiref_verify.burndown.history.series import Point, Series
from apiref_verify.model.reference import Phase
from apiref_verify.reports.json_report import tool

SCHEMA_VERSION = 1


def render_json(series: Series) -> str:
    """Return the series as one JSON object."""
    return json.dumps(as_json(series), indent=2) + "\n"


def as_json(series: Series) -> dict[str, Any]:
    """Return the series as JSON values."""
    history = series.history
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": tool(),
        "reference": {"rev": history.rev, "commit": history.commit, "folders": list(history.folders)},
        "until": series.until,
        "states": [_state(point) for point in series.points],
        "forecast": _forecast(series.forecast),
        "notes": list(history.notes),
    }


def _state(point: Point) -> dict[str, Any]:
    state = point.state
    return {
        "commit": state.commit or None,
        "timestamp": state.timestamp if state.commit else None,
        "asked": point.asked,
        "sections": state.sections,
        "to_do": {phase.value: count for phase, count in zip(Phase, state.to_do, strict=True)},
        "done": state.done,
        "marked": state.marked,
    }


def _forecast(forecast: Forecast) -> dict[str, Any]:
    return {
        "left": forecast.left,
        "paces": [{"weeks": pace.weeks, "removed": pace.removed} for pace in forecast.paces],
        "soonest": forecast.soonest,
        "latest": forecast.latest,
        "words": forecast.words,
    }
