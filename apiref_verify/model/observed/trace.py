"""What was seen of bodies: a tree of properties, whatever many bodies it was made of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.model.observed.tally import Mention

MOST_CHILDREN = 500
"""An object with more keys than this is taken for a map."""

_MOST_EXAMPLES = 4
_MOST_KEY_SETS = 24


@dataclass(slots=True)
class KeySet:
    """How many objects had just these keys, and the first of them."""

    count: int
    first: Mention


@dataclass(slots=True)
class Trace:
    """What was seen of one property, or of a whole body.

    ``bodies`` is how many bodies had it, ``objects`` how many objects stood in it (each item of an array counts), and
    ``count`` how many of the objects around it had it. ``types`` and ``items`` count JSON types, of values and of items
    of arrays; ``filled`` counts those that held something. ``examples`` are a few plain values, ``first`` is the first
    exchange that had it, with the JSON pointer there.
    """

    first: Mention
    pointer: str = ""
    bodies: int = 0
    count: int = 0
    objects: int = 0
    filled: int = 0
    types: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    examples: list[Any] = field(default_factory=list)
    key_sets: dict[frozenset[str], KeySet] = field(default_factory=dict)
    children: dict[str, Trace] = field(default_factory=dict)

    def merge(self, other: Trace) -> None:
        """Join what another part saw of the same property."""
        self.bodies += other.bodies
        self.count += other.count
        self.objects += other.objects
        self.filled += other.filled
        self.types += other.types
        self.items += other.items
        for example in other.examples:
            self.add_example(example)
        for keys, found in other.key_sets.items():
            self.add_keys(keys, found.count, found.first)
        for name, child in other.children.items():
            own = self.children.get(name)
            if own is not None:
                own.merge(child)
            elif len(self.children) < MOST_CHILDREN:
                self.children[name] = child

    def add_example(self, value: Any) -> None:
        """Keep a plain value, if few are kept yet and none like it."""
        if len(self.examples) < _MOST_EXAMPLES:
            for example in self.examples:
                if example == value and type(example) is type(value):
                    return
            self.examples.append(value)

    def add_keys(self, keys: frozenset[str], count: int, first: Mention) -> None:
        """Count objects with just these keys, as long as there are not too many kinds of them."""
        known = self.key_sets.get(keys)
        if known is not None:
            known.count += count
        elif len(self.key_sets) < _MOST_KEY_SETS:
            self.key_sets[keys] = KeySet(count, first)
