"""Harbour for people: ``python -m tests.harbour --port 8774``, until Ctrl-C."""

from __future__ import annotations

import argparse
import threading

from tests.harbour.app import Harbour
from tests.harbour.quirks import QUIRKS
from tests.harbour.server import serving


def main() -> None:
    """Serve until somebody stops it."""
    parser = argparse.ArgumentParser(prog="python -m tests.harbour", description="A compute service to try things on.")
    parser.add_argument("--port", type=int, default=8774)
    parser.add_argument("--polls", type=int, default=1, help="how many looks still see a server busy")
    parser.add_argument("--quirk", action="append", default=[], choices=sorted(QUIRKS), help="break the contract")
    given = parser.parse_args()
    try:
        _serve(Harbour(polls=given.polls, quirks=given.quirk), given.port)
    except (OSError, OverflowError) as error:
        parser.error(f"port {given.port}: {error}")


def _serve(harbour: Harbour, port: int) -> None:
    with serving(harbour, port) as served:
        print(f"Harbour is at {served.url}, with the tokens admin, member and stranger. Ctrl-C stops it.", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
