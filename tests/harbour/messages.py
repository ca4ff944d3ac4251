"""What goes in and out of an operation of Harbour: a call, an answer, or a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.model.microversion import Microversion
from tests.harbour.store import Store
from tests.harbour.tokens import Identity

FAULT_NAMES = {
    400: "badRequest",
    401: "unauthorized",
    403: "forbidden",
    404: "itemNotFound",
    405: "badMethod",
    406: "notAcceptable",
    409: "conflict",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and a JSON body unless ``body`` is ``None``."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class FaultError(Exception):
    """A request that is not served, with its status and a message for people."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.answer = Answer(status, {FAULT_NAMES[status]: {"message": message, "code": status}}, headers or {})


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was understood: who asks, in which version, and what.

    ``url`` is the address of the service without its version, ``path`` what follows the version.
    """

    store: Store
    identity: Identity
    version: Microversion
    url: str
    path: str
    query: Mapping[str, str]
    body: Any = None

    def since(self, minor: int) -> bool:
        """Whether the version of the call is 2.minor or newer."""
        return self.version >= Microversion(2, minor)

    def links(self, path: str) -> list[dict[str, str]]:
        """The two links of a resource, of which only ``self`` carries the version."""
        return [
            {"rel": "self", "href": f"{self.url}/v2.1/{path}"},
            {"rel": "bookmark", "href": f"{self.url}/{path}"},
        ]
