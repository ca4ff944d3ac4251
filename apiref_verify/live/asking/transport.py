"""One request, one reply, bounded in time and size; every way in which that fails has its words."""

from __future__ import annotations

import http.client
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import requests
import urllib3.exceptions

from apiref_verify.live.asking.deadline import BoundAdapter
from apiref_verify.live.asking.failure import Failure, FailureKind
from apiref_verify.live.asking.limits import Limits

_CHUNK = 64 * 1024
_UNTOLD = frozenset(("connection", "transfer-encoding", "keep-alive"))


@dataclass(frozen=True, slots=True)
class Trust:
    """Which servers are believed: ``verify`` is true, false or a file of authorities, ``certificate`` is our own."""

    verify: bool | str = True
    certificate: str | tuple[str, str] | None = None


BELIEVED = Trust()
"""Those whose certificates the system believes."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it came. ``cut`` says why the body is not whole; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    cut: str = ""
    is_too_large: bool = False


class Transport:
    """Sends requests of some methods, one at a time. It follows nothing and repeats nothing."""

    def __init__(self, methods: frozenset[str], limits: Limits, trust: Trust) -> None:
        self._limits = limits
        self._session = requests.Session()
        self._session.auth = lambda request: request  # else a .netrc would be asked for one
        self._trust = trust
        self._session.headers.clear()
        self._adapter = BoundAdapter(methods)
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._adapter)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None = None) -> Reply | Failure:
        """Send one request.

        :raises ForbiddenMethodError: if it is of a method that this transport does not send.
        """
        with self._adapter.deadline(self._limits.total) as passed:
            started = self._start(method, url, headers, body)
            in_time = not passed.is_set()  # what was cut off in its headers looks whole
            outcome = self._reply(started) if isinstance(started, requests.Response) else started
        if passed.is_set():
            outcome = self._late(outcome if in_time else None)
        if isinstance(outcome, Failure) or outcome.cut:
            self._adapter.close()
        return outcome

    def _late(self, outcome: Reply | Failure | None) -> Reply | Failure:
        """What is said where the time ran out."""
        limit = f"{self._limits.total:g} s"
        if isinstance(outcome, Reply):
            return replace(outcome, cut=f"it had not ended after {limit}")
        return Failure(FailureKind.TIMEOUT, f"no whole answer within {limit}", "raise --timeout if it needs longer")

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def _start(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> requests.Response | Failure:
        """Send a request and wait for the headers of its answer."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", urllib3.exceptions.InsecureRequestWarning)  # it was asked for
                return self._session.request(
                    method,
                    url,
                    headers=dict(headers),
                    data=body,
                    stream=True,
                    allow_redirects=False,
                    verify=self._trust.verify,  # per request: else one in the environment would win
                    cert=self._trust.certificate,
                    timeout=(self._limits.connect, self._limits.read),
                )
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            return _failure(error, self._limits)
        except ValueError as error:  # requests and urllib3 let some through where an answer is no HTTP
            return Failure(FailureKind.GARBAGE, f"the answer is not HTTP: {_short(error)}", "is this the API?")

    def _reply(self, response: requests.Response) -> Reply:
        known = {name.lower(): value for name, value in response.headers.items() if name.lower() not in _UNTOLD}
        return self._read(response, Reply(response.status_code, known, b""))

    def _read(self, response: requests.Response, reply: Reply) -> Reply:
        """A reply with its body as far as it is read, and why not further."""
        found = bytearray()
        try:
            for chunk in _chunks(response):
                found += chunk
                if len(found) > self._limits.largest:
                    response.close()
                    reason = f"larger than {self._limits.largest / (1 << 20):g} MiB"
                    return replace(reply, cut=reason, is_too_large=True)
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            response.close()
            late = _is_caused_by(error, urllib3.exceptions.ReadTimeoutError, TimeoutError)
            return replace(reply, cut="it stopped coming" if late else "the connection was closed before its end")
        return replace(reply, body=bytes(found))


def _chunks(response: requests.Response) -> Iterator[bytes]:
    return response.iter_content(_CHUNK)


def _failure(error: Exception, limits: Limits) -> Failure:
    """What an error means."""
    if isinstance(error, requests.exceptions.SSLError):
        reason = _short(_deepest(error))
        return Failure(FailureKind.TLS, f"no secure connection: {reason}", "name its authority with --cacert")
    if isinstance(error, requests.ConnectTimeout):
        return Failure(FailureKind.TIMEOUT, f"no connection within {limits.connect:g} s", "is the URL right?")
    if _is_caused_by(error, urllib3.exceptions.ReadTimeoutError, TimeoutError):
        return Failure(FailureKind.TIMEOUT, f"no answer within {limits.read:g} s", "raise --timeout if it needs longer")
    if _is_caused_by(error, http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
        return Failure(FailureKind.CONNECTION, "the connection was closed without an answer", "see the server's log")
    if _is_caused_by(error, http.client.HTTPException):
        return Failure(FailureKind.GARBAGE, f"the answer is not HTTP: {_short(_deepest(error))}", "is this the API?")
    if _is_caused_by(error, urllib3.exceptions.NameResolutionError):
        return Failure(FailureKind.CONNECTION, "the name of the host is not known", "is the URL right?")
    if _is_caused_by(error, ConnectionRefusedError):
        return Failure(FailureKind.CONNECTION, "connection refused", "is the server running, and is the URL right?")
    return Failure(FailureKind.CONNECTION, f"no connection: {_short(_deepest(error))}", "is the URL right?")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it hides: requests wraps urllib3, which wraps the standard library."""
    pending, seen = [error], set()
    while pending:
        one = pending.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inner = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        pending += [cause for cause in inner if isinstance(cause, BaseException)]


def _is_caused_by(error: BaseException, *kinds: type[BaseException]) -> bool:
    return any(isinstance(cause, kinds) for cause in _causes(error))


def _deepest(error: BaseException) -> BaseException:
    return list(_causes(error))[-1]


def _short(error: BaseException) -> str:
    """An error in one line of a reasonable length."""
    return " ".join(str(error).split())[:160] or type(error).__name__
