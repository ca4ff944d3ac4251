"""The way in: from a folder in a repository to the states of its reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from apiref_verify.burndown.history.counting import NOTHING, Claims, claims_of
from apiref_verify.burndown.history.git import Commit, Repository, open_repository
from apiref_verify.burndown.history.places import arrivals, find_folder, former_folders, shown
from apiref_verify.burndown.history.states import State, kind_of, kinds_in_use, states_of


@dataclass(frozen=True, slots=True)
class History:
    """The states of a reference, oldest first.

    ``rev`` is what was asked for, ``commit`` its id and ``timestamp`` its committer's time in epoch seconds;
    ``folders`` are where the reference is and where it was before; ``notes`` say what could not be seen.
    """

    rev: str
    commit: str
    timestamp: int
    folders: tuple[str, ...]
    states: tuple[State, ...]
    notes: tuple[str, ...]


def read_history(folder: Path, rev: str, names: Sequence[str], tree: str | None = None) -> History:
    """Read the history of a reference from the first-parent line of ``rev``.

    :param names: where a reference may be, from ``folder``.
    :param tree: where it is, from the root of the repository, if that is known.
    :raises GitError: if there is no repository, no such commit, or no reference in it.
    """
    repository = open_repository(folder)
    tip, timestamp = repository.commit(rev)
    folders, commits = _line(repository, tip, find_folder(repository, tip, names, tree))
    claims, unread = _claims(repository, commits)
    kinds = kinds_in_use(commits, claims)
    states = tuple(states_of(commits, claims, kinds))
    places = tuple(shown(place) for place in folders)
    return History(rev, tip, timestamp, places, states, (*_horizon(repository, commits), *unread))


def _line(repository: Repository, tip: str, folder: bytes) -> tuple[list[bytes], list[Commit]]:
    """Return the folders that the reference was in, and all commits that changed them, oldest first."""
    folders = [folder]
    while True:
        commits = list(repository.line(tip, folders))[::-1]
        former = list(former_folders(repository.renames(arrivals(commits)), folders))
        if not former:
            return folders, commits
        folders += former


def _claims(repository: Repository, commits: Sequence[Commit]) -> tuple[dict[str, Claims], list[str]]:
    """Return what each source claims, by its blob, and what is to be said of those that could not be read."""
    paths = {
        change.blob: change.path
        for commit in commits
        for change in commit.changes
        if change.blob and kind_of(change.path)
    }
    claims: dict[str, Claims] = {}
    unread = []
    for blob, content in repository.blobs(paths):
        claims[blob] = NOTHING if content is None else claims_of(content)
        if content is None:
            unread.append(f"{shown(paths[blob])}: its version {blob[:10]} is too large or missing, and not counted")
    return claims, unread


def _horizon(repository: Repository, commits: Sequence[Commit]) -> list[str]:
    if not repository.shallow:
        return []
    first = f" {commits[0].id[:10]}" if commits else ""
    unknown = f"the clone is shallow: nothing is known of what was before{first}"
    return [f"{unknown}, nor of markers that were gone by then ('git fetch --unshallow' gets the rest)"]
