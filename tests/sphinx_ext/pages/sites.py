"""The boats with something to show: all options on, and a page with both directives."""

from __future__ import annotations

import re
from pathlib import Path

from tests.sphinx_ext.boats import write

BESIDE = "extensions=os_api_ref,apiref_verify"
ALONE = "extensions=apiref_verify"
QUIET = ("-D", "apiref_verify_mode=collect")
ALL_ON = (
    *QUIET,
    *("-D", "apiref_verify_badges=1"),
    *("-D", "apiref_verify_verified_line=1"),
    *("-D", "apiref_verify_curl=1"),
)

REPORT = """\
======
Report
======

.. apiref-burndown::

.. apiref-findings::
"""


def with_report(root: Path, report: str = REPORT) -> Path:
    """Add a page that shows the verdicts to the boats."""
    write(root, "api-ref/source/report.rst", report)
    index = (root / "api-ref/source/index.rst").read_text("utf-8")
    write(root, "api-ref/source/index.rst", index.replace("   crews/index\n", "   crews/index\n   report\n"))
    return root


def words(html: str) -> str:
    """The text of a piece of HTML, on one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def elements(html: str, tag: str, start: str) -> list[str]:
    """The elements of HTML whose start tag begins so; those inside of them are no end of theirs."""
    found = []
    for match in re.finditer(re.escape(start), html):
        depth, end = 0, match.start()
        for edge in re.finditer(rf"<(/?){tag}\b[^>]*>", html[match.start() :]):
            depth += -1 if edge[1] else 1
            if not depth:
                end = match.start() + edge.end()
                break
        found.append(html[match.start() : end])
    return found
