"""Something counted, and the first exchange that showed it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

_MOST_NAMES = 500
_MOST_REASONS = 100
_OTHER_REASONS = "other reasons"
_K = TypeVar("_K")


class Mention(NamedTuple):
    """An exchange, by the id of its request (or empty), and by file and line."""

    request_id: str
    path: str
    line: int

    def __str__(self) -> str:
        return self.request_id or f"{self.path}:{self.line}"


@dataclass(slots=True)
class Tally:
    """Something counted, with the first exchange that showed it."""

    count: int
    first: Mention


def count(tallies: dict[_K, Tally], key: _K, mention: Mention) -> None:
    """Count one more of something, if it is known or not too many are."""
    known = tallies.get(key)
    if known is not None:
        known.count += 1
    elif len(tallies) < _MOST_NAMES:
        tallies[key] = Tally(1, mention)


def merge_tallies(own: dict[_K, Tally], other: dict[_K, Tally]) -> None:
    """Join tallies, of each the first mention of the left."""
    for key, tally in other.items():
        if key in own:
            own[key].count += tally.count
        elif len(own) < _MOST_NAMES:
            own[key] = tally


def count_reason(reasons: Counter[str], reason: str, number: int = 1) -> None:
    """Count a reason; those past the first hundred are counted together."""
    reasons[reason if reason in reasons or len(reasons) < _MOST_REASONS else _OTHER_REASONS] += number
