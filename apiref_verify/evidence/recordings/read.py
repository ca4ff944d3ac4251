"""The way in to recordings: from the words of a user, or from one file, to exchanges free of secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from io import BufferedReader

from apiref_verify.evidence.recordings.entries import BrokenError
from apiref_verify.evidence.recordings.errors import BROKEN, RecordingError, TooLargeError, reason_of
from apiref_verify.evidence.recordings.files import RecordingFile, find_recordings
from apiref_verify.evidence.recordings.origin import Origin
from apiref_verify.evidence.recordings.recognise import TITLES, recognise
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.evidence.recordings.streams import recognised, unpacked
from apiref_verify.model.exchange import Exchange, Unread

UNKNOWN_FORMAT = "no known format"
"""The reason that is given for a file that is no recording."""


def read_recordings(
    words: Iterable[str], secrets: Secrets | None = None, warn: Callable[[str], None] | None = None
) -> Iterator[Exchange | Unread]:
    """All that stands in the files that words name, one file after the other.

    ``warn`` is told, in one line, of each file that was named and is of no known format, or breaks off.

    :raises RecordingError: if a word names nothing; before anything is read.
    """
    files = find_recordings(words)
    return _all(files, secrets or Secrets(), warn)


def _all(
    files: Iterable[RecordingFile], secrets: Secrets, warn: Callable[[str], None] | None
) -> Iterator[Exchange | Unread]:
    for file in files:
        yield from read_file(file, secrets, warn)


def read_file(
    file: RecordingFile, secrets: Secrets, warn: Callable[[str], None] | None = None
) -> Iterator[Exchange | Unread]:
    """All that stands in a file. Where it breaks off, the last is an ``Unread`` with the reason; nothing is raised."""
    origin = Origin(file.path, secrets)
    try:
        stream = file.open()
        try:
            yield from _exchanges(stream, file, origin)
        finally:
            file.close(stream)
    except (RecordingError, TooLargeError, BrokenError) as error:
        yield _broken(str(error), origin, warn)
    except BROKEN as error:
        yield _broken(reason_of(error), origin, warn)


def _exchanges(stream: BufferedReader, file: RecordingFile, origin: Origin) -> Iterator[Exchange | Unread]:
    found, whole = recognised(unpacked(stream), recognise)
    if found is not None:
        origin.format = found.name
        yield from found.read(whole, origin)
    elif file.is_named:
        raise RecordingError(f"{UNKNOWN_FORMAT}; known are {', '.join(TITLES[:-1])} and {TITLES[-1]}")
    else:
        yield origin.unread(UNKNOWN_FORMAT)


def _broken(reason: str, origin: Origin, warn: Callable[[str], None] | None) -> Unread:
    """What ends a file too early: after the place that reading had come to."""
    unread = origin.unread(reason, origin.place + 1)
    if warn:
        warn(f"{unread.source if origin.place else origin.path}: {reason}")
    return unread
