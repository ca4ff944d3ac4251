"""``sphinx-build -b apiref-verify``: no pages, but reports, and an exit code as linkcheck has it."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from sphinx.builders import Builder
from sphinx.errors import SphinxError

from apiref_verify.model.finding import Severity

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from apiref_verify.verification import Result

CLEAN, FINDINGS, UNABLE = 0, 1, 2
"""Exit codes, those of the command line."""

_REPORTS = ("output.txt", "output.json", "burndown.txt", "burndown.json")


class VerifyBuilder(Builder):
    """Reads all documents, checks what they claim, and writes what was found.

    The check itself comes when all documents are read, and hands its result to :meth:`report`: Sphinx 8.1 does not
    finish a build in which no document has changed.
    """

    name = "apiref-verify"
    epilog = "Look for findings in the above output or in %(outdir)s/output.txt"
    allow_parallel = True

    def __init__(self, app: Sphinx, env: BuildEnvironment) -> None:
        super().__init__(app, env)
        self._application = app

    def init(self) -> None:
        """Begin without the reports of an earlier run, which nobody shall take for ours."""
        self._exit_code = UNABLE
        for name in _REPORTS:
            try:
                (self.outdir / name).unlink(missing_ok=True)
            except OSError as error:
                raise _cannot_write(error) from None

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

    def report(self, result: Result | None) -> None:
        """Set the exit code and write the reports, but none of a check that could not be done."""
        self._exit_code = self._application.statuscode = exit_code(result)
        if result is None:
            return
        from apiref_verify.burndown.formats import json_report as burndown_json
        from apiref_verify.burndown.formats import text as burndown_text
        from apiref_verify.burndown.snapshot import take
        from apiref_verify.reports import concise, json_report

        snapshot = take(result)
        texts = (
            concise.render(result),
            json_report.render(result),
            burndown_text.render(snapshot),
            burndown_json.render(snapshot),
        )
        for name, text in zip(_REPORTS, texts, strict=True):
            try:
                (self.outdir / name).write_text(text, encoding="utf-8")
            except OSError as error:
                raise _cannot_write(error) from None

    def cleanup(self) -> None:
        """Let a check that could not be done stay told from findings where warnings are errors."""
        if self._exit_code == UNABLE:
            self._application.statuscode = UNABLE


def exit_code(result: Result | None) -> int:
    """The exit code of a build that found this, or could not check."""
    if result is None:
        return UNABLE
    return FINDINGS if any(finding.severity is not Severity.NOTE for finding in result.findings) else CLEAN


def _cannot_write(error: OSError) -> SphinxError:
    return SphinxError(f"{error.filename}: {error.strerror}: the reports of apiref-verify cannot be written")
