"""From what commits changed and what files claim to the state of the reference at each change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from apiref_verify.burndown.history.counting import KINDS, NOTHING, Claims
from apiref_verify.burndown.history.git import Commit
from apiref_verify.model.reference import Phase


@dataclass(frozen=True, slots=True)
class State:
    """The reference as one commit left it.

    ``timestamp`` is the committer's, in epoch seconds; ``to_do`` counts the sections that carry the marker of each
    phase, in the order of ``Phase``; ``done`` counts those without any marker, and is 0 as long as no section of any
    state before had one (``marked``).
    """

    commit: str
    timestamp: int
    sections: int
    to_do: tuple[int, ...]
    done: int
    marked: bool

    @property
    def left(self) -> int:
        """All markers that are still there, of all phases."""
        return sum(self.to_do)


NO_STATE = State("", 0, 0, tuple(0 for _ in Phase), 0, False)
"""What was there before the first commit: nothing."""


def kind_of(path: bytes) -> bytes | None:
    """Return the ending of a file that may be a section."""
    return next((kind for kind in KINDS if path.endswith(kind)), None)


def kinds_in_use(commits: Iterable[Commit], claims: Mapping[str, Claims]) -> frozenset[bytes]:
    """Return the endings that sections have in the newest state, or all where it has no section.

    :param commits: oldest first.
    """
    files = {change.path: change.blob for commit in commits for change in commit.changes}
    used = {kind_of(path) for path, blob in files.items() if blob and claims.get(blob, NOTHING).is_section}
    return frozenset(kind for kind in KINDS if kind in used) or frozenset(KINDS)


def states_of(commits: Iterable[Commit], claims: Mapping[str, Claims], kinds: Collection[bytes]) -> Iterator[State]:
    """Yield a state for each commit that changes a file of the given kinds.

    :param commits: oldest first.
    :param claims: by the id of a blob; a blob that is not there claims nothing.
    """
    tally = _Tally()
    for commit in commits:
        changes = [change for change in commit.changes if kind_of(change.path) in kinds]
        for change in changes:
            tally.put(change.path, claims.get(change.blob, NOTHING) if change.blob else NOTHING)
        if changes:
            yield tally.state(commit)


class _Tally:
    """The counts of all files, kept up to date file by file."""

    def __init__(self) -> None:
        self._files: dict[bytes, Claims] = {}
        self._sections = 0
        self._with_markers = 0
        self._to_do = [0 for _ in Phase]
        self._marked = False

    def put(self, path: bytes, claims: Claims) -> None:
        self._count(self._files.get(path, NOTHING), -1)
        self._count(claims, 1)
        self._files[path] = claims

    def _count(self, claims: Claims, by: int) -> None:
        self._sections += by * claims.is_section
        self._with_markers += by * claims.marked
        for number, there in enumerate(claims.to_do):
            self._to_do[number] += by * there

    def state(self, commit: Commit) -> State:
        self._marked = self._marked or self._with_markers > 0
        done = self._sections - self._with_markers if self._marked else 0
        return State(commit.id, commit.timestamp, self._sections, tuple(self._to_do), done, self._marked)
