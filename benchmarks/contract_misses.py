"""Why a planted error could not be seen, computed from the comparison of the changed table with the contract."""

from __future__ import annotations

from contract_mutations import ContractSubject
from row_misses import UNKNOWN, Changed, Reason
from row_mutations import Mutation

from apiref_verify.matching import names
from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.habits import Habits
from apiref_verify.matching.skeleton import ANY_KEY
from apiref_verify.matching.types import ANYTHING, admitted, said_to_be
from apiref_verify.model.contract import Standing
from apiref_verify.model.reference import Direction, Parameter, Place
from apiref_verify.model.version_axis import after, before
from apiref_verify.verification import Result


def _lax(text: str) -> Reason:
    return Reason(text, True)


_SIBLINGS = Reason("several operations share the route")


def reason_of(mutation: Mutation[ContractSubject], result: Result) -> Reason:
    """Why no new finding names the error of a mutation."""
    matching = result.matching.contracts[0]
    if mutation.subject is None or mutation.row is None:
        route = matching.routing.route(mutation.operation)
        if len(matching.routing.siblings(mutation.operation)) > 1:
            return _SIBLINGS
        unsure = route and any(promise.success.standing is Standing.INCOMPLETE for promise in route.live)
        return _lax("the contract says that there may be other codes") if unsure else UNKNOWN
    old = mutation.subject.comparison
    new = matching.of(mutation.operation, old.direction, old.place)
    if new is None:
        return Reason("the changed operation is no longer compared")
    seen = _Seen(mutation.subject, mutation.row, new, result.matching.habits)
    match mutation.kind:
        case "dropped" | "renamed":
            return seen.why_documented()
        case "added":
            return seen.why_not_absent()
        case "type" | "near type":
            return seen.why_of_that_type()
        case "required":
            return seen.why_not_flipped()
        case _:
            return seen.why_in_those_versions(mutation.kind == "min_version")


class _Seen(Changed):
    """A changed row, and what the comparison of its table with the contract makes of it."""

    def __init__(self, subject: ContractSubject, row: Parameter, comparison: Promised, habits: Habits) -> None:
        super().__init__(row, comparison, subject.node, habits)
        self.comparison = comparison

    def why_not_absent(self) -> Reason:
        """Why a bogus row is not told to be in no version of the contract."""
        if self.match is not None:
            return Reason(f"it is taken for {self.match.node.path} ({self.match.fit.name.lower()})")
        unmatched = next((u for u in self.comparison.alignment.unmatched if u.row is self.row), None)
        if unmatched is None:
            return Reason("it is no row of the body")
        if unmatched.under is not None:
            return Reason("it stands below a row that the contract does not have, and that is told instead")
        if self.row in self.facts.placeholders:
            return Reason("it is taken for the keys of a map")
        parent = unmatched.parent
        while parent.parent is not None and not (parent.is_container and (parent.children or parent.open_in)):
            parent = parent.parent
        indexes = {self.comparison.windows[number][1] for number in self.comparison.claimed(self.row)}
        here = indexes & parent.seen if parent.parent is not None else indexes
        if parent.is_map:
            return _lax("the object around it is a free map")
        if here and here <= parent.open_in:
            return _lax("the object around it is open")
        if not here:
            return Reason("the object around it is in no version that the row claims")
        if any(node.open_in and node.is_container and not node.children for node in self.facts.skeleton.nodes):
            return Reason("another object of the body is open, and could hold it")
        return UNKNOWN

    def why_of_that_type(self) -> Reason:
        """Why a type that is wrong is not told."""
        if self.match is None or self.match.node is not self.node:
            return Reason("with that type the row is not taken for the property, and nothing tells")
        if self.match.fit not in (Fit.LITERAL, Fit.DOTTED) or any(n.name == ANY_KEY for n in self.node.ancestors):
            return Reason("it stands in a free map")
        types = self._types()
        if types >= ANYTHING - {"null"}:
            return _lax("the schema gives no type")
        if types & admitted(self.row.type) - {"null"}:
            return _lax("the schema admits both types")
        if said_to_be(self.row.description, admitted(self.row.type), types - {"null"}):
            return Reason("the description speaks of both types")
        return UNKNOWN

    def _types(self) -> set[str]:
        return set().union(*(self.node.types_in[index] for index in self._indexes()))

    def _indexes(self) -> set[int]:
        numbers = self.comparison.claimed(self.row) & self.comparison.shown(self.node)
        return {self.comparison.windows[number][1] for number in numbers}

    def why_not_flipped(self) -> Reason:
        """Why nothing is told of a row that is required now, or no longer is."""
        node, indexes = self.node, self._indexes()
        if self.comparison.siblings:
            always = indexes <= node.required_in and all(indexes <= above.required_in for above in node.ancestors)
            text = "several operations share the route, and what this one needs may differ"
            return _SIBLINGS if always and not self.row.required else _lax(text)
        if len(self.facts.matches.get(node, ())) > 1:
            return Reason("several rows mean the property")
        if any(above.name == ANY_KEY for above in node.ancestors):
            return Reason("it stands in a free map")
        if self.row.required:
            return self._why_not_optional(indexes)
        if not indexes & node.required_in:
            return _lax("the schema does not require it")
        if not indexes <= node.required_in:
            return _lax("the schema requires it in some versions only")
        if not all(indexes <= above.required_in for above in node.ancestors):
            return Reason("an object that it stands in is optional")
        return UNKNOWN

    def _why_not_optional(self, indexes: set[int]) -> Reason:
        parent = self.node.parent
        if indexes <= self.node.required_in:
            return _lax("the schema requires it")
        if indexes & self.node.required_in:
            return _lax("the schema requires it in some versions")
        if parent is None or indexes & self.node.disputed_in:
            return Reason("what is required depends on a choice in the schema")
        if self.comparison.direction is Direction.RESPONSE:
            return _lax("the schema of the answer requires nothing in its object")
        return Reason("the body of the request is open")

    def why_in_those_versions(self, lower: bool) -> Reason:
        """Why a bound that is wrong is not told."""
        node, comparison = self.node, self.comparison
        if self.match is None or self.match.node is not node:
            return Reason("in those versions the row is not taken for the property, and nothing tells")
        if node.name in comparison.sibling_names:
            return Reason("another operation on the route documents it")
        if any(above.name == ANY_KEY for above in node.ancestors):
            return Reason("it stands in a free map")
        own = [match.row for match in self.facts.matches.get(node, ())]
        same = {names.clean(row.name) for row in own}
        if any(names.clean(row.name) in same and row not in own for row in comparison.rows):
            return Reason("its name stands elsewhere in the table")
        above = comparison.shown(node.parent) if node.parent and node.parent.parent else comparison.every_window
        claimed = {number for row in own for number in comparison.claimed(row)}
        promised = comparison.shown(node)
        if claimed & above == promised:
            twins = "another row of the property claims the versions"
            return Reason(twins if len(own) > 1 else "it differs only in versions in which its object is not there")
        if self._is_narrower(claimed, promised, lower) and not self._is_certain(promised - claimed):
            return _lax("the API need not have it in the versions that the row leaves out")
        if node.is_top and self._is_told(claimed ^ promised):
            return Reason("the text of the operation names the version")
        return UNKNOWN

    def _is_told(self, numbers: set[int]) -> bool:
        """Whether the text of the operation names a version where something begins or ends."""
        limits = [self.comparison.windows[number][0] for number in numbers]
        ends = {end for limit in limits for end in (limit.minimum, limit.maximum) if end}
        around = {other for end in ends for other in (before(end), end, after(end)) if other}
        return any(end.is_named_in(self.comparison.operation.text) for end in around)

    @staticmethod
    def _is_narrower(claimed: set[int], promised: set[int], lower: bool) -> bool:
        if not claimed or not promised:
            return False
        return min(claimed) > min(promised) if lower else max(claimed) < max(promised)

    def _is_certain(self, numbers: set[int]) -> bool:
        """Whether a contract says for sure that a property is there: in an answer, only what it requires."""
        if self.comparison.place is Place.QUERY:
            return len({id(promise.query) for promise in self.comparison.promises}) > 1
        required = any(self.comparison.windows[number][1] in self.node.required_in for number in numbers)
        return required or self.comparison.direction is Direction.REQUEST
