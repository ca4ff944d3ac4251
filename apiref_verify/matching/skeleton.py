"""The skeleton of a body: one tree merged from every piece of evidence for one direction of one operation.

Only properties are nodes; the items of an array belong to the node of the array, and the values of a free map are
merged into one child named ``*``. Each node knows in which instances it stands, so that a verdict can be true to the
microversion.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from apiref_verify.matching.types import json_type
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

ANY_KEY = "*"
_DEEPEST = 60
_MOST_EXAMPLES = 8
_MAP_NAMES = re.compile(
    r"^(meta|metadata|meta_data|\w+_metadata|extra_specs|\w+_specs|extra|properties|scheduler_hints|os:scheduler_hints|"
    r"labels|capabilities_filter|environment_files|files)$"
)
_DATA_KEY = re.compile(
    r"^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{32}|\d+|\d+\.\d+\.\d+\.\d+(?:/\d+)?|[0-9a-f:]*::[0-9a-f:]*|"
    r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}|\w+://.*|/.*|[<{].*[>}]|\$.*|[^\s]*\s[^\s].*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Instance:
    """One piece of evidence of one version, if it is known: a sample with its body, what exchanges show, or a promise.

    ``exact`` is false where the version is only a lower bound: "since 2.51". A promise has no body, and ``versions``
    instead of one version. ``count`` is how many bodies it stands for.
    """

    kind: str
    origin: str
    body: Any
    version: Microversion | None
    location: Location
    inline: bool = False
    exact: bool = True
    versions: VersionRange = EVERY_VERSION
    count: int = 1

    @property
    def span(self) -> VersionRange:
        """The versions that it is evidence of; all where its version is not known."""
        return self.versions if self.version is None else VersionRange(self.version, self.version)


@dataclass(slots=True, eq=False)
class Node:
    """A property of the body.

    ``types`` are the JSON types seen (``types_in`` by instance; of the items: ``items``), ``seen`` the instances,
    ``filled`` those where it is an object or array with something inside. Only schemas tell where it is required
    (``required_in``), where only some branches of a choice require it (``disputed_in``), where it may hold more than
    they name (``open_in``), and which patterns the names of these follow (``patterns_in``).
    """

    name: str
    parent: Node | None
    depth: int
    children: dict[str, Node] = field(default_factory=dict)
    types: set[str] = field(default_factory=set)
    types_in: dict[int, set[str]] = field(default_factory=dict)
    items: set[str] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    filled: set[int] = field(default_factory=set)
    examples: list[Any] = field(default_factory=list)
    key_sets: list[frozenset[str]] = field(default_factory=list)
    pointers: dict[int, str] = field(default_factory=dict)
    required_in: set[int] = field(default_factory=set)
    open_in: set[int] = field(default_factory=set)
    disputed_in: set[int] = field(default_factory=set)
    patterns_in: dict[int, set[str]] = field(default_factory=dict)

    @property
    def is_container(self) -> bool:
        """Whether it holds, or may hold, other properties."""
        return "object" in self.types or "object" in self.items or ("array" in self.types and not self.items)

    @property
    def is_top(self) -> bool:
        """Whether it is the body itself or stands directly in it."""
        return self.parent is None or self.parent.parent is None

    @property
    def is_null(self) -> bool:
        """Whether no value but null was seen."""
        return self.types <= {"null"}

    @property
    def is_map(self) -> bool:
        """Whether any key may stand in it."""
        return ANY_KEY in self.children

    @property
    def ancestors(self) -> Iterator[Node]:
        """The named nodes above, nearest first, without the root."""
        node = self.parent
        while node is not None and node.parent is not None:
            yield node
            node = node.parent

    @property
    def path(self) -> str:
        """The dotted path from the body's root."""
        return ".".join([*(node.name for node in reversed(list(self.ancestors))), self.name])

    def walk(self) -> Iterator[Node]:
        """All nodes below, parents first."""
        for child in self.children.values():
            yield child
            yield from child.walk()


@dataclass(slots=True)
class Skeleton:
    """The merged tree, with the instances that it was made of and its nodes by name."""

    root: Node
    instances: list[Instance]
    nodes: list[Node]
    by_name: dict[str, list[Node]]

    def is_envelope(self, node: Node) -> bool:
        """Whether a property holds others and stands alone at the top of every body that has it."""
        sets = [keys for keys in self.root.key_sets if node.name in keys]
        alone = bool(sets) and all(len(keys) == 1 for keys in sets)
        return node.parent is self.root and node.is_container and alone and node.name != ANY_KEY

    @property
    def envelope(self) -> Node | None:
        """The single property at the top of every instance, if it holds others."""
        tops = list(self.root.children.values())
        return tops[0] if len(tops) == 1 and tops[0].is_container and tops[0].name != ANY_KEY else None


def build(instances: Iterable[Instance], free_names: frozenset[str] = frozenset()) -> Skeleton:
    """Merge the bodies of ``instances``; properties named in ``free_names`` are known to be free maps."""
    known = list(instances)
    root = Node("", None, 0)
    for index, instance in enumerate(known):
        _merge(root, instance.body, index, "", free_names)
    return skeleton_of(root, known)


def skeleton_of(root: Node, instances: list[Instance]) -> Skeleton:
    """The tree below ``root``, with its nodes at hand."""
    nodes = list(root.walk())
    by_name: dict[str, list[Node]] = {}
    for node in nodes:
        by_name.setdefault(node.name, []).append(node)
    return Skeleton(root, instances, nodes, by_name)


def _merge(node: Node, value: Any, index: int, pointer: str, free_names: frozenset[str]) -> None:
    """Merge one value into its node, and what it holds into the nodes below."""
    node.seen.add(index)
    node.pointers.setdefault(index, pointer)
    kind = json_type(value)
    node.types.add(kind)
    node.types_in.setdefault(index, set()).add(kind)
    if len(node.examples) < _MOST_EXAMPLES:
        node.examples.append(value)
    stack: list[tuple[Any, str]] = [(value, pointer)]
    while stack:
        current, where = stack.pop()
        if isinstance(current, list):
            if current is not value:
                node.items.add("array")
            for number, item in enumerate(current):
                kind = json_type(item)
                if kind == "array":
                    stack.append((item, f"{where}/{number}"))
                    continue
                node.items.add(kind)
                if kind == "object":
                    _merge_object(node, item, index, f"{where}/{number}", free_names, in_array=True)
                else:
                    node.filled.add(index)
        elif isinstance(current, dict):
            _merge_object(node, current, index, where, free_names)


def _merge_object(
    node: Node, value: dict[str, Any], index: int, pointer: str, free_names: frozenset[str], in_array: bool = False
) -> None:
    if node.depth >= _DEEPEST:
        return
    if value:
        node.filled.add(index)
        node.key_sets.append(frozenset(value))
    free = (node.is_map and not in_array) or node.name in free_names or is_free_map(node.name, value)
    for key, child_value in value.items():
        name = ANY_KEY if free else key
        child = node.children.get(name)
        if child is None:
            child = node.children[name] = Node(name, node, node.depth + 1)
        step = key.replace("~", "~0").replace("/", "~1")
        _merge(child, child_value, index, f"{pointer}/{step}", free_names)


def is_free_map(name: str, value: dict[str, Any]) -> bool:
    """Whether the keys of an object look like data, or its name is one that maps go by."""
    if not value:
        return False
    if _MAP_NAMES.match(name):
        return all(not isinstance(item, dict | list) for item in value.values()) or all(map(_DATA_KEY.match, value))
    keys = list(value)
    if all(_DATA_KEY.match(key) for key in keys):
        return True
    capitals = [key.isupper() and len(key) > 1 for key in keys]
    return all(capitals) or (any(capitals) and _are_alike(list(value.values())))


def _are_alike(values: list[Any]) -> bool:
    """Whether values are objects with the same keys, several of them."""
    first = values[0].keys() if isinstance(values[0], dict) else ()
    return len(first) > 1 and all(isinstance(value, dict) and value.keys() == first for value in values)
