"""What a user says of a contract: where it is to be had, and what it may judge."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from apiref_verify.model.contract import EVERY_PART, Part

_ALL, _NONE = "all", "none"


class UnknownPartError(ValueError):
    """A word that is no part of a contract; the message offers the nearest."""


@dataclass(frozen=True, slots=True)
class ContractSource:
    """Where a contract comes from.

    ``source`` is a file, a folder, or the name of an installed service. ``authority`` has the parts that may judge;
    ``None`` leaves that to the source. ``python`` is the interpreter or virtual environment that has the service.
    ``allow_remote`` lets a document refer to others by URL.
    """

    source: str
    authority: frozenset[Part] | None = None
    python: str | None = None
    allow_remote: bool = False


def parts_of(words: Iterable[str]) -> frozenset[Part]:
    """The parts of a contract that words name; ``all`` and ``none`` are understood too.

    :raises UnknownPartError: for a word that names none; the nearest is offered.
    """
    found: set[Part] = set()
    known = [*(part.value for part in Part), _ALL, _NONE]
    for word in (word.strip().lower() for word in words):
        if word == _ALL:
            found |= EVERY_PART
        elif word in known[: len(Part)]:
            found.add(Part(word))
        elif word not in ("", _NONE):
            near = difflib.get_close_matches(word, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(known)}"
            raise UnknownPartError(f"{word!r} is no part of a contract: {hint}")
    return frozenset(found)
