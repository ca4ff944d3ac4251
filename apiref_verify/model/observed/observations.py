"""What all exchanges showed, of whatever APIs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.service import Service
from apiref_verify.model.observed.tally import count_reason

_MOST_SERVICES = 200


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
