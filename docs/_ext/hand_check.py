"""The hand check: sheets of findings that a person judged, as tables.

A sheet is ``hand-check/PROJECT.json``, a list of findings as ``benchmarks/draw_findings.py`` draws them, each with a
``verdict`` (``true``, ``harmless``, ``false``, or null: not judged yet) and ``why``. Each becomes a page, written
before each build and not committed; ``.. hand-check::`` stands for the totals and the list of pages.
"""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from generated import table, titled, write_pages
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util import rst
from sphinx.util.docutils import SphinxDirective

from apiref_verify.rules import RULES

VERDICTS = ("true", "harmless", "false")
NEEDED = ("code", "path", "line", "message", "verdict", "why")
Sheet = list[dict[str, Any]]


def read_sheets(folder: Path) -> dict[str, Sheet]:
    """The sheets of a folder by project; a malformed one stops the build."""
    return {path.stem: _sheet(path) for path in sorted(folder.glob("*.json"))}


def _sheet(path: Path) -> Sheet:
    try:
        entries = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise ExtensionError(f"{path}: {error}") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ExtensionError(f"{path}: not a list of findings")
    for number, entry in enumerate(entries, 1):
        lacking = [key for key in NEEDED if key not in entry]
        if lacking or entry["verdict"] not in (*VERDICTS, None):
            what = f"lacks {', '.join(lacking)}" if lacking else f"has the verdict {entry['verdict']!r}"
            raise ExtensionError(f"{path}: entry {number} {what}")
    return entries


def totals(entries: Iterable[dict[str, Any]]) -> list[str]:
    """How many were judged, how many of them how, and the share that is not false."""
    tally = Counter(entry["verdict"] for entry in entries)
    judged = sum(tally[verdict] for verdict in VERDICTS)
    share = f"{100 * (judged - tally['false']) / judged:.1f} %" if judged else ""
    return [str(judged), *(str(tally[verdict]) for verdict in VERDICTS), share]


def _totals_table(first: str, rows: list[list[str]]) -> str:
    return table([first, "Judged", "True", "Harmless", "False", "Not false"], rows, "40 12 12 12 12 12", "totals")


def _by_rule(entries: Sheet) -> str:
    codes = sorted({entry["code"] for entry in entries})
    rows = [[_rule(code), *totals(e for e in entries if e["code"] == code)] for code in codes]
    return _totals_table("Rule", [*rows, ["**all**", *totals(entries)]])


def _rule(code: str) -> str:
    return f":ref:`{RULES[code].code} <{code}>` {RULES[code].name}" if code in RULES else code


def sheet_page(name: str, entries: Sheet) -> str:
    """The page of one project: totals, then every finding."""
    found = sorted(entries, key=lambda e: (e["path"], e["line"], e["code"]))
    folder = posixpath.commonpath([posixpath.dirname(entry["path"]) for entry in found]) if found else ""
    rows = (
        [
            f":ref:`{entry['code']} <{entry['code']}>`" if entry["code"] in RULES else entry["code"],
            f"{rst.escape(posixpath.relpath(entry['path'], folder or '.'))}:{entry['line']}",
            rst.escape(entry["message"]),
            entry["verdict"] or "not judged",
            rst.escape(entry["why"]),
        ]
        for entry in found
    )
    parts = [
        titled(name),
        _by_rule(entries),
        titled("Findings", "-"),
        f"Places are relative to ``{folder or '.'}``.\n",
        table(["Code", "Place", "Message", "Verdict", "Why"], rows, "9 21 33 11 26", "sheet"),
    ]
    return "\n".join(parts)


def overview(sheets: dict[str, Sheet]) -> str:
    """The totals of all sheets by project and by rule, and the list of their pages."""
    everything = [entry for entries in sheets.values() for entry in entries]
    if not everything:
        return "There are no sheets yet.\n"
    rows = [[f":doc:`/hand-check/{name}`", *totals(entries)] for name, entries in sheets.items()]
    rows.append(["**all**", *totals(everything)])
    pages = "".join(f"   hand-check/{name}\n" for name in sheets)
    parts = [
        titled("By project", "-"),
        _totals_table("Project", rows),
        titled("By rule", "-"),
        _by_rule(everything),
        f".. toctree::\n   :hidden:\n\n{pages}",
    ]
    return "\n".join(parts)


class HandCheck(SphinxDirective):
    """``.. hand-check::``: the totals of all sheets."""

    def run(self) -> list[nodes.Node]:
        """Parse the totals as if they stood here."""
        self.env.note_reread()
        text = overview(read_sheets(Path(self.env.srcdir) / "hand-check"))
        return self.parse_text_to_nodes(text, allow_section_headings=True)


def _write_sheets(app: Sphinx) -> None:
    folder = Path(app.srcdir) / "hand-check"
    write_pages(folder, {f"{name}.rst": sheet_page(name, entries) for name, entries in read_sheets(folder).items()})


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.add_directive("hand-check", HandCheck)
    app.connect("builder-inited", _write_sheets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
