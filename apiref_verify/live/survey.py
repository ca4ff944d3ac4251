"""A read-only walk from its settings to its coverage."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.asking.limits import USUAL, Limits
from apiref_verify.live.client import ReadingClient
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.door import Door, DoorError
from apiref_verify.live.endpoint import Endpoint, Found, discover
from apiref_verify.live.plan import Plan, plan
from apiref_verify.live.values import Values
from apiref_verify.live.walk import Known, Seen, Walk, Watch
from apiref_verify.model.exchange import Exchange
from apiref_verify.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Survey:
    """What to ask, and how.

    ``given`` and ``queries`` are values by name, ``versions`` the most of them for each operation, ``earlier`` the
    exchanges that an earlier run recorded, ``secrets`` are taken out of exchanges.
    """

    reference: Reference
    door: Door
    secrets: Secrets
    service_type: str = ""
    limits: Limits = USUAL
    versions: int = 6
    given: Mapping[str, str] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    earlier: Iterable[Exchange] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """A survey that knows its API: where it is, what it offers, and what will be asked."""

    survey: Survey
    client: ReadingClient
    found: Found
    plan: Plan
    values: Values
    coverage: Coverage

    def run(self, receive: Callable[[Seen], None], watch: Watch) -> None:
        """Walk, and hand on every exchange as it comes. The coverage is whole whatever ends the walk."""
        walk = Walk(
            self.client,
            self.found.endpoint,
            self.plan,
            self.values,
            self.coverage,
            Known(self.survey.earlier),
            self.survey.limits.deaths,
        )
        try:
            for seen in walk.exchanges(watch):
                receive(seen)
        except KeyboardInterrupt:
            walk.interrupt()
            raise
        finally:
            self.client.close()


def prepare(survey: Survey) -> Prepared:
    """Ask an API for its versions, and plan.

    :raises DoorError: if it does not answer, or has microversions and nobody said what to call it.
    """
    client = ReadingClient(
        survey.door.credentials, survey.limits, survey.secrets, survey.door.trust, survey.service_type
    )
    found = discover(client, Endpoint.at(survey.door.url))
    if found.failure is not None:
        raise DoorError(f"{survey.door.url}: {found.failure}")
    if found.offered is not None and not survey.service_type:
        raise DoorError(
            f"{survey.door.url} has versions {found.offered}, and how to ask for one depends on the service: "
            "say --service-type compute, or whatever its type is"
        )
    return Prepared(
        survey,
        client,
        found,
        plan(survey.reference, found.offered, survey.versions),
        Values({**survey.door.values, **survey.given}, survey.queries),
        Coverage.of(operation for _, operation in survey.reference.operations),
    )
