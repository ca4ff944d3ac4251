"""``read``: the one way from a path to a ``Reference``."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from apiref_verify.model.location import Location
from apiref_verify.model.reference import NOT_JSON, ParametersFile, Problem, ProblemKind, Reference
from apiref_verify.reading import events, markup
from apiref_verify.reading.collector import Collector
from apiref_verify.reading.files import Files, printable
from apiref_verify.reading.include_options import part_of
from apiref_verify.reading.parameters_file import read_parameters_file
from apiref_verify.reading.samples import parse_sample
from apiref_verify.reading.tree import Tree, find_tree

_MOST_INCLUDES = 2_000
"""No document includes more files than this, counting repeats and what they include: real ones stay below 100."""

_DEEPEST_INCLUDE = 25
_SAMPLE_FOLDER = re.compile(r"^(.*?(?:^|/)[^/]*(?:sample|example)[^/]*)(?:/|$)", re.I)


def read(path: str | os.PathLike[str], source: str | None = None) -> Reference:
    """Read the whole API reference at ``path``: a repository, a source folder, or one file of it.

    What cannot be read as meant becomes a problem of the reference; the rest is read all the same.

    :param source: the source folder relative to ``path``, if it is not one of the usual places.
    :raises TreeError: if there is no reference at ``path``.
    """
    return _Reading(find_tree(Path(path), source)).reference()


class _Parsed(NamedTuple):
    """A file as one place includes it: its events, the title styles after it, the files that it includes in all."""

    events: list[events.Event]
    styles: list[object]
    includes: int


class _Reading:
    """One reading of one tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.files = Files(tree.root, tree.source)
        self.collector = Collector(lambda folder: _Resolver(self, folder))
        self._parameters: dict[str, ParametersFile | None] = {}
        self._samples: dict[str, object] = {}
        self._included: set[str] = set()
        self._include_count = 0
        self._is_full = False
        self._parsed: dict[tuple[object, ...], _Parsed] = {}

    def reference(self) -> Reference:
        """Read documents, then what no document includes."""
        for problem in self._tree.problems:
            self.collector.problem(problem)
        for path in self._tree.documents:
            self._document(path, published=True)
        for path in self._tree.others:
            if path not in self._included:
                self._document(path, published=path == self._tree.focus and not self._tree.documents)
        sample_files = self._sample_files()
        for path in sample_files:
            if path not in self._samples:
                self._unshown_sample(path)
        return Reference(
            root=str(self._tree.root),
            source=self._tree.source,
            sections=self.collector.sections(),
            parameters_files=tuple(f for f in self._parameters.values() if f is not None),
            sample_files=sample_files,
            files=tuple(self.files.seen),
            problems=tuple(_shown(problem) for problem in self.collector.problems),
            focus=self._tree.focus,
        )

    def _document(self, path: str, published: bool) -> None:
        folder = posixpath.dirname(path)
        self._include_count, self._is_full = 0, False
        stream = self._parse(path, folder, [], (), {}, Location(path))
        self.collector.document(folder, _with_skipped_levels(stream), published)

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
            shown = problem if text is not None else _at(problem, place, path)
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
            source = markup.Source(
                path, part.lines, folder, styles, self._include, (*chain, path), part.first, foreign
            )
            parsed = markup.parse(source)
            self._parsed[key] = _Parsed(parsed, list(styles), self._include_count - before)
        styles[:] = self._parsed[key].styles
        return found + self._parsed[key].events

    def _include(
        self, source: markup.Source, target: str, line: int, options: dict[str, str]
    ) -> list[events.Event]:
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

    def parameters(self, path: str, place: Location) -> ParametersFile | None:
        """Return the parameters file at ``path``, read once; ``place`` is the first table that asks for it."""
        if path not in self._parameters:
            text, problem = self.files.text(path, ProblemKind.PARAMETERS_FILE)
            if problem is not None:
                self.collector.problem(problem if text is not None else _at(problem, place, path))
            self._parameters[path] = None
            if text is not None:
                self._parameters[path], problems = read_parameters_file(path, text)
                for found in problems:
                    self.collector.problem(found)
        return self._parameters[path]

    def sample(self, path: str, language: str, place: Location) -> object | None:
        """Return the JSON value of the sample file at ``path`` or ``NOT_JSON``; ``None`` if there is no such file."""
        text, problem = self.files.text(path, ProblemKind.SAMPLE)
        if problem is not None:
            self.collector.problem(problem if text is not None else _at(problem, place, path))
        if text is None:
            return None
        if path not in self._samples:
            body, problems = parse_sample(path, text, 1, language, inline=False)
            self._samples[path] = body
            for found in problems:
                self.collector.problem(found)
        return self._samples[path]

    def _unshown_sample(self, path: str) -> None:
        """Note what is wrong with a sample that no page shows: harmless until one does."""
        text, problem = self.files.text(path, ProblemKind.SAMPLE)
        problems = [] if problem is None or text is None else [problem]
        if text is not None:
            problems += parse_sample(path, text, 1, "", inline=False)[1]
        for found in problems:
            message = f"{found.message} (shown nowhere)"
            self.collector.problem(replace(found, message=message, harmless=True))

    def _sample_files(self) -> tuple[str, ...]:
        """Return all JSON files in the folders that shown samples come from."""
        folders = set()
        for path in self._samples:
            match = _SAMPLE_FOLDER.match(posixpath.dirname(path))
            folders.add(match[1] if match else posixpath.dirname(path))
        found: set[str] = set()
        for folder in folders - {self._tree.source, "", "."}:
            for here, _, names in os.walk(self._tree.root / folder):
                base = Path(here).relative_to(self._tree.root).as_posix()
                paths = (f"{base}/{name}" for name in names if name.endswith(".json"))
                found.update(path for path in paths if printable(path) == path)
        return tuple(sorted(found))


class _Resolver:
    """The tree, as seen from the documents of one folder."""

    def __init__(self, reading: _Reading, folder: str) -> None:
        self._reading = reading
        self._folder = folder
        self.problem = reading.collector.problem

    def parameters(self, target: str, path: str, line: int) -> ParametersFile | None:
        """Return the parameters file that a directive names."""
        resolved = self._reading.files.resolve(target, self._folder, path)
        return self._reading.parameters(resolved, Location(path, line, self.column(path, line, target)))

    def sample(self, event: events.IncludedSample) -> tuple[str, object] | None:
        """Return the path and JSON value of an included sample."""
        resolved = self._reading.files.resolve(event.target, self._folder, event.path)
        place = Location(event.path, event.line, self.column(event.path, event.line, event.target))
        body = self._reading.sample(resolved, event.language, place)
        return resolved, NOT_JSON if body is None else body

    def inline_sample(self, event: events.InlineSample) -> object:
        """Return the JSON value of a sample in the text, or ``NOT_JSON``."""
        body, problems = parse_sample(event.path, event.text, event.line, event.language, inline=True)
        if problems:
            indent = self.column(event.path, event.line, event.text.lstrip().split("\n", 1)[0]) - 1
            indent -= len(event.text) - len(event.text.lstrip())
        for found in problems:
            where = found.location
            self.problem(replace(found, location=Location(where.path, where.line, where.column + max(indent, 0))))
        return body

    def column(self, path: str, line: int, text: str) -> int:
        """Return the column of ``text`` in a line."""
        return self._reading.files.column(path, line, text)


def _shown(problem: Problem) -> Problem:
    """Return a problem that every report can write, whatever the text that it quotes."""
    if problem.message.isprintable() and problem.hint.isprintable():
        return problem
    return replace(problem, message=printable(problem.message), hint=printable(problem.hint))


def _at(problem: Problem, place: Location, path: str) -> Problem:
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
