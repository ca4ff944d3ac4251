"""apiref-verify tells a REST project the truth about its API reference.

The small public API is :func:`read` and :func:`verify`, imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from apiref_verify.reading.reader import read
    from apiref_verify.verification import verify

__version__ = "0.1.0"
__all__ = ["__version__", "read", "setup", "verify"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up as a Sphinx extension: ``extensions = ["apiref_verify"]`` in conf.py."""
    from apiref_verify.sphinx_ext.extension import setup

    return setup(app)


def __getattr__(name: str) -> Any:
    """Import ``read`` and ``verify`` on first use: they bring docutils and YAML with them."""
    if name == "read":
        from apiref_verify.reading.reader import read

        return read
    if name == "verify":
        from apiref_verify.verification import verify

        return verify
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
