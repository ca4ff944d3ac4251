"""What is said of a question that got no answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FailureKind(StrEnum):
    """Why there is no answer.

    ``CONNECTION``: there was nobody, or the connection broke. ``TIMEOUT``: it took too long. ``TLS``: the certificate
    is wrong. ``GARBAGE``: what came is not HTTP. ``THROTTLED``: the server wants more patience than we have.
    ``REDIRECTED``: it is elsewhere. ``CREDENTIALS``: no token could be had.
    """

    CONNECTION = "connection"
    TIMEOUT = "timeout"
    TLS = "tls"
    GARBAGE = "garbage"
    THROTTLED = "throttled"
    REDIRECTED = "redirected"
    CREDENTIALS = "credentials"


REPEATABLE = frozenset((FailureKind.CONNECTION, FailureKind.TIMEOUT, FailureKind.GARBAGE))
"""What may go better the next time."""

DEADLY = frozenset(FailureKind) - {FailureKind.GARBAGE, FailureKind.REDIRECTED}
"""What, several times in a row, means that the server is not there for us."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A question without an answer: one line that says what happened, and one that says what to do."""

    kind: FailureKind
    message: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message
