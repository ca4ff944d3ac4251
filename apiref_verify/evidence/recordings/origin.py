"""The recording that is being read: it knows the place, replaces secrets, and makes exchanges of what formats find."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from apiref_verify.evidence.recordings import bodies
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import EMPTY, Body, Exchange, Source, Unread

Headers = Mapping[str, str]
"""Names of headers, in lower case, and their values."""

_METHOD = re.compile(r"[A-Z]{1,20}")
_URL = re.compile(r"(?:https?:/)?/[^\x00-\x1f\x7f]*", re.IGNORECASE)


class Origin:
    """One recording of one format.

    ``place`` is where reading has come to: the number of the line, or of the entry, from 1. Formats keep it.
    """

    def __init__(self, path: str, secrets: Secrets, format_name: str = "") -> None:
        self.path = path
        self.format = format_name
        self.place = 0
        self._secrets = secrets

    def source(self, place: int | None = None) -> Source:
        """A place in the recording: that which reading has come to, unless another is given."""
        return Source(self.path, max(self.place if place is None else place, 1), self.format)

    def unread(self, reason: str, place: int | None = None) -> Unread:
        """Something that could not be read."""
        return Unread(reason, self.source(place))

    def headers(self, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
        """Headers with their names in lower case, free of secrets; those that are given twice are joined."""
        found: dict[str, str] = {}
        for name, value in pairs:
            key = printable(name).strip().lower()
            clean = self._secrets.header(key, printable(value).strip())
            found[key] = f"{found[key]}, {clean}" if key in found else clean
        return found

    def text_body(self, text: str | None, headers: Headers) -> Body:
        """A body that was recorded as text."""
        return bodies.read_text(text, headers.get("content-type", ""), self._secrets) if text else EMPTY

    def bytes_body(self, data: bytes, headers: Headers) -> Body:
        """A body that was recorded as bytes."""
        return bodies.read_bytes(data, *_content(headers), self._secrets) if data else EMPTY

    def base64_body(self, text: str, headers: Headers) -> Body:
        """A body that was recorded in base64."""
        return bodies.read_base64(text, *_content(headers), self._secrets) if text else EMPTY

    def value_body(self, value: Any) -> Body:
        """A body that was recorded as a JSON value."""
        return bodies.read_value(value, self._secrets)

    def exchange(
        self,
        method: str,
        url: str,
        status: int,
        request_headers: Headers,
        request: Body,
        response_headers: Headers,
        response: Body,
        place: int | None = None,
    ) -> Exchange | Unread:
        """An exchange, or why it is none; the headers and bodies are those that the other methods give."""
        method = method.upper()
        if not _METHOD.fullmatch(method):
            return self.unread("no method of HTTP", place)
        if not _is_url(url):
            return self.unread("no URL of HTTP", place)
        if not 100 <= status <= 599:
            return self.unread("no answer" if status == 0 else "no status of HTTP", place)
        return Exchange(
            method=method,
            url=self._secrets.text(printable(url)),
            status=status,
            source=self.source(place),
            request_headers=request_headers,
            request=request,
            response_headers=response_headers,
            response=response,
        )


def _is_url(text: str) -> bool:
    try:
        return _URL.fullmatch(text) is not None and urlsplit(text) is not None
    except ValueError:
        return False


def _content(headers: Headers) -> tuple[str, str]:
    return headers.get("content-type", ""), headers.get("content-encoding", "")


def printable(text: str) -> str:
    """A text with blanks for what a terminal would not show, or no encoding can write."""
    return text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
