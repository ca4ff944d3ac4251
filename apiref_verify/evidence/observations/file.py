"""Evidence files: those of parts can be joined, and then tell what the whole would have told."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

from apiref_verify.evidence.observations.reading import from_json
from apiref_verify.evidence.observations.writing import as_json
from apiref_verify.evidence.recordings.bodies import parse
from apiref_verify.model.observed.observations import Observations

LARGEST = 512 * 1024 * 1024
"""Evidence of more bytes than this is not read: it does not grow with the recordings, so that none is so large."""

_GZIP = b"\x1f\x8b"
_HEAD = 256
_LONGEST_REASON = 200


class EvidenceError(ValueError):
    """A file that is no evidence file, or cannot be read or written, with the reason and what to do."""


def is_evidence(path: Path) -> bool:
    """Whether a file looks like an evidence file, compressed or not; false for what cannot be read, or only once."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(_GZIP):
            head = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except (OSError, zlib.error):
        return False
    return head.lstrip().startswith(b"{") and b'"evidence_version"' in head


def write(observations: Observations, path: Path) -> None:
    """Write an evidence file; one whose name ends in ``.gz`` is compressed.

    :raises EvidenceError: if it cannot be written.
    """
    data = dumps(observations).encode()
    try:
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    except OSError as error:
        raise EvidenceError(f"{path}: {(error.strerror or 'cannot be written').lower()}") from None


def dumps(observations: Observations) -> str:
    """The text of an evidence file."""
    return json.dumps(as_json(observations), separators=(",", ":")) + "\n"


def read(path: Path) -> Observations:
    """Read an evidence file.

    :raises EvidenceError: if it cannot be read, or is not one.
    """
    try:
        return from_json(parse(_text(path)))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise EvidenceError(
            f"{path}: the compressed file is broken or ends too early: gather the evidence again"
        ) from None
    except OSError as error:
        raise EvidenceError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except RecursionError:
        raise EvidenceError(f"{path}: nested too deep for an evidence file") from None
    except KeyError as error:
        raise EvidenceError(f"{path}: no evidence file: {error} is missing") from None
    except (TypeError, AttributeError, IndexError, ValueError) as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON]
        raise EvidenceError(f"{path}: no sound evidence file ({reason}): gather the evidence again") from None


def _text(path: Path) -> str:
    with path.open("rb") as plain:
        packed = plain.read(len(_GZIP)) == _GZIP
        plain.seek(0)
        data = gzip.GzipFile(fileobj=plain).read(LARGEST + 1) if packed else plain.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST >> 20} MiB")
    return data.decode()
