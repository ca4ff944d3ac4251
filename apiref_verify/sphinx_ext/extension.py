"""``setup``: what the extension brings to a Sphinx application, and when each part of it acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apiref_verify import __version__
from apiref_verify.sphinx_ext import builder, domain, options, pages, rendering, saving, verifying
from apiref_verify.sphinx_ext.beside.os_api_ref import is_loaded, take_over
from apiref_verify.sphinx_ext.claims import collecting

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata

_BEFORE_OS_API_REF = 400
"""os_api_ref takes the tree of a document apart at the default priority, 500."""

_LAST = 999


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set the extension up; what depends on other extensions waits until all of them are known."""
    options.add(app)
    app.add_domain(domain.ReferenceDomain)
    app.add_builder(builder.VerifyBuilder)
    app.connect("config-inited", _complete)
    app.connect("env-get-outdated", collecting.not_collected)
    app.connect("env-before-read-docs", saving.on_reading, priority=_LAST)
    app.connect("doctree-read", collecting.collect, priority=_BEFORE_OS_API_REF)
    app.connect("env-updated", verifying.on_env_updated)
    pages.register(app)
    return {
        "version": __version__,
        "env_version": domain.DATA_VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }


def _complete(app: Sphinx, config: Config) -> None:
    """Take the directives of os_api_ref as they are; where it is not loaded, bring our own."""
    if is_loaded(app):
        take_over(app)
    else:
        rendering.register(app)
