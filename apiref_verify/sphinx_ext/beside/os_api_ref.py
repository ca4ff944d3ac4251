"""Beside os_api_ref: its HTML stays as it is, but operations know where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

_NAME = "os_api_ref"


def is_loaded(app: Sphinx) -> bool:
    """Whether the project uses os_api_ref."""
    return _NAME in app.extensions


def node_type() -> type[nodes.Element]:
    """The class of the nodes that os_api_ref makes of a ``rest_method``."""
    import os_api_ref

    found: type[nodes.Element] = os_api_ref.rest_method
    return found


def take_over(app: Sphinx) -> None:
    """Let each ``rest_method`` leave its source and line in its node, and tables be made sooner; pages do not change.

    What os_api_ref fails at is told, and ends the build no more.
    Parameters files that os_api_ref read in an earlier build of this process are forgotten: they may have changed.
    """
    import os_api_ref
    from os_api_ref import http_codes

    from apiref_verify.sphinx_ext.beside.guarded import Guarded
    from apiref_verify.sphinx_ext.beside.quick_tables import QuickRestParameters

    class PlacedRestMethod(Guarded, os_api_ref.RestMethodDirective):
        """The directive of os_api_ref, with the place where it is written."""

        def run(self) -> Any:
            found = super().run()
            for part in found:
                for node in part.findall(os_api_ref.rest_method):
                    node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
            return found

    class GuardedStatusCode(Guarded, http_codes.HTTPResponseCodeDirective):
        """The directive of os_api_ref."""

    app.add_directive("rest_method", PlacedRestMethod, override=True)
    app.add_directive("rest_status_code", GuardedStatusCode, override=True)
    app.add_directive("rest_parameters", QuickRestParameters, override=True)
    os_api_ref.YAML_CACHE.clear()
    http_codes.HTTP_YAML_CACHE.clear()
