"""Why an error that exchanges contradict was not told, computed from the comparison of the changed table with them."""

from __future__ import annotations

from exchange_mutations import ExchangeSubject
from row_misses import UNKNOWN, Changed, Reason
from row_mutations import Mutation

from apiref_verify.matching import names
from apiref_verify.matching.absence import is_conditional, is_elsewhere, is_for_few
from apiref_verify.matching.alignment import Fit, Unmatched
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.habits import Habits, is_alphabetical
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.types import admitted, said_to_be
from apiref_verify.model.reference import Direction, Operation
from apiref_verify.rules.codes import FRAMEWORK_ERRORS
from apiref_verify.verification import Result

_UNLIKE = Reason("the objects that lack it have little else of what is required, or of those that have it")


def reason_of(mutation: Mutation[ExchangeSubject], result: Result) -> Reason:
    """Why no new finding names the error of a mutation in a row."""
    subject, row, exchanges = mutation.subject, mutation.row, result.matching.exchanges
    assert subject is not None and row is not None and exchanges is not None
    new = exchanges.compared(mutation.operation, subject.comparison.direction)
    if new is None:
        return Reason("the changed operation is no longer compared")
    node = subject.node or new.skeleton.root
    seen = _Seen(mutation, new, node, result.matching.habits)
    match mutation.kind:
        case "dropped" | "renamed" if subject.node:
            return seen.why_not_missed()
        case "added" | "renamed":
            return seen.why_not_absent()
        case "type" | "near type":
            return seen.why_of_that_type()
        case "made required":
            return seen.why_not_demanded()
        case _:
            return seen.why_in_those_versions()


def code_reason_of(mutation: Mutation[ExchangeSubject], old: Operation) -> Reason:
    """Why no new finding names a code that was answered and is no longer documented."""
    (gone,) = {code.code for code in old.codes} - {code.code for code in mutation.operation.codes}
    if mutation.kind == "error removed" and gone in FRAMEWORK_ERRORS:
        return Reason("a framework gives the code for any operation")
    if mutation.kind == "error removed" and not any(code.code >= 400 for code in mutation.operation.codes):
        return Reason("it was the only error that the operation documents")
    if not any(code.success for code in mutation.operation.codes):
        return Reason("it was the only success code that the operation documents")
    return UNKNOWN


class _Seen(Changed):
    """A changed row, and what the comparison of its table with exchanges makes of it."""

    def __init__(self, mutation: Mutation[ExchangeSubject], comparison: Observed, node: Node, habits: Habits) -> None:
        assert mutation.row is not None
        super().__init__(mutation.row, comparison, node, habits)
        self.comparison = comparison

    @property
    def unmatched(self) -> Unmatched | None:
        """What is known of the changed row where it means nothing that was seen."""
        return next((each for each in self.comparison.alignment.unmatched if each.row is self.row), None)

    def why_not_missed(self) -> Reason:
        """Why a property without a row is not told."""
        if not self.comparison.is_main:
            return Reason("another operation for the same requests documents more of it")
        return self.why_documented()

    def why_not_absent(self) -> Reason:
        """Why a bogus required row is not told."""
        if self.match is not None:
            return Reason(f"it is taken for {self.match.node.path} ({self.match.fit.name.lower()})")
        unmatched = self.unmatched
        if unmatched is None:
            return Reason("it is no row of the body")
        if unmatched.under is not None:
            return Reason("it stands below a row that was never seen")
        if self.row in self.facts.placeholders:
            return Reason("it is taken for the keys of a map")
        return self._why_never_there(unmatched)

    def _why_never_there(self, unmatched: Unmatched) -> Reason:
        facts, row = self.facts, self.row
        if is_for_few(row):
            return Reason("the description says who sees it")
        if is_conditional(facts, row, unmatched.parent):
            return Reason("the text says when it is there")
        if is_elsewhere(facts, row):
            return Reason("its name stands elsewhere in the body or in the URL")
        owners = facts.habits.owners_by_key.get(row.key)
        if owners and unmatched.parent.name not in owners:
            return Reason("rows of its definition stand in other objects elsewhere")
        if any(node.is_container and not node.children for node in facts.skeleton.nodes):
            alphabetical = is_alphabetical(self.comparison)
            return Reason(
                "the table is sorted by name, and an object was seen empty" if alphabetical else "an object was empty"
            )
        lost = [each for each in self.comparison.alignment.unmatched if each.row.required]
        if len(lost) > 1:
            return Reason("most required rows were never seen: answers partial by design")
        if any(node.is_null for node in facts.skeleton.nodes):
            return Reason("an object that may hold it was null")
        return UNKNOWN

    def why_of_that_type(self) -> Reason:
        """Why a type that is wrong is not told."""
        if self.match is None or self.match.node is not self.node:
            return Reason("with that type the row is not taken for the property")
        types = admitted(self.row.type)
        shown = self.node.types - {"null"}
        if said_to_be(self.row.description, types, shown):
            return Reason("the description speaks of both types")
        if "" in self.node.examples:
            return Reason("an empty string was seen first, of which the description speaks")
        if shown & types:
            return Reason("values of both types were seen")
        if self.comparison.direction is Direction.REQUEST:
            return Reason("the strings sent only spell values of that type")
        return UNKNOWN

    def why_not_demanded(self) -> Reason:
        """Why a row that is required now, and was not always there, is not told."""
        if self.match is None:
            unmatched = self.unmatched
            if unmatched is None or unmatched.under is not None:
                return Reason("it stands below a row that was never seen")
            return self._why_never_there(unmatched)
        if self.match.fit is Fit.MISNAMED or self.match.node is not self.node or self.node.parent is None:
            return Reason("it is taken for another property")
        if is_for_few(self.row):
            return Reason("the description says who sees it")
        if is_conditional(self.facts, self.row, self.node.parent):
            return Reason("the text says when it is there")
        if sum(match.node.name == self.node.name for match in self.comparison.alignment.matches) > 1:
            return Reason("rows of its name stand in several places")
        return _UNLIKE

    def why_in_those_versions(self) -> Reason:
        """Why a bound that is wrong is not told."""
        name = names.parts(self.row.name)[-1]
        rows = [match.row for match in self.facts.matches.get(self.node, ())]
        if self.row not in rows:
            return Reason("in those versions the row is not taken for the property")
        if sum(names.parts(row.name)[-1] == name for row in self.comparison.rows) > 1:
            return Reason("rows of its name stand in several places")
        if self.row.required and self.node.parent and is_conditional(self.facts, self.row, self.node.parent):
            return Reason("the text says when it is there")
        if is_for_few(self.row):
            return Reason("the description says who sees it")
        if not any(instance.version for instance in self.comparison.instances(self.node.seen)):
            return Reason("it was seen in requests of no version only")
        return _UNLIKE if self.row.required else UNKNOWN
