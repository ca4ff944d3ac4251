"""Exchange files: our own form of a recording, one exchange a line, as JSON; its schema is ``schemas/exchange-1.json``.

Each line says its version, so that files can be joined, cut and searched with the tools for lines::

    {"exchange_version": 1, "method": "GET", "url": "/v2.1/servers", "status": 200,
     "request": {"headers": {"accept": "application/json"}, "body": {"kind": "empty"}},
     "response": {"headers": {}, "body": {"kind": "json", "value": {"servers": []}}},
     "source": {"path": "tempest.log", "line": 12, "format": "tempest"}}

What is written and read again is equal, ``source`` included: that of the recording in which it was first found.
"""

from __future__ import annotations

import gzip
import json
import os
import stat
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from apiref_verify.model.exchange import Body, BodyKind, Exchange

EXCHANGE_VERSION = 1

_CHUNK = 64 * 1024


def as_json(exchange: Exchange) -> dict[str, Any]:
    """An exchange in the form of the published schema."""
    return {
        "exchange_version": EXCHANGE_VERSION,
        "method": exchange.method,
        "url": exchange.url,
        "status": exchange.status,
        "request": {"headers": dict(exchange.request_headers), "body": _body(exchange.request)},
        "response": {"headers": dict(exchange.response_headers), "body": _body(exchange.response)},
        "source": {
            "path": exchange.source.path,
            "line": exchange.source.line,
            "format": exchange.source.format,
        },
    }


def _body(body: Body) -> dict[str, Any]:
    if body.kind is BodyKind.EMPTY:
        return {"kind": body.kind.value}
    if body.kind is BodyKind.JSON:
        return {"kind": body.kind.value, "value": body.value}
    return {"kind": body.kind.value, "reason": body.reason}


class ExchangeWriter:
    """Writes exchanges to a file or to a stream of bytes, each as soon as it is given; closes what it opened.

    A new file can be read by its owner only. A name that ends in ``.gz`` is compressed. With ``append``, what a crash
    left of a last line is removed first.

    :raises OSError: if the file cannot be opened.
    :raises ValueError: if a compressed file is to be appended to, which a crash may have left unreadable.
    """

    def __init__(self, target: Path | str | IO[bytes], append: bool = False) -> None:
        self._file: Any = None
        if not isinstance(target, (str, Path)):
            self._stream: Any = target
            return
        path = Path(target)
        if append and path.suffix == ".gz":
            raise ValueError(f"{path}: a compressed file cannot be appended to")
        self._file = _opened(path, append)
        self._stream = gzip.GzipFile("", "wb", fileobj=self._file, mtime=0) if path.suffix == ".gz" else self._file

    def write(self, exchange: Exchange) -> None:
        """Write an exchange and hand it to the system."""
        line = json.dumps(as_json(exchange), allow_nan=False, separators=(",", ":"))
        self._stream.write(f"{line}\n".encode())
        self._stream.flush()

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            if self._stream is not self._file:
                self._stream.close()
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _opened(path: Path, append: bool) -> IO[bytes]:
    flags = os.O_RDWR if append else os.O_WRONLY | os.O_TRUNC
    number = os.open(path, flags | os.O_CREAT, 0o600)
    file = os.fdopen(number, "r+b" if append else "wb")
    if stat.S_ISREG(os.fstat(number).st_mode):
        if not append:
            os.fchmod(number, 0o600)
        else:
            _end_with_a_line(file)
    return file


def _end_with_a_line(file: IO[bytes]) -> None:
    """Remove what follows the last end of a line, and go there."""
    end = file.seek(0, os.SEEK_END)
    while end > 0:
        start = max(0, end - _CHUNK)
        file.seek(start)
        found = file.read(end - start).rfind(b"\n")
        if found >= 0:
            end = start + found + 1
            break
        end = start
    file.truncate(end)
    file.seek(end)
