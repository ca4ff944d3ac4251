"""Our own exchange files, which :mod:`apiref_verify.evidence.recordings.exchange_file` describes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any, TypeVar

from apiref_verify.evidence.recordings import bodies
from apiref_verify.evidence.recordings.exchange_file import EXCHANGE_VERSION
from apiref_verify.evidence.recordings.origin import Origin, printable
from apiref_verify.evidence.recordings.streams import lines
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source, Unread

_LONGEST_REASON = 200

_T = TypeVar("_T", str, int)


def read(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a file; their places are those that were written."""
    for number, line in enumerate(lines(stream), 1):
        origin.place = number
        if line is None:
            yield origin.unread("a line that is too long")
        elif line.strip():
            yield _read_line(line, origin)


def _read_line(line: str, origin: Origin) -> Exchange | Unread:
    try:
        content = bodies.parse(line)
    except (ValueError, RecursionError):
        return origin.unread("a line that is not JSON, or not whole")
    try:
        return _exchange(content, origin)
    except (LookupError, TypeError, ValueError, AttributeError):
        return origin.unread("a line without what an exchange file has in one")


def _exchange(content: Any, origin: Origin) -> Exchange | Unread:
    if content["exchange_version"] != EXCHANGE_VERSION:
        return origin.unread(f"exchange_version: this version of apiref-verify reads {EXCHANGE_VERSION}")
    request, response, place = content["request"], content["response"], content["source"]
    found = origin.exchange(
        _of_type(str, content["method"]),
        _of_type(str, content["url"]),
        _of_type(int, content["status"]),
        _headers(request["headers"], origin),
        _body(request["body"], origin),
        _headers(response["headers"], origin),
        _body(response["body"], origin),
    )
    if isinstance(found, Unread):
        return found
    path, name = printable(_of_type(str, place["path"])), printable(_of_type(str, place["format"]))
    source = Source(path, _of_type(int, place["line"]), name)
    return replace(found, source=source)


def _headers(values: Any, origin: Origin) -> dict[str, str]:
    return origin.headers((_of_type(str, name), _of_type(str, value)) for name, value in values.items())


def _body(content: Any, origin: Origin) -> Body:
    kind = BodyKind(content["kind"])
    if kind is BodyKind.EMPTY:
        return EMPTY
    if kind is BodyKind.JSON:
        return origin.value_body(content["value"])
    return Body(kind, reason=printable(_of_type(str, content["reason"])[:_LONGEST_REASON]))


def _of_type(kind: type[_T], value: Any) -> _T:
    if type(value) is not kind:
        raise TypeError
    return value
