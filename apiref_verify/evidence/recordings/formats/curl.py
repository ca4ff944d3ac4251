"""What clients log of a request, the words of a command of curl, and of the headers of an answer.

The forms: keystoneauth's ``-X POST URL -H "Name: value" -d '…'``, and those of older clients, which had the URL in
quotes, before the method or at the end, and the headers of an answer as a mapping of Python.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from apiref_verify.evidence.recordings import bodies
from apiref_verify.evidence.recordings.origin import Headers

BINARY = "<binary_data>"
"""What stands for data that cannot be logged."""

_METHOD = re.compile(r"(?:^| )-X '?([A-Za-z]+)'?(?= |$)")
_HEADER = re.compile(r""" -H (["'])(?:b["'])?([\w-]+): (.*?)\1(?= -|$| ["']?https?://)""", re.DOTALL)
_URL = re.compile(r"""(?:^| )(?:"(https?://[^"]*)"|'(https?://[^']*)'|(https?://\S+))""")
_NAME = re.compile(r"(?:^| )([A-Za-z][\w-]*): ")


@dataclass(frozen=True, slots=True)
class Request:
    """A request as logged; ``data`` is its body."""

    method: str
    url: str
    headers: list[tuple[str, str]]
    data: str


def request(text: str) -> Request:
    """What the words after ``curl`` say. Quotes in the data are not escaped: they end with the text."""
    options, has_data, data = text.partition(" -d '")
    options = f" {options}"
    headers = [(match[2], match[3]) for match in _HEADER.finditer(options)]
    rest = _HEADER.sub("", options)
    method, url = _METHOD.search(rest), _URL.search(rest)
    return Request(
        method=method[1] if method else "POST" if has_data else "GET",
        url=next(filter(None, url.groups()), "") if url else "",
        headers=headers,
        data=data.rstrip().removesuffix("'"),
    )


def response_headers(text: str) -> list[tuple[str, str]]:
    """The headers of an answer, which are joined by blanks, so that a name is what a colon and a blank follow."""
    text = text.strip()
    mapping = text.removeprefix("CaseInsensitiveDict(").rstrip(")") if text.startswith("Case") else text
    if mapping.startswith("{"):
        try:
            value = ast.literal_eval(mapping)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return []
        return [(str(name), str(item)) for name, item in value.items()] if isinstance(value, dict) else []
    parts = _NAME.split(text)
    return list(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))


def media_type(headers: Headers) -> str:
    """The media type that headers name; empty if they name none."""
    return bodies.media_type(headers.get("content-type", ""))
