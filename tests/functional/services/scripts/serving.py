"""What the scripts of the services share: a server on loopback that lives as long as the tests that started it.

It runs in the environment of the service, so it uses nothing but the standard library.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from socketserver import ThreadingMixIn
from types import FrameType
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import WSGIApplication

# Our own way to stdout, which from now on leads to the log like stderr: services print to both.
_starter = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


class _Handler(WSGIRequestHandler):
    """Requests are not logged: the services log what matters."""

    def log_message(self, *arguments: object) -> None:
        pass


class Server(ThreadingMixIn, WSGIServer):
    """A server on a free port of 127.0.0.1. It listens at once and answers from ``run`` on.

    The process ends without waiting for threads, as those of a service may run for ever, and without tidying up: who
    starts it gives it a folder, and removes that.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def run(self, application: WSGIApplication, path: str = "") -> None:
        """Say ``READY`` and the address, then serve until SIGTERM, or until the process that holds stdin is gone."""
        self.set_app(application)
        signal.signal(signal.SIGTERM, _exit)
        threading.Thread(target=_exit_at_end_of_input, daemon=True).start()
        print(f"READY {self.url}{path}", file=_starter, flush=True)
        self.serve_forever()


def _exit_at_end_of_input() -> None:
    sys.__stdin__.read()
    os._exit(0)


def _exit(signum: int, frame: FrameType | None) -> None:
    os._exit(0)
