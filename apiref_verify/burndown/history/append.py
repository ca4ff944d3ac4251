"""Adds states to a CSV file that is kept: one row per commit, whoever else is writing."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from apiref_verify.burndown.history.formats.table import COLUMNS, HEADER, rows_of
from apiref_verify.burndown.history.states import State
from apiref_verify.writing import locked, write_whole


class AppendError(Exception):
    """The file is none of ours; the message is for people."""


def append_rows(path: Path, states: Iterable[State]) -> int:
    """Add the states whose commits have no row yet, and return how many that were.

    Rows that are there stay as they are. The new file replaces the old one at once, so that readers see either; the
    folder is locked meanwhile, so that of two runs the second sees the rows of the first.

    :raises AppendError: if the file has other columns, or a row is not whole.
    :raises OSError: if it cannot be read or written.
    """
    with locked(path):
        old = path.read_bytes().decode("utf-8", "surrogateescape") if path.exists() else ""
        known = _commits(old, path) if old else set()
        new = {state.commit: state for state in states if state.commit and state.commit not in known}
        if new or not old:
            text = (old or HEADER) + rows_of(new.values())
            write_whole(path, text.encode("utf-8", "surrogateescape"))
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
