"""Where the reference lies in a repository, and where it lay before it was moved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from apiref_verify.burndown.history.git import Commit, GitError, Repository
from apiref_verify.burndown.history.states import kind_of
from apiref_verify.reading.files import printable


def shown(path: bytes) -> str:
    """Return a path as every report can write it."""
    return printable(path.decode("utf-8", "surrogateescape")) or "."


def find_folder(repository: Repository, commit: str, names: Sequence[str], tree: str | None) -> bytes:
    """Return the folder of the reference in a commit.

    :param names: where a reference may be, from the folder that the user named; the first that is there counts.
    :param tree: where it is, from the root of the repository, if the user says so.
    :raises GitError: if it is not there.
    """
    prefix = repository.prefix
    said = [os.fsencode(tree)] if tree is not None else [prefix + os.fsencode(name) for name in names]
    candidates = [_clean(path) for path in (*said, *([prefix] if prefix and tree is None else []))]
    sources = [path for path, _ in repository.files(commit, candidates) if kind_of(path)]
    for candidate in candidates:
        if any(is_below(path, candidate) for path in sources):
            return candidate
    for submodule in repository.submodules(commit):
        if any(is_below(candidate + b"/", submodule) for candidate in candidates):
            raise GitError(f"{shown(submodule)} is a submodule: its history is in its own repository, run this there")
    looked_for = ", ".join(shown(candidate) for candidate in dict.fromkeys(candidates))
    raise GitError(f"no API reference in {commit[:10]} (looked for {looked_for}): name its folder with --tree")


def _clean(path: bytes) -> bytes:
    parts = [part for part in path.split(b"/") if part not in (b"", b".")]
    return b"/".join(parts)


def is_below(path: bytes, folder: bytes) -> bool:
    """Whether a path lies in a folder, at any depth; the root is the empty path."""
    return not folder or path.startswith(folder + b"/")


def former_folders(renames: Iterable[tuple[bytes, bytes]], folders: Sequence[bytes]) -> Iterator[bytes]:
    """Yield the folders out of which sources were moved into ``folders``, each once."""
    found = set(folders)
    for old, new in renames:
        folder = next((folder for folder in folders if is_below(new, folder)), None)
        if folder is None or not kind_of(old) or any(is_below(old, known) for known in found):
            continue
        former = _former(old, new[len(folder) + 1 :] if folder else new)
        found.add(former)
        yield former


def _former(old: bytes, inside: bytes) -> bytes:
    """Return the folder from which ``old`` was what ``inside`` is now, or else the one that it lay in."""
    if old.endswith(b"/" + inside):
        return old[: -len(inside) - 1]
    return old.rpartition(b"/")[0]


def arrivals(commits: Iterable[Commit]) -> Iterator[Commit]:
    """Yield the commits that brought at least half of the sources there were after them: perhaps by moving them.

    :param commits: oldest first.
    """
    there: set[bytes] = set()
    for commit in commits:
        sources = [change for change in commit.changes if kind_of(change.path)]
        there.update(change.path for change in sources if change.blob)
        there.difference_update(change.path for change in sources if not change.blob)
        added = sum(change.added for change in sources)
        if added and 2 * added >= len(there):
            yield commit
