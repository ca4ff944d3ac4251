"""What the directives of one document share while it is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apiref_verify.sphinx_ext.rendering.nodes import SharedNode

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective


@dataclass(slots=True)
class Page:
    """What the data files of a document hold, by the way it names them, and the texts that are shown in it.

    A file is the same for the whole document; the texts are known by the path of their file and their name in it.
    """

    files: dict[str, Any] = field(default_factory=dict)
    texts: dict[tuple[str, str], SharedNode] = field(default_factory=dict)

    @classmethod
    def of(cls, directive: SphinxDirective) -> Page:
        """The page that a directive stands in."""
        memory: Any = directive.env.temp_data
        page: Page = memory.setdefault("apiref_page", cls())
        return page
