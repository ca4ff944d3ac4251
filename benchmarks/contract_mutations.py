"""The rows and success codes that a contract speaks of, to plant errors in.

A row takes part where the alignment of the unchanged table finds it in the contract by its own name, in a version that
the row claims, and where no finding of the kind says already that something is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from apiref_verify.matching.alignment import Fit
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.skeleton import ANY_KEY, Node
from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Finding
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation, Parameter, Place, StatusCode
from apiref_verify.model.version_axis import point

KINDS = {
    "dropped": (),
    "renamed": (),
    "added": (),
    "type": ("AR204",),
    "near type": ("AR204",),
    "required": ("AR205", "AR206"),
    "min_version": ("AR208",),
    "max_version": ("AR209",),
    "success code": ("AR401",),
}
"""The kinds of error, each with the rules that may say already that the row is wrong."""


@dataclass(frozen=True)
class ContractSubject:
    """A row, and the property that it means in a contract."""

    comparison: Promised
    row: Parameter
    node: Node

    @property
    def indexes(self) -> set[int]:
        """The numbers of the promises that have the property in versions that the row claims."""
        numbers = self.comparison.claimed(self.row) & self.comparison.shown(self.node)
        return {self.comparison.windows[number][1] for number in numbers}

    @property
    def types(self) -> set[str]:
        """The JSON types that the contract admits there, ``null`` apart."""
        return set().union(*(self.node.types_in[index] for index in self.indexes)) - {"null"}

    @property
    def is_query(self) -> bool:
        """Whether it is the query that the contract speaks of."""
        return self.comparison.place is Place.QUERY

    @property
    def axis(self) -> list[Microversion]:
        """The microversions, one by one, in which the operation is documented and served."""
        comparison = self.comparison
        if not comparison.is_versioned or not comparison.windows:
            return []
        first = point(comparison.windows[0][0])
        last = comparison.windows[-1][0].maximum or comparison.contract.versions.maximum
        return [Microversion(first.major, minor) for minor in range(first.minor, last.minor + 1)] if last else []

    @property
    def shown_at(self) -> set[Microversion]:
        """The versions of the axis in which the contract has the property."""
        limits_of = [self.comparison.promises[index].versions for index in self.node.seen]
        return {version for version in self.axis if any(version in limits for limits in limits_of)}


def subjects(matching: ContractMatching) -> list[ContractSubject]:
    """The rows that a contract speaks of, in bodies and queries."""
    found = [
        ContractSubject(comparison, match.row, match.node)
        for comparison in matching.comparisons.values()
        for match in comparison.alignment.matches
        if match.fit in (Fit.LITERAL, Fit.DOTTED) and match.node.name != ANY_KEY and match.row.definition
    ]
    return [subject for subject in found if subject.indexes]


def coded(matching: ContractMatching, operations: Iterable[Operation]) -> list[tuple[Operation, StatusCode]]:
    """The success codes of operations of which a contract that may judge codes gives some."""
    if not matching.contract.may_judge(Part.CODES):
        return []
    return [
        (operation, code)
        for operation in operations
        for code in operation.codes
        if code.success and code.code < 400 and given(matching, operation)
    ]


def given(matching: ContractMatching, operation: Operation) -> set[int]:
    """The success codes that a contract gives an operation."""
    route = matching.routing.route(operation)
    promises = [p for p in route.live if p.versions.overlaps(operation.versions)] if route else []
    return {code for promise in promises for code in promise.success.codes}


def is_disputed(kind: str, subject: ContractSubject, findings: Iterable[Finding]) -> bool:
    """Whether a finding of the kind names the row already."""
    return any(f.code in KINDS[kind] and f.parameter == subject.row.name for f in findings)
