"""Below the first title of each document with operations, what they were verified against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from apiref_verify.burndown.chart import WORDS
from apiref_verify.model.finding import Status
from apiref_verify.sphinx_ext.checked.verdicts import ShownEvidence, ShownOperation, Verdicts
from apiref_verify.sphinx_ext.pages.page import Page


def add(page: Page) -> None:
    """Say it in each document of a page."""
    if page.verdicts is None:
        return
    for docname, document in list(_documents(page)):
        operations = operations_of(page, docname, page.verdicts)
        if operations:
            line = nodes.paragraph("", text(page.verdicts.evidence, operations), classes=["apiref-verified-line"])
            _insert(document, line)


def operations_of(page: Page, docname: str, verdicts: Verdicts) -> list[ShownOperation]:
    """The operations of a document that were checked."""
    places = page.domain.targets.get(docname, {})
    return [verdicts.operations[place] for place in places if place in verdicts.operations]


def text(evidence: Iterable[ShownEvidence], operations: list[ShownOperation]) -> str:
    """What operations were verified against, and what came of it."""
    sources = ", and against ".join(map(_source, evidence))
    against = f"Verified against {sources}" if sources else "Checked against its own samples only"
    counts = Counter(outcome.status for operation in operations for outcome in operation.outcomes.values())
    results = ", ".join(f"{counts[status]} {WORDS[status]}" for status in Status)
    many = f"{len(operations)} operation{'s' * (len(operations) != 1)}"
    return f"{against}. Of the {counts.total()} phases of {many}: {results}."


def _source(evidence: ShownEvidence) -> str:
    """As in ``nova 34.0.0, 2.1 to 2.104, on 2026-11-24``; the date is that of the evidence."""
    versions = f", {evidence.versions}" if evidence.versions else ""
    date = f", on {evidence.date[:10]}" if evidence.date else ""
    return f"{evidence.name}{versions}{date}"


def _documents(page: Page) -> Iterator[tuple[str, nodes.Element]]:
    """The documents that a page consists of, by name."""
    yield page.docname, page.doctree
    for part in page.doctree.findall(addnodes.start_of_file):
        yield part["docname"], part


def _insert(document: nodes.Element, line: nodes.paragraph) -> None:
    """Put the line below the title; first of all where the title went to an operation."""
    first = next((child for child in document.children if isinstance(child, nodes.section)), None)
    if first is not None and isinstance(first[0], nodes.title):
        first.insert(1, line)
    else:
        document.insert(0, line)
