"""What is said of recordings that cannot be had."""

from __future__ import annotations

import errno
import lzma
import os
import zlib

BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
"""What reading a file, compressed or not, may raise in the middle of it."""

_REASONS = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "there is no such file: one of its folders is a file",
    errno.EACCES: "permission denied",
    errno.EISDIR: "this is a folder",
}


class RecordingError(ValueError):
    """Recordings that cannot be had; its text is one line for the user, with what to do."""


class TooLargeError(ValueError):
    """One entry of a recording is larger than any exchange should be."""


def reason_of(error: Exception) -> str:
    """Why a file cannot be read, or not to its end, in a few words."""
    if isinstance(error, EOFError):
        return "the compressed file ends too early"
    if isinstance(error, OSError) and error.errno:
        return _REASONS.get(error.errno, os.strerror(error.errno).lower())
    return f"the compressed file is broken: {' '.join(str(error).split())}"
