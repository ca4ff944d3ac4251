"""Which sections of a reference a directive is limited to."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.util import logging

from apiref_verify.sphinx_ext.telling import TYPE

_LOGGER = logging.getLogger(__name__)


def chosen(named: Iterable[str], paths: Iterable[str], directive: nodes.Element) -> set[str]:
    """Those ``paths`` that end in what is ``named``, whole names of files and folders; all of them if nothing is.

    It is warned of what names none.
    """
    known = set(paths)
    named = list(named)
    found: set[str] = set()
    for name in named:
        meant = {path for path in known if path == name or path.endswith(f"/{name.removeprefix('./')}")}
        if not meant:
            _LOGGER.warning("no section %s with operations", name, type=TYPE, subtype="markup", location=directive)
        found |= meant
    return found if named else known
