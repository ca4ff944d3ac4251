"""Harbour as a WSGI application: from the bytes of a request to those of its answer."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl
from wsgiref.util import application_uri

from tests.harbour import aggregates, extra_specs, flavors, server_actions, server_metadata, servers
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import find
from tests.harbour.promises import check, promise_for
from tests.harbour.quirks import Quirks
from tests.harbour.store import Store
from tests.harbour.tokens import Identity, Tokens, usual_tokens
from tests.harbour.versions import HEADER, SERVICE, asked_for, documents

_ROOMS = (servers, server_actions, server_metadata, flavors, extra_specs, aggregates)
"""The modules that fill the table of operations as they are imported."""

_PREFIX = "/v2.1"
_LARGEST_BODY = 1048576

Environ = dict[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class Harbour:
    """The service, with resources of its own: what one instance is told, another does not know.

    The same requests in the same order are answered the same in every run, to the byte, if ``url`` is given.

    :param tokens: who may ask; by default those of ``usual_tokens``.
    :param polls: how many looks at a server still see it busy after it was told to do something; 0 for none.
    :param quirks: names of breaches of its own contract, out of ``quirks.QUIRKS``.
    :param url: what links begin with; by default the host that a request was sent to.
    """

    def __init__(
        self, tokens: Tokens | None = None, polls: int = 1, quirks: Collection[str] = (), url: str | None = None
    ) -> None:
        self.tokens = tokens or usual_tokens()
        self.store = Store(polls)
        self._quirks = Quirks(frozenset(quirks))
        self._url = url
        self._one_at_a_time = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        with self._one_at_a_time:
            headers = {"x-openstack-request-id": f"req-{self.store.names.new('request')}"}
            try:
                answer = self._answer(environ, headers)
            except FaultError as fault:
                answer = fault.answer
        content = b"" if answer.body is None else json.dumps(answer.body).encode()
        if answer.body is not None:
            headers["Content-Type"] = "application/json"
        if answer.status != HTTPStatus.NO_CONTENT:
            headers["Content-Length"] = str(len(content))
        start_response(f"{answer.status} {HTTPStatus(answer.status).phrase}", [*{**headers, **answer.headers}.items()])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [content]

    def _answer(self, environ: Environ, headers: dict[str, str]) -> Answer:
        """The answer to a request; ``headers`` learn its version as soon as it is known."""
        url = self._url or application_uri(environ).rstrip("/")
        path = environ["PATH_INFO"]
        method = "GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"]
        if method == "GET" and (document := documents(path, url)):
            return document
        identity = self._identity(environ)
        version = asked_for(environ.get("HTTP_OPENSTACK_API_VERSION"))
        headers |= {HEADER: f"{SERVICE} {version}", "Vary": HEADER}
        if not path.startswith(_PREFIX + "/"):
            raise FaultError(404, f"Nothing is at {path[:80]}.")
        query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        call = Call(self.store, identity, version, url, path.removeprefix(_PREFIX), query, _body(environ))
        return self._served(method, call)

    def _identity(self, environ: Environ) -> Identity:
        identity = self.tokens.use(environ.get("HTTP_X_AUTH_TOKEN"))
        if identity is None:
            raise FaultError(401, "This needs a token that is good.", {"WWW-Authenticate": "Keystone"})
        return identity

    def _served(self, method: str, call: Call) -> Answer:
        operation, variables = find(method, call.path, call.body)
        promise = promise_for(operation, call.version)
        if promise is None:
            raise FaultError(404, f"{method} {call.path} is not in version {call.version}.")
        if operation.is_for_admins and not call.identity.is_admin:
            raise FaultError(403, "Only administrators may do this.")
        if method != "GET":
            self.store.clock.tick()
        try:
            check(promise, call.query, call.body)
            answer = operation.handler(call, **variables)
        except FaultError as fault:
            answer = fault.answer
        return self._quirks.applied(operation, answer)


def _body(environ: Environ) -> Any:
    """The JSON of a request, ``None`` if it has no body."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > _LARGEST_BODY:
        raise FaultError(400, "The body is too large.")
    content = environ["wsgi.input"].read(int(length))
    try:
        return json.loads(content) if content else None
    except ValueError:
        raise FaultError(400, "The body is no JSON.") from None
