"""From our own nodes to standard ones, before a page is written that is not HTML."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import tabular_col_spec
from sphinx.transforms.post_transforms import SphinxPostTransform

from apiref_verify.sphinx_ext.rendering.nodes import Row, SharedNode, operation_line, pending_table, shared_text


class Expand(SphinxPostTransform):
    """Puts standard nodes in the place of ours, before references are resolved and ``only`` is judged."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Expand the tables and operation lines of a document."""
        for line in self.document.findall(operation_line):
            line[:] = _line(line)
        shown: set[int] = set()
        for pending in list(self.document.findall(pending_table)):
            pending.parent.replace(pending, _table(pending, shown))


def _line(line: operation_line) -> list[nodes.Node]:
    url = nodes.literal("", line["url"], classes=["apiref-url"])
    if not line["method"]:
        return [url]
    return [nodes.inline("", line["method"], classes=["apiref-method"]), nodes.Text(" "), url]


def _table(pending: pending_table, shown: set[int]) -> list[nodes.Node]:
    headers, widths = pending["headers"], pending["widths"]
    table = nodes.table("", classes=["apiref-table", "longtable", *pending["classes"]], ids=pending["ids"])
    table.source, table.line = pending.source, pending.line
    group = nodes.tgroup("", cols=len(headers))
    group += [nodes.colspec("", colwidth=width) for width in widths]
    group += nodes.thead("", nodes.row("", *(_entry(nodes.Text(header)) for header in headers)))
    group += nodes.tbody("", *(_row(row, pending["literal"], shown) for row in pending["rows"]))
    table += group
    spec = "".join(rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
    return [tabular_col_spec(spec=spec), table]


def _row(row: Row, literal: bool, shown: set[int]) -> nodes.row:
    entries = [_cell(cell, shown) for cell in row.cells]
    if literal:
        entries[0] = _entry(nodes.literal("", str(row.cells[0])))
    for note in row.notes:
        entries[-1] += nodes.paragraph("", "", nodes.strong("", note))
    return nodes.row("", *entries, classes=list(row.classes))


def _cell(cell: str | SharedNode, shown: set[int]) -> nodes.entry:
    if not isinstance(cell, str):
        return nodes.entry("", *_parts(cell, shown))
    return _entry(nodes.Text(cell)) if cell else nodes.entry("")


def _parts(text: SharedNode, shown: set[int]) -> list[nodes.Node]:
    """The parts of a text where it is shown first; elsewhere copies of them, without ids, since those are unique."""
    parts: list[nodes.Node] = list(text.children) if isinstance(text, shared_text) else [text]
    if id(text) not in shown:
        shown.add(id(text))
        return parts
    copies = [part.deepcopy() for part in parts]
    for element in (node for copy in copies for node in copy.findall(nodes.Element)):
        element["ids"] = []
    return copies


def _entry(child: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", child))
