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
    with serving(Harbour(polls=given.polls, quirks=given.quirk), given.port) as served:
        print(
            f"Harbour is at {served.url}; its tokens are admin, member and stranger. Stop it with Ctrl-C.", flush=True
        )
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
