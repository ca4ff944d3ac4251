"""One question until it is answered: with patience, a second token, and redirections that stay at home."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from apiref_verify.live.asking.credentials import Credentials, CredentialsError
from apiref_verify.live.asking.failure import REPEATABLE, Failure, FailureKind
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.asking.pace import Pace
from apiref_verify.live.asking.recorder import Recorder, value_of
from apiref_verify.live.asking.retry_after import seconds_of
from apiref_verify.live.asking.transport import Reply, Transport
from apiref_verify.live.asking.version_headers import version_headers
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange
from apiref_verify.model.microversion import Microversion

_USUAL = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "apiref-verify"}
_BUSY = frozenset((502, 503, 504))
REDIRECTIONS = frozenset((301, 302, 303, 307, 308))
"""The codes that send us elsewhere."""

_MOST_HOPS = 5


@dataclass(frozen=True, slots=True)
class Question:
    """A request to send. ``repeatable`` says that sending it twice does no harm."""

    method: str
    url: str
    version: Microversion | None = None
    body: bytes | None = None
    content: Body = EMPTY
    repeatable: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question: the exchanges, redirections first, and the failure that ended it, if one did.

    ``value`` is the JSON of the last answer with all its secrets, to ask further questions with.
    """

    exchanges: tuple[Exchange, ...] = ()
    failure: Failure | None = None
    value: Any = None

    @property
    def last(self) -> Exchange | None:
        """The exchange that answered."""
        return self.exchanges[-1] if self.exchanges else None

    @property
    def status(self) -> int | None:
        """The status of the exchange that answered."""
        return self.exchanges[-1].status if self.exchanges else None


@dataclass(slots=True)
class _Spent:
    """What a question has cost so far."""

    tries: int = 0
    waited: float = 0.0
    renewed: bool = False


class Conversation:
    """Asks questions, one after the other. What it returns went through ``recorder``, and has no credentials."""

    def __init__(
        self,
        transport: Transport,
        credentials: Credentials,
        limits: Limits,
        recorder: Recorder,
        service_type: str = "",
    ) -> None:
        self._transport = transport
        self._credentials = credentials
        self._limits = limits
        self._recorder = recorder
        self._service_type = service_type
        self._pace = Pace(limits.rate)

    def ask(self, question: Question) -> Answer:
        """Ask, and follow redirections to the same server where that does no harm."""
        exchanges: list[Exchange] = []
        for _ in range(_MOST_HOPS):
            answer = self._answered(question)
            exchanges += answer.exchanges
            target = self._target(question, answer)
            if target is None:
                return replace(answer, exchanges=tuple(exchanges))
            if _origin(target) != _origin(question.url):
                host = urlsplit(target).hostname or target
                hint = "it was not followed; if it is the API, give its URL"
                return Answer(tuple(exchanges), Failure(FailureKind.REDIRECTED, f"redirected to {host}", hint))
            question = replace(question, url=target)
        return Answer(tuple(exchanges), Failure(FailureKind.REDIRECTED, "redirected again and again", "see its log"))

    @staticmethod
    def _target(question: Question, answer: Answer) -> str | None:
        """Where an answer sends us, if it does and we may go there."""
        if answer.last is None or answer.last.status not in REDIRECTIONS or not question.repeatable:
            return None
        target = urljoin(question.url, answer.last.response_headers.get("location", ""))
        return None if target == question.url else target

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _answered(self, question: Question) -> Answer:
        """One answer, after as many attempts as it takes."""
        spent = _Spent()
        while True:
            try:
                secret = self._credentials.headers()
            except CredentialsError as error:
                return Answer(failure=Failure(FailureKind.CREDENTIALS, str(error)))
            self._pace.wait()
            open_headers = self._headers(question)
            reply = self._transport.send(question.method, question.url, open_headers | dict(secret), question.body)
            again = self._again(question, reply, spent)
            if isinstance(again, Failure):
                return Answer(failure=again)
            if again is None and not isinstance(reply, Failure):
                return self._answer(question, open_headers, reply)
            time.sleep(again or 0.0)

    def _answer(self, question: Question, headers: dict[str, str], reply: Reply) -> Answer:
        exchange = self._recorder.exchange(question.method, question.url, headers, question.content, reply)
        return Answer((exchange,), value=value_of(reply, exchange))

    def _again(self, question: Question, reply: Reply | Failure, spent: _Spent) -> float | Failure | None:
        """After how many seconds to ask again; ``None`` if the reply stands, a failure if nothing can be done."""
        if isinstance(reply, Failure):
            if question.repeatable and reply.kind in REPEATABLE and spent.tries < self._limits.retries:
                return self._backoff(spent)
            attempts = f" (asked {spent.tries + 1} times)" if spent.tries else ""
            return replace(reply, message=reply.message + attempts)
        if reply.status == 401 and not spent.renewed:
            spent.renewed = True
            return 0.0 if self._credentials.renew() else None
        if reply.status == 429:
            return self._throttled(reply, spent)
        incomplete = bool(reply.cut) and not reply.is_too_large
        if (incomplete or reply.status in _BUSY) and question.repeatable and spent.tries < self._limits.retries:
            pause = self._backoff(spent)
            wanted = self._wanted(reply) or 0.0
            return max(pause, wanted) if wanted <= self._limits.patience else None
        return None

    def _throttled(self, reply: Reply, spent: _Spent) -> float | Failure:
        pause = max(self._wanted(reply) or 0.0, self._backoff(spent))
        if spent.waited + pause > self._limits.patience:
            told = f"429: it wants {pause:.0f} s more of waiting, and {self._limits.patience:.0f} s are the limit"
            return Failure(FailureKind.THROTTLED, told, "lower --rate, or ask later")
        spent.waited += pause
        return pause

    def _backoff(self, spent: _Spent) -> float:
        pause = self._limits.backoff * 2**spent.tries
        spent.tries += 1
        return float(pause)

    @staticmethod
    def _wanted(reply: Reply) -> float | None:
        return seconds_of(reply.headers.get("retry-after", ""), datetime.now(UTC))

    def _headers(self, question: Question) -> dict[str, str]:
        headers = _USUAL | version_headers(self._service_type, question.version)
        return headers | {"Content-Type": "application/json"} if question.body is not None else headers


def json_body(value: object) -> Body:
    """The body of a request."""
    return Body(BodyKind.JSON, value)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Scheme, host and port; a port that is no number is none."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return parts.scheme, None, None
    return parts.scheme, parts.hostname, port or {"http": 80, "https": 443}.get(parts.scheme)
