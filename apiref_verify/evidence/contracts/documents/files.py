"""The text of the files that contracts are read from."""

from __future__ import annotations

import errno
import os
import zlib
from pathlib import Path

from apiref_verify.evidence.contracts.errors import ContractError

LARGEST = 64 * 1024 * 1024
"""Files of more bytes than this, packed or unpacked, are refused."""

_GZIP = b"\x1f\x8b"

_REASONS = {
    errno.ENOENT: ("there is no such file", "check the path"),
    errno.ENOTDIR: ("there is no such file", "check the path: one of its folders is a file"),
    errno.EACCES: ("permission denied", "make it readable"),
    errno.ENAMETOOLONG: ("there is no such file: the name is too long", "check the path"),
}


def read_text(path: Path) -> str:
    """The text of a file, unpacked if it is compressed with gzip.

    :raises ContractError: if it cannot be read, is too large or is not UTF-8.
    """
    try:
        if path.exists() and not path.is_file():
            raise ContractError.at(str(path), "this is not a file", "name a file")
        if path.stat().st_size > LARGEST:
            raise _too_large(str(path))
        data = path.read_bytes()
    except OSError as error:
        raise unreadable(str(path), error) from None
    return decoded(_unpacked(str(path), data), str(path))


def unreadable(path: str, error: OSError) -> ContractError:
    """What to say of a file or folder that the system does not let us read."""
    return ContractError.at(path, *_REASONS.get(error.errno or 0, (os.strerror(error.errno or 0).lower(), "")))


def decoded(data: bytes, path: str) -> str:
    """The text in some bytes of UTF-8, without a byte order mark.

    :raises ContractError: if they are something else; ``path`` is named then.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ContractError.at(path, "the file is not UTF-8", "save it as UTF-8", line) from None


def _unpacked(path: str, data: bytes) -> bytes:
    if not data.startswith(_GZIP):
        return data
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        text = unpacker.decompress(data, LARGEST + 1)
    except zlib.error as error:
        raise ContractError.at(path, f"not whole: {error}", "compress it again") from None
    if len(text) > LARGEST:
        raise _too_large(path)
    if not unpacker.eof:
        raise ContractError.at(path, "not whole: the compressed file ends too early", "compress it again")
    if text.startswith(_GZIP):
        raise ContractError.at(path, "compressed twice", "unpack it once")
    return text


def _too_large(path: str) -> ContractError:
    return ContractError.at(path, f"too large to be read: {LARGEST >> 20} MiB are the limit", "split it")
