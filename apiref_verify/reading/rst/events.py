"""What a source file says, as a flat stream: the form that the collector reads.

Any front end that can produce this stream, in source order, gets the same reference out of the collector.
Lines and columns count from 1. ``path`` is relative to the root of the reference. Events are tuples, since there are
thousands of them, and builds of Sphinx keep them.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from apiref_verify.model.reference import Problem


class Word(NamedTuple):
    """A word and its place: a row's name or key, a response code, an argument."""

    text: str
    line: int
    column: int


class Heading(NamedTuple):
    """A title; ``level`` counts from 1, by the title styles of the whole document."""

    path: str
    line: int
    level: int
    text: str


class Paragraph(NamedTuple):
    """A paragraph, term or line of a list, as written (``text`` may hold newlines)."""

    path: str
    line: int
    text: str


class Comment(NamedTuple):
    """An RST comment."""

    path: str
    line: int
    text: str


class Method(NamedTuple):
    """``rest_method``, with its min_version and max_version lines as written."""

    path: str
    line: int
    column: int
    method: str
    url: str
    minimum: str
    maximum: str


class ParametersTable(NamedTuple):
    """``rest_parameters``: the file as written, the row names and keys."""

    path: str
    line: int
    column: int
    file: str
    rows: tuple[tuple[Word, Word], ...]


class InlineRow(NamedTuple):
    """A row of a table that defines its parameters itself; ``style`` is where it travels, as written."""

    name: Word
    optional: bool
    style: str
    type: str
    description: str


class InlineTable(NamedTuple):
    """A table of parameters written out in the text, such as a ``csv-table``."""

    path: str
    line: int
    column: int
    rows: tuple[InlineRow, ...]


class StatusCodes(NamedTuple):
    """``rest_status_code``: ``kind`` is ``success`` or ``error``, ``file`` as written; each code with its reason."""

    path: str
    line: int
    kind: str
    file: str
    codes: tuple[tuple[Word, str], ...]


class IncludedSample(NamedTuple):
    """``literalinclude``: the argument as written."""

    path: str
    line: int
    column: int
    target: str
    language: str
    caption: str


class InlineSample(NamedTuple):
    """A literal block or ``code-block``; ``line`` is the first line of its text."""

    path: str
    line: int
    text: str
    language: str


class VersionNote(NamedTuple):
    """``versionadded``, ``versionchanged`` and their like; ``text`` is the whole note."""

    path: str
    line: int
    kind: str
    version: str
    text: str = ""


class Unreadable(NamedTuple):
    """Something that could not be read as meant."""

    path: str
    line: int
    problem: Problem


Event: TypeAlias = (
    Heading
    | Paragraph
    | Comment
    | Method
    | ParametersTable
    | InlineTable
    | StatusCodes
    | IncludedSample
    | InlineSample
    | VersionNote
    | Unreadable
)
