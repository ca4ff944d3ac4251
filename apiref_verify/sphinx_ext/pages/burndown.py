"""``apiref-burndown``: chart and table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes

from apiref_verify.burndown import chart
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Claim
from apiref_verify.sphinx_ext.pages.nodes import burndown_chart
from apiref_verify.sphinx_ext.pages.page import Page
from apiref_verify.sphinx_ext.pages.sections import chosen
from apiref_verify.sphinx_ext.pages.views import burndown_view

_WIDTHS = (28, 12, 15, 15, 15, 15)
_CLAIMS = {Claim.TODO: "marked TODO", Claim.DONE: "claimed done", Claim.NOT_CLAIMED: ""}

Json = Mapping[str, Any]


def shown(page: Page, view: burndown_view, burndown: Json) -> list[nodes.Node]:
    """What stands in the place of a view: a chart in browsers, and a table, which all others get."""
    wanted = chosen(view["sections"], (section["path"] for section in burndown["sections"]), view)
    sections = [section for section in burndown["sections"] if section["path"] in wanted]
    if not sections:
        return [nodes.paragraph("", "There is nothing to count: no section with operations was checked.")]
    found: list[nodes.Node] = []
    if view["chart"] and page.is_interactive:
        found.append(burndown_chart("", svg=chart.draw(chart.bars(sections))))
    if view["table"] or not page.is_interactive:
        found.append(_table(page, sections))
    return found


def _table(page: Page, sections: Sequence[Json]) -> nodes.Element:
    group = nodes.tgroup("", cols=len(_WIDTHS))
    group += [nodes.colspec("", colwidth=width) for width in _WIDTHS]
    heads = ["Section", "Operations", *(phase.capitalize() for phase in Phase)]
    group += nodes.thead("", nodes.row("", *(_entry(nodes.Text(head)) for head in heads)))
    rows = [_row(page, section) for section in sections]
    group += nodes.tbody("", *rows, *([_total(page, sections)] if len(sections) > 1 else []))
    return nodes.container("", nodes.table("", group, classes=["apiref-burndown"]), classes=["apiref-scroll"])


def _row(page: Page, section: Json) -> nodes.row:
    cells = (section["phases"][phase.value] for phase in Phase)
    return nodes.row(
        "",
        _entry(page.section_link(section["path"], section["title"] or section["path"])),
        _entry(nodes.Text(str(section["operations"]))),
        *(_cell(page, _CLAIMS[Claim(cell["claim"])], cell) for cell in cells),
    )


def _total(page: Page, sections: Sequence[Json]) -> nodes.row:
    """The sums over all sections."""
    cells = []
    for phase in Phase:
        column = [section["phases"][phase.value] for section in sections]
        sums = {name: sum(cell[name] for cell in column) for name in (*Status, "findings", "notes")}
        todo = sum(cell["claim"] == Claim.TODO for cell in column)
        cells.append(_cell(page, f"{todo} marked TODO" if todo else "", sums))
    operations = _entry(nodes.Text(str(sum(section["operations"] for section in sections))))
    return nodes.row("", _entry(nodes.Text("Total")), operations, *cells, classes=["apiref-total"])


def _cell(page: Page, claim: str, counts: Json) -> nodes.entry:
    """The claim, the outcomes and the findings: in browsers each on a line of its own."""
    outcomes = [f"{counts[status]} {chart.WORDS[status]}" for status in Status if counts[status]]
    found = [_counted(counts[name], noun) for name, noun in (("findings", "finding"), ("notes", "note"))]
    lines = [line for line in (claim, *outcomes, ", ".join(filter(None, found))) if line]
    return _entry(*map(nodes.Text, lines if page.is_interactive else ["; ".join(lines)]))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}" if count else ""


def _entry(*paragraphs: nodes.Node) -> nodes.entry:
    return nodes.entry("", *(nodes.paragraph("", "", content) for content in paragraphs))
