"""From pending tables to tables of standard nodes, before a page is written."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.addnodes import tabular_col_spec
from sphinx.transforms.post_transforms import SphinxPostTransform

from apiref_verify.sphinx_ext.rendering.nodes import Row, SharedNode, pending_table, shared_text


class ExpandTables(SphinxPostTransform):
    """Puts a table in the place of each pending one, before references are resolved and ``only`` is judged."""

    default_priority = 5

    def run(self, **kwargs: Any) -> None:
        """Expand the tables of a document."""
        shown: set[int] = set()
        for pending in list(self.document.findall(pending_table)):
            pending.replace_self(_table(pending, shown))


def _table(pending: pending_table, shown: set[int]) -> list[nodes.Node]:
    headers, widths = pending["headers"], pending["widths"]
    table = nodes.table("", classes=["apiref-table", *pending["classes"]], ids=pending["ids"])
    table.source, table.line = pending.source, pending.line
    group = nodes.tgroup("", cols=len(headers))
    group += [nodes.colspec("", colwidth=width) for width in widths]
    group += nodes.thead("", nodes.row("", *(_entry(nodes.Text(header)) for header in headers)))
    group += nodes.tbody("", *(_row(row, pending["literal"], shown) for row in pending["rows"]))
    table += group
    spec = "".join(rf"\X{{{width}}}{{{sum(widths)}}}" for width in widths)
    return [tabular_col_spec(spec=spec), table]


def _row(row: Row, literal: bool, shown: set[int]) -> nodes.row:
    made = nodes.row("", *(_cell(cell, shown) for cell in row.cells), classes=list(row.classes))
    if literal:
        made[0] = _entry(nodes.literal("", str(row.cells[0])))
    made[-1] += [nodes.paragraph("", "", nodes.strong("", note)) for note in row.notes]
    return made


def _cell(cell: str | SharedNode, shown: set[int]) -> nodes.entry:
    if not isinstance(cell, str):
        return nodes.entry("", *_copies(cell, shown))
    return _entry(nodes.Text(cell)) if cell else nodes.entry("")


def _copies(text: SharedNode, shown: set[int]) -> list[nodes.Node]:
    """Copies of the parts of a text; only the first ones keep their ids, since those must be unique."""
    parts = text.children if isinstance(text, shared_text) else [text]
    copies = [part.deepcopy() for part in parts]
    if id(text) in shown:
        for element in (node for copy in copies for node in copy.findall(nodes.Element)):
            element["ids"] = []
    shown.add(id(text))
    return copies


def _entry(child: nodes.Node) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", child))
