"""What a user says of a contract: where it is to be had, and what it may judge."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from apiref_verify.model.contract import Part


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
    """The parts of a contract that words name.

    :raises UnknownPartError: for a word that names none.
    """
    found = set()
    for word in words:
        name = word.strip().lower()
        if name not in set(Part):
            near = difflib.get_close_matches(name, list(Part), n=1)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(Part)}"
            raise UnknownPartError(f"{word.strip()!r} is no part of a contract: {hint}")
        found.add(Part(name))
    return frozenset(found)
