"""Style and script of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_STATIC = Path(__file__).parent.parent / "static"


def add(app: Sphinx) -> None:
    """Add the style to all builders of HTML, and the script to those whose pages are read in a browser."""
    app.config.html_static_path = [*app.config.html_static_path, str(_STATIC)]
    app.add_css_file("apiref-verify.css")
    if not getattr(app.builder, "embedded", False):
        app.add_js_file("apiref-verify.js", loading_method="defer")
