"""Times as users say them, and as reports show them. All are epoch seconds; where no zone is said, UTC is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

HOUR, DAY, WEEK = 3600, 86400, 7 * 86400

_STEP = re.compile(r"([1-9]\d{0,5})([hd])")
_LATEST = 253_402_300_799
"""The last second of the year 9999."""


class TimeError(ValueError):
    """What was said is no time; the message is for people."""


def moment(text: str, end: bool = False) -> int:
    """Return the time that ``text`` means: epoch seconds, or a date with or without a time of day (ISO 8601).

    :param end: whether a date alone means its last second, not its first.
    :raises TimeError: if it is neither.
    """
    if text.isascii() and text.isdigit():
        return _within(int(text), text)
    try:
        found = datetime.fromisoformat(text)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        is_day = re.fullmatch(r"[\dW-]+", text) is not None
        return int((found + timedelta(days=1, seconds=-1) if end and is_day else found).timestamp())
    except (ValueError, OverflowError):
        raise TimeError(f"{text!r} is no time: write 2016-05-09, 2016-05-09T14:00 or epoch seconds") from None


def moments(lines: Iterable[str], name: str) -> list[int]:
    """Return the times of a file: epoch seconds, one a line; empty lines are passed over.

    :param name: how the file is called in messages.
    :raises TimeError: if a line is something else.
    """
    found = []
    for number, line in enumerate(lines, 1):
        word = line.strip()
        if word and not (word.isascii() and word.isdigit()):
            raise TimeError(f"{name}:{number}: {word[:40]!r} is no time: write epoch seconds, one a line")
        if word:
            found.append(_within(int(word), f"{name}:{number}"))
    return found


def step(text: str) -> int | None:
    """Return the seconds of a step such as ``1h`` or ``7d``; ``None`` for ``commit``: every change.

    :raises TimeError: if it is neither.
    """
    match = _STEP.fullmatch(text)
    if match:
        return int(match[1]) * (HOUR if match[2] == "h" else DAY)
    if text == "commit":
        return None
    raise TimeError(f"{text!r} is no step: write 1h, 1d or commit")


def _within(seconds: int, said: str) -> int:
    if seconds > _LATEST:
        raise TimeError(f"{said}: so late a time has no date: write epoch seconds, not milliseconds")
    return seconds


def date(seconds: float) -> str:
    """Return the day of a time, in UTC."""
    return utc(seconds).strftime("%Y-%m-%d")


def day_and_minute(seconds: float) -> str:
    """Return a time in UTC, to the minute."""
    return utc(seconds).strftime("%Y-%m-%d %H:%M")


def utc(seconds: float) -> datetime:
    """Return a time in UTC; what has no date is shown as the last or first one that there is."""
    return datetime.fromtimestamp(min(max(seconds, 0), _LATEST), UTC)
