"""A server that misbehaves on demand: any application, with faults on its way to the client.

::

    with misbehaving(Harbour(), after(3, hangs)) as served:
        ...

A *behaviour* is given the connection of a request and does with it what it likes; a *plan* chooses the behaviour of
each request. Those that wait do so until the client goes away or the block is left, which ends every thread.
"""

from __future__ import annotations

import json
import select
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from wsgiref.util import guess_scheme

from tests.harbour.server import Application, QuietHandler, Served, serving

MEGABYTE = 1048576
BREATH = 0.02
"""Seconds between two bytes of what trickles, and between two looks at whether anybody is still there."""

_PIECE = 65536


@dataclass
class Connection:
    """A request on its connection, before anything was answered.

    ``answer()`` asks the application; ``send`` writes bytes as they are; ``leaving`` is set when the server closes.
    """

    number: int
    method: str
    path: str
    url: str
    leaving: threading.Event
    socket: socket.socket
    answer: Callable[[], tuple[str, list[tuple[str, str]], bytes]]
    stop_listening: Callable[[], None]

    def send(self, content: bytes) -> None:
        """Write bytes to the client, as fast as it takes them.

        :raises ConnectionError: if it went away, or the server closes.
        """
        left = memoryview(content)
        while left:
            if self.leaving.is_set():
                raise ConnectionAbortedError
            if select.select([], [self.socket], [], BREATH)[1]:
                left = left[self.socket.send(left[:_PIECE]) :]

    def reply(self, status: str, headers: Iterable[tuple[str, str]] = (), body: bytes = b"", length: int = -1) -> None:
        """Write an answer in HTTP. ``length`` is what it says of its body, by default the truth."""
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        lines += [f"Content-Length: {len(body) if length < 0 else length}", "Connection: close", "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + body)

    def wait(self, seconds: float) -> bool:
        """Wait; false as soon as there is nobody to wait for any more."""
        return not self.leaving.wait(seconds) and not self._client_is_gone()

    def _client_is_gone(self) -> bool:
        readable, _, _ = select.select([self.socket], [], [], 0)
        if not readable or isinstance(self.socket, ssl.SSLSocket):
            return False
        return self.socket.recv(1, socket.MSG_PEEK) == b""


Behaviour = Callable[[Connection], None]
Plan = Callable[[Connection], Behaviour]


def behaves(connection: Connection) -> None:
    """The application answers."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), body)


def speaks_no_http(connection: Connection) -> None:
    """Something that is not HTTP at all."""
    connection.send(b"220 harbour ESMTP ready\r\n\x00\xff\xfe\r\n")


def breaks_json(connection: Connection) -> None:
    """The first half of what the application answers, as if it were all."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), body[: len(body) // 2])


def answers_html(connection: Connection) -> None:
    """A page, as from a portal that stands in the way, with a success code."""
    connection.reply("200 OK", [("Content-Type", "text/html")], b"<html><body>Please log in</body></html>")


def says_it_is_longer(connection: Connection) -> None:
    """An answer that is shorter than it says."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), body, len(body) + 100)


def says_it_is_shorter(connection: Connection) -> None:
    """An answer that is longer than it says."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), body, max(len(body) - 10, 0))


def closes(connection: Connection) -> None:
    """The connection ends without an answer."""


def resets(connection: Connection) -> None:
    """The connection breaks in the middle of an answer."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), body[: len(body) // 2], len(body))
    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.socket.close()


def dies(connection: Connection) -> None:
    """Neither this request is answered, nor does anybody listen any more."""
    connection.stop_listening()


def hangs(connection: Connection) -> None:
    """Nothing comes, and the connection stays open."""
    while connection.wait(BREATH):
        pass


def trickles(connection: Connection) -> None:
    """A whole answer, a byte at a time, with a breath after each: slower than anybody will wait for."""
    status, headers, body = connection.answer()
    connection.reply(status, _but_length(headers), b"", len(body))
    for byte in body:
        connection.send(bytes([byte]))
        if not connection.wait(BREATH):
            return


def redirects(to: str, status: str = "302 Found") -> Behaviour:
    """Sends the client elsewhere, to the same path of another URL."""

    def elsewhere(connection: Connection) -> None:
        connection.reply(status, [("Location", to + connection.path)])

    return elsewhere


def redirects_to_itself(connection: Connection) -> None:
    """Sends the client to where it is."""
    connection.reply("302 Found", [("Location", connection.url + connection.path)])


def sends_megabytes(megabytes: int = 100) -> Behaviour:
    """A JSON string of so many megabytes, as fast as they are taken."""

    def endless(connection: Connection) -> None:
        head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
        connection.send(f"{head}Content-Length: {megabytes * MEGABYTE + 2}\r\n\r\n".encode() + b'"')
        for _ in range(megabytes):
            connection.send(b"a" * MEGABYTE)
        connection.send(b'"')

    return endless


def too_many_requests(retry_after: int, as_date: bool = False) -> Behaviour:
    """429, with a ``Retry-After`` of so many seconds, told as a number or as the date that is then."""
    return _try_later("429 Too Many Requests", "overLimit", retry_after, as_date)


def unavailable(retry_after: int | None = None) -> Behaviour:
    """503, with or without ``Retry-After``."""
    return _try_later("503 Service Unavailable", "serviceUnavailable", retry_after, False)


def _try_later(status: str, name: str, retry_after: int | None, as_date: bool) -> Behaviour:
    def later(connection: Connection) -> None:
        headers = [("Content-Type", "application/json")]
        if retry_after is not None:
            date = datetime.now(UTC) + timedelta(seconds=retry_after)
            headers += [("Retry-After", format_datetime(date, usegmt=True) if as_date else str(retry_after))]
        fault = {name: {"message": "Not now.", "code": int(status[:3])}}
        connection.reply(status, headers, json.dumps(fault).encode())

    return later


def _but_length(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() != "content-length"]


def always(behaviour: Behaviour) -> Plan:
    """Every request."""
    return lambda connection: behaviour


def first(count: int, behaviour: Behaviour) -> Plan:
    """So many requests, and then the application is heard."""
    return lambda connection: behaviour if connection.number <= count else behaves


def after(count: int, behaviour: Behaviour) -> Plan:
    """Every request after so many that were served well."""
    return lambda connection: behaviour if connection.number > count else behaves


def at(part: str, behaviour: Behaviour) -> Plan:
    """The requests whose path, with its query, has a part."""
    return lambda connection: behaviour if part in connection.path else behaves


@contextmanager
def misbehaving(
    application: Application, plan: Plan, port: int = 0, tls: ssl.SSLContext | None = None
) -> Iterator[Served]:
    """Serve an application on 127.0.0.1 with what a plan makes of each request, until the block is left."""
    leaving, lock, asked = threading.Event(), threading.Lock(), iter(range(1, 10**9))

    class Handler(QuietHandler):
        """Reads a request as usual, and lets its behaviour do the rest."""

        def handle(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.parse_request():
                return
            with lock:
                number = next(asked)
            environ = self.get_environ()
            environ |= {"wsgi.url_scheme": guess_scheme(environ), "wsgi.input": self.rfile}
            connection = Connection(
                number=number,
                method=self.command,
                path=self.path,
                url=self.server.served.url,
                leaving=leaving,
                socket=self.connection,
                answer=lambda: _asked(application, environ),
                stop_listening=self.server.stop_listening,
            )
            plan(connection)(connection)

    with serving(application, port, tls, Handler) as served:
        try:
            yield served
        finally:
            leaving.set()


def _asked(application: Application, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    """What an application answers, as a whole."""
    told: list[tuple[str, list[tuple[str, str]]]] = []
    body = b"".join(application(environ, lambda status, headers: told.append((status, headers))))
    return *told[0], body
