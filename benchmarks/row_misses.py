"""What became of a changed row in its table, and why nothing is told of a property whose row is gone."""

from __future__ import annotations

import re
from dataclasses import dataclass

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.coverage import defers
from apiref_verify.matching.facts import Facts
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.model.reference import Parameter


@dataclass(frozen=True)
class Reason:
    """Why an error was missed; ``is_lax``: the evidence admits what the changed reference says."""

    text: str
    is_lax: bool = False

    def __str__(self) -> str:
        return self.text + (" (the evidence admits it)" if self.is_lax else "")


UNKNOWN = Reason("no reason known")


class Changed:
    """A changed row, and what the comparison of its table makes of it.

    ``node`` is the property that the unchanged row meant.
    """

    def __init__(self, row: Parameter, comparison: Comparison, node: Node, habits: Habits) -> None:
        self.row = row
        self.facts = Facts(comparison, habits)
        self.node = same_node(comparison, node)
        self.match = next((match for match in comparison.alignment.matches if match.row is row), None)

    def why_documented(self) -> Reason:
        """Why the property whose row is gone is not told to be undocumented."""
        node, facts = self.node, self.facts
        rows = [match.row for match in facts.matches.get(node, ())]
        if any(names.parts(row.name)[-1] == node.name for row in rows):
            return Reason("a row of the same name stands elsewhere in the table, and is taken for it")
        if rows:
            return Reason("another row is taken for it")
        if node in facts.mapped:
            return Reason("a placeholder row stands for it")
        if node.name in self.facts.comparison.sibling_names:
            return Reason("another operation on the route documents it", True)
        if any(above.name == ANY_KEY for above in node.ancestors):
            return Reason("it stands in a free map")
        if facts.skeleton.is_envelope(node):
            return Reason("the house documents no envelopes")
        if any(above not in facts.matches and not facts.skeleton.is_envelope(above) for above in node.ancestors):
            return Reason("the object that it stands in has no row either, and is told instead")
        if node.name in facts.row_names and facts.habits.one_row_for_levels:
            return Reason("its name has a row at another level, and the house has one row for all levels")
        if node.parent and not any(child in facts.matches for child in node.parent.children.values()):
            return Reason("no property of its object has a row")
        if defers(facts):
            return Reason("the text sends the reader elsewhere")
        if self._is_described():
            return Reason("the description of another row names it")
        if node.parent and re.search(r"links?$", node.parent.name):
            return Reason("its object is a link")
        beside = node.parent.children if node.parent else {}
        if beside.keys() <= {"id", "links"}:
            return Reason("its object only points to another")
        if sum(child in facts.matches for child in beside.values()) == 1:
            return Reason("of its object one property alone has a row, which may be a coincidence")
        return UNKNOWN

    def _is_described(self) -> bool:
        above = (
            [match.row.description for match in self.facts.matches.get(self.node.parent, ())]
            if self.node.parent
            else []
        )
        quoted = any(f"``{self.node.name}``" in row.description for row in self.facts.comparison.rows)
        return quoted or any(re.search(rf"(?<![\w-]){re.escape(self.node.name)}(?![\w-])", text) for text in above)


def same_node(comparison: Comparison, old: Node) -> Node:
    """The node of a property in another comparison of the same body."""
    node = comparison.skeleton.root
    for step in (*reversed(list(old.ancestors)), *([old] if old.parent else [])):
        node = node.children[step.name]
    return node
