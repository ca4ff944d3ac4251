"""The way in to an API: where it is, who asks, and which servers are believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from apiref_verify.live.asking.credentials import Credentials, PlainHeaders
from apiref_verify.live.asking.transport import BELIEVED, Trust

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class DoorError(Exception):
    """There is no way in; the text is one line for the user, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Door:
    """A way in. ``values`` are those that it knows for variables of URLs, such as the project."""

    url: str
    credentials: Credentials
    trust: Trust = BELIEVED
    values: Mapping[str, str] = field(default_factory=dict)


def plain_door(url: str, headers: Iterable[tuple[str, str]], trust: Trust) -> Door:
    """The way in by a URL and headers.

    :raises DoorError: if one of them cannot be.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise DoorError(f"--base-url {_without_user(url)}: write it as https://host/path")
    if parts.username is not None:
        raise DoorError(f"--base-url {_without_user(url)}: leave out the user; give a token with --header-env")
    if parts.query or parts.fragment:
        raise DoorError(f"--base-url {url}: leave out what follows the path")
    for name, value in headers:
        if not _NAME.fullmatch(name):
            raise DoorError(f"{name!r} is not the name of a header")
        if not value.isprintable() or not value.isascii() or value != value.strip():
            raise DoorError(f"the value of the header {name} has characters that no header may have")
    return Door(url, PlainHeaders(dict(headers)), trust)


def _without_user(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//…@", url)
