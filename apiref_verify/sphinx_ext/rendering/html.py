"""Our own nodes as HTML: operation lines, and pending tables row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from apiref_verify.sphinx_ext.rendering.nodes import Row, SharedNode, operation_line, pending_table, shared_text

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


def visit_operation_line(writer: HTML5Translator, node: operation_line) -> None:
    """Write method and URL.

    :raises SkipNode: always, since the line is done.
    """
    method, url = writer.encode(node["method"]), writer.encode(node["url"])
    kind = nodes.make_id(node["method"])
    shown = f'<span class="apiref-method apiref-method-{kind}">{method}</span> ' if method else ""
    shown += f'<code class="apiref-url docutils literal notranslate"><span class="pre">{url}</span></code>'
    writer.body.append(f"{writer.starttag(node, 'p', '')}{shown}</p>\n")
    raise nodes.SkipNode


def visit_pending_table(writer: HTML5Translator, node: pending_table) -> None:
    """Write a table as the writer would write one of standard nodes.

    :raises SkipNode: always, since the table is done.
    """
    shell = nodes.table("", classes=["apiref-table", *node["classes"]], ids=node["ids"])
    shell.parent = node.parent
    writer.body.append('<div class="apiref-table-wrapper">')
    writer.visit_table(shell)
    heads = "".join(f'<th class="head" scope="col"><p>{writer.encode(text)}</p></th>\n' for text in node["headers"])
    writer.body.append(f'<thead>\n<tr class="row-odd">{heads}</tr>\n</thead>\n<tbody>\n')
    for number, row in enumerate(node["rows"]):
        parity = "row-odd" if number % 2 else "row-even"
        writer.body.append(_row(writer, row, parity, node["literal"]))
    writer.body.append("</tbody>\n")
    writer.depart_table(shell)
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _row(writer: HTML5Translator, row: Row, parity: str, literal: bool) -> str:
    cells = [_cell(writer, cell) for cell in row.cells]
    if literal:
        cells[0] = f'<p><code class="docutils literal notranslate">{writer.encode(row.cells[0])}</code></p>'
    cells[-1] += "".join(f"<p><strong>{writer.encode(note)}</strong></p>" for note in row.notes)
    written = "".join(f"<td>{cell}</td>\n" for cell in cells)
    return f'<tr class="{" ".join((*row.classes, parity))}">{written}</tr>\n'


def _cell(writer: HTML5Translator, cell: str | SharedNode) -> str:
    if not isinstance(cell, str):
        return _text(writer, cell)
    return f"<p>{writer.encode(cell)}</p>" if cell else ""


def _text(writer: HTML5Translator, text: SharedNode) -> str:
    """The HTML of a text, written once; after its first use without ids, since those must be unique."""
    if "html" not in text:
        first = _written(writer, text)
        elements = [element for element in text.findall(nodes.Element) if element["ids"]]
        for element in elements:
            element["ids"] = []
        text["html"] = _written(writer, text) if elements else first
        return first
    html: str = text["html"]
    return html


def _written(writer: HTML5Translator, text: SharedNode) -> str:
    start = len(writer.body)
    for part in text.children if isinstance(text, shared_text) else [text]:
        part.walkabout(writer)
    html = "".join(writer.body[start:])
    del writer.body[start:]
    return html
