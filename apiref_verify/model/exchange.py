"""Exchanges: one request and its answer, recorded or live, with where they were found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from apiref_verify.model.microversion import Microversion

_VERSION_HEADER = re.compile(r"^(?:openstack-api-version|(?:x-)?openstack-[\w-]+-api-version)$")
_PLACE = re.compile(r" at character \d+$")
_NUMBER = re.compile(r"(?:^|[\s,])(\d{1,9}\.\d{1,9})\b")
_REQUEST_ID_HEADERS = ("x-openstack-request-id", "x-compute-request-id", "openstack-request-id", "x-request-id")


class BodyKind(StrEnum):
    """What is known of a body.

    ``EMPTY``: there was none. ``JSON``: it was parsed. ``OTHER``: it is of another media type. ``UNREADABLE``: it was
    cut off, or is not what its media type says.
    """

    EMPTY = "empty"
    JSON = "json"
    OTHER = "other"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Body:
    """A body: ``value`` is the parsed JSON, ``reason`` says why one is unreadable, or of which media type it is."""

    kind: BodyKind
    value: Any = None
    reason: str = ""

    @property
    def cause(self) -> str:
        """The reason without the place in the body: what bodies are counted by."""
        return _PLACE.sub("", self.reason)


EMPTY = Body(BodyKind.EMPTY)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an exchange stands: the file as it was named, and the line, or the number of the entry, from 1."""

    path: str
    line: int
    format: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, free of secrets.

    ``url`` is as recorded: absolute or from the root, with its query. The names of headers are in lower case.
    """

    method: str
    url: str
    status: int
    source: Source
    request_headers: Mapping[str, str] = field(default_factory=dict)
    request: Body = EMPTY
    response_headers: Mapping[str, str] = field(default_factory=dict)
    response: Body = EMPTY

    @property
    def is_success(self) -> bool:
        """Whether the request was served: 2xx or 3xx."""
        return 200 <= self.status < 400

    @property
    def request_id(self) -> str:
        """The name that the API gave the request; empty if it gave none."""
        return next((self.response_headers[n] for n in _REQUEST_ID_HEADERS if self.response_headers.get(n)), "")

    @property
    def version(self) -> Microversion | None:
        """The microversion: that of the answer, where ``latest`` is resolved, else that of the request."""
        return version_in(self.response_headers) or version_in(self.request_headers)

    @property
    def service_type(self) -> str:
        """What the version header calls the API, such as ``compute``; empty if there is none."""
        words = (headers.get("openstack-api-version", "") for headers in (self.response_headers, self.request_headers))
        return next((word.split()[0] for word in words if len(word.split()) == 2), "")


@dataclass(frozen=True, slots=True)
class Unread:
    """Something in a recording that is no exchange that could be read, and why."""

    reason: str
    source: Source


def version_in(headers: Mapping[str, str]) -> Microversion | None:
    """The microversion that headers name: ``OpenStack-API-Version: compute 2.96``, or the older form per service."""
    for name, value in headers.items():
        if name.endswith("api-version") and _VERSION_HEADER.match(name) and (found := _NUMBER.search(value)):
            return Microversion.parse(found[1])
    return None
