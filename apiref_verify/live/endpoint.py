"""Where an API is, and which microversions it offers: the version document, read as generically as they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from apiref_verify.live.asking.failure import Failure
from apiref_verify.live.client import ReadingClient
from apiref_verify.model.exchange import Exchange
from apiref_verify.model.microversion import Microversion, VersionRange

_VERSION_SEGMENT = re.compile(r"v\d+(?:\.\d+)?")
_VERSION_VARIABLE = re.compile(r"[{<]\w*version\w*[}>]", re.I)
_NUMBER = re.compile(r"\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an API is: its ``root``, which lists versions, and ``versioned``, below which its resources are.

    Neither ends with a slash; the two are the same where the URL has no version.
    """

    root: str
    versioned: str

    @classmethod
    def at(cls, url: str) -> Endpoint:
        """The endpoint that a URL means: ``https://cloud/compute/v2.1`` has its root in ``https://cloud/compute``."""
        url = url.rstrip("/")
        parts = url.split("/")
        for number in range(len(parts) - 1, 2, -1):
            if _VERSION_SEGMENT.fullmatch(parts[number]):
                return cls("/".join(parts[:number]), url)
        return cls(url, url)

    @property
    def segment(self) -> str:
        """The version in the URL, such as ``v2.1``; empty if there is none."""
        rest = self.versioned[len(self.root) :].strip("/")
        return rest.split("/")[0]

    def url(self, documented: str, filled: str) -> str:
        """The absolute URL of a documented path, whose variables are filled in ``filled``."""
        first = documented.strip("/").split("/")[0]
        is_above = not first or _VERSION_SEGMENT.fullmatch(first) or _VERSION_VARIABLE.fullmatch(first)
        return (self.root if is_above else self.versioned) + filled


@dataclass(frozen=True, slots=True)
class Found:
    """An endpoint and the microversions that it offers, ``None`` if it has none; ``failure`` if it does not answer."""

    endpoint: Endpoint
    offered: VersionRange | None = None
    failure: Failure | None = None


def discover(client: ReadingClient, endpoint: Endpoint) -> Found:
    """Ask an API for its versions: below the version in the URL first, then at its root."""
    failure: Failure | None = None
    for base in dict.fromkeys((endpoint.versioned, endpoint.root)):
        answer = client.get(f"{base}/")
        failure = answer.failure
        if answer.last is not None:
            found = _found(endpoint, answer.last)
            if found is not None:
                return found
        elif failure is not None:
            return Found(endpoint, failure=failure)
    return Found(endpoint)


def _found(endpoint: Endpoint, exchange: Exchange) -> Found | None:
    """What an answer says of versions; ``None`` if nothing."""
    entries = list(_entries(exchange.response.value))
    ranked = sorted(entries, key=lambda entry: _rank(entry, endpoint.segment))
    for entry in reversed(ranked):
        versions = _range(entry.get("min_version"), entry.get("max_version") or entry.get("version"))
        below = _below(endpoint, entry)
        if versions is not None or below != endpoint:
            return Found(below, versions or _in_headers(exchange.response_headers))
    versions = _in_headers(exchange.response_headers)
    return Found(endpoint, versions) if versions else None


def _entries(document: Any) -> Iterator[Mapping[str, Any]]:
    """The versions that a document lists, in all the forms that there are."""
    if not isinstance(document, dict):
        return
    single, listed = document.get("version"), document.get("versions")
    if isinstance(listed, dict):
        listed = listed.get("values")
    for entry in [single, *(listed if isinstance(listed, list) else [])]:
        if isinstance(entry, dict):
            yield entry


def _rank(entry: Mapping[str, Any], segment: str) -> tuple[bool, bool]:
    """The version of our URL comes before the current one, that before the others."""
    return (bool(segment) and entry.get("id") == segment, entry.get("status") == "CURRENT")


def _below(endpoint: Endpoint, entry: Mapping[str, Any]) -> Endpoint:
    """The endpoint with the version of an entry in its URL, where it has none and the API wants one.

    Only the segment is taken from a link: its host is often not the one that we reach the API by.
    """
    if endpoint.segment:
        return endpoint
    links = entry.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "self" and isinstance(link.get("href"), str):
            for part in urlsplit(link["href"]).path.split("/"):
                if _VERSION_SEGMENT.fullmatch(part):
                    return Endpoint(endpoint.root, f"{endpoint.root}/{part}")
    return endpoint


def _in_headers(headers: Mapping[str, str]) -> VersionRange | None:
    """The range in headers such as ``X-OpenStack-Ironic-API-Minimum-Version``."""
    ends = dict.fromkeys(("minimum", "maximum"), "")
    for name, value in headers.items():
        for end in ends:
            if name.endswith(f"api-{end}-version"):
                ends[end] = value
    return _range(*ends.values())


def _range(minimum: Any, maximum: Any) -> VersionRange | None:
    ends = [_NUMBER.search(end) if isinstance(end, str) else None for end in (minimum, maximum)]
    if ends[0] is None or ends[1] is None:
        return None
    return VersionRange(Microversion.parse(ends[0][0]), Microversion.parse(ends[1][0]))
