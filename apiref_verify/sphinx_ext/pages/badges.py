"""Below each operation, what became of its phases."""

from __future__ import annotations

from collections.abc import Mapping

from docutils import nodes

from apiref_verify.burndown.chart import SIGNS
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.sphinx_ext.checked.verdicts import ShownFinding, ShownOperation, ShownOutcome
from apiref_verify.sphinx_ext.pages.nodes import badge, badge_row
from apiref_verify.sphinx_ext.pages.page import Page, by_phase
from apiref_verify.sphinx_ext.targets import Place

_WORDS = {Status.VERIFIED: "verified", Status.DISAGREES: "disagrees", Status.NOT_CHECKED: "not checked"}

Against = Mapping[tuple[Place, Phase], list[ShownFinding]]


def add(page: Page, listed: Mapping[ShownFinding, str]) -> None:
    """Put badges below each operation of a page; ``listed`` has the ids of the findings that the page lists."""
    against = by_phase(page.verdicts.findings) if page.verdicts else {}
    for number, (node, place, operation) in enumerate(list(page.operations()), 1):
        if page.is_interactive:
            made: nodes.Element = _row(f"apiref-badges-{number}", place, operation, against, listed)
        else:
            made = _line(place, operation, against)
        made["classes"] += ["apiref-badges", "apiref-keep", *node.get("css_classes", "").split()]
        node.parent.insert(node.parent.index(node) + 1, made)


def _line(place: Place, operation: ShownOperation, against: Against) -> nodes.Element:
    """All badges in a sentence, for pages that are printed, or read as text."""
    said = []
    for phase, outcome in operation.outcomes.items():
        codes = f" ({_codes(found)})" if (found := against.get((place, phase))) else ""
        said.append(f"{phase} {_WORDS[outcome.status]}{codes}")
    return nodes.paragraph("", f"Verification: {', '.join(said)}.")


def _row(
    group: str, place: Place, operation: ShownOperation, against: Against, listed: Mapping[ShownFinding, str]
) -> badge_row:
    """A badge per phase, each of which opens to tell its reason."""
    row = badge_row("", label=f"Verification of {operation.name}")
    for phase, outcome in operation.outcomes.items():
        row += _badge(group, phase, outcome, against.get((place, phase), []), listed)
    return row


def _badge(
    group: str, phase: Phase, outcome: ShownOutcome, found: list[ShownFinding], listed: Mapping[ShownFinding, str]
) -> badge:
    made = badge(
        "",
        group=group,
        sign=SIGNS[outcome.status],
        words=f"{phase} {_WORDS[outcome.status]}",
        reason=f"{outcome.reason}: {_codes(found)}" if found else outcome.reason,
        classes=["apiref-badge", f"apiref-{outcome.status.replace('_', '-')}"],
    )
    made += nodes.paragraph("", f"{outcome.reason}:" if found else outcome.reason)
    if found:
        made += nodes.bullet_list("", *(_item(finding, listed.get(finding, "")) for finding in found))
    return made


def _item(finding: ShownFinding, anchor: str) -> nodes.list_item:
    code: nodes.Node = nodes.strong("", finding.code)
    if anchor:
        code = nodes.reference("", "", code, internal=True, refid=anchor)
    return nodes.list_item("", nodes.paragraph("", "", code, nodes.Text(f" {finding.message}")))


def _codes(found: list[ShownFinding]) -> str:
    return ", ".join(dict.fromkeys(finding.code for finding in found))
