"""Counting what stands in bodies: one tree of properties, whatever many bodies it was made of."""

from __future__ import annotations

from typing import Any, TypeAlias

from apiref_verify.matching.skeleton import ANY_KEY, is_free_map
from apiref_verify.matching.types import json_type
from apiref_verify.model.observed.tally import Mention
from apiref_verify.model.observed.trace import MOST_CHILDREN, Trace

_DEEPEST = 60
_MOST_TRACES = 200_000
_LONGEST_NAME = 200
_LONGEST_EXAMPLE = 100
_MAP = frozenset((ANY_KEY,))
_Steps: TypeAlias = "tuple[_Steps, str | int] | None"


class Room:
    """How many properties may still be kept, of all bodies together."""

    def __init__(self, left: int = _MOST_TRACES) -> None:
        self.left = left


class BodyTally:
    """Adds one body after another to a trace.

    An object is counted whole or not at all: not where it has a key too long to be a name, or where its keys would be
    too many, in one place or in all.
    """

    def __init__(self, root: Trace, room: Room | None = None) -> None:
        self._root = root
        self._room = room or Room()
        self._mention = root.first
        self._seen: set[int] = set()

    def add(self, body: Any, mention: Mention) -> None:
        """Count one more body."""
        self._mention = mention
        self._seen.clear()
        self._add(self._root, "", body, None, 0)

    def _add(self, trace: Trace, name: str, value: Any, steps: _Steps, depth: int) -> None:
        trace.count += 1
        if id(trace) not in self._seen:
            self._seen.add(id(trace))
            trace.bodies += 1
        kind = type(value)
        trace.types[json_type(value)] += 1
        if kind is str:
            trace.add_example(value[:_LONGEST_EXAMPLE])
        elif kind is dict:
            self._add_object(trace, name, value, steps, depth)
        elif kind is list:
            self._add_items(trace, name, value, steps, depth)
        elif value is not None:
            trace.add_example(value)

    def _add_items(self, trace: Trace, name: str, items: list[Any], steps: _Steps, depth: int) -> None:
        trace.filled += bool(items)
        for number, item in enumerate(items):
            trace.items[json_type(item)] += 1
            if isinstance(item, dict):
                self._add_object(trace, name, item, (steps, number), depth)
            elif isinstance(item, list) and depth < _DEEPEST:
                self._add_items(trace, name, item, (steps, number), depth + 1)

    def _add_object(self, trace: Trace, name: str, value: dict[str, Any], steps: _Steps, depth: int) -> None:
        if depth >= _DEEPEST or not value:
            return
        free = len(value) > MOST_CHILDREN or is_free_map(name, value)
        keys = _MAP if free else frozenset(value)
        if keys not in trace.key_sets and not self._has_room(trace, keys):
            return
        trace.objects += 1
        trace.filled += 1
        trace.add_keys(keys, 1, self._mention)
        for key, child_value in value.items():
            child_name = ANY_KEY if free else key
            child = trace.children.get(child_name)
            if child is None:
                child = trace.children[child_name] = Trace(self._mention, _pointer((steps, key)))
                self._room.left -= 1
            self._add(child, child_name, child_value, (steps, key), depth + 1)

    def _has_room(self, trace: Trace, keys: frozenset[str]) -> bool:
        """Whether all keys of an object can be kept."""
        new = keys - trace.children.keys()
        return (
            len(new) <= min(self._room.left, MOST_CHILDREN - len(trace.children))
            and max(map(len, keys)) <= _LONGEST_NAME
        )


def _pointer(steps: _Steps) -> str:
    """A JSON pointer (RFC 6901)."""
    if steps is None:
        return ""
    before, step = steps
    return f"{_pointer(before)}/{str(step)[:_LONGEST_NAME].replace('~', '~0').replace('/', '~1')}"
