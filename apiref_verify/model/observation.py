"""Observations: what many exchanges showed, counted so that the parts of a recording can be joined.

Joining two parts gives the counts that reading them one after the other would have given; of what is kept a few times
only (the first request that showed something, examples) the left part's come first. What strangers choose is kept up to
a bound, so that no recording can fill the memory: names and keys in the first place. Real ones come near none of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction

MOST_CHILDREN = 500
"""An object with more keys than this is taken for a map."""

_MOST_EXAMPLES = 4
_MOST_KEY_SETS = 24
_MOST_NAMES = 500
_MOST_SERVICES = 200
_MOST_STRAYS = 2_000
_MOST_VERSIONS = 1_000
_MOST_BREACHES = 2_000
_MOST_REASONS = 100
_OTHER_REASONS = "other reasons"
_K = TypeVar("_K")


class Mention(NamedTuple):
    """An exchange, by the id of its request (or empty), and by file and line."""

    request_id: str
    path: str
    line: int

    def __str__(self) -> str:
        return self.request_id or f"{self.path}:{self.line}"


@dataclass(slots=True)
class KeySet:
    """How many objects had just these keys, and the first of them."""

    count: int
    first: Mention


@dataclass(slots=True)
class Trace:
    """What was seen of one property, or of a whole body.

    ``bodies`` is how many bodies had it, ``objects`` how many objects stood in it (each item of an array counts), and
    ``count`` how many of the objects around it had it. ``types`` and ``items`` count JSON types, of values and of items
    of arrays; ``filled`` counts those that held something. ``examples`` are a few plain values, ``first`` is the first
    exchange that had it, with the JSON pointer there.
    """

    first: Mention
    pointer: str = ""
    bodies: int = 0
    count: int = 0
    objects: int = 0
    filled: int = 0
    types: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    examples: list[Any] = field(default_factory=list)
    key_sets: dict[frozenset[str], KeySet] = field(default_factory=dict)
    children: dict[str, Trace] = field(default_factory=dict)

    def merge(self, other: Trace) -> None:
        """Join what another part saw of the same property."""
        self.bodies += other.bodies
        self.count += other.count
        self.objects += other.objects
        self.filled += other.filled
        self.types += other.types
        self.items += other.items
        for example in other.examples:
            self.add_example(example)
        for keys, found in other.key_sets.items():
            self.add_keys(keys, found.count, found.first)
        for name, child in other.children.items():
            own = self.children.get(name)
            if own is not None:
                own.merge(child)
            elif len(self.children) < MOST_CHILDREN:
                self.children[name] = child

    def add_example(self, value: Any) -> None:
        """Keep a plain value, if few are kept yet and none like it."""
        if len(self.examples) < _MOST_EXAMPLES:
            for example in self.examples:
                if example == value and type(example) is type(value):
                    return
            self.examples.append(value)

    def add_keys(self, keys: frozenset[str], count: int, first: Mention) -> None:
        """Count objects with just these keys, as long as there are not too many kinds of them."""
        known = self.key_sets.get(keys)
        if known is not None:
            known.count += count
        elif len(self.key_sets) < _MOST_KEY_SETS:
            self.key_sets[keys] = KeySet(count, first)

    def first_without(self, name: str) -> Mention | None:
        """The first exchange with an object that lacks a property; ``None`` if that is not known."""
        return next((found.first for keys, found in self.key_sets.items() if keys and name not in keys), None)


@dataclass(slots=True)
class Tally:
    """Something counted, with the first exchange that showed it."""

    count: int
    first: Mention


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


class Endpoint(NamedTuple):
    """An operation as exchanges name it: method, URL with ``{}`` for variables, and action or the empty string."""

    method: str
    path: str
    action: str = ""

    def __str__(self) -> str:
        return f"{self.method} {self.path}" + (f" ({self.action})" if self.action else "")


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


@dataclass(slots=True)
class Observations:
    """What all exchanges showed.

    ``services`` are by base URL. ``read`` is how many exchanges were read, ``skipped`` counts what could not be, by
    reason, ``formats`` counts exchanges by the format of the recording.
    """

    read: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    formats: Counter[str] = field(default_factory=Counter)
    services: dict[str, Service] = field(default_factory=dict)

    def service(self, base: str) -> Service | None:
        """What was seen of an API, to be counted on; ``None`` if there are too many."""
        if base not in self.services and len(self.services) >= _MOST_SERVICES:
            return None
        return self.services.setdefault(base, Service())

    def merge(self, other: Observations) -> None:
        """Join another part."""
        self.read += other.read
        for reason, number in other.skipped.items():
            count_reason(self.skipped, reason, number)
        for name, number in other.formats.items():
            count_reason(self.formats, name, number)
        for base, service in other.services.items():
            if base in self.services:
                self.services[base].merge(service)
            else:
                self.services[base] = service

    @property
    def matched(self) -> int:
        """How many exchanges fit a documented operation."""
        return sum(service.matched for service in self.services.values())

    @property
    def all(self) -> Iterator[tuple[Endpoint, Microversion | None, Observation]]:
        """Every observation, whichever API it is of."""
        for service in self.services.values():
            for endpoint, versions in service.observations.items():
                for version, observation in versions.items():
                    yield endpoint, version, observation


def merged(parts: Iterable[Observations]) -> Observations:
    """All parts joined, in their order."""
    whole = Observations()
    for part in parts:
        whole.merge(part)
    return whole


def count(tallies: dict[_K, Tally], key: _K, mention: Mention) -> None:
    """Count one more of something, if it is known or not too many are."""
    known = tallies.get(key)
    if known is not None:
        known.count += 1
    elif len(tallies) < _MOST_NAMES:
        tallies[key] = Tally(1, mention)


def count_reason(reasons: Counter[str], reason: str, number: int = 1) -> None:
    """Count a reason; those past the first hundred are counted together."""
    reasons[reason if reason in reasons or len(reasons) < _MOST_REASONS else _OTHER_REASONS] += number


def merge_tallies(own: dict[_K, Tally], other: dict[_K, Tally]) -> None:
    """Join tallies, of each the first mention of the left."""
    for key, tally in other.items():
        if key in own:
            own[key].count += tally.count
        elif len(own) < _MOST_NAMES:
            own[key] = tally
