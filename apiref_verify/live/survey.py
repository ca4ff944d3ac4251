"""A walk, and perhaps a scenario around it, from the settings to the coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.allowance import NOTHING, Allowance
from apiref_verify.live.asking.limits import USUAL, Limits
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.client import ReadingClient
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.door import Door, DoorError
from apiref_verify.live.endpoint import Endpoint, Found, discover
from apiref_verify.live.plan import Plan, plan
from apiref_verify.live.scenarios.lookup import Lookup, check
from apiref_verify.live.scenarios.performance import Performance, Stage
from apiref_verify.live.scenarios.scenario import Scenario
from apiref_verify.live.values import Values
from apiref_verify.live.walk import Known, Walk, Watch
from apiref_verify.live.writing import WritingClient
from apiref_verify.model.exchange import Exchange
from apiref_verify.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Seen:
    """An exchange, and whether it was just had; otherwise an earlier run recorded it."""

    exchange: Exchange
    is_new: bool


class _Receiver:
    """Hands on new exchanges, until that fails once: then there is still something to clean up."""

    def __init__(self, receive: Callable[[Seen], None]) -> None:
        self._receive = receive
        self._is_broken = False

    def __call__(self, exchange: Exchange) -> None:
        """Hand on an exchange."""
        if self._is_broken:
            return
        try:
            self._receive(Seen(exchange, True))
        except Exception:  # whatever it was, it is told once, and not again while cleaning up
            self._is_broken = True
            raise


@dataclass(frozen=True, slots=True)
class Survey:
    """What to ask, and how.

    ``given`` and ``queries`` are values by name, ``versions`` the most of them for each operation, ``earlier`` the
    exchanges that an earlier run recorded, ``secrets`` are taken out of exchanges. ``scenario`` is played before the
    walk, and cleaned up after it; ``allowance`` says what it may do.
    """

    reference: Reference
    door: Door
    secrets: Secrets
    service_type: str = ""
    limits: Limits = USUAL
    versions: int = 6
    given: Mapping[str, str] = field(default_factory=dict)
    queries: Mapping[str, str] = field(default_factory=dict)
    earlier: Sequence[Exchange] = ()
    scenario: Scenario | None = None
    allowance: Allowance = NOTHING


@dataclass(frozen=True, slots=True)
class Prepared:
    """A survey that knows its API: where it is, what it offers, and what will be asked."""

    survey: Survey
    reading: ReadingClient
    writing: WritingClient
    found: Found
    plan: Plan
    values: Values
    coverage: Coverage

    def run(self, receive: Callable[[Seen], None], watch: Watch) -> None:
        """Play the scenario, walk while what it made is there, and clean up, whatever happens in between.

        Every exchange is handed on as it comes, those of an earlier run first. The coverage is whole whatever ends the
        run.
        """
        hand_on = _Receiver(receive)
        performance = self._performance(hand_on)
        walk = self._walk()
        try:
            for exchange in self.survey.earlier:
                receive(Seen(exchange, False))
            if performance is not None:
                watch("scenario", 0, 1)
                performance.play()
            for exchange in walk.exchanges(watch):
                hand_on(exchange)
        except KeyboardInterrupt:
            walk.interrupt()
            raise
        finally:
            if performance is not None:
                watch("cleanup", 0, 1)
                performance.clean_up()
            self.reading.close()
            self.writing.close()

    def _walk(self) -> Walk:
        return Walk(
            self.reading,
            self.found.endpoint,
            self.plan,
            self.values,
            self.coverage,
            Known(self.survey.earlier),
            self.survey.limits.deaths,
        )

    def _performance(self, receive: Callable[[Exchange], None]) -> Performance | None:
        scenario = self.survey.scenario
        if scenario is None:
            return None
        stage = Stage(
            Lookup(self.survey.reference),
            self.reading,
            self.writing,
            self.found.endpoint,
            self.found.offered,
            self.coverage,
            self.values,
            self.survey.versions,
        )
        return Performance(replace(scenario, values={**self.survey.given, **scenario.values}), stage, receive)


def prepare(survey: Survey) -> Prepared:
    """See that the scenario can be played, ask the API for its versions, and plan.

    :raises ScenarioError: if the scenario names what is not documented or not allowed; nothing was sent then.
    :raises DoorError: if the API does not answer, or has microversions and nobody said what to call it.
    """
    if survey.scenario is not None:
        check(survey.scenario, Lookup(survey.reference), survey.allowance)
    door, limits, service = survey.door, survey.limits, survey.service_type
    found = _discovered(survey)
    if found.failure is not None:
        raise DoorError(f"{door.url}: {found.failure}")
    if found.offered is not None and not service:
        raise DoorError(
            f"{door.url} has versions {found.offered}, and how to ask for one depends on the service: "
            "say --service-type compute, or whatever its type is"
        )
    recorder = Recorder(survey.secrets, len(survey.earlier) + 1)
    return Prepared(
        survey,
        ReadingClient(door.credentials, limits, recorder, door.trust, service),
        WritingClient(survey.allowance, found.endpoint, door.credentials, limits, recorder, door.trust, service),
        found,
        plan(survey.reference, found.offered, survey.versions),
        Values({**door.values, **survey.given}, survey.queries),
        Coverage.of(operation for _, operation in survey.reference.operations),
    )


def _discovered(survey: Survey) -> Found:
    """Where the API is and what it offers; what is asked for that is no part of the walk."""
    client = ReadingClient(survey.door.credentials, survey.limits, Recorder(survey.secrets), survey.door.trust)
    try:
        return discover(client, Endpoint.at(survey.door.url))
    finally:
        client.close()
