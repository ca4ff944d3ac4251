"""Where things are in a project: the root, the source folder, conf.py's settings, the documents."""

from __future__ import annotations

import itertools
import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.files import printable
from apiref_verify.reading.sphinx_settings import Settings, read_settings

SOURCES = ("api-ref/source", "api-ref", "doc/api-ref/source", "doc/source/api-ref", "api_ref/source", "docs/api-ref")
"""Where the source folder of a reference may be in a repository, likeliest first."""

_PROJECT_FILES = (".git", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini")
_MARKUP = (".rst", ".inc", ".txt")
_CLAIM = b"rest_method::"
_ENOUGH_TO_TELL = 1024 * 1024


class TreeError(ValueError):
    """There is no reference to read at a path."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


@dataclass(frozen=True, slots=True)
class Tree:
    """A reference on disk. ``root`` is absolute; ``source``, ``documents`` and ``others`` are relative to it.

    ``documents`` are built by Sphinx in their own right; ``others`` are sources that only count where they are
    included. ``focus`` is the one file that was asked for, if it was one.
    """

    root: Path
    source: str
    documents: tuple[str, ...]
    others: tuple[str, ...]
    foreign_extensions: bool
    focus: str | None = None
    problems: tuple[Problem, ...] = ()


def find_tree(path: Path, source: str | None = None) -> Tree:
    """Return the tree that ``path`` means: a repository, a source folder, or a file in one.

    :param source: the source folder relative to ``path``, where it is known.
    :raises TreeError: if there is none, with what was looked for.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100  (links in the path are the user's way to say it)
    try:
        if not path.exists():
            raise TreeError(f"{path}: no such file or folder")
        if path.is_dir():
            return _tree_of_folder(path, source)
        return _tree_of_file(path)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "symlink loop"
        raise TreeError(f"{path}: {(reason or 'cannot be opened').lower()}") from None


def tree_of_source(source: Path) -> Tree:
    """Return the tree of a folder that is known to be the source folder of a reference.

    :raises TreeError: if it cannot be read.
    """
    try:
        return _tree(source)
    except OSError as error:
        raise TreeError(f"{source}: {(error.strerror or 'cannot be opened').lower()}") from None


def _tree_of_folder(path: Path, source: str | None) -> Tree:
    if source is not None:
        if not (path / source).is_dir():
            raise TreeError(f"{path / source}: the configured source folder does not exist")
        return _tree(path / source, None, path)
    if (path / "conf.py").is_file() and _is_file(path / "index.rst"):
        return _tree(path)
    for name in SOURCES:
        if _is_source(path / name):
            return _tree(path / name, None, path)
    if _is_source(path):
        return _tree(path)
    for inner in sorted(path.iterdir()):
        for candidate in (inner, *(inner / name for name in SOURCES)):
            if _holds_claims(candidate):
                return _tree(candidate, None, path)
    looked_for = ", ".join(SOURCES[:2])
    raise TreeError(f"{path}: no API reference found (looked for {looked_for} with an index.rst or conf.py)")


def _tree_of_file(path: Path) -> Tree:
    """Return the tree around a file: of the source folder that it lies in, else of its project."""
    parents = list(_parents_in_project(path))
    for folder in parents:
        if (folder / "conf.py").is_file() and _is_file(folder / "index.rst"):
            return _tree(folder, path)
    for folder in parents:
        for name in SOURCES:
            if _is_source(folder / name):
                return _tree(folder / name, path, folder)
    sources = itertools.dropwhile(lambda folder: not _is_source(folder), parents)
    outermost = list(itertools.takewhile(_is_source, sources))[-1:]
    if outermost:
        return _tree(outermost[0], path)
    if path.suffix not in _MARKUP:
        raise TreeError(f"{path}: not a part of an API reference (no {SOURCES[0]} above it)")
    return _tree(path.parent, path)


def _parents_in_project(path: Path) -> Iterator[Path]:
    """Yield the folders above a file, up to the one that looks like the root of a project."""
    for folder in path.parents:
        yield folder
        if any((folder / name).exists() for name in _PROJECT_FILES):
            return


def _is_file(path: Path) -> bool:
    """Whether something that should be a file is there, be it readable or not."""
    return path.exists() or path.is_symlink()


def _is_source(folder: Path) -> bool:
    if not folder.is_dir():
        return False
    if _is_file(folder / "index.rst") or any(folder.glob("*.inc")):
        return True
    return (folder / "conf.py").is_file() and any(folder.glob("*.rst"))


def _holds_claims(folder: Path) -> bool:
    """Whether a folder is the source of a reference; folders and files that cannot be opened are not."""
    try:
        if not _is_source(folder):
            return False
        files = [Path(here) / name for here, _, names in os.walk(folder) for name in sorted(names)]
        return any(path.suffix == ".inc" or (path.suffix == ".rst" and _mentions(path, _CLAIM)) for path in files)
    except OSError:
        return False


def _mentions(path: Path, word: bytes) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return word in file.read(_ENOUGH_TO_TELL)


def _root_of(source: Path) -> Path:
    """Return the repository around a source folder, else the folder that holds its ``api-ref``, else itself."""
    repository = next((p for p in source.parents if any((p / name).exists() for name in _PROJECT_FILES)), None)
    if repository is not None:
        return repository
    return next((p.parent for p in (source, *source.parents) if p.name == "api-ref"), source)


def _tree(source: Path, focus: Path | None = None, root: Path | None = None) -> Tree:
    source = source.resolve()
    root = (root or _root_of(source)).resolve()
    if not source.is_relative_to(root):  # a symbolic link that leads out of the repository
        root = _root_of(source)
    base = source.relative_to(root).as_posix()
    where = _place_of(focus, root) if focus else None
    settings, problems = _settings(source, root)
    documents, others = [], []
    for path in _sources(source):
        shown = path.relative_to(root).as_posix()
        is_document = path.name.endswith(settings.suffixes)
        if is_document and not settings.excludes(path.relative_to(source).as_posix()):
            documents.append(shown)
        elif is_document or path.name.endswith((".inc", ".rst")):
            others.append(shown)
    master = posixpath.normpath(f"{base}/{settings.master}")
    documents.sort(key=lambda p: (p.rsplit(".", 1)[0] != master, p))
    if where and where not in documents + others and where.endswith(_MARKUP):
        others.append(where)
    return Tree(root, base, tuple(documents), tuple(others), settings.foreign_extensions, where, problems)


def _sources(source: Path) -> Iterator[Path]:
    """Yield the files below a source folder, and folders whose names are those of files, in the order of a listing.

    Links to folders are followed, as Sphinx does, but for those that lead back.
    """
    for here, folders, names in os.walk(source, followlinks=True):
        folders[:] = sorted(f for f in folders if not f.startswith(("_", ".")) and not _leads_back(Path(here, f)))
        yield from (Path(here) / name for name in sorted([*names, *(f for f in folders if f.endswith(_MARKUP))]))


def _leads_back(folder: Path) -> bool:
    """Whether a folder is a link to one that it stands in, be it by other links."""
    if not folder.is_symlink():
        return False
    real = folder.resolve()
    return any(parent.resolve().is_relative_to(real) for parent in folder.parents)


def _place_of(focus: Path, root: Path) -> str:
    """Return the path of a file relative to the root; its own links are not followed."""
    real = focus.parent.resolve() / focus.name
    if not real.is_relative_to(root):
        raise TreeError(f"{focus}: lies outside of the repository {root}")
    return real.relative_to(root).as_posix()


def _settings(source: Path, root: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Return the settings of the nearest conf.py, and what is wrong with it."""
    for folder in (source, *source.parents):
        conf = folder / "conf.py"
        if conf.is_file():
            settings = read_settings(conf)
            if settings.fault is None:
                return settings, ()
            message = f"the settings of conf.py are unknown: {settings.fault.message}"
            place = Location(conf.relative_to(root).as_posix(), settings.fault.line, settings.fault.column)
            return settings, (Problem(ProblemKind.MARKUP, message, place, "mend conf.py: Sphinx cannot run with it"),)
        if folder == root:
            break
    return Settings(), ()
