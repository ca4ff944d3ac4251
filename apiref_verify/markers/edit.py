"""Changes of markers, made in the files of a reference: all of them, or none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from apiref_verify.markers.change import Change, Mark
from apiref_verify.markers.comments import Comments
from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Reference, Section
from apiref_verify.writing import write_whole


@dataclass(frozen=True, slots=True)
class Edit:
    """A file before and after; ``changes`` are those that changed something."""

    path: str
    before: bytes
    after: bytes
    changes: tuple[Change, ...]

    @property
    def diff(self) -> bytes:
        """The edit as a unified diff, which ``git apply`` takes."""
        old, new = (_lines(data) for data in (self.before, self.after))
        a, b = (f"{side}/{self.path}".encode() for side in "ab")
        lines = difflib.diff_bytes(difflib.unified_diff, old, new, fromfile=a, tofile=b)
        return b"".join(line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n" for line in lines)


def edits(reference: Reference, changes: Iterable[Change]) -> list[Edit]:
    """What changes do to the files of a reference, in the order of the changes; nothing is written yet.

    :raises MarkError: if a file cannot be read, or a change cannot be made.
    """
    by_section: dict[str, list[Change]] = {}
    for change in changes:
        by_section.setdefault(change.section.path, []).append(change)
    found = (_edit(Path(reference.root), wanted[0].section, wanted) for wanted in by_section.values())
    return [edit for edit in found if edit.after != edit.before]


def write(reference: Reference, wanted: Iterable[Edit]) -> None:
    """Write the files, each whole or not at all.

    :raises MarkError: if one cannot be written.
    """
    for edit in wanted:
        try:
            write_whole(Path(reference.root, edit.path), edit.after)
        except OSError as error:
            raise MarkError(f"{edit.path}: {error.strerror}") from None


def _edit(root: Path, section: Section, changes: Iterable[Change]) -> Edit:
    try:
        before = Path(root, section.path).read_bytes()
    except OSError as error:
        raise MarkError(f"{section.path}: {error.strerror}") from None
    made = []
    try:
        comments = Comments(before, section.markers)
        for change in changes:
            held = comments.data
            _make(comments, change, before)
            made += [change] if comments.data != held else []
    except MarkError as error:
        raise MarkError(f"{section.path}: {error}") from None
    return Edit(section.path, before, comments.data, tuple(made))


def _make(comments: Comments, change: Change, before: bytes) -> None:
    match change.mark:
        case Mark.DONE:
            comments.remove(change.phase)
        case Mark.NEEDS:
            if change.phase not in comments.phases:
                comments.add(change.phase)
        case Mark.CLAIM:
            if not change.name.isascii() and not _is_utf8(before):
                raise MarkError("the file is not UTF-8, so it can take no name but an ASCII one")
            comments.claim(change.phase, change.name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _lines(data: bytes) -> list[bytes]:
    return [line + b"\n" for line in data.split(b"\n")[:-1]] + [line for line in data.split(b"\n")[-1:] if line]
