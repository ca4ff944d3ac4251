"""The URL of a request, taken apart: the API that it is sent to, and what of it a template may fit."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from apiref_verify.matching.contracts.routes import Template

VERSION = re.compile(r"^v(\d+)(?:\.\d+)?$")
_PROJECT = re.compile(
    r"^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|AUTH_\w+|%\(\w*(?:project|tenant)_id\)s)$"
)
_IDENTIFIER = re.compile(
    r"^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}|\d+|req-[0-9a-f-]+|[^/]*[\s@:%][^/]*|\d+(?:\.\d+){3})$",
    re.I,
)
_DEEPEST_VERSION = 4
_MOST_PREFIXES = 2
_VARIABLE = "{}"
_LONGEST_NAME = 100
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Address:
    """One way to read a URL: ``base`` is where the API is, ``template`` what is left, its segments literal."""

    base: str
    template: Template


@dataclass(frozen=True, slots=True)
class Request:
    """A URL with all ways to read it, the likeliest first, and the names in its query."""

    addresses: tuple[Address, ...]
    queries: tuple[str, ...]


def request_of(url: str, firsts: Container[str]) -> Request:
    """Take a URL apart.

    A version segment ends the base; where there is none, the base ends before a segment of ``firsts``, the words that
    documented URLs begin with. A project right after the base may be part of the path or not, and a version that
    nothing follows may be one that is asked for.
    """
    split = urlsplit(url)
    segments = [unquote(segment) for segment in split.path.split("/") if segment]
    host = f"{split.scheme}://{split.netloc}" if split.netloc else ""
    names = tuple(dict.fromkeys(name for name, _ in parse_qsl(split.query, keep_blank_values=True)))
    return Request(tuple(_addresses(host, segments, firsts)), names)


def _addresses(host: str, segments: list[str], firsts: Container[str]) -> list[Address]:
    for index, segment in enumerate(segments[:_DEEPEST_VERSION]):
        version = VERSION.match(segment)
        if version:
            base = "/".join([host, *segments[: index + 1]])
            found = [Address(base, Template(version[1], rest)) for rest in _rests(segments[index + 1 :])]
            if index + 1 == len(segments):
                found.append(Address("/".join([host, *segments[:index]]), Template(None, (segment,))))
            return found
    prefix = next((n for n in range(min(_MOST_PREFIXES + 1, len(segments))) if segments[n] in firsts), 0)
    base = "/".join([host, *segments[:prefix]])
    return [Address(base, Template(None, rest)) for rest in _rests(segments[prefix:])]


def _rests(segments: list[str]) -> list[tuple[str, ...]]:
    """What follows the base, as it is and, where it begins with a project, without it."""
    whole = tuple(segments)
    if len(whole) > 1 and _PROJECT.match(whole[0]):
        return [whole[1:], whole]
    return [whole]


def pattern_of(segments: tuple[str | None, ...]) -> str:
    """A path in which identifiers are variables: what requests that fit no template are counted by.

    A very long segment is one, and what stands very deep is left out.
    """
    shown = [
        _VARIABLE if s is None or len(s) > _LONGEST_NAME or _IDENTIFIER.match(s) else s for s in segments[:_DEEPEST]
    ]
    return "/" + "/".join(shown + ["…"] * (len(segments) > _DEEPEST))
