"""A Sphinx extension that brings the standalone rendering and nothing else."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

from apiref_verify.sphinx_ext import rendering


def setup(app: Sphinx) -> dict[str, Any]:
    rendering.register(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
