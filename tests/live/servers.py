"""Real servers on loopback: raw sockets, so that they can misbehave in every way that servers do."""

from __future__ import annotations

import json
import socket
import socketserver
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Request:
    """What a client sent; the names of headers are in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Wire:
    """One connection, and an event that is set when the server stops."""

    connection: socket.socket
    stopping: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)


Reply = bytes | Callable[[Wire], None]
Answer = Callable[[Request], Reply]


def reply(
    value: Any = None, status: int = 200, headers: dict[str, str] | None = None, raw: bytes | None = None
) -> bytes:
    """A whole reply, JSON unless ``raw`` is given."""
    body = raw if raw is not None else b"" if value is None else json.dumps(value).encode()
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}"]
    lines += ["Content-Type: application/json"] if body and "Content-Type" not in (headers or {}) else []
    lines += [f"{name}: {text}" for name, text in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class _Handler(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        owner: Server = self.server.owner
        while not owner.stopping.is_set():
            request = self._read()
            if request is None:
                return
            owner.seen.append(request)
            answer = owner.answer(request)
            try:
                if not isinstance(answer, bytes):
                    answer(Wire(self.connection, owner.stopping))
                    return
                self.connection.sendall(answer)
            except OSError:
                return

    def _read(self) -> Request | None:
        try:
            first = self.rfile.readline().decode("latin-1").split()
            if len(first) != 3:
                return None
            headers: dict[str, str] = {}
            while line := self.rfile.readline().decode("latin-1").strip():
                name, _, value = line.partition(":")
                headers[name.lower()] = value.strip()
            body = self.rfile.read(int(headers.get("content-length", 0)))
        except OSError:
            return None
        return Request(first[0], first[1], headers, body)


class _Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    owner: Server
    context: ssl.SSLContext | None = None

    def get_request(self) -> Any:
        connection, address = super().get_request()
        if self.context is not None:
            connection = self.context.wrap_socket(connection, server_side=True)
        return connection, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that go away, or do not trust us, are what tests are about."""


@dataclass
class Server:
    """A server that answers as ``answer`` says; ``seen`` are the requests that came."""

    answer: Answer
    context: ssl.SSLContext | None = None
    seen: list[Request] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._server = _Threads(("127.0.0.1", 0), _Handler)
        self._server.owner, self._server.context = self, self.context
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"{'https' if self.context else 'http'}://{self.host}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.die()

    def die(self) -> None:
        """Stop at once: nobody listens any more."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()


def hang(wire: Wire) -> None:
    """Say nothing."""
    wire.stopping.wait(30)


def hang_up(wire: Wire) -> None:
    """Close without a word."""
    wire.connection.shutdown(socket.SHUT_RDWR)


def close_early(wire: Wire) -> None:
    """Promise more than comes."""
    wire.send(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"boats": [')
    wire.connection.shutdown(socket.SHUT_RDWR)


def trickle_body(wire: Wire) -> None:
    """Send a byte now and then, never all."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while not wire.stopping.wait(0.02):
        wire.send(b" ")


def trickle_headers(wire: Wire) -> None:
    """Send headers, but never their end."""
    wire.send(b"HTTP/1.1 200 OK\r\n")
    while not wire.stopping.wait(0.02):
        wire.send(b"X")


def flood(wire: Wire) -> None:
    """Send 100 MB."""
    wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000000\r\n\r\n")
    for _ in range(100):
        wire.send(b"1" * 1_000_000)


def garbage(wire: Wire) -> None:
    """Send what is not HTTP."""
    wire.send(b"\x00\x01\x02 hello\r\n\r\n")
    wire.connection.shutdown(socket.SHUT_RDWR)
