"""Speaks to git: the first-parent line of a branch, what each commit of it changed, and what files held.

Nothing is checked out and nothing is written. Paths are bytes, relative to the root of the repository, since that is
all that git promises of them. The formats are those of git-diff-tree(1), *raw output format* with ``-z``, and of
git-cat-file(1), *batch output*.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LARGEST = 16 * 1024 * 1024
"""Files of more bytes than this are not looked into."""

_CHUNK, _PIPE = 1 << 16, 1 << 20
_SETTINGS = {
    "diff.relative": "false",
    "log.diffMerges": "separate",
    "log.follow": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
}
"""Settings of a user that would change what ``git log`` prints, and what they must be."""
_STEADY = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
_ELSEWHERE = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))
"""Variables that git sets for hooks: they would lead to another repository than the one that was named."""
_COMMITTER = re.compile(rb"^committer .*> (\d+) [+-]\d+$", re.MULTILINE)
_LINK, _SUBMODULE = b"120000", b"160000"


class GitError(Exception):
    """Git could not do it; the message is for people."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file that a commit changed. ``blob`` is the id of what it holds now, ``None`` where there is no such file."""

    path: bytes
    blob: str | None
    added: bool


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the line, with what it changed against its first parent, ``None`` where it has none.

    ``timestamp`` is that of the committer, in epoch seconds.
    """

    id: str
    timestamp: int
    parent: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository. ``prefix`` is the folder in it that was named, empty or with a slash at its end."""

    folder: str
    prefix: bytes
    shallow: bool

    def commit(self, rev: str) -> tuple[str, int]:
        """Return the id and the committer's time of the commit that ``rev`` names.

        :raises GitError: if there is none.
        """
        asked = f"{rev}^{{commit}}\n".encode("utf-8", "surrogateescape")
        with self._reading("cat-file", "--batch", fed=asked) as output:
            commit, _, about = output.read().partition(b" ")
        committer = _COMMITTER.search(about)
        if "\n" in rev or committer is None:
            raise GitError("there is no commit yet" if rev == "HEAD" else f"no commit is called {rev!r}")
        return commit.decode("ascii"), int(committer[1])

    def files(self, commit: str, folders: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
        """Yield the paths of files below some folders, and whether each is a submodule instead."""
        listing = self._output("ls-tree", "-r", "-z", "--full-tree", commit, "--", *_narrowed(folders))
        for line in listing.split(b"\0")[:-1]:
            about, _, path = line.partition(b"\t")
            yield path, about.startswith(_SUBMODULE)

    def submodules(self, commit: str) -> Iterator[bytes]:
        """Yield the paths of all submodules."""
        return (path for path, is_submodule in self.files(commit, ()) if is_submodule)

    def line(self, commit: str, folders: Sequence[bytes]) -> Iterator[Commit]:
        """Yield the commits of the first-parent line that changed something below ``folders``, newest first."""
        form = ("-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-color", "--format=%H %ct %P")
        with self._reading("log", "--first-parent", *form, commit, "--", *_narrowed(folders)) as output:
            yield from _commits(_fields(output))

    def renames(self, commits: Iterable[Commit]) -> Iterator[tuple[bytes, bytes]]:
        """Yield the old and the new path of each file that commits rename against their first parent."""
        pairs = "".join(f"{commit.id} {commit.parent}\n" for commit in commits if commit.parent)
        if not pairs:
            return
        form = ("-r", "-M", "--diff-filter=R", "--raw", "-z", "--no-commit-id", "--stdin")
        with self._reading("diff-tree", *form, fed=pairs.encode("ascii")) as output:
            fields = _fields(output)
            for about in fields:
                if about.startswith(b":"):
                    yield next(fields), next(fields)

    def blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Yield the content of blobs, in any order of ``ids``; ``None`` for one that is missing or too large."""
        asked = "".join(f"{blob}\n" for blob in ids).encode("ascii")
        with self._reading("cat-file", "--batch", "--buffer", fed=asked) as output:
            while head := output.readline():
                blob, *about = head.decode("ascii").split()
                yield blob, _content(output, int(about[1])) if len(about) == 2 else None

    def export(self, commit: str, folder: Path) -> None:
        """Write all files of a commit into an empty folder, through an index of its own beside them."""
        with tempfile.TemporaryDirectory(prefix="apiref-verify-index-") as beside:
            own = {"GIT_INDEX_FILE": str(Path(beside, "index"))}
            for words in (("read-tree", commit), ("checkout-index", "--all", "--quiet")):
                command = _command(f"--git-dir={self.folder}", f"--work-tree={folder}", *words)
                done = subprocess.run(
                    command, cwd=folder, env={**_environment(), **own}, capture_output=True, check=False
                )
                if done.returncode:
                    raise GitError(_reason(done.stderr))

    def _output(self, *words: str | bytes) -> bytes:
        with self._reading(*words) as output:
            return output.read()

    @contextmanager
    def _reading(self, *words: str | bytes, fed: bytes = b"") -> Iterator[IO[bytes]]:
        """Run git and give its output; ``fed`` is its input, from a file, so that neither side waits for the other."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as said:
            given.write(fed)
            given.seek(0)
            command = _command(f"--git-dir={self.folder}", *_STEADY, *words)
            with subprocess.Popen(
                command,
                bufsize=_CHUNK,
                pipesize=_PIPE,
                cwd=self.folder,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=said,
                env=_environment(),
            ) as git:
                try:
                    assert git.stdout is not None
                    yield git.stdout
                except BaseException:
                    git.kill()
                    raise
            if git.returncode:
                said.seek(0)
                raise GitError(_reason(said.read()))


def open_repository(folder: Path) -> Repository:
    """Return the repository that a folder lies in, or is; bare ones too.

    :raises GitError: if there is none, or git is missing or refuses.
    """
    words = ("-C", str(folder), "rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--show-prefix")
    try:
        done = subprocess.run(_command(*words), capture_output=True, check=False, env=_environment())
    except FileNotFoundError:
        raise GitError("git is not installed, and history is read by it") from None
    if b"not a git repository" in done.stderr:
        raise GitError("not in a git repository, and history is read from one (without --history, none is needed)")
    if done.returncode:
        raise GitError(_reason(done.stderr))
    shallow, place, prefix = done.stdout.split(b"\n", 2)
    return Repository(os.fsdecode(place), prefix.removesuffix(b"\n"), shallow == b"true")


def _narrowed(folders: Sequence[bytes]) -> Sequence[bytes]:
    """Return what narrows a command to some folders: nothing, where one is the root."""
    return () if b"" in folders else folders


def _command(*words: str | bytes) -> list[str | bytes]:
    return ["git", *words]


def _environment() -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    return {**own, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}


def _reason(said: bytes) -> str:
    """Return what git complained of, in a line."""
    lines = said.decode("utf-8", "backslashreplace").splitlines()
    fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
    return f"git: {(fatal or lines or ['it failed'])[0]}"


def _fields(output: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands before each NUL."""
    rest = b""
    while chunk := output.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole


def _commits(fields: Iterator[bytes]) -> Iterator[Commit]:
    head: list[str] = []
    changes: list[Change] = []
    for field in fields:
        about = field.lstrip(b"\n")
        if about.startswith(b":"):
            changes.append(_change(about, next(fields)))
            continue
        if head:
            yield _commit(head, changes)
        head, changes = about.decode("ascii").split(), []
    if head:
        yield _commit(head, changes)


def _commit(head: list[str], changes: list[Change]) -> Commit:
    return Commit(head[0], int(head[1]), head[2] if len(head) > 2 else None, tuple(changes))


def _change(about: bytes, path: bytes) -> Change:
    _, mode, _, blob, status = about.split()
    is_file = status != b"D" and mode not in (_LINK, _SUBMODULE)
    return Change(path, blob.decode("ascii") if is_file else None, status == b"A")


def _content(output: IO[bytes], size: int) -> bytes | None:
    """Read one object and the line end behind it; what is too large is passed over."""
    if size <= LARGEST:
        return output.read(size + 1)[:-1]
    left = size + 1
    while left and (chunk := output.read(min(left, _CHUNK))):
        left -= len(chunk)
    return None
