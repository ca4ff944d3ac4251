"""Whether a regular expression can be read in so many ways that trying them all takes for ever.

An expression is judged as an automaton: a state for each set of characters in it, and a step from state to state for
each way to go on. The ways to read a text grow exponentially with its length if some loop can be gone through in two
ways by the same text, and as a power of the length if loops that take the same character follow one another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias, TypeVar

from apiref_verify.evidence.contracts.patterns.character_sets import CharacterSets, distinct

_parser: Any = import_module("re._parser")  # the only parser that understands what ``re`` does
_opcodes: Any = import_module("re._constants")

T = TypeVar("T")
Steps: TypeAlias = "dict[T, list[T]]"

LOOPS_IN_A_ROW = 3
"""So many loops in a row may take the same character: a text of a thousand such characters is still read at once."""

_MOST_COPIES = 8
_MOST_STATES = 200
_MOST_PAIRS = 100_000
_REPEATS = frozenset((_opcodes.MAX_REPEAT, _opcodes.MIN_REPEAT, _opcodes.POSSESSIVE_REPEAT))


def is_explosive(pattern: str) -> bool:
    """Whether the time to try a pattern on a text may grow beyond all bounds with the length of the text.

    :raises re.error: if Python does not understand it.
    """
    tree = _parser.parse(pattern)
    if not _has_nested_choices(tree, False) and _loops(tree) <= LOOPS_IN_A_ROW:
        return False
    sets = CharacterSets(_bounds(tree), bool(tree.state.flags & re.IGNORECASE))
    return _Automaton(sets).is_explosive(tree)


def _parts(node: Any) -> Iterator[Any]:
    """The trees that stand in an element of a tree."""
    operation, value = node
    if operation in _REPEATS:
        yield value[2]
    elif operation is _opcodes.BRANCH:
        yield from value[1]
    elif operation is _opcodes.SUBPATTERN:
        yield value[3]
    elif operation in (_opcodes.ASSERT, _opcodes.ASSERT_NOT):
        yield value[1]
    elif operation is _opcodes.ATOMIC_GROUP:
        yield value
    elif operation is _opcodes.GROUPREF_EXISTS:
        yield from (one for one in value[1:] if one is not None)


def _has_nested_choices(tree: Any, repeated: bool) -> bool:
    """Whether something in a repetition can be read in several ways."""
    for node in tree:
        operation, value = node
        is_choice = operation is _opcodes.BRANCH or (operation in _REPEATS and value[0] != value[1])
        if repeated and is_choice:
            return True
        inside = repeated or (operation in _REPEATS and value[1] > 1)
        if any(_has_nested_choices(part, inside) for part in _parts(node)):
            return True
    return False


def _loops(tree: Any) -> int:
    """How many repetitions a tree has that may go on."""
    own = sum(1 for operation, value in tree if operation in _REPEATS and value[1] > _MOST_COPIES)
    return own + sum(_loops(part) for node in tree for part in _parts(node))


def _bounds(tree: Any) -> Iterator[int]:
    """The characters that a tree names."""
    for operation, value in tree:
        if operation in (_opcodes.LITERAL, _opcodes.NOT_LITERAL):
            yield value
        elif operation is _opcodes.IN:
            for kind, one in value:
                if kind in (_opcodes.LITERAL, _opcodes.RANGE):
                    yield from (one,) if kind is _opcodes.LITERAL else one
        for part in _parts((operation, value)):
            yield from _bounds(part)


@dataclass(slots=True)
class _Piece:
    """A part of an automaton: the ways to pass it without a character, and its first and last states by their ways."""

    empty: int = 0
    first: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)


class _Automaton:
    """The automaton of one expression. ``sets`` are those of its characters."""

    def __init__(self, sets: CharacterSets) -> None:
        self._sets = sets
        self._takes: list[int] = []
        self._ways: Counter[tuple[int, int]] = Counter()
        self._has_exploded = False

    def is_explosive(self, tree: Any) -> bool:
        """Whether the automaton of a whole tree is."""
        self._sequence(tree)
        if self._has_exploded or len(self._takes) > _MOST_STATES:
            return True
        steps: Steps[int] = {state: [] for state in range(len(self._takes))}
        for before, after in self._ways:
            steps[before].append(after)
        return self._has_two_ways_around(steps) or self._has_loops_in_a_row(steps)

    def _has_two_ways_around(self, steps: Steps[int]) -> bool:
        loop_of = {state: number for number, loop in enumerate(components(steps)) for state in loop}
        if any(ways > 1 and loop_of[before] == loop_of[after] for (before, after), ways in self._ways.items()):
            return True
        pairs: Steps[tuple[int, int]] = {}
        waiting = [(state, state) for state in steps]
        while waiting:
            pair = waiting.pop()
            if pair not in pairs:
                if len(pairs) > _MOST_PAIRS:
                    return True
                pairs[pair] = [
                    (one, other)
                    for one in steps[pair[0]]
                    for other in steps[pair[1]]
                    if loop_of[one] == loop_of[other] == loop_of[pair[0]] and self._takes[one] & self._takes[other]
                ]
                waiting.extend(pairs[pair])
        return any(len({one == other for one, other in loop}) == 2 for loop in components(pairs))

    def _has_loops_in_a_row(self, steps: Steps[int]) -> bool:
        for character in distinct(self._takes):
            taking = {state for state in steps if self._takes[state] & character}
            if len(taking) > LOOPS_IN_A_ROW:
                inside = {state: [one for one in steps[state] if one in taking] for state in taking}
                if _longest(inside) > LOOPS_IN_A_ROW:
                    return True
        return False

    def _sequence(self, tree: Any) -> _Piece:
        piece = _Piece(empty=1)
        for node in tree:
            piece = self._joined(piece, self._element(*node))
        return piece

    def _joined(self, left: _Piece, right: _Piece) -> _Piece:
        self._link(left.last, right.first)
        return _Piece(
            left.empty * right.empty,
            left.first + _times(right.first, left.empty),
            right.last + _times(left.last, right.empty),
        )

    def _link(self, last: Counter[int], first: Counter[int]) -> None:
        for before, ways in last.items():
            for after, more in first.items():
                self._ways[before, after] += ways * more

    def _element(self, operation: Any, value: Any) -> _Piece:
        if operation in _REPEATS:
            return self._repeat(*value)
        if operation is _opcodes.BRANCH:
            return _either(map(self._sequence, value[1]))
        if operation is _opcodes.GROUPREF_EXISTS:
            return _either(self._sequence(one) if one is not None else _Piece(1) for one in value[1:])
        if operation in (_opcodes.SUBPATTERN, _opcodes.ATOMIC_GROUP):
            return self._sequence(value[3] if operation is _opcodes.SUBPATTERN else value)
        if operation in (_opcodes.ASSERT, _opcodes.ASSERT_NOT):
            self._has_exploded = self._has_exploded or _Automaton(self._sets).is_explosive(value[1])
            return _Piece(empty=1)
        if operation is _opcodes.AT:
            return _Piece(empty=1)
        if operation is _opcodes.GROUPREF:
            return self._looped(self._state(_opcodes.ANY, None), 0)
        return self._state(operation, value)

    def _repeat(self, low: int, high: int, tree: Any) -> _Piece:
        before = len(self._takes)
        piece = self._sequence(tree)
        size = len(self._takes) - before
        if piece.empty and _MOST_COPIES < high < _parser.MAXREPEAT:
            self._has_exploded = True  # each of so many times it may be there or not
        if high > _MOST_COPIES and not (low == high and size * high <= _MOST_STATES):
            return self._looped(piece, low)
        whole = piece if low else _optional(piece)
        for number in range(1, high):
            copy = self._sequence(tree)
            whole = self._joined(whole, copy if number < low else _optional(copy))
        return whole

    def _looped(self, piece: _Piece, low: int) -> _Piece:
        self._link(piece.last, piece.first)
        return piece if low else _optional(piece)

    def _state(self, operation: Any, value: Any) -> _Piece:
        self._takes.append(self._sets.taken(operation, value))
        one = Counter({len(self._takes) - 1: 1})
        return _Piece(0, one, one)


def _times(ways: Counter[int], number: int) -> Counter[int]:
    return Counter({state: count * number for state, count in ways.items() if number})


def _either(pieces: Iterable[_Piece]) -> _Piece:
    whole = _Piece()
    for piece in pieces:
        whole = _Piece(whole.empty + piece.empty, whole.first + piece.first, whole.last + piece.last)
    return whole


def _optional(piece: _Piece) -> _Piece:
    return _Piece(max(piece.empty, 1), piece.first, piece.last)


def components(steps: Steps[T]) -> list[list[T]]:
    """The strongly connected components of a graph, each after all that it leads to (Tarjan)."""
    found: list[list[T]] = []
    order: dict[T, int] = {}
    lowest: dict[T, int] = {}
    path: list[T] = []
    on_path: set[T] = set()
    for root in steps:
        work = [(root, iter(steps[root]))] if root not in order else []
        if work:
            order[root] = lowest[root] = len(order)
            path.append(root)
            on_path.add(root)
        while work:
            node, following = work[-1]
            after = next(following, None)
            if after is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == order[node]:
                    cut = path.index(node)
                    found.append(path[cut:])
                    on_path.difference_update(path[cut:])
                    del path[cut:]
            elif after not in order:
                order[after] = lowest[after] = len(order)
                path.append(after)
                on_path.add(after)
                work.append((after, iter(steps[after])))
            elif after in on_path:
                lowest[node] = min(lowest[node], order[after])
    return found


def _longest(steps: Steps[int]) -> int:
    """The largest number of loops on one way through a graph."""
    loops: dict[int, int] = {}
    for component in components(steps):
        following = {loops[after] for state in component for after in steps[state] if after in loops}
        is_loop = len(component) > 1 or component[0] in steps[component[0]]
        loops.update(dict.fromkeys(component, max(following, default=0) + is_loop))
    return max(loops.values(), default=0)
