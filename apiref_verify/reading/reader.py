"""``read``: the one way from a path to a ``Reference``."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from apiref_verify.model.location import Location
from apiref_verify.model.reference import NOT_JSON, ParametersFile, Problem, ProblemKind, Reference
from apiref_verify.reading.data.parameters_file import read_parameters_file
from apiref_verify.reading.data.samples import parse_sample, property_names
from apiref_verify.reading.files import Files, printable
from apiref_verify.reading.operations.collector import Collector
from apiref_verify.reading.rst import events
from apiref_verify.reading.rst.parsing import Document, Parser, parse_documents, told_where_asked
from apiref_verify.reading.tree import Tree, find_tree

_LONGEST_MESSAGE = 150
_SAMPLE_FOLDER = re.compile(r"^(.*?(?:^|/)[^/]*(?:sample|example)[^/]*)(?:/|$)", re.I)


def read(path: str | os.PathLike[str], source: str | None = None, jobs: int = 1) -> Reference:
    """Read the whole API reference at ``path``: a repository, a source folder, or one file of it.

    What cannot be read as meant becomes a problem of the reference; the rest is read all the same.

    :param source: the source folder relative to ``path``, if it is not one of the usual places.
    :param jobs: how many processes may parse documents; the result is the same for any number.
    :raises TreeError: if there is no reference at ``path``.
    """
    return read_tree(find_tree(Path(path), source), jobs)


def read_tree(tree: Tree, jobs: int = 1) -> Reference:
    """Read a tree that was found before."""
    return _Reading(tree).reference(jobs)


def read_parsed(tree: Tree, documents: Iterable[Document]) -> Reference:
    """Read a tree whose documents were parsed before, in the order of the tree."""
    return _Reading(tree).of_documents(documents)


def read_again(tree: Tree, known: Reference) -> Reference:
    """Read only the file in the focus of ``tree`` anew; all else is as in ``known``, an earlier reading.

    :raises KeyError: if the file was no section then.
    """
    return _Reading(tree).again(known)


class _Reading:
    """One reading of one tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self.files = Files(tree.root, tree.source)
        self.collector = Collector(lambda folder: _Resolver(self, folder))
        self._parameters: dict[str, ParametersFile | None] = {}
        self._samples: dict[str, object] = {}

    def reference(self, jobs: int) -> Reference:
        """Read all documents, with so many processes."""
        return self.of_documents(parse_documents(self._tree, self.files, self._tree.documents, jobs))

    def of_documents(self, documents: Iterable[Document]) -> Reference:
        """Read documents, then what no document includes."""
        tree = self._tree
        for problem in tree.problems:
            self.collector.problem(problem)
        included: set[str] = set()
        for document in documents:
            self.collector.document(document.folder, document.events, published=True)
            included |= {document.path, *document.included}
        orphans = [path for path in tree.others if path not in included]
        for document in parse_documents(tree, self.files, orphans, jobs=1):
            published = document.path == tree.focus and not tree.documents
            self.collector.document(document.folder, document.events, published)
            included |= {document.path, *document.included}
        bodies = {p: self._samples[p] if p in self._samples else self._unshown_sample(p) for p in self._sample_files()}
        return Reference(
            root=str(tree.root),
            source=tree.source,
            sections=self.collector.sections(),
            parameters_files=tuple(f for f in self._parameters.values() if f is not None),
            sample_files={path: property_names(body) for path, body in bodies.items()},
            files=tuple(sorted({*self.files.seen, *filter(self.files.is_there, included)})),
            problems=tuple(_shown(problem) for problem in self.collector.problems),
            focus=tree.focus,
        )

    def again(self, known: Reference) -> Reference:
        """Read the file in focus as the document that includes it does, with the parameters files known before."""
        focus = self._tree.focus or ""
        before = {section.path: section for section in known.sections}[focus]
        self._parameters.update((file.path, file) for file in known.parameters_files)
        document = Parser(self._tree, self.files).document(focus, before.folder)
        self.collector.document(document.folder, document.events, before.published)
        anew = {section.path: section for section in self.collector.sections()}
        kept = [problem for problem in known.problems if problem.location.path not in anew]
        return replace(
            known,
            sections=tuple(anew.get(section.path, section) for section in known.sections),
            problems=tuple(dict.fromkeys([*kept, *(_shown(problem) for problem in self.collector.problems)])),
            focus=focus,
        )

    def parameters(self, path: str, place: Location) -> ParametersFile | None:
        """Return the parameters file at ``path``, read once; ``place`` is the first table that asks for it."""
        if path not in self._parameters:
            text, problem = self.files.text(path, ProblemKind.PARAMETERS_FILE)
            if problem is not None:
                self.collector.problem(problem if text is not None else told_where_asked(problem, place, path))
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
            self.collector.problem(problem if text is not None else told_where_asked(problem, place, path))
        if text is None:
            return None
        if path not in self._samples:
            body, problems = parse_sample(path, text, 1, language, inline=False)
            self._samples[path] = body
            for found in problems:
                self.collector.problem(found)
        return self._samples[path]

    def _unshown_sample(self, path: str) -> object:
        """Read a sample that no page shows, and note what is wrong with it: harmless until one does."""
        text, problem = self.files.text(path, ProblemKind.SAMPLE)
        body: object = NOT_JSON
        problems = [] if problem is None or text is None else [problem]
        if text is not None:
            body, more = parse_sample(path, text, 1, "", inline=False)
            problems += more
        for found in problems:
            message = f"{found.message} (shown nowhere)"
            self.collector.problem(replace(found, message=message, harmless=True))
        return body

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
    """Return a problem that every report can write, whatever the text that it quotes, and however much of it."""
    if problem.message.isprintable() and problem.hint.isprintable() and len(problem.message) <= _LONGEST_MESSAGE:
        return problem
    message = printable(problem.message)
    if len(message) > _LONGEST_MESSAGE:
        message = message[: _LONGEST_MESSAGE - 1] + "…"
    return replace(problem, message=message, hint=printable(problem.hint))
