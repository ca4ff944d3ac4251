"""``sphinx-build -b apiref-verify``: no pages, but reports, and an exit code as linkcheck has it."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from sphinx.builders import Builder

from apiref_verify.model.finding import Severity

if TYPE_CHECKING:
    from docutils import nodes

    from apiref_verify.verification import Result

CLEAN, FINDINGS, UNABLE = 0, 1, 2
"""Exit codes, those of the command line."""


class VerifyBuilder(Builder):
    """Reads all documents, checks what they claim, and writes what was found.

    ``result`` is ``None`` until the check, and after it if it could not be done.
    """

    name = "apiref-verify"
    epilog = "Look for findings in the above output or in %(outdir)s/output.txt"
    allow_parallel = True

    def init(self) -> None:
        """Begin with nothing checked."""
        self.result: Result | None = None

    def get_outdated_docs(self) -> Set[str]:
        """No page is ever written."""
        return set()

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """There are no pages to link to."""
        return ""

    def write_documents(self, docnames: Set[str]) -> None:
        """Resolve no document: all that is reported was collected while reading."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write no page."""

    def finish(self) -> None:
        """Write the reports."""
        from apiref_verify.burndown import render
        from apiref_verify.reports import concise, json_report

        if self.result is None:
            return
        reports = {
            "output.txt": concise.render(self.result),
            "output.json": json_report.render(self.result),
            "burndown.txt": render.render_text(self.result),
            "burndown.json": render.render_json(self.result),
        }
        for name, text in reports.items():
            (self.outdir / name).write_text(text, encoding="utf-8")


def exit_code(result: Result | None) -> int:
    """The exit code of a build that found this, or could not check."""
    if result is None:
        return UNABLE
    return FINDINGS if any(finding.severity is not Severity.NOTE for finding in result.findings) else CLEAN
