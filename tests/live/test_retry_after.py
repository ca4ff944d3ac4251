"""Retry-After, in both its forms and in none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.live.asking.retry_after import seconds_of
from tests.builders import PROPERTY

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_seconds_and_dates() -> None:
    assert seconds_of("120", NOW) == 120
    assert seconds_of(" 0 ", NOW) == 0
    assert seconds_of("Sun, 01 Mar 2026 12:00:30 GMT", NOW) == 30
    assert seconds_of("Sun, 01 Mar 2026 12:00:30", NOW) == 30
    assert seconds_of("Sun, 01 Mar 2026 13:00:30 +0100", NOW) == 30


def test_what_is_past_is_now() -> None:
    assert seconds_of("Sat, 28 Feb 2026 12:00:00 GMT", NOW) == 0


@PROPERTY
@given(st.integers(0, 10**8))
def test_a_date_means_what_the_seconds_mean(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert seconds_of(date, NOW) == seconds_of(str(seconds), NOW) == seconds


@PROPERTY
@given(st.text())
def test_anything_else_is_no_wish(text: str) -> None:
    found = seconds_of(text, NOW)
    assert found is None or found >= 0


def test_wishes_that_are_none() -> None:
    for text in ("", "soon", "-1", "1.5", "12e3", "9" * 30, "Sun, 99 Foo 2026 25:61:61 GMT"):
        assert seconds_of(text, NOW) is None
