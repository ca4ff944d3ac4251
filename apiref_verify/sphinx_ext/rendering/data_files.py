"""The YAML files that the directives name: read once, and anew when they have changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.sphinx_ext.rendering.page import Page
from apiref_verify.sphinx_ext.rendering.reading import text_of, warn

if TYPE_CHECKING:
    from sphinx.util.docutils import SphinxDirective

File = TypeVar("File")


@dataclass(frozen=True, slots=True)
class _Known(Generic[File]):
    """A file as it was read, with size and time of last change."""

    stamp: tuple[int, int] | None
    content: File | None
    problem: Problem | None


class DataFiles(Generic[File]):
    """Files of one kind; ``read`` makes of path and text a content and a list of problems.

    A directive that names a file makes its document depend on that file, be it there or not. A file that cannot be
    read is told once per document.
    """

    def __init__(self, read: Callable[[str, str], tuple[File, list[Problem]]]) -> None:
        self._read = read
        self._known: dict[str, _Known[File]] = {}

    def named_by(self, directive: SphinxDirective, target: str, line: int) -> File | None:
        """What the file holds that a directive means by ``target``, if it can be read."""
        files = Page.of(directive).files
        if target not in files:
            relative, path = directive.env.relfn2path(target)
            directive.env.note_dependency(relative)
            known = self._current(path)
            if known.problem:
                _tell(known.problem, path, target, directive.get_source_info()[0], line)
            files[target] = known.content
        content: File | None = files[target]
        return content

    def _current(self, path: str) -> _Known[File]:
        stamp = _stamp(path)
        known = self._known.get(path)
        if known is None or known.stamp != stamp:
            known = self._known[path] = self._load(path, stamp)
        return known

    def _load(self, path: str, stamp: tuple[int, int] | None) -> _Known[File]:
        text, problem = text_of(path)
        if text is None:
            return _Known(stamp, None, problem)
        content, problems = self._read(path, text)
        whole = next((found for found in problems if found.kind is ProblemKind.PARAMETERS_FILE), None)
        return _Known(stamp, None if whole else content, whole or problem)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except (OSError, ValueError):
        return None
    return found.st_size, found.st_mtime_ns


def _tell(problem: Problem, path: str, target: str, asked_by: str, line: int) -> None:
    """Warn at the place of the problem; of a file that cannot be opened, at the place that names it."""
    if Path(path).is_file() and problem.location.path == path:
        warn(problem.message, path, problem.location.line, problem.hint)
    else:
        warn(f"{target} {problem.message}", asked_by, line, problem.hint)
