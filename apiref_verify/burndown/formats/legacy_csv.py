"""The ``data.csv`` of 2016: a row per run, of epoch seconds and the number of files that have each marker.

A file of it grows: a run adds its row to those that are there. ``SOURCE_DATE_EPOCH`` stands for the time of the run
where it is set, and a second row of the same time takes the place of the first.
"""

from __future__ import annotations

import os
import time

from apiref_verify.burndown.formats.errors import FormatError
from apiref_verify.burndown.formats.legacy import COLUMNS, counts
from apiref_verify.burndown.snapshot import Snapshot

_HEADER = ",".join(("date", *COLUMNS))


def render(snapshot: Snapshot) -> str:
    """The header and the row of this run."""
    return f"{_HEADER}\n{','.join(map(str, (_now(), *counts(snapshot))))}\n"


def join(old: str, new: str) -> str:
    """The rows of a file, and the one of this run in the place of any of its time.

    :raises FormatError: if the file is no such table.
    """
    header, *before = old.removeprefix("\ufeff").splitlines() or [_HEADER]
    if header != _HEADER:
        raise FormatError(f"its first line is not {_HEADER}: nothing was added")
    row = new.splitlines()[1]
    date = row.partition(",")[0]
    kept = [line for line in before if line and line.partition(",")[0] != date]
    end = "\r\n" if "\r\n" in old else "\n"
    return "".join(f"{line}{end}" for line in (header, *kept, row))


def _now() -> int:
    """The time of the run, in seconds since 1970.

    :raises FormatError: if ``SOURCE_DATE_EPOCH`` is no such number.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        return int(time.time())
    if not told.isascii() or not told.isdigit():
        raise FormatError(f"SOURCE_DATE_EPOCH is {told!r}, and must be a number of seconds since 1970")
    return int(told)
