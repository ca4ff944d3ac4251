"""Where things are in a project: the root, the source folder, conf.py's settings, the documents."""

from __future__ import annotations

import ast
import fnmatch
import os
from dataclasses import dataclass
from pathlib import Path

_SOURCES = ("api-ref/source", "api-ref", "doc/api-ref/source", "doc/source/api-ref", "api_ref/source", "docs/api-ref")
_PROJECT_FILES = (".git", "pyproject.toml", "setup.cfg", "setup.py", "tox.ini")
_OUR_EXTENSIONS = ("sphinx.ext.", "os_api_ref", "openstackdocstheme", "apiref_verify", "stevedore.sphinxext")


class TreeError(ValueError):
    """There is no reference to read at a path."""


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


def find_tree(path: Path, source: str | None = None) -> Tree:
    """The tree that ``path`` means: a repository, a source folder, or a file in one.

    :param source: the source folder relative to ``path``, where it is known.
    :raises TreeError: if there is none, with what was looked for.
    """
    path = Path(os.path.abspath(path))
    if not path.exists():
        raise TreeError(f"{path}: no such file or folder")
    if path.is_file():
        folder = next((p for p in path.parents if _is_source(p)), path.parent)
        return _tree(folder, path)
    if source is not None:
        if not (path / source).is_dir():
            raise TreeError(f"{path / source}: the configured source folder does not exist")
        return _tree(path / source, None, path)
    for candidate in (path, *(path / name for name in _SOURCES)):
        if _is_source(candidate):
            return _tree(candidate, None, None if candidate == path else path)
    for name in sorted(os.listdir(path)):
        for candidate in (path / name, *(path / name / s for s in _SOURCES)):
            if (path / name).is_dir() and _is_source(candidate) and _has_claims(candidate):
                return _tree(candidate, None, path)
    raise TreeError(f"{path}: no API reference found (looked for {', '.join(_SOURCES[:2])} with an index.rst or conf.py)")


def _is_source(folder: Path) -> bool:
    return (folder / "index.rst").is_file() or (
        (folder / "conf.py").is_file() and any(folder.glob("*.rst")) or any(folder.glob("*.inc"))
    )


def _has_claims(folder: Path) -> bool:
    return any(folder.rglob("*.inc"))


def _root_of(source: Path) -> Path:
    for parent in source.parents:
        if parent.name == "api-ref":
            return parent.parent
    if source.name == "api-ref":
        return source.parent
    return next((p for p in source.parents if any((p / name).exists() for name in _PROJECT_FILES)), source)


def _tree(source: Path, focus: Path | None, root: Path | None = None) -> Tree:
    root = (root or _root_of(source)).resolve()
    source = source.resolve()
    settings = _settings(source, root)
    suffixes = tuple(settings.get("source_suffix") or (".rst",))
    excluded = [str(pattern) for pattern in settings.get("exclude_patterns") or ()]
    documents, others = [], []
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(f for f in folders if not f.startswith(("_", ".")))
        for name in sorted(names):
            inner = (Path(folder) / name).relative_to(source).as_posix()
            path = (Path(folder) / name).relative_to(root).as_posix()
            if name.endswith(suffixes) and not any(fnmatch.fnmatch(inner, pattern) for pattern in excluded):
                documents.append(path)
            elif name.endswith((".inc", ".rst")):
                others.append(path)
    master = f"{settings.get('master_doc') or settings.get('root_doc') or 'index'}.rst"
    base = source.relative_to(root).as_posix()
    documents.sort(key=lambda p: (p != f"{base}/{master}", p))
    extensions = [str(name) for name in settings.get("extensions") or ()]
    foreign = any(not name.startswith(_OUR_EXTENSIONS) for name in extensions)
    where = focus.resolve().relative_to(root).as_posix() if focus else None
    if where and where not in documents + others:
        others.append(where)
    return Tree(root, base, tuple(documents), tuple(others), foreign, where)


def _settings(source: Path, root: Path) -> dict[str, object]:
    """The plain assignments of conf.py, read without executing it."""
    wanted = {"extensions", "source_suffix", "master_doc", "root_doc", "exclude_patterns"}
    for folder in (source, *source.parents):
        conf = folder / "conf.py"
        if conf.is_file():
            try:
                module = ast.parse(conf.read_bytes())
            except (SyntaxError, ValueError, OSError, RecursionError):
                return {}
            found: dict[str, object] = {}
            for node in module.body:
                if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in wanted:
                    try:
                        value = ast.literal_eval(node.value)
                    except ValueError:
                        continue
                    found[node.targets[0].id] = [value] if node.targets[0].id == "source_suffix" and isinstance(value, str) else value
            return found
        if folder == root:
            break
    return {}
