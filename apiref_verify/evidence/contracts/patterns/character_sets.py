"""Sets of characters of one regular expression, as numbers whose bits stand for the characters it can tell apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

_opcodes: Any = import_module("re._constants")  # what the parser of ``re`` calls the elements of an expression

_SAMPLES = tuple(map(ord, "0a_ \n!\u00e9\u0663\u3000"))
_LAST = 0x10FFFF

_CATEGORIES: dict[Any, Callable[[str], bool]] = {
    _opcodes.CATEGORY_DIGIT: str.isdecimal,
    _opcodes.CATEGORY_SPACE: str.isspace,
    _opcodes.CATEGORY_WORD: lambda text: text.isalnum() or text == "_",
}
_OPPOSITES = {
    _opcodes.CATEGORY_NOT_DIGIT: _opcodes.CATEGORY_DIGIT,
    _opcodes.CATEGORY_NOT_SPACE: _opcodes.CATEGORY_SPACE,
    _opcodes.CATEGORY_NOT_WORD: _opcodes.CATEGORY_WORD,
}


class CharacterSets:
    """Knows one sample of all characters that nothing tells apart; ``bounds`` are those where something changes."""

    def __init__(self, bounds: Iterable[int], ignore_case: bool) -> None:
        found = {one for bound in (*bounds, *_SAMPLES) for one in (bound - 1, bound, bound + 1) if 0 <= one <= _LAST}
        self._cases = [(ord(a), ord(b)) for one in found for a, b in _pairs(chr(one))] if ignore_case else []
        self._samples = sorted({*found, *(one for pair in self._cases for one in pair)})
        self._all = (1 << len(self._samples)) - 1
        self._categories: dict[Any, int] = {}

    def taken(self, operation: Any, value: Any) -> int:
        """The set that one element of a parsed expression takes."""
        taken = self._taken(operation, value)
        for one, other in self._cases:
            if taken & self._range(one, one) or taken & self._range(other, other):
                taken |= self._range(one, one) | self._range(other, other)
        return taken

    def _taken(self, operation: Any, value: Any) -> int:
        if operation is _opcodes.IN:
            is_negated = value[0][0] is _opcodes.NEGATE
            taken = 0
            for kind, one in value[is_negated:]:
                taken |= self._taken(kind, one)
            return self._all ^ taken if is_negated else taken
        if operation is _opcodes.LITERAL:
            return self._range(value, value)
        if operation is _opcodes.NOT_LITERAL:
            return self._all ^ self._range(value, value)
        if operation is _opcodes.RANGE:
            return self._range(*value)
        if operation is _opcodes.CATEGORY:
            return self._all ^ self._category(_OPPOSITES[value]) if value in _OPPOSITES else self._category(value)
        return self._all

    def _range(self, low: int, high: int) -> int:
        return (1 << bisect_right(self._samples, high)) - (1 << bisect_left(self._samples, low))

    def _category(self, category: Any) -> int:
        if category not in self._categories:
            belongs = _CATEGORIES[category]
            bits = (1 << number for number, one in enumerate(self._samples) if belongs(chr(one)))
            self._categories[category] = sum(bits)
        return self._categories[category]


def _pairs(character: str) -> list[tuple[str, str]]:
    """A character with each of its other cases that is one character."""
    return [(character, other) for other in (character.lower(), character.upper()) if len(other) == 1]


def distinct(sets: Iterable[int]) -> list[int]:
    """The smallest sets that all of these are made of: characters that are always taken together."""
    parts: list[int] = []
    for one in dict.fromkeys(sets):
        divided = [piece for part in parts for piece in (part & one, part & ~one) if piece]
        rest = one
        for part in parts:
            rest &= ~part
        parts = [*divided, rest] if rest else divided
    return parts
