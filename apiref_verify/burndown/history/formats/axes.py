"""The axes of a chart over time: where a time and a count stand, and which of them are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from apiref_verify.burndown.history.times import DAY, HOUR, utc

_MONTHS = (1, 3, 6, 12, 24, 60)
_SHORT = (HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 14 * DAY)
_TICKS = 9
"""More ticks than this have no room."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle, in pixels, in which times from ``start`` to ``end`` and counts from 0 to ``most`` are drawn."""

    left: int
    top: int
    width: int
    height: int
    start: int
    end: int
    most: int

    def x(self, time: float) -> float:
        """Return how far right a time stands."""
        return self.left + self.width * (time - self.start) / max(self.end - self.start, 1)

    def y(self, count: float) -> float:
        """Return how far down a count stands."""
        return self.top + self.height * (1 - count / max(self.most, 1))

    def counts(self) -> list[int]:
        """Return the counts that are written at the left: round ones, at most six."""
        sizes = (base * 10**power for power in range(12) for base in (1, 2, 5))
        size = next(size for size in sizes if self.most / size <= 5)
        return list(range(0, self.most + 1, size))

    def times(self) -> list[tuple[int, str]]:
        """Return the times that are written below, each with its words."""
        span = self.end - self.start
        size = next((size for size in _SHORT if span / size < _TICKS), None)
        if size is not None:
            first = -(-self.start // size) * size
            form = "%d %b %H:%M" if size < DAY else "%d %b %Y"
            return [(time, utc(time).strftime(form)) for time in range(first, self.end + 1, size)]
        months = next((months for months in _MONTHS if span / (months * 30 * DAY) < _TICKS), 120)
        form = "%b %Y" if months < 12 else "%Y"
        return [(time, utc(time).strftime(form)) for time in self._months(months)]

    def _months(self, step: int) -> Iterator[int]:
        """Yield the beginnings of every ``step``-th month."""
        first = utc(self.start)
        month = -(-(first.year * 12 + first.month - 1) // step) * step
        while (time := int(datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC).timestamp())) <= self.end:
            if time >= self.start:
                yield time
            month += step
