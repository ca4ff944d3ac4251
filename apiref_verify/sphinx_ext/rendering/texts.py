"""Descriptions: each parsed once per document, where it is first shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from docutils.statemachine import StringList, string2lines
from sphinx.util.docutils import switch_source_input
from sphinx.util.parsing import nested_parse_to_nodes

from apiref_verify.model.location import Location
from apiref_verify.sphinx_ext.rendering.nodes import SharedNode, pending_table, shared_text
from apiref_verify.sphinx_ext.rendering.page import Page

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

_MARKUP = re.compile(r"``.+?``|`[^`]+`|\*\*.+?\*\*|(?<![\w*])\*[^\s*][^*]*\*(?!\w)|\\.")
_PLAIN = re.compile(
    r"""(?!\S*[.)](?!\S))       # the mark of an enumerated list
        [A-Za-z]               # not a mark of any other list, not indented
        (?: [^\W_]
          | [,;()/%=+]
          | -(?!-) | \.(?!\.)   # twice, they are typographic
          | [ ](?![ ]*\n)      # not at the end of a line
          | (?<=[^\W_])_(?=[^\W_]) # inside of a word: at its end it makes a reference
          | :(?=\s\S)           # not a scheme, nor the colons before a literal block
          | \n(?=[A-Za-z])
        )*""",
    re.VERBOSE,
)


class Texts:
    """The texts of one table, which stands in the document that ``directive`` is read in."""

    def __init__(self, directive: SphinxDirective, table: pending_table) -> None:
        self._directive = directive
        self._table = table
        self._known = Page.of(directive).texts
        self._is_translated = directive.config.language != "en" or bool(directive.env.versioning_condition)

    def description(self, name: str, text: str, where: Location) -> str | SharedNode:
        """The cell of a description; ``name`` is unique in the file where the text stands (its path is absolute).

        A plain text stays text, unless it is to be translated (or collected for that, by a builder that tells versions
        of texts apart). Any other joins the table as a node, if no table of the document has it yet.
        """
        key = (where.path, name)
        if key not in self._known:
            stripped = text.strip()
            if not stripped or (is_plain(stripped) and not self._is_translated):
                return stripped
            self._known[key] = self._parsed(stripped, where)
            self._table += self._known[key]
        return self._known[key]

    def word(self, text: str, where: Location) -> str | SharedNode:
        """The cell of a name or a type: shown as it stands, but for inline markup that is complete."""
        return self.description(f"word:{text}", text, where) if _MARKUP.search(text) else text

    def _parsed(self, text: str, where: Location) -> SharedNode:
        lines = string2lines(text, self._directive.state.document.settings.tab_width, convert_whitespace=True)
        content = StringList(lines, items=[(where.path, where.line - 1)] * len(lines))
        with switch_source_input(self._directive.state, content):
            found = nested_parse_to_nodes(self._directive.state, content, allow_section_headings=False)
        if len(found) == 1 and isinstance(found[0], nodes.paragraph):
            return found[0]
        return shared_text("", *found)


def is_plain(text: str) -> bool:
    """Whether a text is surely one paragraph without markup and typographic quotes or dashes. In doubt it is not."""
    return _PLAIN.fullmatch(text) is not None


def add_words(table: pending_table) -> None:
    """Give a table the words of its plain cells as a text, by which the search finds it."""
    words = dict.fromkeys(cell for row in table["rows"] for cell in row.cells if isinstance(cell, str) and cell)
    table += nodes.Text(" ".join(words))
