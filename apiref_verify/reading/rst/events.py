"""What a source file says, as a flat stream: the form that the collector reads.

Any front end that can produce this stream, in source order, gets the same reference out of the collector.
Lines and columns count from 1. ``path`` is relative to the root of the reference.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from apiref_verify.model.reference import Problem


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its place: a row's name or key, a response code, an argument."""

    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; ``level`` counts from 1, by the title styles of the whole document."""

    path: str
    line: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, term or line of a list, as written (``text`` may hold newlines)."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """An RST comment."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Method:
    """``rest_method``, with its min_version and max_version lines as written."""

    path: str
    line: int
    column: int
    method: str
    url: str
    minimum: str
    maximum: str


@dataclass(frozen=True, slots=True)
class ParametersTable:
    """``rest_parameters``: the file as written, the row names and keys."""

    path: str
    line: int
    column: int
    file: str
    rows: tuple[tuple[Word, Word], ...]


@dataclass(frozen=True, slots=True)
class InlineRow:
    """A row of a table that defines its parameters itself; ``style`` is where it travels, as written."""

    name: Word
    optional: bool
    style: str
    type: str
    description: str


@dataclass(frozen=True, slots=True)
class InlineTable:
    """A table of parameters written out in the text, such as a ``csv-table``."""

    path: str
    line: int
    column: int
    rows: tuple[InlineRow, ...]


@dataclass(frozen=True, slots=True)
class StatusCodes:
    """``rest_status_code``: ``kind`` is ``success`` or ``error``, ``file`` as written; each code with its reason."""

    path: str
    line: int
    kind: str
    file: str
    codes: tuple[tuple[Word, str], ...]


@dataclass(frozen=True, slots=True)
class IncludedSample:
    """``literalinclude``: the argument as written."""

    path: str
    line: int
    column: int
    target: str
    language: str
    caption: str


@dataclass(frozen=True, slots=True)
class InlineSample:
    """A literal block or ``code-block``; ``line`` is the first line of its text."""

    path: str
    line: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class VersionNote:
    """``versionadded``, ``versionchanged`` and their like; ``text`` is the whole note."""

    path: str
    line: int
    kind: str
    version: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
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
