"""``rest_parameters``: a table of parameters, defined in a parameters file."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from sphinx.util.docutils import SphinxDirective

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Definition, ParametersFile
from apiref_verify.reading.data.parameters_file import read_parameters_file
from apiref_verify.reading.rst.directives import read_parameters
from apiref_verify.sphinx_ext.rendering import versions
from apiref_verify.sphinx_ext.rendering.data_files import DataFiles
from apiref_verify.sphinx_ext.rendering.nodes import Row, pending_table
from apiref_verify.sphinx_ext.rendering.reading import DirectiveReporter, block, warn
from apiref_verify.sphinx_ext.rendering.texts import Texts, add_words

if TYPE_CHECKING:
    from docutils import nodes

    from apiref_verify.reading.rst.events import Word

_FILES = DataFiles(read_parameters_file)


class RestParameters(SphinxDirective):
    """The rows are a YAML list of shown names and keys into the file that the argument names."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the table, to be expanded when the page is written."""
        reporter, written = DirectiveReporter(self), block(self)
        (event,) = read_parameters(reporter, written)
        table = pending_table(headers=["Name", "In", "Type", "Description"], widths=[20, 10, 10, 60], literal=False)
        table["classes"] = ["apiref-parameters", *written.options.get("class", "").split()]
        self.set_source_info(table)
        file = _FILES.named_by(self, event.file, written.argument_line) if event.file else None
        texts = Texts(self, table)
        rows = []
        for name, key in event.rows:
            definition = file.definitions.get(key.text) if file else None
            if file and definition is None:
                _tell_unknown(key, event.file, file, reporter)
            rows.append(self._row(name, definition, texts, reporter.path))
        table["rows"] = rows
        add_words(table)
        return [table]

    def _row(self, name: Word, definition: Definition | None, texts: Texts, path: str) -> Row:
        here = Location(path, name.line)
        if definition is None:
            return Row((texts.word(name.text, here), "", "", ""))
        optional = definition.required is False or "required" not in definition.written
        shown = f"{name.text} (Optional)" if optional else name.text
        place, kind = (definition.written.get(field, "").strip() for field in ("in", "type"))
        described = definition.fields.get("description", definition.location)
        lower, upper = (definition.written.get(field, "").strip() for field in ("min_version", "max_version"))
        return Row(
            (
                texts.word(shown, here),
                texts.word(place, definition.location),
                texts.word(kind, definition.location),
                texts.description(definition.key, definition.description, described),
            ),
            versions.notes(lower, upper),
            versions.classes(lower, upper),
        )


def _tell_unknown(key: Word, target: str, file: ParametersFile, reporter: DirectiveReporter) -> None:
    near = difflib.get_close_matches(key.text, file.definitions, n=1, cutoff=0.8)
    hint = f"did you mean {near[0]}?" if near else "define it there, or take the row out"
    warn(f"{key.text} is not defined in {target}", reporter.path, key.line, hint)
