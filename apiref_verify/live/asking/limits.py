"""How long, how much and how often."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What a single question may cost. Times are in seconds, sizes in bytes.

    ``total`` bounds a request from connecting to the last byte, ``connect`` and ``read`` bound each wait on the way.
    ``retries`` are further attempts after a failure, the first after ``backoff`` and each later one after twice the
    time. ``patience`` is the most that is spent on waiting because the server asked for it. A walk ends after
    ``deaths`` failures in a row. ``rate`` is the most requests a second; 0 means no limit.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 30.0
    largest: int = 16 * 1024 * 1024
    retries: int = 2
    backoff: float = 0.5
    patience: float = 60.0
    deaths: int = 3
    rate: float = 10.0

    @classmethod
    def within(cls, seconds: float, rate: float) -> Limits:
        """The usual limits, but no request takes longer than some seconds."""
        return cls(min(seconds, USUAL.connect), seconds, seconds, rate=rate)


USUAL = Limits()
"""The limits where nobody says otherwise."""
