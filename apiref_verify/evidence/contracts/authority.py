"""Words for the parts of a contract that may judge."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from apiref_verify.model.contract import EVERY_PART, Part

ALL, NONE = "all", "none"


def parse_authority(text: str) -> frozenset[Part]:
    """The parts in a list such as ``"routes,requests"``; ``all`` and ``none`` are understood too.

    :raises ValueError: if a word is no part; the nearest one is offered.
    """
    return authority_of(word.strip() for word in text.split(","))


def authority_of(words: Iterable[str]) -> frozenset[Part]:
    """The parts of these names.

    :raises ValueError: if one is no part; the nearest one is offered.
    """
    parts: set[Part] = set()
    for word in words:
        if word == ALL:
            parts |= EVERY_PART
        elif word not in ("", NONE):
            parts.add(_part(word))
    return frozenset(parts)


def _part(word: str) -> Part:
    names = [part.value for part in Part]
    if word not in names:
        near = difflib.get_close_matches(word, [*names, ALL, NONE], 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join([*names, ALL, NONE])}"
        raise ValueError(f"{word!r} is no part of a contract: {hint}")
    return Part(word)
