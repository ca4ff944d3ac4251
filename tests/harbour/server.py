"""Serving an application over HTTP on the loopback, in a thread, and counting what is asked of it."""

from __future__ import annotations

import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

Application = Callable[..., Iterable[bytes]]


class Served:
    """What is being served: where, and what was asked of it so far."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[str] = []
        self._lock = threading.Lock()

    def count(self, method: str, path: str) -> None:
        """Note a request, as ``GET /v2.1/servers?limit=2``, whatever becomes of it."""
        with self._lock:
            self.requests.append(f"{method} {path}")

    @property
    def methods(self) -> Counter[str]:
        """How many requests there were of each method."""
        return Counter(request.split(" ")[0] for request in self.requests)


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """A thread for each connection; all of them have ended when the server is closed."""

    served: Served
    daemon_threads = False
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind, without asking any name server what the loopback is called."""
        self.allow_reuse_address = True
        super(WSGIServer, self).server_bind()
        self.setup_environ()

    def stop_listening(self) -> None:
        """Take no connection any more; those that there are go on."""
        self.shutdown()
        self.socket.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away, or did not trust the certificate."""
        if not isinstance(sys.exc_info()[1], ConnectionError | ssl.SSLError | TimeoutError):
            super().handle_error(request, client_address)


class QuietHandler(WSGIRequestHandler):
    """Answers without a line on the terminal for each request."""

    server: ThreadedServer
    timeout = 30

    def parse_request(self) -> bool:
        """Count what can be read."""
        can_be_read = super().parse_request()
        if can_be_read:
            self.server.served.count(self.command, self.path)
        return can_be_read

    def log_message(self, *args: Any) -> None:
        """Write nothing."""


@contextmanager
def serving(
    application: Application,
    port: int = 0,
    tls: ssl.SSLContext | None = None,
    handler: type[QuietHandler] = QuietHandler,
) -> Iterator[Served]:
    """Serve an application on 127.0.0.1 until the block is left; by then its threads have ended.

    :param port: 0 for one that is free.
    """
    server = ThreadedServer(("127.0.0.1", port), handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.base_environ["HTTPS"] = "on"
    server.served = Served(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
