"""Text files of a tree, read once each, with one clear problem for each that cannot be read."""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from pathlib import Path

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind

LARGEST = 16 * 1024 * 1024
"""Files of more bytes than this are reported, not read."""

_REASONS = {
    errno.ENOENT: ("does not exist", "check the path: it starts from the folder of the document"),
    errno.ENOTDIR: ("does not exist", "check the path: one of its folders is a file"),
    errno.EACCES: ("cannot be opened: permission denied", "make it readable"),
    errno.ELOOP: ("is a symbolic link that leads back to itself", "put the file there"),
    errno.ENAMETOOLONG: ("does not exist: the name is too long", "check the path"),
}
_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


class Files:
    """The files below ``root`` (absolute). All paths in and out are POSIX style and relative to it."""

    def __init__(self, root: Path, source: str) -> None:
        self.root = root
        self.source = source
        self._real_root = os.path.realpath(root)
        self._real_folders: dict[str, str] = {}
        self._texts: dict[str, tuple[str | None, Problem | None]] = {}
        self._lines: dict[str, list[str]] = {}

    def resolve(self, target: str, folder: str, path: str) -> str:
        """Return the path that a directive in the file ``path``, in a document in ``folder``, means by ``target``.

        As in Sphinx, a leading slash means the source folder, anything else the folder of the *document*. Where no
        file is there, the folder of the file itself is tried, since plain docutils takes it so.
        """
        if target.startswith("/"):
            return posixpath.normpath(posixpath.join(self.source, target.lstrip("/")))
        candidates = [posixpath.normpath(posixpath.join(base, target)) for base in (folder, posixpath.dirname(path))]
        return next((c for c in candidates if self.is_there(c)), candidates[0])

    def text(self, path: str, kind: ProblemKind) -> tuple[str | None, Problem | None]:
        r"""Return the text of a file and what is wrong with it: ``(None, problem)`` if it cannot be read at all.

        The message of such a problem is what follows the name of the file in a sentence. Line ends become ``\n``; a
        byte order mark is dropped.
        """
        if path not in self._texts:
            self._texts[path] = self._read(path, kind)
        return self._texts[path]

    def column(self, path: str, line: int, text: str) -> int:
        """Return the column of ``text`` in a line of a file, or of the first word of that line."""
        if path not in self._lines:
            content, _ = self.text(path, ProblemKind.MARKUP)
            self._lines[path] = (content or "").split("\n")
        return column_in(self._lines[path], line, text)

    def is_there(self, path: str) -> bool:
        """Whether there is such a file, be it readable or not."""
        known = self._texts.get(path)
        if known and known[0] is not None:
            return True
        try:
            return (self.root / path).is_file()
        except (OSError, ValueError):
            return False

    @property
    def seen(self) -> list[str]:
        """The files that were read, sorted."""
        return sorted(path for path, (text, _) in self._texts.items() if text is not None)

    def _read(self, path: str, kind: ProblemKind) -> tuple[str | None, Problem | None]:
        def problem(message: str, hint: str, line: int = 1, column: int = 1) -> Problem:
            return Problem(kind, message, Location(printable(path), line, column), hint)

        if printable(path) != path:
            return None, problem("has a name that is no plain text", "rename the file")
        full = self.root / path
        try:
            data = self._bytes(full)
        except _UnreadableError as error:
            return None, problem(*error.args)
        except OSError as error:
            reason = (f"cannot be opened: {os.strerror(error.errno or 0).lower()}", "")
            if error.errno == errno.ENOENT and full.is_symlink():
                return None, problem("is a symbolic link to a file that does not exist", "put the file there")
            return None, problem(*_REASONS.get(error.errno or 0, reason))
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return None, problem("is UTF-16, not UTF-8", "save the file as UTF-8")
        if b"\0" in data:
            return None, problem("is binary, not text", "name a text file")
        text, wrong = _decoded(data)
        found = None
        if wrong >= 0:
            line, column = data.count(b"\n", 0, wrong) + 1, wrong - data.rfind(b"\n", 0, wrong)
            what = f"the file is not UTF-8: its byte 0x{data[wrong]:02x} is read as {text_of_byte(data[wrong])}"
            found = problem(what, "save the file as UTF-8", line, column)
        return text.replace("\r\n", "\n").replace("\r", "\n"), found

    def _bytes(self, full: Path) -> bytes:
        """Return what a file holds; pipes and devices are not opened, for they might never end."""
        if not self._is_inside(full):
            raise _UnreadableError("lies outside of the repository", "copy it into the repository")
        found = full.stat()
        if not stat.S_ISREG(found.st_mode):
            what = _KINDS.get(stat.S_IFMT(found.st_mode), "a device")
            raise _UnreadableError(f"is {what}, not a file", "name a text file")
        if found.st_size > LARGEST:
            size = f"{found.st_size / 2**20:.0f} MiB"
            raise _UnreadableError(f"is too large to be read: {size}", f"{LARGEST >> 20} MiB are the limit")
        return full.read_bytes()

    def _is_inside(self, full: Path) -> bool:
        """Whether a path lies below the root once its links are followed."""
        folder = os.path.dirname(full)  # noqa: PTH120  (many times as fast, and there may be thousands of samples)
        if folder not in self._real_folders:
            self._real_folders[folder] = os.path.realpath(folder)
        real = os.path.join(self._real_folders[folder], full.name)  # noqa: PTH118
        if full.name == ".." or os.path.islink(real):  # noqa: PTH114
            real = os.path.realpath(real)
        return real.startswith(self._real_root.rstrip(os.sep) + os.sep)


class _UnreadableError(Exception):
    """A file that is not even opened: message and hint."""


def _decoded(data: bytes) -> tuple[str, int]:
    """Return the text, and where the first byte stands that is not UTF-8, or -1."""
    try:
        return data.decode("utf-8-sig"), -1
    except UnicodeDecodeError as error:
        shift = len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))
        return data.decode("latin-1"), error.start + shift


def text_of_byte(byte: int) -> str:
    """Return how a byte is shown that is taken for Latin-1."""
    character = chr(byte)
    return character if character.isprintable() else f"U+{byte:04X}"


def printable(text: str) -> str:
    """Return a path or message that every report can write: what is no character, or not a visible one, escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _escaped(ord(c)) for c in text)


def _escaped(number: int) -> str:
    """Return the escape of a character; Python keeps bytes of a name that are not UTF-8 as half characters."""
    return f"\\x{number & 0xFF:02x}" if number < 0x100 or 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"


def column_in(lines: list[str], line: int, text: str) -> int:
    """Return the column of ``text`` in a line, or of the first word of that line."""
    shown = lines[line - 1] if 0 < line <= len(lines) else ""
    found = shown.find(text) if text else -1
    return 1 + (found if found >= 0 else len(shown) - len(shown.lstrip()))
