"""``rest_status_code``: a table of response codes, with the reasons that a status file gives."""

from __future__ import annotations

from http.client import responses

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from apiref_verify.reading.data.status_file import Reason, StatusFile, read_status_file
from apiref_verify.reading.rst.directives import read_status_codes
from apiref_verify.reading.rst.events import Word
from apiref_verify.sphinx_ext.rendering.data_files import DataFiles
from apiref_verify.sphinx_ext.rendering.nodes import Row, pending_table
from apiref_verify.sphinx_ext.rendering.reading import DirectiveReporter, block, warn
from apiref_verify.sphinx_ext.rendering.texts import Texts, add_words

_FILES = DataFiles(read_status_file)


class RestStatusCode(SphinxDirective):
    """The arguments are ``success`` or ``error`` and the file; the content is a YAML list of codes and reasons."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return a heading outside of the table of contents, and the table, to be expanded later."""
        reporter, written = DirectiveReporter(self), block(self)
        (event,) = read_status_codes(reporter, written)
        target = written.argument.partition(" ")[2].strip()
        file = _FILES.named_by(self, target, written.argument_line) if target else None
        if not target:
            hint = "write it as `.. rest_status_code:: success status.yaml`"
            warn("rest_status_code names no status file", reporter.path, reporter.line, hint)
        table = pending_table(headers=["Code", "Reason"], widths=[30, 70], literal=True)
        table["classes"] = ["apiref-status-codes"]
        self.set_source_info(table)
        texts = Texts(self, table)
        rows = []
        for code, name in event.codes:
            reason = _reason(file, code, name, target, reporter) if file else None
            rows.append(_row(code, reason, texts))
        table["rows"] = rows
        add_words(table)
        return [nodes.rubric("", event.kind.capitalize(), classes=["apiref-codes-title"]), table]


def _row(code: Word, reason: Reason | None, texts: Texts) -> Row:
    phrase = responses.get(int(code.text), "Unknown") if code.text.isdecimal() else "Unknown"
    shown = f"{code.text} - {phrase}"
    if reason is None:
        return Row((shown, ""))
    where = reason.location
    return Row((shown, texts.description(f"line {where.line}", reason.text, where)))


def _reason(file: StatusFile, code: Word, name: str, target: str, reporter: DirectiveReporter) -> Reason | None:
    """The reason that a row names; where there is none of that name, the default one, with a warning."""
    found = file.reason(code.text, name)
    if found is None:
        what = f"the reason {name} of the code {code.text}" if name else f"the code {code.text}"
        warn(f"{what} is not in {target}", reporter.path, code.line, "add it there, with its text")
    return found or file.reason(code.text)
