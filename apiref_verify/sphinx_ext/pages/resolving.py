"""When the references of a page are resolved, all has been read and checked: now it is known what to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from apiref_verify.sphinx_ext import options
from apiref_verify.sphinx_ext.pages import badges, burndown, curl, findings, verified_line
from apiref_verify.sphinx_ext.pages.page import Page
from apiref_verify.sphinx_ext.pages.views import burndown_view, findings_view, view

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from apiref_verify.sphinx_ext.checked.verdicts import ShownFinding


def resolve(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put into a page what its directives and the options ask for."""
    shown = options.shown(app.config)
    page = Page(app, doctree, docname)
    listed = _resolve_views(page) if page.domain.views else {}
    if shown.badges:
        badges.add(page, listed)
    if shown.verified_line:
        verified_line.add(page)
    if shown.curl and page.is_interactive:
        curl.add(page, shown)


def _resolve_views(page: Page) -> dict[ShownFinding, str]:
    """Replace the places of directives by what they show; the ids of the findings that are listed."""
    listed: dict[ShownFinding, str] = {}
    for node in list(page.doctree.findall(view)):
        node.replace_self(_content(page, node, listed))
    return listed


def _content(page: Page, node: view, listed: dict[ShownFinding, str]) -> list[nodes.Node]:
    verdicts = page.verdicts
    if verdicts is None:
        return [nodes.paragraph("", "The reference was not checked in this build.", classes=["apiref-unchecked"])]
    if isinstance(node, findings_view):
        return findings.shown(page, node, verdicts, listed)
    assert isinstance(node, burndown_view)
    return burndown.shown(page, node, verdicts.burndown)
