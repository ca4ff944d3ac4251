"""Debug logs of keystoneauth, which every OpenStack client writes with ``--debug``.

The form is that of ``keystoneauth1.session``::

    REQ: curl -g -i -X POST https://… -H "Accept: application/json" -H "X-Auth-Token: {SHA256}…" -d '{"server": …}'
    RESP: [202] Content-Type: application/json x-openstack-request-id: req-…
    RESP BODY: {"server": …}
    POST call to compute for https://… used request id req-…

What stands before, such as a time, does not matter. With split loggers the words before the colons are names of
loggers, ``keystoneauth.session.request`` and so on, or missing. Other lines may stand between. :mod:`.curl` reads what
is written; here it is joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote, urljoin

from apiref_verify.evidence.recordings.bodies import LARGEST_BODY, unreadable
from apiref_verify.evidence.recordings.formats import curl
from apiref_verify.evidence.recordings.origin import Headers, Origin
from apiref_verify.evidence.recordings.streams import lines
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Unread

MARK = re.compile(rb"(?:REQ: |session\.request:? |^)curl -", re.MULTILINE)

_PART = re.compile(
    r"(?P<request>(?:REQ: ?|session\.request:? |^)curl (?=-))"
    r"|(?P<body>RESP BODY: ?|session\.body:? )"
    r"|(?P<response>(?:RESP: ?|session\.response:? |^)\[(?P<status>\d{3})\](?: |$))"
    r"|(?P<id>\b[A-Z]+ call to (?=\S))"
)
_ID = re.compile(r"([A-Z]+) call to (?:.*? for )?(\S+) used request id (\S+)")
_RECORD = re.compile(
    r"^\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d|^[A-Z][a-z]{2} +\d+ \d\d:"
    r"|^\S{0,40} ?\(?\b(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)\b"
)
_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_WITHIN = 400
_MOST_OPEN = 100
_SENT_AGAIN = (401, 429, 503)
_REDIRECTED = (301, 302, 303, 305, 307, 308)


@dataclass(slots=True)
class _Request:
    """A request, as written."""

    place: int
    lines: list[str]
    url: str = ""

    def size(self) -> int:
        """How many characters it holds."""
        return sum(map(len, self.lines))


@dataclass(slots=True)
class _Answer:
    """An answer, as far as it has been read, and what it answers, if that is clear."""

    place: int
    status: int
    headers: str
    request: _Request | None
    is_bare: bool
    body: list[str] = field(default_factory=list)


def read(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a log; places are those of the requests."""
    log = _Log(origin)
    for number, line in enumerate(lines(stream), 1):
        origin.place = number
        if line is None:
            yield from log.too_long()
        else:
            yield from log.line(_COLOUR.sub("", line) if "\x1b" in line else line)
    yield from log.end()


class _Log:
    """What has been read, and waits for the rest."""

    def __init__(self, origin: Origin) -> None:
        self._origin = origin
        self._waiting: list[_Request] = []
        self._answer: _Answer | None = None
        self._last: tuple[_Request, int, Headers] | None = None
        self._open: list[str] | None = None
        self._size = 0

    def line(self, line: str) -> Iterator[Exchange | Unread]:
        """What a line completes."""
        part = _PART.search(line, 0, _WITHIN)
        if part is None:
            self._continued(line)
            return
        rest = line[part.end() :]
        if part["request"]:
            yield from self._completed()
            yield from self._sent(rest)
        elif part["response"]:
            yield from self._completed()
            self._answered(int(part["status"]), rest, is_bare=part.start() == 0 and line.startswith("["))
        elif part["body"]:
            self._begin_body(rest)
        elif named := _ID.match(line, part.start()):
            yield from self._named(named[1], named[2])

    def too_long(self) -> Iterator[Exchange | Unread]:
        """Say that a line was not read; a body that it may have held is not known."""
        yield self._origin.unread("a line that is too long")
        self._last = None
        if self._answer is not None and not self._answer.body:
            self._answer.body = ["\0"]

    def end(self) -> Iterator[Exchange | Unread]:
        """What is left at the end."""
        yield from self._completed()
        yield from self._unanswered()

    def _sent(self, text: str) -> Iterator[Unread]:
        if len(self._waiting) == _MOST_OPEN or sum(map(_Request.size, self._waiting)) > 2 * LARGEST_BODY:
            yield from self._unanswered()
        self._open, self._size = [text], len(text)
        self._waiting.append(_Request(self._origin.place, self._open))

    def _unanswered(self) -> Iterator[Unread]:
        for request in self._waiting:
            yield self._origin.unread("a request without an answer", request.place)
        self._waiting.clear()

    def _answered(self, status: int, text: str, is_bare: bool) -> None:
        request = None
        if len(self._waiting) == 1:
            request = self._waiting.pop()
        elif not self._waiting:
            request = self._again()
        self._answer = _Answer(self._origin.place, status, text, request, is_bare)
        self._open = None

    def _again(self) -> _Request | None:
        """The request of a second answer: keystoneauth sends again, or follows a redirection, without a word."""
        if self._last is None:
            return None
        request, status, headers = self._last
        if status in _SENT_AGAIN:
            return request
        if status in _REDIRECTED and "location" in headers:
            url = request.url or curl.request("\n".join(request.lines)).url
            return _Request(request.place, request.lines, urljoin(url, headers["location"]))
        return None

    def _begin_body(self, text: str) -> None:
        if self._answer is not None and not self._answer.body:
            self._open, self._size = self._answer.body, len(text)
            self._answer.body.append(text)

    def _continued(self, line: str) -> None:
        """A line without a mark continues a request or a body with several lines, or is of somebody else."""
        answer = self._answer
        if answer is not None and answer.is_bare and not answer.body and line[:1] in ("{", "["):
            self._begin_body(line)
        elif self._open is not None:
            self._size += len(line)
            if _RECORD.search(line) or self._size > 2 * LARGEST_BODY or _is_whole(self._open, answer is None):
                self._open = None
            else:
                self._open.append(line)

    def _named(self, method: str, url: str) -> Iterator[Exchange | Unread]:
        """A line that names the request of the answer before it."""
        answer = self._answer
        if answer is not None and answer.request is None:
            for request in reversed(self._waiting):
                sent = curl.request("\n".join(request.lines))
                if sent.method == method and unquote(sent.url) == unquote(url):
                    answer.request = request
                    self._waiting.remove(request)
                    break
        yield from self._completed()

    def _completed(self) -> Iterator[Exchange | Unread]:
        answer, self._answer = self._answer, None
        self._open = None
        if answer is None:
            return
        if answer.request is None:
            several = len(self._waiting) > 1
            self._last = None
            yield from self._unanswered()
            reason = "an answer to one of several requests under way" if several else "an answer without a request"
            yield self._origin.unread(reason, answer.place)
            return
        yield self._exchange(answer, answer.request)

    def _exchange(self, answer: _Answer, request: _Request) -> Exchange | Unread:
        origin = self._origin
        sent = curl.request("\n".join(request.lines))
        sent_headers, headers = origin.headers(sent.headers), origin.headers(curl.response_headers(answer.headers))
        self._last = (request, answer.status, headers)
        is_binary = sent.data == curl.BINARY
        return origin.exchange(
            sent.method,
            request.url or sent.url,
            answer.status,
            sent_headers,
            unreadable("left out by the recorder") if is_binary else origin.text_body(sent.data, sent_headers),
            headers,
            self._body(answer, headers, sent.method),
            request.place,
        )

    def _body(self, answer: _Answer, headers: Headers, method: str) -> Body:
        text = "\n".join(answer.body)
        if text == "\0":
            return unreadable("the line is too long")
        is_empty = method == "HEAD" or answer.status in (204, 304) or headers.get("content-length") == "0"
        if not text or text.startswith("Omitted, Content-Type is set to "):
            if is_empty or (not text and "content-length" not in headers):
                return EMPTY
            found = curl.media_type(headers)
            if text and found:
                return Body(BodyKind.OTHER, reason=found)
            return unreadable("left out by the recorder")
        body = self._origin.text_body(text, headers)
        if body.kind is BodyKind.JSON and '"<removed>"' in text and _is_without_catalog(body.value):
            return unreadable("the recorder removed the catalog")
        return body


def _is_without_catalog(value: object) -> bool:
    """Whether keystoneauth put a word in the place of the catalog of an answer of keystone."""
    if not isinstance(value, dict):
        return False
    parts = [part for part in (value.get("token"), value.get("access")) if isinstance(part, dict)]
    return any(part.get(name) == "<removed>" for part in parts for name in ("catalog", "serviceCatalog"))


def _is_whole(found: list[str], is_request: bool) -> bool:
    """Whether a request or a body is complete, so that a line that follows is none of it."""
    last = found[-1]
    if is_request:
        return not any(" -d '" in line for line in found) or last.endswith("'")
    if not last.endswith(("}", "]")) or last.startswith(" "):
        return False
    try:
        json.loads("\n".join(found))
    except (ValueError, RecursionError):
        return False
    return True
