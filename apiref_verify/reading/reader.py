"""``read``: the one way from a path to a ``Reference``."""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path

from apiref_verify.model.location import Location
from apiref_verify.model.reference import (
    NOT_JSON,
    ParametersFile,
    Problem,
    ProblemKind,
    Reference,
)
from apiref_verify.reading import events, markup
from apiref_verify.reading.collector import Collector
from apiref_verify.reading.files import Files
from apiref_verify.reading.parameters_file import read_parameters_file
from apiref_verify.reading.samples import parse_sample
from apiref_verify.reading.tree import Tree, find_tree

_MOST_INCLUDES = 5_000
_SAMPLE_FOLDER = re.compile(r"^(.*?(?:^|/)[^/]*(?:sample|example)[^/]*)(?:/|$)", re.I)


def read(path: str | os.PathLike[str], source: str | None = None) -> Reference:
    """Read the whole API reference at ``path``: a repository, a source folder, or one file of it.

    What cannot be read as meant becomes a problem of the reference; the rest is read all the same.

    :param source: the source folder relative to ``path``, if it is not one of the usual places.
    :raises TreeError: if there is no reference at ``path``.
    """
    return _Reading(find_tree(Path(path), source)).reference()


class _Reading:
    """One reading of one tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._files = Files(tree.root, tree.source)
        self._collector = Collector(lambda folder: _Resolver(self, folder))
        self._parameters: dict[str, ParametersFile | None] = {}
        self._samples: dict[str, object] = {}
        self._included: set[str] = set()
        self._include_count = 0
        self._parsed: dict[tuple[str, str, tuple[object, ...], int], tuple[list[events.Event], list[object]]] = {}

    def reference(self) -> Reference:
        """Read documents, then what no document includes."""
        for path in self._tree.documents:
            self._document(path, published=True)
        for path in self._tree.others:
            if path not in self._included:
                self._document(path, published=path == self._tree.focus and not self._tree.documents)
        sections = self._collector.sections()
        return Reference(
            root=str(self._tree.root),
            source=self._tree.source,
            sections=sections,
            parameters_files=tuple(f for f in self._parameters.values() if f is not None),
            sample_files=self._sample_files(),
            files=tuple(self._files.seen),
            problems=self._collector.problems,
            focus=self._tree.focus,
        )

    def _document(self, path: str, published: bool) -> None:
        folder = posixpath.dirname(path)
        stream = self._parse(path, folder, [], (), {}, Location(path))
        self._collector.document(folder, stream, published)

    def _parse(
        self,
        path: str,
        folder: str,
        styles: list[object],
        chain: tuple[str, ...],
        options: dict[str, str],
        place: Location,
    ) -> list[events.Event]:
        """The events of a file; ``place`` is the directive that asks for it, ``styles`` grow on the way."""
        text, problem = self._files.text(path, ProblemKind.INCLUDE if chain else ProblemKind.MARKUP)
        found: list[events.Event] = []
        if problem is not None:
            shown = problem if text is not None else _at(problem, place, path)
            found.append(events.Unreadable(place.path, place.line, shown))
        if text is None:
            return found
        lines, first = _slice(text.split("\n"), options)
        key = (path, folder, tuple(styles), first)
        if options or key not in self._parsed:
            source = markup.Source(
                path, lines, folder, styles, self._include, (*chain, path), first, self._tree.foreign_extensions
            )
            parsed = markup.parse(source)
            self._parsed[key] = parsed, list(styles)
        parsed, after = self._parsed[key]
        styles[:] = after
        return found + parsed

    def _include(
        self, source: markup.Source, target: str, line: int, options: dict[str, str]
    ) -> list[events.Event]:
        path = self._files.resolve(target, source.folder, source.path)
        self._included.add(path)
        self._include_count += 1
        place = Location(source.path, line, source.column(line, target))
        message = ""
        if path in source.chain:
            message = f"{target} includes itself, by way of {' and '.join(source.chain[source.chain.index(path):])}"
        elif self._include_count > _MOST_INCLUDES:
            message = f"more than {_MOST_INCLUDES} files are included: the rest is left out"
        if message:
            problem = Problem(ProblemKind.INCLUDE, message, place, "take one of the includes out")
            return [events.Unreadable(source.path, line, problem)]
        return self._parse(path, source.folder, source.styles, source.chain, options, place)

    def parameters(self, path: str, place: Location) -> ParametersFile | None:
        """The parameters file at ``path``, read once; ``place`` is the first table that asks for it."""
        if path not in self._parameters:
            text, problem = self._files.text(path, ProblemKind.PARAMETERS_FILE)
            if problem is not None:
                self._collector.problem(problem if text is not None else _at(problem, place, path))
            self._parameters[path] = None
            if text is not None:
                self._parameters[path], problems = read_parameters_file(path, text)
                for found in problems:
                    self._collector.problem(found)
        return self._parameters[path]

    def sample(self, path: str, language: str, place: Location) -> object | None:
        """The JSON value of the sample file at ``path`` or ``NOT_JSON``; ``None`` if there is no such file."""
        text, problem = self._files.text(path, ProblemKind.SAMPLE)
        if problem is not None:
            self._collector.problem(problem if text is not None else _at(problem, place, path))
        if text is None:
            return None
        if path not in self._samples:
            body, problems = parse_sample(path, text, 1, language, inline=False)
            self._samples[path] = body
            for found in problems:
                self._collector.problem(found)
        return self._samples[path]

    def _sample_files(self) -> tuple[str, ...]:
        """All JSON files in the folders that shown samples come from."""
        folders = set()
        for path in self._samples:
            match = _SAMPLE_FOLDER.match(posixpath.dirname(path))
            folders.add(match[1] if match else posixpath.dirname(path))
        found: set[str] = set()
        for folder in folders:
            if folder == self._tree.source or folder in ("", "."):
                continue
            for here, _, names in os.walk(self._tree.root / folder):
                base = Path(here).relative_to(self._tree.root).as_posix()
                found.update(f"{base}/{name}" for name in names if name.endswith(".json"))
        return tuple(sorted(found))

    @property
    def files(self) -> Files:
        """The files of the tree."""
        return self._files

    @property
    def collector(self) -> Collector:
        """Where problems go."""
        return self._collector


class _Resolver:
    """The tree, as seen from the documents of one folder."""

    def __init__(self, reading: _Reading, folder: str) -> None:
        self._reading = reading
        self._folder = folder
        self.problem = reading.collector.problem

    def parameters(self, target: str, path: str, line: int) -> ParametersFile | None:
        resolved = self._reading.files.resolve(target, self._folder, path)
        return self._reading.parameters(resolved, Location(path, line, self.column(path, line, target)))

    def sample(self, event: events.IncludedSample) -> tuple[str, object] | None:
        resolved = self._reading.files.resolve(event.target, self._folder, event.path)
        place = Location(event.path, event.line, event.column)
        body = self._reading.sample(resolved, event.language, place)
        return resolved, NOT_JSON if body is None else body

    def inline_sample(self, event: events.InlineSample) -> object:
        body, problems = parse_sample(event.path, event.text, event.line, event.language, inline=True)
        for found in problems:
            self.problem(found)
        return body

    def column(self, path: str, line: int, text: str) -> int:
        content, _ = self._reading.files.text(path, ProblemKind.MARKUP)
        return _column(content or "", line, text)


_LINES: dict[int, list[str]] = {}


def _column(content: str, line: int, text: str) -> int:
    lines = _LINES.get(id(content))
    if lines is None:
        _LINES.clear()
        lines = _LINES[id(content)] = content.split("\n")
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    found = shown.find(text) if text else -1
    return 1 + (found if found >= 0 else len(shown) - len(shown.lstrip()))


def _at(problem: Problem, place: Location, path: str) -> Problem:
    """A problem with a file that cannot be read at all, told where the file is asked for."""
    hint = problem.hint or "check the path: it is relative to the folder of the document"
    return Problem(problem.kind, f"{path}: {problem.message}", place, hint)


def _slice(lines: list[str], options: dict[str, str]) -> tuple[list[str], int]:
    """The lines that an include's options leave, and the number of the first one (earlier lines stay in place)."""
    first, last = 1, len(lines)
    try:
        if "start-line" in options:
            first = int(options["start-line"]) + 1
        if "end-line" in options:
            last = int(options["end-line"])
    except ValueError:
        return lines, 1
    if "start-after" in options:
        first = next((n + 2 for n, line in enumerate(lines) if options["start-after"] in line), first)
    if "end-before" in options:
        ends = (n for n, line in enumerate(lines) if n >= first - 1 and options["end-before"] in line)
        last = next(ends, last)
    return lines[:last], max(first, 1)
