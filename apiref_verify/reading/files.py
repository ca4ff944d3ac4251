"""Text files of a tree, read once each, with one clear problem for each that cannot be read."""

from __future__ import annotations

import errno
import os
import posixpath
from pathlib import Path

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind

LARGEST = 16 * 1024 * 1024
"""Files of more bytes than this are reported, not read."""


class Files:
    """The files below ``root`` (absolute). All paths in and out are POSIX style and relative to it."""

    def __init__(self, root: Path, source: str) -> None:
        self.root = root
        self.source = source
        self._texts: dict[str, tuple[str | None, Problem | None]] = {}

    def resolve(self, target: str, folder: str, path: str) -> str:
        """The path that a directive in the file ``path``, in a document in ``folder``, means by ``target``.

        As in Sphinx, a leading slash means the source folder, anything else the folder of the *document*. Where no
        file is there, the folder of the file itself is tried, since plain docutils takes it so.
        """
        if target.startswith("/"):
            return posixpath.normpath(posixpath.join(self.source, target.lstrip("/")))
        candidates = [posixpath.normpath(posixpath.join(base, target)) for base in (folder, posixpath.dirname(path))]
        return next((c for c in candidates if c in self._texts or (self.root / c).is_file()), candidates[0])

    def text(self, path: str, kind: ProblemKind) -> tuple[str | None, Problem | None]:
        """The text of a file and what is wrong with it: ``(None, problem)`` if it cannot be read at all.

        Line ends become ``\\n``; a byte order mark is dropped.
        """
        if path not in self._texts:
            self._texts[path] = self._read(path, kind)
        return self._texts[path]

    @property
    def seen(self) -> list[str]:
        """The files that were read, sorted."""
        return sorted(path for path, (text, _) in self._texts.items() if text is not None)

    def _read(self, path: str, kind: ProblemKind) -> tuple[str | None, Problem | None]:
        def problem(message: str, hint: str = "", line: int = 1) -> Problem:
            return Problem(kind, message, Location(path, line), hint)

        full = self.root / path
        if path.startswith("../") or not _inside(full, self.root):
            return None, problem("lies outside the repository", "copy the file into the tree, or name it in a setting")
        try:
            if full.is_dir():
                return None, problem("is a folder, not a file")
            size = full.stat().st_size
            if size > LARGEST:
                return None, problem(f"is too large to be read ({size / 2**20:.0f} MiB)", "16 MiB are the limit")
            data = full.read_bytes()
        except OSError as error:
            reason = {errno.ENOENT: "no such file", errno.EACCES: "permission denied", errno.ELOOP: "symlink loop"}
            text = reason.get(error.errno or 0, os.strerror(error.errno or 0).lower())
            return None, problem(text)
        if b"\0" in data[:8192]:
            return None, problem("is binary, not text")
        try:
            text, found = data.decode("utf-8-sig"), None
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            text = data.decode("latin-1")
            found = problem(f"is not UTF-8 (byte 0x{data[error.start]:02x})", "save the file as UTF-8", line)
        return text.replace("\r\n", "\n").replace("\r", "\n"), found


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root)
    except (OSError, RuntimeError):
        return True
