"""The facts about one comparison that its verdicts share."""

from __future__ import annotations

import re

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Match
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import ANY_KEY, Instance, Node
from apiref_verify.matching.types import admitted
from apiref_verify.model.reference import Parameter


class Facts:
    """What is known of a comparison in a house with these habits.

    ``matches`` are the rows of each node; ``mapped`` are nodes that the rows in ``placeholders`` stand for;
    ``misnamed`` nodes and ``renamed`` rows have been told of already.
    """

    def __init__(self, comparison: Comparison, habits: Habits) -> None:
        self.comparison = comparison
        self.habits = habits
        self.skeleton = comparison.skeleton
        self.matches: dict[Node, list[Match]] = {}
        for match in comparison.alignment.matches:
            self.matches.setdefault(match.node, []).append(match)
        self.row_names = {
            level for row in comparison.rows for level in (names.parts(row.name)[-1], names.bare(row.name))
        }
        self.mapped: set[Node] = set()
        self.placeholders: set[Parameter] = set()
        self.misnamed: set[Node] = set()
        self.renamed: set[Parameter] = set()
        self._find_placeholders()

    def in_url(self, name: str) -> bool:
        """Whether a name is a variable of the operation's URL."""
        return bool(re.search(rf"[{{<]{re.escape(name)}[}}>]", self.comparison.operation.url))

    def has_row(self, node: Node) -> bool:
        """Whether a row means the node, if by a wrong name."""
        return node in self.matches or node in self.misnamed

    def subtree_has_rows(self, node: Node) -> bool:
        """Whether a row means anything below the node."""
        return any(below in self.matches for below in node.walk())

    def instances_of(self, node: Node) -> tuple[Instance, ...]:
        """The instances that have the node."""
        return tuple(self.comparison.instances(node.seen))

    def _find_placeholders(self) -> None:
        """Pair unmatched rows that may stand for any key with the undocumented properties in their place."""
        for unmatched in self.comparison.alignment.unmatched:
            row = unmatched.row
            if any(self._names_keys(row, owner) for owner in (unmatched.parent, unmatched.after)):
                self.placeholders.add(row)
            if names.parts(row.name)[-1].isupper():
                self._map_capitals(row)
            for owner in (unmatched.after, unmatched.parent, self.skeleton.root):
                free = [n for n in owner.children.values() if n not in self.matches]
                if free and self._may_stand_for(row, free, owner):
                    self.placeholders.add(row)
                    self.mapped.update(free)
                    break

    def _map_capitals(self, row: Parameter) -> None:
        """Take a name in capitals (``RESOURCE_CLASS``) for all in capitals (``VCPU``) that have no row of their own."""
        free = [node for node in self.skeleton.nodes if node.name.isupper() and node not in self.matches]
        if free:
            self.placeholders.add(row)
            self.mapped.update(free)

    def _names_keys(self, row: Parameter, owner: Node) -> bool:
        """Whether a row may say something of the keys of a map, or of the objects that it holds."""
        values = owner.children.get(ANY_KEY)
        return values is not None and (values.is_container or names.is_placeholder(row.name))

    def _may_stand_for(self, row: Parameter, free: list[Node], owner: Node) -> bool:
        """Whether a row may mean every property of ``free``: it is a placeholder, or of their container type."""
        if any(node in self.matches for node in owner.children.values()):
            return False
        name = names.clean(row.name)
        if names.is_placeholder(name) or self.in_url(name):
            return True
        types = admitted(row.type) - {"null"}
        return len(free) > 1 and types <= {"object", "array"} and all(node.types & types for node in free)
