"""What a rule sees, and what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.contracts.comparison import ContractMatching, Promised
from apiref_verify.matching.contracts.judgement import judge_promised
from apiref_verify.matching.exchanges.comparison import ExchangeMatching, Observed
from apiref_verify.matching.exchanges.judgement import judge_observed
from apiref_verify.matching.exchanges.voices import not_refuted, unheard_beside
from apiref_verify.matching.habits import Habit, Habits
from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import Matching, sections_in_focus
from apiref_verify.matching.verdicts import Verdict
from apiref_verify.matching.voices import Dispute, Subject, agreed, subject, unheard
from apiref_verify.model.contract import Part
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import (
    Definition,
    Direction,
    Operation,
    Parameter,
    Phase,
    Place,
    Reference,
    Section,
    Table,
)
from apiref_verify.model.standing import Standings
from apiref_verify.rules.wording import shown_by

_V = TypeVar("_V", bound=Verdict)
_REFERS = re.compile(r"refer to|for (?:more|further) information on|the same as|see `", re.I)


@dataclass(frozen=True, slots=True)
class Report:
    """What a rule says of one place; whoever runs it adds the code, and the rule's own phase and severity if none."""

    location: Location
    message: str
    section: Section | None = None
    operation: Operation | None = None
    direction: Direction | None = None
    parameter: str | None = None
    versions: VersionRange = EVERY_VERSION
    proofs: tuple[Proof, ...] = ()
    hint: str = ""
    severity: Severity | None = None
    phase: Phase | None = None


@dataclass
class _Judged:
    """All verdicts and disputes, and the exchanges that show what contracts say."""

    verdicts: list[tuple[Comparison, Verdict]] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    seconds: dict[tuple[Location, Direction, Subject], tuple[Proof, ...]] = field(default_factory=dict)


def _key(comparison: Comparison, verdict: Verdict) -> tuple[Location, Direction, Subject]:
    return comparison.operation.location, comparison.direction, subject(verdict)


@dataclass
class Context:
    """A reference, matched: everything that rules may look at, and nothing that they may change.

    ``standings`` are what the other rules found, for those that judge claims; empty for all others.
    """

    matching: Matching
    standings: Standings = field(default_factory=dict)
    sections: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        self.sections = sections_in_focus(self.matching.reference)

    @property
    def reference(self) -> Reference:
        """The reference."""
        return self.matching.reference

    @property
    def habits(self) -> Habits:
        """The habits of the house."""
        return self.matching.habits

    @property
    def operations(self) -> Iterator[tuple[Section, Operation]]:
        """The operations to be judged, with their sections."""
        return ((section, operation) for section in self.sections for operation in section.operations)

    @property
    def comparisons(self) -> Iterator[Comparison]:
        """The comparisons to be judged, request before response."""
        for _, operation in self.operations:
            for direction in Direction:
                yield self.matching.of(operation, direction)

    @property
    def contracts(self) -> list[ContractMatching]:
        """The contracts, each matched with the reference."""
        return self.matching.contracts

    @property
    def exchanges(self) -> ExchangeMatching | None:
        """What exchanges showed, matched with the reference; ``None`` if there are none."""
        return self.matching.exchanges

    def observed(self, operation: Operation, direction: Direction) -> Observed | None:
        """What exchanges showed of the body of one direction of an operation."""
        return self.exchanges.compared(operation, direction) if self.exchanges else None

    def judge(self, operation: Operation, part: Part) -> ContractMatching | None:
        """The first contract that has an operation and may judge a part of it."""
        return next(
            (m for m in self.contracts if m.contract.may_judge(part) and m.routing.route(operation) is not None), None
        )

    def promised(self, operation: Operation, direction: Direction, place: Place = Place.BODY) -> list[Promised]:
        """What the contracts say of one direction and place of an operation."""
        found = (contract.of(operation, direction, place) for contract in self.contracts)
        return [comparison for comparison in found if comparison is not None]

    @cached_property
    def _judged(self) -> _Judged:
        judged = _Judged()
        for comparison in self.comparisons:
            self._judge(comparison, judged)
        return judged

    def _judge(self, comparison: Comparison, judged: _Judged) -> None:
        """Judge one direction of an operation by all evidence of it: contracts, then exchanges, then samples."""
        spoken = self.promised(comparison.operation, comparison.direction)
        observed = self.observed(comparison.operation, comparison.direction)
        upheld: list[tuple[Comparison, Verdict]] = []
        for heard in (spoken, self.promised(comparison.operation, comparison.direction, Place.QUERY)):
            shared, disputes = agreed([(c, judge_promised(c, self.habits)) for c in heard])
            upheld += not_refuted(shared, observed)
            judged.disputes += disputes
        promised = {subject(verdict) for _, verdict in upheld}
        judged.verdicts += upheld
        seen = judge_observed(observed, self.habits) if observed else []
        for verdict in seen:
            if observed and subject(verdict) in promised:
                judged.seconds[_key(observed, verdict)] = shown_by(observed, verdict)
            elif observed:
                judged.verdicts.append((observed, verdict))
        told = promised | {subject(verdict) for verdict in seen}
        shown = unheard_beside(unheard(judge(comparison, self.habits), spoken), observed)
        judged.verdicts += [(comparison, verdict) for verdict in shown if subject(verdict) not in told]

    @property
    def disputes(self) -> list[Dispute]:
        """Where contracts contradict each other."""
        return self._judged.disputes

    def seconds(self, comparison: Comparison, verdict: Verdict) -> tuple[Proof, ...]:
        """The exchanges that show what a contract says; none for what exchanges or samples say themselves."""
        return self._judged.seconds.get(_key(comparison, verdict), ()) if comparison.is_promised else ()

    def verdicts(self, kind: type[_V]) -> Iterator[tuple[Comparison, _V]]:
        """The verdicts of one kind, with the comparison that each is from."""
        return ((comparison, verdict) for comparison, verdict in self._judged.verdicts if isinstance(verdict, kind))

    @cached_property
    def section_of_file(self) -> dict[str, Section]:
        """The sections by path."""
        return {section.path: section for section in self.reference.sections}


def refers_elsewhere(operation: Operation) -> bool:
    """Whether an operation's text sends the reader to another one for what it leaves out."""
    return bool(_REFERS.search(operation.text))


def is_habit(habit: Habit, share: float, least: int = 5) -> bool:
    """Whether a house keeps a habit: in at least ``share`` of at least ``least`` cases."""
    return habit.total >= least and habit.share >= share


def definitions(context: Context) -> Iterator[Definition]:
    """The definitions of every parameters file; none where only one section was asked for."""
    if context.reference.focus is None:
        for file in context.reference.parameters_files:
            yield from file.definitions.values()


def used_definitions(context: Context) -> dict[Definition, tuple[Section, Table, Parameter]]:
    """The definitions that rows use, with the first row that does."""
    found: dict[Definition, tuple[Section, Table, Parameter]] = {}
    for section in context.reference.sections:
        for table in section.all_tables:
            for row in table.rows:
                if row.definition is not None:
                    found.setdefault(row.definition, (section, table, row))
    return found
