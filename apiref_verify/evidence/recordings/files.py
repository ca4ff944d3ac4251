"""Which files the words of a user name: files, patterns, folders, and ``-`` for standard input."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from apiref_verify.evidence.recordings.errors import RecordingError

STANDARD_INPUT = "-"

_MAGIC = "*?["


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A file with a recording, ``path`` as named; ``is_named`` unless it was found in a folder.

    ``folder`` is what the path is relative to, for a process that works elsewhere.
    """

    path: str
    is_named: bool = True
    folder: str = ""

    @property
    def place(self) -> Path:
        """Where the file is."""
        return Path(self.folder, self.path)

    @property
    def is_shared(self) -> bool:
        """Whether another process could read it too: standard input is this one's own."""
        return self.path != STANDARD_INPUT

    def open(self) -> io.BufferedReader:
        """The bytes of the file as they are.

        :raises OSError: if it cannot be opened.
        """
        if self.path == STANDARD_INPUT:
            return cast(io.BufferedReader, sys.stdin.buffer)
        return self.place.open("rb")

    def close(self, stream: io.BufferedReader) -> None:
        """Close what was opened; standard input stays open."""
        if self.path != STANDARD_INPUT:
            stream.close()


def find_recordings(words: Iterable[str]) -> list[RecordingFile]:
    """The files that words name, each once, in the order of the words; those of a folder by name.

    :raises RecordingError: if a word names nothing.
    """
    found: dict[str, RecordingFile] = {}
    for word in words:
        for file in _files(word):
            found.setdefault(os.path.normpath(file.path), file)
    return list(found.values())


def _files(word: str) -> Iterator[RecordingFile]:
    if word == STANDARD_INPUT or os.path.lexists(word):
        paths = [word]
    elif any(character in word for character in _MAGIC):
        paths = _matching(word)
        if not paths:
            raise RecordingError(f"{word}: no file has a name of this pattern")
    else:
        raise RecordingError(f"{word}: there is no such file; name files, folders or patterns, or - for standard input")
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            yield from _of_folder(path)
        else:
            yield RecordingFile(path)


def _matching(pattern: str) -> list[str]:
    """The paths of a pattern as a shell has them: hidden ones only where it asks for them."""
    start = Path(Path(pattern).anchor)
    relative = Path(pattern).relative_to(start)
    hidden = _is_hidden(relative)
    found = (path for path in start.glob(str(relative)) if hidden or not _is_hidden(path.relative_to(start)))
    return sorted(map(str, found))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") and part != ".." for part in path.parts)


def _of_folder(folder: str) -> Iterator[RecordingFile]:
    inside = [
        RecordingFile(str(Path(place, name)), is_named=False)
        for place, _, names in _walk(folder)
        for name in names
        if not name.startswith(".")
    ]
    if not inside:
        raise RecordingError(f"{folder}: there are no files in this folder")
    yield from sorted(inside, key=lambda file: file.path)


def _walk(folder: str) -> Iterator[tuple[str, list[str], list[str]]]:
    def refuse(error: OSError) -> None:
        raise RecordingError(f"{error.filename}: {(error.strerror or 'cannot be read').lower()}")

    for place, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield place, folders, names
