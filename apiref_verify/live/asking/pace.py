"""Not more than some requests a second."""

from __future__ import annotations

import time


class Pace:
    """Spreads requests evenly: ``rate`` is the most of them in a second, 0 means no limit."""

    def __init__(self, rate: float) -> None:
        self._gap = 1 / rate if rate > 0 else 0.0
        self._next = 0.0

    def wait(self) -> None:
        """Wait until the next request may be sent."""
        now = time.monotonic()
        if now < self._next:
            time.sleep(self._next - now)
        self._next = max(now, self._next) + self._gap
