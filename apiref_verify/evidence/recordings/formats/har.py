"""HTTP archives, as browsers and proxies save them: HAR 1.2, http://www.softwareishard.com/blog/har-12-spec/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from apiref_verify.evidence.recordings.bodies import too_large, unreadable
from apiref_verify.evidence.recordings.entries import CUT, json_entries
from apiref_verify.evidence.recordings.origin import Headers, Origin
from apiref_verify.model.exchange import EMPTY, Body, Exchange, Unread


def read(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of an archive; places are the numbers of entries."""
    for number, entry in enumerate(json_entries(stream, "log.entries.item"), 1):
        origin.place = number
        try:
            yield _exchange(entry, origin)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
            yield origin.unread("an entry without what HAR asks of one")


def _exchange(entry: Any, origin: Origin) -> Exchange | Unread:
    request, response = entry["request"], entry["response"]
    sent, answered = _headers(request, origin), _headers(response, origin)
    return origin.exchange(
        request["method"],
        request["url"],
        int(response["status"]),
        sent,
        _posted(request.get("postData"), sent, origin),
        answered,
        _content(response.get("content") or {}, request["method"], int(response["status"]), answered, origin),
    )


def _headers(message: Any, origin: Origin) -> dict[str, str]:
    pairs = ((one["name"], one["value"]) for one in message.get("headers") or ())
    return origin.headers((name, value) for name, value in pairs if not name.startswith(":"))


def _posted(data: Any, headers: Headers, origin: Origin) -> Body:
    if not data:
        return EMPTY
    if data.get("params") and not data.get("text"):
        return unreadable("recorded as the fields of a form")
    return _body(data.get("text"), data, headers, origin)


def _content(content: Any, method: str, status: int, headers: Headers, origin: Origin) -> Body:
    text = content.get("text")
    if not text and (content.get("size") or 0) > 0 and method.upper() != "HEAD" and status not in (204, 304):
        return unreadable("left out by the recorder")
    return _body(text, content, headers, origin)


def _body(text: str | None, part: Any, headers: Headers, origin: Origin) -> Body:
    if text == CUT:
        return too_large()
    content_type = headers.get("content-type") or part.get("mimeType") or ""
    known = {**headers, "content-type": content_type}
    if text and part.get("encoding") == "base64":
        return origin.base64_body(text, known)
    return origin.text_body(text, known)
