"""An adapter for requests that sends only some methods, and whose connection can be cut from another thread.

Time-outs of sockets bound each wait for some bytes. A server that sends a byte now and then never meets one, so a
request as a whole is bounded by a timer that cuts the connection.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class ForbiddenMethodError(Exception):
    """A method that this client does not have; nothing was sent."""


class BoundAdapter(HTTPAdapter):
    """Sends requests of ``methods`` only, one at a time; :meth:`deadline` bounds one as a whole."""

    def __init__(self, methods: frozenset[str]) -> None:
        self._methods = methods
        self._open: socket.socket | None = None
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Send a request, if it is of a method that may be sent.

        :raises ForbiddenMethodError: if it is of another.
        """
        if request.method not in self._methods:
            raise ForbiddenMethodError(f"{request.method} may not be sent")
        return super().send(request, *args, **kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools, of connections that we can cut."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _pool_classes(self._opened)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        """Make the pools for a proxy, of connections that we can cut."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = _pool_classes(self._opened)
        return manager

    def close(self) -> None:
        """Close all connections."""
        super().close()
        self._forget()

    @contextmanager
    def deadline(self, seconds: float) -> Iterator[threading.Event]:
        """Cut the connection if the block takes longer; the event tells whether that was done."""
        passed = threading.Event()

        def cut() -> None:
            passed.set()
            if self._open is not None:
                with contextlib.suppress(OSError):  # it was closed in the meantime
                    self._open.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, cut)
        timer.daemon = True
        timer.start()
        try:
            yield passed
        finally:
            timer.cancel()

    def _opened(self, connection: socket.socket) -> None:
        """Keep a second handle of a new connection: TLS takes the first one away."""
        self._forget()
        self._open = connection.dup()

    def _forget(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _pool_classes(opened: Callable[[socket.socket], None]) -> dict[str, Any]:
    """Classes of pools whose connections tell when they are opened."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            opened(connection)
            return connection

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            connection = super()._new_conn()
            opened(connection)
            return connection

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
