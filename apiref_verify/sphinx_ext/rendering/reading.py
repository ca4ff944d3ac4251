"""What the directives say, by the same readers as the command line; what cannot be read becomes a Sphinx warning."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util import logging

from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.files import Files
from apiref_verify.reading.rst.block import Block, block_of

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)


def warn(message: str, path: str, line: int, hint: str = "") -> None:
    """Give a warning of type ``apiref.markup``; ``path`` is absolute."""
    text = f"{message}; {hint}" if hint else message
    logger.warning("%s", text, location=f"{path}:{line}", type="apiref", subtype="markup")


class DirectiveReporter:
    """Where a Sphinx directive stands, for the readers of ``reading.rst.directives``."""

    def __init__(self, directive: SphinxDirective) -> None:
        self.path, self.line = directive.get_source_info()

    def column(self, line: int, text: str) -> int:
        """Return 1: the warnings of Sphinx have no columns."""
        return 1

    def problem(self, kind: ProblemKind, message: str, line: int, text: str = "", **more: Any) -> None:
        """Warn of what could not be read as meant, unless nothing is lost by it."""
        if not more.get("harmless"):
            warn(message, self.path, line, more.get("hint", ""))


def block(directive: SphinxDirective) -> Block:
    """The block of a directive that declares neither arguments nor options: all of it is content."""
    content = directive.content
    offset = content.items[0][1] if content.items else directive.get_source_info()[1]
    return block_of(directive.name, directive.get_source_info()[1], list(content), offset)


def text_of(path: str) -> tuple[str | None, Problem | None]:
    """The text of a file, and what is wrong with it; the path is absolute, its links are followed."""
    real = Path(path).resolve()
    return Files(real.parent, "").text(real.name, ProblemKind.PARAMETERS_FILE)
