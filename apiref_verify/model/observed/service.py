"""What was seen of one API: of its operations, of what nobody documents, and of how it keeps its contract."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.tally import Mention, Tally, merge_tallies
from apiref_verify.model.reference import Direction

_MOST_STRAYS = 2_000
_MOST_VERSIONS = 1_000
_MOST_BREACHES = 2_000


class Breach(NamedTuple):
    """A way in which an API broke its own contract: ``path`` is a JSON pointer with ``*`` for places in arrays.

    ``kind`` is the keyword of JSON Schema that failed, or ``code`` for a status that the contract does not declare;
    ``names`` are properties that may not stand there or are missing.
    """

    contract: str
    route: str
    direction: Direction
    version: Microversion | None
    path: str
    kind: str
    names: tuple[str, ...]


@dataclass(slots=True)
class BreachTally:
    """How often a contract was broken in one way, the first time, and the reason told then."""

    count: int
    first: Mention
    message: str


@dataclass(slots=True)
class Stray:
    """Requests that fit no documented operation: one pattern of them. ``versions`` are those in which it was served."""

    statuses: dict[int, Tally] = field(default_factory=dict)
    versions: set[Microversion] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(tally.count for tally in self.statuses.values())

    @property
    def served(self) -> Tally | None:
        """Those that the API served (2xx), if it served any."""
        found = [tally for status, tally in sorted(self.statuses.items()) if 200 <= status < 300]
        return Tally(sum(tally.count for tally in found), found[0].first) if found else None

    def add_version(self, version: Microversion) -> None:
        """Keep a version, if not too many are kept."""
        if len(self.versions) < _MOST_VERSIONS:
            self.versions.add(version)

    def merge(self, other: Stray) -> None:
        """Join what another part saw of the same pattern."""
        merge_tallies(self.statuses, other.statuses)
        for version in sorted(other.versions):
            self.add_version(version)


@dataclass(slots=True)
class Service:
    """What was seen of one API: everything below one base URL.

    ``observations`` are by operation and version; ``strays`` are requests that no operation documents, by pattern.
    ``types`` are the names by which version headers call it: ``compute``.
    """

    observations: dict[Endpoint, dict[Microversion | None, Observation]] = field(default_factory=dict)
    strays: dict[Endpoint, Stray] = field(default_factory=dict)
    breaches: dict[Breach, BreachTally] = field(default_factory=dict)
    uncounted_strays: int = 0
    types: set[str] = field(default_factory=set)

    @property
    def matched(self) -> int:
        """How many exchanges fit a documented operation."""
        found = (o for versions in self.observations.values() for o in versions.values())
        return sum(tally.count for observation in found for tally in observation.statuses.values())

    @property
    def unmatched(self) -> int:
        """How many exchanges fit none."""
        return sum(stray.count for stray in self.strays.values()) + self.uncounted_strays

    def observation(self, endpoint: Endpoint, version: Microversion | None) -> Observation | None:
        """What was seen of an operation at a version, to be counted on; ``None`` if it has too many versions."""
        versions = self.observations.setdefault(endpoint, {})
        if version not in versions and len(versions) >= _MOST_VERSIONS:
            return None
        return versions.setdefault(version, Observation())

    def stray(self, pattern: Endpoint) -> Stray | None:
        """The requests of a pattern, to be counted on; ``None`` if there are too many patterns."""
        if pattern not in self.strays and len(self.strays) >= _MOST_STRAYS:
            return None
        return self.strays.setdefault(pattern, Stray())

    def add_breach(self, breach: Breach, found: BreachTally) -> None:
        """Count a breach, if it is known or not too many are."""
        known = self.breaches.get(breach)
        if known is not None:
            known.count += found.count
        elif len(self.breaches) < _MOST_BREACHES:
            self.breaches[breach] = found

    def merge(self, other: Service) -> None:
        """Join what another part saw of the same API."""
        for endpoint, versions in other.observations.items():
            own = self.observations.setdefault(endpoint, {})
            for version, observation in versions.items():
                if version in own:
                    own[version].merge(observation)
                else:
                    own[version] = observation
        for pattern, stray in other.strays.items():
            own_stray = self.stray(pattern)
            if own_stray is None:
                self.uncounted_strays += stray.count
            else:
                own_stray.merge(stray)
        for breach, found in other.breaches.items():
            self.add_breach(breach, found)
        self.uncounted_strays += other.uncounted_strays
        self.types |= other.types
