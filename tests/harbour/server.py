"""Serving an application over HTTP on the loopback, in a thread, and counting what is asked of it."""

from __future__ import annotations

import ssl
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

    def count(self, environ: dict[str, Any]) -> None:
        """Note a request, as ``GET /v2.1/servers?limit=2``."""
        query = environ.get("QUERY_STRING")
        with self._lock:
            self.requests.append(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}" + (f"?{query}" if query else ""))

    @property
    def methods(self) -> Counter[str]:
        """How many requests there were of each method."""
        return Counter(request.split(" ")[0] for request in self.requests)


class ThreadedServer(ThreadingMixIn, WSGIServer):
    """A thread for each connection; all of them have ended when the server is closed."""

    daemon_threads = False
    request_queue_size = 64

    def server_bind(self) -> None:
        """Bind, without asking any name server what the loopback is called."""
        self.allow_reuse_address = True
        super(WSGIServer, self).server_bind()
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a client that went away, or did not trust the certificate."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError | ssl.SSLError | TimeoutError):
            super().handle_error(request, client_address)


class QuietHandler(WSGIRequestHandler):
    """Answers without a line on the terminal for each request."""

    timeout = 30

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
    served = Served(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")

    def counted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        served.count(environ)
        return application(environ, start_response)

    server.set_app(counted)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
