"""What the exchanges of one operation showed at one version."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from apiref_verify.model.observed.tally import Tally, count_reason, merge_tallies
from apiref_verify.model.observed.trace import Trace
from apiref_verify.model.reference import Direction


class Endpoint(NamedTuple):
    """An operation as exchanges name it: method, URL with ``{}`` for variables, and action or the empty string."""

    method: str
    path: str
    action: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" ({self.action})" if self.action else "")


@dataclass(slots=True)
class Observation:
    """What the exchanges of one operation showed at one version.

    ``statuses`` are all answers. ``bodies`` and ``queries`` (by name) are of requests that were served and of their
    answers alone: an answer that refuses shows nothing else. ``headers`` are those of the answers, in lower case, and
    ``headed`` counts the answers of which headers were recorded. ``unread`` counts bodies that could not be read, by
    reason; ``judged`` those that a contract judged.
    """

    statuses: dict[int, Tally] = field(default_factory=dict)
    bodies: dict[Direction, Trace] = field(default_factory=dict)
    queries: dict[str, Tally] = field(default_factory=dict)
    headers: dict[str, Tally] = field(default_factory=dict)
    headed: int = 0
    unread: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)

    @property
    def served(self) -> int:
        """How many requests were served: 2xx or 3xx."""
        return sum(tally.count for status, tally in self.statuses.items() if 200 <= status < 400)

    def merge(self, other: Observation) -> None:
        """Join what another part saw of the same operation at the same version."""
        merge_tallies(self.statuses, other.statuses)
        merge_tallies(self.queries, other.queries)
        merge_tallies(self.headers, other.headers)
        self.headed += other.headed
        for reason, number in other.unread.items():
            count_reason(self.unread, reason, number)
        self.judged += other.judged
        for direction, trace in other.bodies.items():
            if direction in self.bodies:
                self.bodies[direction].merge(trace)
            else:
                self.bodies[direction] = trace
