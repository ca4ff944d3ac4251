"""The style and the script, brought to those pages that need them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sphinx.errors import SphinxError
from sphinx.util.fileutil import copy_asset_file

from apiref_verify.sphinx_ext import options
from apiref_verify.sphinx_ext.domain import ReferenceDomain

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

_STATIC = Path(__file__).parent.parent / "static"
_STYLE = "apiref-pages.css"
_SCRIPT = "apiref-curl.js"


def copy(app: Sphinx, builder: Builder) -> None:
    """Copy what some page needs, before pages are written.

    :raises SphinxError: if that cannot be written.
    """
    if builder.format != "html":
        return
    folder = builder.outdir / "_static"
    try:
        for name in {name for docname in app.env.found_docs for name in _needed(app, docname)}:
            folder.mkdir(exist_ok=True)
            copy_asset_file(_STATIC / name, folder, force=True)
    except OSError as error:
        raise SphinxError(f"{error.filename}: {error.strerror}: the pages cannot be written") from None


def add(app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Name the files in the head of a page that shows something of ours; a single page may show all that there is."""
    docnames = app.env.found_docs if app.builder.name == "singlehtml" else {pagename}
    for name in sorted({name for docname in docnames for name in _needed(app, docname)}):
        if name == _SCRIPT:
            app.add_js_file(name, loading_method="defer")
        else:
            app.add_css_file(name)


def _needed(app: Sphinx, docname: str) -> set[str]:
    """The files that what is shown of a document needs."""
    domain = cast(ReferenceDomain, app.env.get_domain("apiref"))
    shown = options.shown(app.config)
    needed = set()
    if docname in domain.views or (domain.targets.get(docname) and shown.anything):
        needed.add(_STYLE)
    if domain.targets.get(docname) and shown.curl and not getattr(app.builder, "embedded", False):
        needed.add(_SCRIPT)
    return needed
