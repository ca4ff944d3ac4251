"""The version axis, cut into windows in which nothing changes, and ranges put together again from windows."""

from __future__ import annotations

from collections.abc import Iterable

from apiref_verify.model.microversion import Microversion, VersionRange

_FIRST = Microversion(-1, 0)
_LAST = Microversion(1_000_000, 0)


def cut(span: VersionRange, ranges: Iterable[VersionRange]) -> list[VersionRange]:
    """``span`` in pieces, ascending, so that each of ``ranges`` has all of a piece or nothing of it."""
    low, high = span.minimum or _FIRST, span.maximum or _LAST
    starts = {low}
    for limits in ranges:
        starts |= {v for v in (limits.minimum, after(limits.maximum)) if v is not None and low < v <= high}
    ordered = sorted(starts)
    ends = [before(start) for start in ordered[1:]] + [high]
    return [
        VersionRange(None if start == _FIRST else start, None if end == _LAST else end)
        for start, end in zip(ordered, ends, strict=True)
    ]


def point(window: VersionRange) -> Microversion:
    """A version in a window: any other would do as well."""
    return window.minimum or window.maximum or _FIRST


def adjoin(lower: VersionRange, upper: VersionRange) -> bool:
    """Whether one range begins where another ends."""
    return lower.maximum is not None and upper.minimum == after(lower.maximum)


def joined(windows: Iterable[VersionRange]) -> list[VersionRange]:
    """Windows that follow each other put together, ascending."""
    found: list[VersionRange] = []
    for window in sorted(windows, key=point):
        last = found[-1] if found else None
        if last is not None and adjoin(last, window):
            found[-1] = VersionRange(last.minimum, window.maximum)
        else:
            found.append(window)
    return found


def hull(ranges: Iterable[VersionRange]) -> VersionRange:
    """The range from the first version of any range to the last."""
    known = list(ranges)
    lows, highs = [r.minimum for r in known if r.minimum], [r.maximum for r in known if r.maximum]
    return VersionRange(
        min(lows) if lows and len(lows) == len(known) else None,
        max(highs) if highs and len(highs) == len(known) else None,
    )


def after(version: Microversion | None) -> Microversion | None:
    """The version after one; ``None`` after the end of an open range."""
    return None if version is None else Microversion(version.major, version.minor + 1)


def before(version: Microversion) -> Microversion:
    """The version before one; minor -1 stands for whatever comes before the first of a major version."""
    return Microversion(version.major, version.minor - 1)
