"""Adds states to a CSV file that is kept: one row per commit, whoever else is writing."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from apiref_verify.burndown.history.formats.table import COLUMNS, HEADER, rows_of
from apiref_verify.burndown.history.states import State


class AppendError(Exception):
    """The file is none of ours; the message is for people."""


def append_rows(path: Path, states: Iterable[State]) -> int:
    """Add the states whose commits have no row yet, and return how many that were.

    Rows that are there stay as they are. The new file replaces the old one at once, so that readers see either; the
    folder is locked meanwhile, so that of two runs the second sees the rows of the first.

    :raises AppendError: if the file has other columns, or a row is not whole.
    :raises OSError: if it cannot be read or written.
    """
    path = path.resolve()
    with _locked(path.parent):
        old = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
        known = _commits(old, path) if old else set()
        new = {state.commit: state for state in states if state.commit and state.commit not in known}
        if new or not old:
            _replace(path, (old or HEADER) + rows_of(new.values()))
        return len(new)


def _commits(text: str, path: Path) -> set[str]:
    """Return the commits that have a row."""
    head, *rows = text.splitlines()
    if head != HEADER.rstrip():
        raise AppendError(f"{path}:1: its columns are not {HEADER.rstrip()}: name another file")
    if not text.endswith("\n"):
        raise AppendError(f"{path}:{len(rows) + 1}: the last line has no end: mend or delete it")
    for number, row in enumerate(rows, 2):
        if row.count(",") != len(COLUMNS) - 1:
            raise AppendError(f"{path}:{number}: not {len(COLUMNS)} columns: mend or delete this line")
    return {row.partition(",")[0] for row in rows}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait until nobody else appends in a folder; the lock ends with the process, and leaves no file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, text: str) -> None:
    """Write a file whole, beside its place, and put it there; it keeps the permissions that it had."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask()
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode("utf-8", "surrogateescape"))
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """Return the permissions that new files do not get."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
