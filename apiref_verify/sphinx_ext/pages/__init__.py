"""What the pages show of the verdicts: badges, lines, lists, a chart, requests to copy. All is off at first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["register"]


def register(app: Sphinx) -> None:
    """Bring the directives, the nodes and the files of the pages into a Sphinx application."""
    from apiref_verify.sphinx_ext.pages import assets, nodes, resolving, views

    for node, visitors in nodes.VISITORS.items():
        app.add_node(node, html=visitors)
    app.add_directive("apiref-burndown", views.BurndownDirective)
    app.add_directive("apiref-findings", views.FindingsDirective)
    app.connect("doctree-resolved", resolving.resolve)
    app.connect("write-started", assets.copy)
    app.connect("html-page-context", assets.add)
