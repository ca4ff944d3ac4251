"""Parsing: the documents of a tree into streams of events, included files in place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.files import Files, printable
from apiref_verify.reading.rst import events, markup
from apiref_verify.reading.rst.include_options import part_of
from apiref_verify.reading.rst.source import Source
from apiref_verify.reading.tree import Tree

_MOST_INCLUDES = 2_000
"""No document includes more files than this, counting repeats and what they include: real ones stay below 100."""

_DEEPEST_INCLUDE = 25


class Document(NamedTuple):
    """A document as it was parsed: ``folder`` is the one that its paths start from."""

    path: str
    folder: str
    events: list[events.Event]
    included: frozenset[str]


def parse_documents(tree: Tree, files: Files, paths: Sequence[str], jobs: int) -> Iterator[Document]:
    """Parse documents, each on its own; with more than one job, in processes of their own."""
    if jobs > 1 and len(paths) > 1:
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(min(jobs, len(paths))) as pool:
            yield from pool.map(partial(_parse_alone, tree), paths)
        return
    parser = Parser(tree, files)
    for path in paths:
        yield parser.document(path)


def _parse_alone(tree: Tree, path: str) -> Document:
    return Parser(tree, Files(tree.root, tree.source)).document(path)


class _Parsed(NamedTuple):
    """A file as one place includes it: its events, the title styles after it, the files that it includes in all."""

    events: list[events.Event]
    styles: list[object]
    includes: int


class Parser:
    """Parses files of one tree; a file included twice in the same way is parsed once."""

    def __init__(self, tree: Tree, files: Files) -> None:
        self._tree = tree
        self.files = files
        self._included: set[str] = set()
        self._include_count = 0
        self._is_full = False
        self._parsed: dict[tuple[object, ...], _Parsed] = {}

    def document(self, path: str, folder: str | None = None) -> Document:
        """Parse a document, or a file as if a document in ``folder`` included it."""
        folder = posixpath.dirname(path) if folder is None else folder
        self._include_count, self._is_full, self._included = 0, False, set()
        stream = self._parse(path, folder, [], (), {}, Location(path))
        return Document(path, folder, list(_with_skipped_levels(stream)), frozenset(self._included))

    def _parse(
        self,
        path: str,
        folder: str,
        styles: list[object],
        chain: tuple[str, ...],
        options: dict[str, str],
        place: Location,
    ) -> list[events.Event]:
        """Return the events of a file; ``place`` is the directive that asks for it, ``styles`` grow on the way."""
        text, problem = self.files.text(path, ProblemKind.INCLUDE if chain else ProblemKind.MARKUP)
        found: list[events.Event] = []
        if problem is not None:
            shown = problem if text is not None else told_where_asked(problem, place, path)
            found.append(events.Unreadable(place.path, place.line, shown))
        if text is None:
            return found
        part = part_of(text.split("\n"), options)
        for fault in part.faults:
            told = Problem(ProblemKind.INCLUDE, fault, place, "check the options of the include")
            found.append(events.Unreadable(place.path, place.line, told))
        key = (path, folder, tuple(styles), part.first, len(part.lines))
        before = self._include_count
        if key in self._parsed:
            self._include_count += self._parsed[key].includes
        else:
            foreign = self._tree.foreign_extensions
            source = Source(path, part.lines, folder, styles, self._include, (*chain, path), part.first, foreign)
            parsed = markup.parse(source)
            self._parsed[key] = _Parsed(parsed, list(styles), self._include_count - before)
        styles[:] = self._parsed[key].styles
        return found + self._parsed[key].events

    def _include(self, source: Source, target: str, line: int, options: dict[str, str]) -> list[events.Event]:
        if target.startswith("<") and target.endswith(">"):
            return []  # one of the definitions that docutils brings along
        path = self.files.resolve(target, source.folder, source.path)
        if self._is_full and path in self._included:
            return []  # told already
        self._included.add(path)
        self._include_count += 1
        place = Location(printable(source.path), line, source.column(line, target))
        message, hint = self._refusal(path, target, source.chain)
        if message:
            return [events.Unreadable(source.path, line, Problem(ProblemKind.INCLUDE, message, place, hint))]
        return self._parse(path, source.folder, source.styles, source.chain, options, place)

    def _refusal(self, path: str, target: str, chain: tuple[str, ...]) -> tuple[str, str]:
        """Return message and hint if a file must not be included here."""
        if path in chain:
            way = [posixpath.basename(step) for step in chain[chain.index(path) + 1 :]]
            by_way = f", by way of {' and '.join(way)}" if way else ""
            return f"{printable(target)} includes itself{by_way}", "take one of the includes out"
        if len(chain) > _DEEPEST_INCLUDE:
            return f"includes inside includes, more than {_DEEPEST_INCLUDE} deep", "include from fewer files"
        if self._include_count > _MOST_INCLUDES and not self._is_full:
            self._is_full = True
            return f"more than {_MOST_INCLUDES:,} files are included", "do files that include twice include each other?"
        return "", ""


def told_where_asked(problem: Problem, place: Location, path: str) -> Problem:
    """Return a problem with a file that cannot be read at all, told where the file is asked for."""
    name = "this file" if path == place.path else printable(path)
    name = name if len(name) <= 90 else f"…{name[-89:]}"
    shown = Location(printable(place.path), place.line, place.column)
    return Problem(problem.kind, f"{name} {problem.message}", shown, problem.hint)


def _with_skipped_levels(stream: Iterable[events.Event]) -> Iterator[events.Event]:
    """Yield the events of a document, and a problem where a title is more than one level below the title above it."""
    above = 0
    for event in stream:
        if isinstance(event, events.Heading):
            if event.level > above + 1:
                message = f"a title of level {event.level} right below one of level {above}"
                hint = f"underline it as the titles of level {above + 1}"
                place = Location(event.path, event.line)
                problem = Problem(ProblemKind.MARKUP, message, place, hint)
                yield events.Unreadable(event.path, event.line, problem)
            above = event.level
        yield event
