"""The formats of ``burndown`` by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from apiref_verify.burndown.formats import (
    csv_table,
    json_report,
    legacy_csv,
    legacy_json,
    legacy_txt,
    markdown,
    svg,
    text,
    xlsx,
)
from apiref_verify.burndown.snapshot import Snapshot

Render: TypeAlias = Callable[[Snapshot], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how a snapshot is written in it, and how it joins what a file already holds, if files of it grow."""

    render: Render
    join: Callable[[str, str], str] | None = None


FORMATS: dict[str, Format] = {
    "text": Format(text.render),
    "json": Format(json_report.render),
    "csv": Format(csv_table.render),
    "xlsx": Format(xlsx.render),
    "md": Format(markdown.render),
    "svg": Format(svg.render),
    "legacy-txt": Format(legacy_txt.render),
    "legacy-json": Format(legacy_json.render),
    "legacy-csv": Format(legacy_csv.render, legacy_csv.join),
}
