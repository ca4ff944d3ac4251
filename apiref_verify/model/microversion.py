"""Microversions: ordered pairs of integers, never floats (2.10 comes after 2.9), and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

_PATTERN = re.compile(r"^[vV]?(\d+)\.(\d+)$")


class Microversion(NamedTuple):
    """One version of an API, such as ``2.10``."""

    major: int
    minor: int

    @classmethod
    def parse(cls, text: str) -> Microversion:
        """Read ``"2.10"`` or ``"v2.10"``.

        :raises ValueError: if the text is anything else.
        """
        match = _PATTERN.match(text.strip())
        if not match:
            raise ValueError(f"not a microversion: {text!r}")
        return cls(int(match[1]), int(match[2]))

    def is_named_in(self, text: str) -> bool:
        """Whether a text speaks of this version."""
        return re.search(rf"(?<![\d.]){self.major}\.{self.minor}(?!\d)", text) is not None

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class VersionRange:
    """The versions from ``minimum`` to ``maximum``, both included; ``None`` leaves that end open."""

    minimum: Microversion | None = None
    maximum: Microversion | None = None

    def __contains__(self, version: Microversion) -> bool:
        return (self.minimum is None or self.minimum <= version) and (self.maximum is None or version <= self.maximum)

    def overlaps(self, other: VersionRange) -> bool:
        """Whether some version lies in both ranges."""
        return not (
            (self.maximum is not None and other.minimum is not None and self.maximum < other.minimum)
            or (other.maximum is not None and self.minimum is not None and other.maximum < self.minimum)
        )

    def intersection(self, other: VersionRange) -> VersionRange:
        """The versions in both; only meaningful if the two overlap."""
        minimums = [v for v in (self.minimum, other.minimum) if v is not None]
        maximums = [v for v in (self.maximum, other.maximum) if v is not None]
        return VersionRange(max(minimums, default=None), min(maximums, default=None))

    @property
    def is_open(self) -> bool:
        """Whether neither end is given: all versions."""
        return self.minimum is None and self.maximum is None

    def __str__(self) -> str:
        if self.is_open:
            return "all versions"
        if self.maximum is None:
            return f"{self.minimum} and later"
        if self.minimum is None:
            first = self.maximum.minor < 0
            return f"before {self.maximum.major}.0" if first else f"up to {self.maximum}"
        return str(self.minimum) if self.minimum == self.maximum else f"{self.minimum} to {self.maximum}"


EVERY_VERSION = VersionRange()
