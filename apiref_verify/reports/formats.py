"""The formats of ``check`` by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from apiref_verify.live.coverage import Coverage
from apiref_verify.reports import concise, json_report, text
from apiref_verify.verification import Result

Writer: TypeAlias = Callable[[Result, Coverage | None], str]
"""A result, and what was exercised of a live API, if one was asked."""

FORMATS: dict[str, Writer] = {
    "text": text.render,
    "concise": concise.render,
    "json": json_report.render,
}
