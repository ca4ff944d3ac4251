"""What os_api_ref cannot show is told at its line, and the rest of the build goes on."""

from __future__ import annotations

from typing import Any

from docutils.parsers.rst import Directive, DirectiveError
from sphinx.util import logging

from apiref_verify.sphinx_ext.telling import TYPE

_LOGGER = logging.getLogger(__name__)


class Guarded(Directive):
    """Stands before a directive of os_api_ref, which checks little of what it is given."""

    def run(self) -> Any:
        """Return what the directive returns; nothing, with one error, where it fails."""
        try:
            return super().run()
        except DirectiveError:
            raise
        except Exception as error:  # of os_api_ref: whatever broken files and tables make it raise
            path, line = self.state_machine.get_source_and_line(self.lineno)
            tell(f"os_api_ref cannot show this {self.name}", error, path, line)
            return []


def tell(message: str, error: Exception, path: str | None, line: int | None) -> None:
    """Tell what os_api_ref failed at, and how, in one line; ``path`` is absolute, both as docutils knows them."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    _LOGGER.error("%s: %s", message, reason, location=f"{path}:{line}", type=TYPE, subtype="markup")
