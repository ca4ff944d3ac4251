"""Logs of tempest, as ``tempest.lib.common.rest_client`` writes them through oslo.log or pythonlogging.

For each request there is a line at INFO with the status, the method and the URL::

    … INFO tempest.lib.common.rest_client [req-…] Request (Class:test): 200 GET https://… 0.123s

and then a record at DEBUG, with Python's literals, whose bodies are cut at 4,096 characters::

    … DEBUG tempest.lib.common.rest_client [req-…] Request - Headers: {'Accept': …}
            Body: None
        Response - Headers: {'status': '200', …}
            Body: b'{"server": …}' _log_request_full …/rest_client.py:489
"""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from apiref_verify.evidence.recordings.bodies import LARGEST_BODY, unreadable
from apiref_verify.evidence.recordings.origin import Headers, Origin
from apiref_verify.evidence.recordings.streams import lines
from apiref_verify.model.exchange import EMPTY, Body, Exchange, Unread

MARK = re.compile(rb"Request \([^)\n]*\): \d{3} [A-Z]+ \S+|Request - Headers: \{")

_INFO = re.compile(r"Request \([^)]*\): (?P<status>\d{3}) (?P<method>[A-Z]+) (?P<url>\S{1,8000})(?!\S)")
_REQUEST = re.compile(r"Request - Headers: (?=\{)")
_RESPONSE = re.compile(r"^(?:.*\| )?\s*Response - Headers: (?=\{)")
_BODY = re.compile(r"^(?:.*?\| )?\s*Body: ?")
_RECORD = re.compile(r"^(?:.*?\| )?\s*\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d|\b(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b")
_SUFFIX = re.compile(r" (?:\{\{\(pid=\d+\) )?_log_request_full \S+?:\d+(?:\}\})?\s*$")
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_CUT_AT = 4096
_REQUEST_IDS = ("x-openstack-request-id", "x-compute-request-id")
_MOST_OPEN = 200
_LONGEST_START = 500
_LONGEST_KNOWN = 4000


@dataclass(slots=True)
class _Info:
    """What a line at INFO says."""

    place: int
    method: str
    url: str
    status: int
    line: str


@dataclass(slots=True)
class _Record:
    """A record at DEBUG, as far as it has been read."""

    place: int
    request_headers: str
    request: list[str] = field(default_factory=list)
    response_headers: str = ""
    response: list[str] = field(default_factory=list)
    size: int = 0


def read(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a log; places are those of the lines at INFO."""
    log = _Log(origin)
    for number, line in enumerate(lines(stream), 1):
        origin.place = number
        if line is None:
            yield origin.unread("a line that is too long")
        else:
            yield from log.line(_COLOUR.sub("", line) if "\x1b" in line else line)
    yield from log.end()


class _Log:
    """What has been read, and waits for the rest."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._infos: deque[_Info] = deque()
        self._record: _Record | None = None

    def line(self, line: str) -> Iterator[Exchange | Unread]:
        """What a line completes."""
        if self._record is not None and (taken := self._continued(line)) is not None:
            yield from taken
        elif start := _REQUEST.search(line):
            self._record = _Record(self._origin.place, line[start.end() :])
        elif info := _INFO.search(line):
            if len(self._infos) == _MOST_OPEN:
                yield self._alone(self._infos.popleft())
            self._infos.append(
                _Info(
                    self._origin.place,
                    info["method"],
                    info["url"],
                    int(info["status"]),
                    line[: info.start()][-_LONGEST_START:],
                )
            )

    def end(self) -> Iterator[Exchange | Unread]:
        """What is left at the end."""
        yield from self._completed()
        while self._infos:
            yield self._alone(self._infos.popleft())

    def _alone(self, info: _Info) -> Unread:
        return self._origin.unread("no record at DEBUG, which has headers and bodies", info.place)

    def _continued(self, line: str) -> list[Exchange | Unread] | None:
        """What a line completes, if it continues the record; ``None`` if it is none of it."""
        record = self._record
        assert record is not None
        record.size += len(line)
        if record.size > 3 * LARGEST_BODY:
            return list(self._completed())
        if not record.response_headers:
            if response := _RESPONSE.match(line):
                record.response_headers = line[response.end() :]
            elif _INFO.search(line) or _REQUEST.search(line):
                self._record = None
                return None
            else:
                record.request.append(line)
            return []
        if not record.response:
            body = _BODY.match(line)
            if not body:
                return self._ended(line)
            record.response.append(line[body.end() :])
            return list(self._completed()) if line[body.end() : body.end() + 2] in ("b'", 'b"') else []
        if _RECORD.search(line):
            return self._ended(line)
        record.response.append(line)
        return []

    def _ended(self, line: str) -> list[Exchange | Unread]:
        return [*self._completed(), *self.line(line)]

    def _completed(self) -> Iterator[Exchange | Unread]:
        record, self._record = self._record, None
        if record is not None:
            yield self._exchange(record)

    def _exchange(self, record: _Record) -> Exchange | Unread:
        origin = self._origin
        try:
            sent = _mapping(record.request_headers)
            answered = _mapping(_SUFFIX.sub("", record.response_headers))
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return origin.unread("headers that are cut off or broken", record.place)
        info = self._info_of(answered)
        if info is None:
            return origin.unread("no line at INFO, which has the method", record.place)
        names = {name: value for name, value in answered.items() if name not in ("status", "content-location")}
        sent_headers, headers = origin.headers(sent.items()), origin.headers(names.items())
        return origin.exchange(
            info.method,
            info.url,
            info.status,
            sent_headers,
            self._body(_request_text(record.request), sent_headers),
            headers,
            self._body(_SUFFIX.sub("", "\n".join(record.response)), headers),
            info.place,
        )

    def _info_of(self, answered: dict[str, str]) -> _Info | None:
        """The line at INFO of an answer: that with its request id, else the last, if it does not contradict."""
        ids = [answered[name] for name in _REQUEST_IDS if answered.get(name)]
        fits = [info for info in self._infos if any(one in info.line for one in ids)] or [
            info for info in list(self._infos)[-1:] if "req-" not in info.line or not ids
        ]
        for info in reversed(fits):
            if answered.get("status", str(info.status)) == str(info.status):
                self._infos.remove(info)
                return info
        return None

    def _body(self, text: str, headers: Headers) -> Body:
        if text == "None":
            return EMPTY
        if len(text) >= _CUT_AT:
            return unreadable(f"truncated at {_CUT_AT} characters")
        if text in ("<omitted>", "<BinaryData: removed>"):
            return unreadable("left out by the recorder")
        if text[:2] not in ("b'", 'b"'):
            return self._origin.text_body(text, headers)
        try:
            data = ast.literal_eval(text)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return unreadable("cut off")
        return self._origin.bytes_body(data, headers)


def _request_text(found: list[str]) -> str:
    """The body of a request, which may have several lines, the first of them after its name."""
    if not found:
        return ""
    first = _BODY.match(found[0])
    return "\n".join([found[0][first.end() :] if first else found[0], *found[1:]])


def _mapping(text: str) -> dict[str, str]:
    """A mapping as Python writes it; many requests have the same headers."""
    return _known_literal(text) if len(text) <= _LONGEST_KNOWN else _literal(text)


def _literal(text: str) -> dict[str, str]:
    value = ast.literal_eval(text.strip())
    if not isinstance(value, dict):
        raise ValueError("no mapping")
    return {str(name): item if isinstance(item, str) else _plain(item) for name, item in value.items()}


_known_literal = lru_cache(maxsize=256)(_literal)


def _plain(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
