"""The skeleton of a body as a contract promises it: the schemas of all versions merged into one tree.

A promise takes the part that a sample has elsewhere: a node's ``seen`` are the numbers of the promises that have the
property, and ``types_in`` gives its types by promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from apiref_verify.matching.contracts.shape import Shape, Shapes
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node, Skeleton, skeleton_of
from apiref_verify.model.contract import Contract, Promise, Schema
from apiref_verify.model.location import Location

_DEEPEST = 24
_MOST_VISITS = 50_000


def instances_of(contract: Contract, promises: Iterable[Promise]) -> list[Instance]:
    """Promises as evidence."""
    place = Location(contract.path or str(contract.provenance))
    name = str(contract.provenance)
    return [Instance("contract", name, None, None, place, versions=promise.versions) for promise in promises]


def promised(instances: list[Instance], schemas: Sequence[Sequence[Schema]]) -> Skeleton:
    """Merge the schemas of each promise: ``schemas`` has those of the instance of its number, one of which holds."""
    root = Node("", None, 0)
    by_schema: dict[tuple[int, ...], tuple[Sequence[Schema], set[int]]] = {}
    for index, alternatives in enumerate(schemas):
        by_schema.setdefault(tuple(map(id, alternatives)), (alternatives, set()))[1].add(index)
    for alternatives, indexes in by_schema.values():
        if alternatives:
            schema = alternatives[0] if len(alternatives) == 1 else {"anyOf": list(alternatives)}
            _Tree(Shapes(schema), frozenset(indexes)).merge(root, [schema], ())
    for index in range(len(instances)):
        tops = [child for child in root.children.values() if index in child.seen]
        needed = [child for child in tops if index in child.required_in]
        if tops:
            root.key_sets.append(frozenset(child.name for child in needed or tops))
    return skeleton_of(root, instances)


class _Tree:
    """Merges one schema, which the promises of ``indexes`` share, into the nodes of all."""

    def __init__(self, shapes: Shapes, indexes: frozenset[int]) -> None:
        self.shapes = shapes
        self.indexes = indexes
        self._visits = 0

    def merge(self, node: Node, schemas: Iterable[Schema], above: tuple[int, ...]) -> None:
        """Merge the schemas of one property into its node; ``above`` are those that it stands in."""
        found = [self.shapes.of(schema) for schema in schemas if id(schema) not in above]
        self._visits += 1
        if not found or node.depth > _DEEPEST or self._visits > _MOST_VISITS:
            return
        within = (*above, *(id(schema) for schema in schemas))
        node.seen |= self.indexes
        types = set.intersection(*(shape.types for shape in found)) or set().union(*(s.types for s in found))
        node.types |= types
        for index in self.indexes:
            node.types_in.setdefault(index, set()).update(types)
        for shape in found:
            self._merge_shape(node, shape, within)

    def _merge_shape(self, node: Node, shape: Shape, above: tuple[int, ...]) -> None:
        if "object" in shape.types:
            self._merge_object(node, shape, above)
        if "array" in shape.types and shape.items:
            self._merge_items(node, shape.items, above)
        elif "array" in shape.types:
            node.open_in |= self.indexes

    def _merge_object(self, node: Node, shape: Shape, above: tuple[int, ...]) -> None:
        if shape.is_open:
            node.open_in |= self.indexes
        if shape.patterns:
            for index in self.indexes:
                node.patterns_in.setdefault(index, set()).update(shape.patterns)
        if shape.properties or shape.maps:
            node.filled |= self.indexes
        for name, schemas in shape.properties.items():
            if all(schema is False for schema in schemas):
                continue
            child = self._child(node, name)
            self.merge(child, schemas, above)
            if name in shape.required:
                child.required_in |= self.indexes
            if name in shape.disputed:
                child.disputed_in |= self.indexes
        for schema in shape.maps:
            self.merge(self._child(node, ANY_KEY), [schema], above)

    def _merge_items(self, node: Node, items: list[Schema], above: tuple[int, ...]) -> None:
        """Items belong to the node of their array, those of arrays in arrays too."""
        own = [item for item in items if id(item) not in above]
        if own:
            shape = self.shapes.of_items(own)
            node.items |= shape.types
            self._merge_shape(node, shape, (*above, *map(id, own)))

    def _child(self, node: Node, name: str) -> Node:
        child = node.children.get(name)
        if child is None:
            child = node.children[name] = Node(name, node, node.depth + 1)
        return child
