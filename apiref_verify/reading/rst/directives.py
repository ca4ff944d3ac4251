"""What each directive says: from its raw block to events."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from apiref_verify.model.reference import ProblemKind
from apiref_verify.reading.data.positions import YAMLProblem, compose, scalar_pairs
from apiref_verify.reading.rst import events
from apiref_verify.reading.rst.block import ADMONITIONS, TRANSPARENT, Block
from apiref_verify.reading.rst.csv_tables import read_csv_table

if TYPE_CHECKING:
    from apiref_verify.reading.rst.source import Reporter, Source

_VERSION_LINE = re.compile(r"^(min_version|max_version):\s*(.*?)\s*$")
_ROW = re.compile(r"^\s*-\s+(\S.*?)\s*:\s+(\S+)\s*$")


def read_method(source: Reporter, block: Block) -> Iterator[events.Method]:
    """Yield what a ``rest_method`` says: method, URL and versions."""
    words = block.argument.split(None, 1)
    versions = {"min_version": "", "max_version": ""}
    for number, line in enumerate(block.body):
        if match := _VERSION_LINE.match(line.strip()):
            versions[match[1]] = match[2]
        elif line.strip():
            source.problem(
                ProblemKind.MARKUP,
                f"rest_method does not understand the line {line.strip()!r}",
                block.body_line + number,
                line.strip(),
                hint="only min_version: and max_version: may follow the method and URL",
                harmless=True,
            )
    if len(words) == 2 and not words[0].startswith("/"):
        method, url = words
    elif words and words[0].lstrip().startswith(("/", "http")):
        method, url = "", block.argument
        source.problem(
            ProblemKind.MARKUP,
            f"rest_method has no method, only the URL {url}",
            block.line,
            hint="write the method first, as in `GET /servers`",
        )
    else:
        method, url = " ".join(words), ""
        source.problem(
            ProblemKind.MARKUP,
            "rest_method needs a method and a URL" if not words else f"rest_method has no URL after {method}",
            block.line,
            hint="write it as `.. rest_method:: GET /servers`",
        )
    url = url.replace("\u200b", "").replace("`", "").replace("\u00a0", " ").strip()
    yield events.Method(
        source.path,
        block.line,
        source.column(block.line, ".."),
        method.upper(),
        url,
        versions["min_version"],
        versions["max_version"],
    )


def read_parameters(source: Reporter, block: Block) -> Iterator[events.ParametersTable]:
    """Yield what a ``rest_parameters`` says: one table."""
    if not block.argument:
        source.problem(
            ProblemKind.MARKUP,
            "rest_parameters names no parameters file",
            block.line,
            hint="write it as `.. rest_parameters:: parameters.yaml`",
        )
    rows = tuple(_rows(source, block))
    if not rows:
        source.problem(ProblemKind.MARKUP, "rest_parameters has no rows", block.line, harmless=True)
    yield events.ParametersTable(source.path, block.line, source.column(block.line, ".."), block.argument, rows)


def _rows(source: Reporter, block: Block) -> Iterator[tuple[events.Word, events.Word]]:
    """Yield the rows of a table; where the block is not YAML, what its lines alone can tell."""
    if all(_ROW.match(line) or not line.strip() for line in block.body):
        items = [(number, match) for number, line in enumerate(block.body) if (match := _ROW.match(line))]
        if not any(mark in match[0] for _, match in items for mark in "\"'{[#&*|>"):
            for number, match in items:
                line = block.body_line + number
                column = source.column(line, match[1])
                yield (
                    events.Word(match[1], line, column),
                    events.Word(match[2], line, column + match.start(2) - match.start(1)),
                )
            return
    try:
        yield from _yaml_rows(source, block)
    except YAMLProblem as broken:
        line = block.body_line + broken.line - 1
        source.problem(ProblemKind.MARKUP, f"the rows of this table are not YAML: {broken}", line, hint=broken.hint)
        for number, text in enumerate(block.body):
            if match := _ROW.match(text):
                line = block.body_line + number
                name, key = match[1].strip("\"'"), match[2].strip("\"'")
                yield (
                    events.Word(name, line, source.column(line, name)),
                    events.Word(key, line, source.column(line, key)),
                )


def _yaml_rows(source: Reporter, block: Block) -> Iterator[tuple[events.Word, events.Word]]:
    root = compose("\n".join(block.body))
    for item in [] if root is None else root.value if root.id == "sequence" else [root]:
        pairs = list(scalar_pairs(item))
        if not pairs:
            line = block.body_line + item.start_mark.line
            source.problem(
                ProblemKind.MARKUP,
                "a row of this table is not `- name: key`",
                line,
                hint="each row is the shown name, a colon, a blank and the key in the parameters file",
            )
        for name, key in pairs:
            line, key_line = (block.body_line + node.start_mark.line for node in (name, key))
            yield (
                events.Word(name.value, line, source.column(line, name.value)),
                events.Word(key.value, key_line, source.column(key_line, ": " + key.value) + 2),
            )


def read_status_codes(source: Reporter, block: Block) -> Iterator[events.StatusCodes]:
    """Yield what a ``rest_status_code`` says: its codes with their reasons."""
    words = block.argument.split()
    kind, file = [*words[:2], "", ""][:2]
    if kind not in ("success", "error"):
        source.problem(
            ProblemKind.MARKUP,
            f"rest_status_code says {kind!r} where it must say success or error",
            block.line,
            hint="write it as `.. rest_status_code:: success status.yaml`",
        )
    codes: list[tuple[events.Word, str]] = []
    try:
        root = compose("\n".join(block.body))
    except YAMLProblem as broken:
        line = block.body_line + broken.line - 1
        source.problem(ProblemKind.MARKUP, f"the codes are not YAML: {broken}", line, hint=broken.hint)
        root = None
    for item in [] if root is None else root.value if root.id == "sequence" else [root]:
        pairs = [(item, "")] if item.id == "scalar" else [(k, v.value) for k, v in scalar_pairs(item)]
        for node, reason in pairs:
            line = block.body_line + node.start_mark.line
            codes.append((events.Word(node.value, line, source.column(line, node.value)), reason))
    yield events.StatusCodes(source.path, block.line, kind, file, tuple(codes))


def _literalinclude(source: Source, block: Block) -> Iterator[events.Event]:
    if not block.argument:
        source.problem(ProblemKind.MARKUP, "literalinclude names no file", block.line)
        return
    yield events.IncludedSample(
        source.path,
        block.line,
        source.column(block.line, ".."),
        block.argument,
        block.options.get("language", ""),
        block.options.get("caption", ""),
    )


def _code_block(source: Source, block: Block) -> Iterator[events.Event]:
    if block.body:
        yield events.InlineSample(source.path, block.body_line, "\n".join(block.body), block.argument)


def _include(source: Source, block: Block) -> Iterator[events.Event]:
    if not block.argument:
        source.problem(ProblemKind.INCLUDE, "include names no file", block.line)
        return
    if "literal" in block.options or "code" in block.options:
        yield events.IncludedSample(
            source.path, block.line, source.column(block.line, ".."), block.argument, block.options.get("code", ""), ""
        )
        return
    yield from source.include(source, block.argument, block.line, block.options)


def _version_note(source: Source, block: Block) -> Iterator[events.Event]:
    version, _, text = block.argument.partition(" ")
    _begin_body_with(block, text.strip())
    yield events.VersionNote(source.path, block.line, block.name, version, "\n".join(block.body).strip())


def _admonition(source: Source, block: Block) -> Iterator[events.Event]:
    _begin_body_with(block, block.argument)
    return iter(())


def _titled(source: Source, block: Block) -> Iterator[events.Event]:
    if block.argument:
        yield events.Paragraph(source.path, block.argument_line, block.argument)
    block.parse_body = True


def _begin_body_with(block: Block, text: str) -> None:
    """Where a directive's text may begin on its own line: join that line to the body, at its place."""
    if text:
        block.body = [text, *[""] * (block.body_line - block.argument_line - 1), *block.body]
        block.body_line = block.argument_line
    block.parse_body = True


def _transparent(source: Source, block: Block) -> Iterator[events.Event]:
    block.parse_body = True
    return iter(())


def _opaque(source: Source, block: Block) -> Iterator[events.Event]:
    return iter(())


Reader = Callable[["Source", Block], Iterator[events.Event]]

_NAMES: dict[Reader, str] = {
    read_method: "rest_method",
    read_parameters: "rest_parameters",
    read_status_codes: "rest_status_code",
    _literalinclude: "literalinclude",
    _code_block: "code-block code sourcecode parsed-literal",
    _include: "include",
    _version_note: "versionadded versionchanged versionremoved deprecated",
    read_csv_table: "csv-table",
    _admonition: ADMONITIONS,
    _titled: "admonition topic sidebar",
    _transparent: TRANSPARENT,
    _opaque: "rest_expand_all toctree contents image figure raw math highlight index sectnum header footer meta "
    "replace unicode date role default-role title graphviz digraph graph tabularcolumns "
    "restructuredtext-test-directive currentmodule module py:module glossary productionlist acks todo todolist "
    "target-notes codeauthor sectionauthor include-documentation autoclass automodule autofunction automethod "
    "rest-controller program option envvar describe object function class-def data line-block parsed-literal-block "
    "apiref-burndown apiref-findings",
}

DIRECTIVES: dict[str, Reader] = {name: reader for reader, names in _NAMES.items() for name in names.split()}


def unknown_directive(source: Source, name: str, line: int) -> None:
    """Note a directive that nobody knows, with the nearest known name."""
    near = difflib.get_close_matches(name, DIRECTIVES, n=1, cutoff=0.8)
    hint = f"did you mean {near[0]}?" if near else "is the extension that brings it listed in conf.py?"
    if near or not source.foreign_extensions:
        source.problem(ProblemKind.MARKUP, f"unknown directive {name!r}", line, name, hint=hint, harmless=not near)
