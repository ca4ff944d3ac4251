"""Makes exchanges of questions and replies: free of secrets, and numbered."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from apiref_verify.evidence.recordings.bodies import read_bytes, unreadable
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.asking.transport import Reply
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source

ORIGIN = "live"
"""What exchanges give as the file that they stand in, and as its format."""


class Recorder:
    """Makes exchanges. ``first`` is the number of the first one."""

    def __init__(self, secrets: Secrets, first: int = 1) -> None:
        self._secrets = secrets
        self._numbers = itertools.count(first)

    def exchange(self, method: str, url: str, headers: Mapping[str, str], body: Body, reply: Reply) -> Exchange:
        """The exchange of a question, with the headers that are no credentials, and of its reply."""
        return Exchange(
            method,
            self._secrets.text(url),
            reply.status,
            Source(ORIGIN, next(self._numbers), ORIGIN),
            self._headers(headers),
            replace(body, value=self._secrets.value(body.value)),
            self._headers(reply.headers),
            EMPTY if method == "HEAD" else self._body(reply),
        )

    def _headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers without what is secret in them, their names in lower case."""
        return {name.lower(): self._secrets.header(name.lower(), value) for name, value in headers.items()}

    def _body(self, reply: Reply) -> Body:
        if reply.cut:
            return unreadable(reply.cut)
        kind, encoding = (reply.headers.get(f"content-{name}", "") for name in ("type", "encoding"))
        return read_bytes(reply.body, kind, encoding, self._secrets)


def value_of(reply: Reply, exchange: Exchange) -> Any:
    """The JSON of a reply as it came, with its secrets; where it cannot be had simply, that of the exchange."""
    if exchange.response.kind is not BodyKind.JSON:
        return None
    try:
        return json.loads(reply.body)
    except ValueError:  # another encoding
        return exchange.response.value
