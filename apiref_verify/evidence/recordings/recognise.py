"""Which format a recording is of, by what it begins with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from apiref_verify.evidence.recordings.formats import cassettes, exchanges, har, keystoneauth, tempest
from apiref_verify.evidence.recordings.origin import Origin
from apiref_verify.model.exchange import Exchange, Unread

Reader = Callable[[IO[bytes], Origin], Iterator[Exchange | Unread]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, and the function that reads a stream of it."""

    name: str
    title: str
    mark: re.Pattern[bytes]
    read: Reader


FORMATS = (
    Format("exchanges", "exchange files", re.compile(rb'\A\s*\{\s*"exchange_version"\s*:'), exchanges.read),
    Format("har", "HAR", re.compile(rb'\A\s*\{\s*"log"\s*:\s*\{'), har.read),
    Format(
        "betamax",
        "betamax cassettes",
        re.compile(rb'\A\s*\{(?s:.*?)(?<!\\)"http_interactions"\s*:\s*\['),
        cassettes.read_betamax,
    ),
    Format(
        "vcr",
        "VCR.py cassettes",
        re.compile(rb'\A\s*\{(?s:.*?)(?<!\\)"interactions"\s*:\s*\['),
        cassettes.read_vcr,
    ),
    Format(
        "vcr",
        "VCR.py cassettes",
        re.compile(rb"^(?:http_)?interactions:[ \t\r]*(?:\[\s*\]\s*)?(?:#.*)?$", re.MULTILINE),
        cassettes.read_yaml,
    ),
    Format("tempest", "tempest logs", tempest.MARK, tempest.read),
    Format("keystoneauth", "keystoneauth --debug logs", keystoneauth.MARK, keystoneauth.read),
)

TITLES = tuple(dict.fromkeys(one.title for one in FORMATS))


def recognise(start: bytes) -> Format | None:
    """The format of a recording that begins with some bytes; ``None`` if it does not show yet.

    A log may hold lines of several tools; the first that is known decides.
    """
    found = ((match.start(), number) for number, one in enumerate(FORMATS) if (match := one.mark.search(start)))
    first = min(found, default=None)
    return FORMATS[first[1]] if first else None
