"""``rest_method``: says that its section is an operation, and which."""

from __future__ import annotations

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from apiref_verify.reading.rst.directives import read_method
from apiref_verify.sphinx_ext.rendering import versions
from apiref_verify.sphinx_ext.rendering.nodes import operation_line
from apiref_verify.sphinx_ext.rendering.reading import DirectiveReporter, block


class RestMethod(SphinxDirective):
    """The content is method and URL, then perhaps ``min_version:`` and ``max_version:`` lines."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the line of the operation and what is said of its versions; mark the section as an operation."""
        (event,) = read_method(DirectiveReporter(self), block(self))
        section = self.state.parent
        if isinstance(section, nodes.section):
            section["classes"] += ["apiref-operation", *versions.classes(event.minimum, event.maximum)]
        line = operation_line("", f"{event.method} {event.url}".strip(), classes=["apiref-line"])
        line["method"], line["url"] = event.method, event.url
        line["translatable"] = line["support_smartquotes"] = False
        line.source, line.line = self.get_source_info()
        said = [nodes.strong("", note) for note in versions.notes(event.minimum, event.maximum)]
        return [line, *(nodes.paragraph("", "", note, classes=["apiref-versions"]) for note in said)]
