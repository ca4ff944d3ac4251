"""The real placement on loopback: a database of its own in sqlite, and every token taken at its word.

``placement_service.py FOLDER`` keeps the database in the folder.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from serving import Server


def main() -> None:
    database = Path(sys.argv[1]) / "placement.sqlite"
    os.environ["OS_API__AUTH_STRATEGY"] = "noauth2"
    os.environ["OS_PLACEMENT_DATABASE__CONNECTION"] = f"sqlite:///{database}"
    os.environ["OS_PLACEMENT_DATABASE__SYNC_ON_STARTUP"] = "true"
    from placement.wsgi.api import application

    Server().run(application)


if __name__ == "__main__":
    main()
