"""The reference as pages, for projects that do not load os_api_ref: its four directives, with standard nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["register"]


def register(app: Sphinx) -> None:
    """Bring the directives, nodes, settings and static files of the rendering into a Sphinx application."""
    from apiref_verify.sphinx_ext.rendering.controls import RestExpandAll, add_settings
    from apiref_verify.sphinx_ext.rendering.html import visit_operation_line, visit_pending_table
    from apiref_verify.sphinx_ext.rendering.method import RestMethod
    from apiref_verify.sphinx_ext.rendering.nodes import operation_line, pending_table, shared_text
    from apiref_verify.sphinx_ext.rendering.parameters import RestParameters
    from apiref_verify.sphinx_ext.rendering.status_codes import RestStatusCode

    add_settings(app)
    app.add_node(operation_line, html=(visit_operation_line, None))
    app.add_node(shared_text)
    app.add_node(pending_table, html=(visit_pending_table, None))
    app.add_directive("rest_method", RestMethod)
    app.add_directive("rest_parameters", RestParameters)
    app.add_directive("rest_status_code", RestStatusCode)
    app.add_directive("rest_expand_all", RestExpandAll)
    app.connect("builder-inited", _prepare)


def _prepare(app: Sphinx) -> None:
    """Make ready for the builder: HTML has a style and a script, all others get standard nodes."""
    from apiref_verify.sphinx_ext.rendering import assets
    from apiref_verify.sphinx_ext.rendering.expansion import Expand

    if app.builder.format == "html":
        assets.add(app)
    else:
        app.add_post_transform(Expand)
