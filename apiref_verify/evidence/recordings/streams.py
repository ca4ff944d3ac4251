"""Streams of bytes: unpacked by what they begin with, looked into before they are read, and read in bounded pieces."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from typing import IO, Protocol, TypeVar

from apiref_verify.evidence.recordings.bodies import LARGEST_BODY
from apiref_verify.evidence.recordings.errors import BROKEN, RecordingError, TooLargeError

LARGEST_LINE = 2 * LARGEST_BODY + 1024 * 1024
"""Lines of more bytes than this are skipped: room for two bodies."""

LARGEST_ENTRY = 4 * LARGEST_BODY
"""Reading ends where one entry of a HAR or of a cassette has more bytes than this."""

PEEK = 1024 * 1024
"""A format shows within so many bytes."""

_CHUNK = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_MAGIC = 6
_REFUSED = {
    b"\x28\xb5\x2f\xfd": "compressed with zstd: decompress it first (zstd -d)",
    b"PK\x03\x04": "a zip archive: unpack it first",
    b"\xff\xfe": "the text is UTF-16: save it as UTF-8",
    b"\xfe\xff": "the text is UTF-16: save it as UTF-8",
}

_T = TypeVar("_T")


class Readable(Protocol):
    """What streams are read by."""

    def read1(self, size: int, /) -> bytes:
        """Bytes that there are, at most ``size``; none at the end."""


def unpacked(stream: Readable) -> Readable:
    """A stream of what was compressed with gzip, bzip2 or xz; any other as it is.

    :raises RecordingError: if it is of a kind that has to be unpacked or saved in another way first.
    """
    start, whole = _peeked(stream, lambda start: start if len(start) >= _MAGIC else None, _MAGIC)
    for magic, message in _REFUSED.items():
        if (start or b"").startswith(magic):
            raise RecordingError(message)
    if start is None:
        return whole
    if start.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=whole)
    if start.startswith(b"BZh"):
        return bz2.BZ2File(whole)
    if start.startswith(b"\xfd7zXZ\x00"):
        return lzma.LZMAFile(whole)
    return whole


def recognised(stream: Readable, recognise: Callable[[bytes], _T | None]) -> tuple[_T | None, io.BufferedReader]:
    """What ``recognise`` makes of the first bytes, and the stream from its beginning, without a byte order mark.

    More is read only until it is recognised, so that a stream that comes slowly is not waited for.
    """
    return _peeked(stream, lambda start: recognise(start.removeprefix(_BOM)), PEEK)


def _peeked(stream: Readable, look: Callable[[bytes], _T | None], most: int) -> tuple[_T | None, io.BufferedReader]:
    start, found = b"", None
    while found is None and len(start) < most:
        try:
            more = stream.read1(_CHUNK)
        except BROKEN:
            if not start:
                raise
            break
        if not more:
            break
        start += more
        found = look(start)
    return found, io.BufferedReader(_Rejoined(start.removeprefix(_BOM), stream), _CHUNK)


class _Rejoined(io.RawIOBase):
    """What was read of a stream already, and then the rest of it."""

    def __init__(self, start: bytes, rest: Readable) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = len(buffer)
        if self._start:
            data, self._start = self._start[:size], self._start[size:]
        else:
            data = self._rest.read1(size)
        buffer[: len(data)] = data
        return len(data)


def lines(stream: IO[bytes]) -> Iterator[str | None]:
    """The lines of a text without their ends; ``None`` for one of more than ``LARGEST_LINE`` bytes.

    Bytes that are not UTF-8 are surrogates in the text.
    """
    while line := stream.readline(LARGEST_LINE):
        if len(line) == LARGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(_CHUNK)
            yield None
        else:
            yield line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


class Metered:
    """A stream that ends with an error where more than ``LARGEST_ENTRY`` bytes are read between two entries."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._left = LARGEST_ENTRY

    def entry_read(self) -> None:
        """Say that an entry is complete."""
        self._left = LARGEST_ENTRY

    def read(self, size: int = -1) -> bytes:
        """Read as of any stream.

        :raises TooLargeError: if the entry grows too large.
        """
        data = self._stream.read(_CHUNK if size < 0 else size)
        self._left -= len(data)
        if self._left < 0:
            raise TooLargeError(f"an entry is larger than {LARGEST_ENTRY >> 20} MiB: the rest was not read")
        return data
