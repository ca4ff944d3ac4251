"""Asking step by step what a plan says; every exchange goes out as it comes, and nothing that fails stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from apiref_verify.live.asking.conversation import REDIRECTIONS, Answer
from apiref_verify.live.asking.failure import DEADLY, FailureKind
from apiref_verify.live.client import ReadingClient
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.endpoint import Endpoint
from apiref_verify.live.filling import VARIABLE, Filled, NoValueError
from apiref_verify.live.plan import Plan, Step
from apiref_verify.live.reasons import Reason, ReasonKind
from apiref_verify.live.values import Values
from apiref_verify.model.exchange import BodyKind, Exchange, version_in
from apiref_verify.model.microversion import Microversion

_ASK_AGAIN = frozenset((400, 404))
_Key = tuple[str, str, Microversion | None]

Watch = Callable[[str, int, int], None]
"""Told what is asked next, how many steps are done, and of how many."""


class Known:
    """Exchanges that an earlier run recorded, by what was asked."""

    def __init__(self, exchanges: Iterable[Exchange] = ()) -> None:
        self._by_key = {_key(one.method, one.url, version_in(one.request_headers)): one for one in exchanges}

    def find(self, method: str, url: str, version: Microversion | None) -> Answer | None:
        """The recorded answer to a question, with where it was redirected to; ``None`` if that is not all there."""
        found: list[Exchange] = []
        while True:
            recorded = self._by_key.get(_key(method, url, version))
            if recorded is None or recorded in found:
                return None
            found.append(recorded)
            location = recorded.response_headers.get("location")
            if recorded.status not in REDIRECTIONS or location is None:
                return Answer(tuple(found))
            url = urljoin(url, location)


class HopelessError(Exception):
    """There were several failures in a row."""


class Walk:
    """A walk over the documented operations.

    ``coverage`` grows while :meth:`exchanges` is consumed. ``deaths`` is how many failures in a row end the walk.
    """

    def __init__(
        self,
        client: ReadingClient,
        endpoint: Endpoint,
        plan: Plan,
        values: Values,
        coverage: Coverage,
        known: Known | None = None,
        deaths: int = 3,
    ) -> None:
        self.coverage = coverage
        self._client = client
        self._endpoint = endpoint
        self._plan = plan
        self._values = values
        self._known = known or Known()
        self._deaths = deaths
        self._failed_in_a_row = 0
        paths = (step.operation.path.rsplit("/", 1) for step in plan.steps)
        self._parents = {parent for parent, last in paths if VARIABLE.fullmatch(last)}

    def exchanges(self, watch: Watch = lambda step, done, total: None) -> Iterator[Exchange]:
        """The exchanges as they come. What an earlier run recorded counts, and does not come again."""
        for operation, reason in self._plan.left_out:
            self.coverage.left_out(operation, reason)
        for number, step in enumerate(self._plan.steps):
            watch(f"{step.operation.method} {step.operation.path}", number, len(self._plan.steps))
            try:
                yield from self._step(step)
            except HopelessError as error:
                self._stop(Reason(ReasonKind.STOPPED, "the walk had ended before its turn"))
                self.coverage.notes.append(f"the walk ended early, after {self._deaths} failures in a row: {error}")
                return

    def interrupt(self) -> None:
        """Note that the user ended the walk."""
        self._stop(Reason(ReasonKind.INTERRUPTED, "the run was interrupted before its turn"))

    def _stop(self, reason: Reason) -> None:
        for step in self._plan.steps:
            self.coverage.not_reached(step.operation, reason)

    def _step(self, step: Step) -> Iterator[Exchange]:
        for version in step.versions:
            try:
                ways = self._values.fill(step.operation, version)
            except NoValueError as error:
                self.coverage.failed(step.operation, version, Reason(ReasonKind.NO_VALUE, str(error)))
                continue
            for filled in ways:
                answer = yield from self._ask(step, filled, version)
                is_parent = step.operation.path.rstrip("/") in self._parents
                if answer.status not in _ASK_AGAIN and not (is_parent and self._values.knows_nothing_below(filled)):
                    break

    def _ask(self, step: Step, filled: Filled, version: Microversion | None) -> Generator[Exchange, None, Answer]:
        """Ask one question, or take its answer from the record, and learn from it."""
        operation = step.operation
        url = self._endpoint.url(operation.path, str(filled))
        recorded = self._known.find(operation.method, url, version)
        ask = self._client.head if operation.method == "HEAD" else self._client.get
        answer = recorded or ask(url, version)
        for exchange in answer.exchanges:
            self.coverage.answered(operation, version, exchange.status)
            if recorded is None:
                yield exchange
        if answer.last is not None and answer.last.is_success and answer.last.response.kind is BodyKind.JSON:
            self._values.learn(filled.path, version, answer.last.response.value)
        self._note(step, version, answer)
        return answer

    def _note(self, step: Step, version: Microversion | None, answer: Answer) -> None:
        """Keep what went wrong, and count how often it does in a row.

        :raises HopelessError: if there is no hope that it will be better.
        """
        failure = answer.failure
        if failure is None:
            self._failed_in_a_row = 0
            return
        kind = ReasonKind.THROTTLED if failure.kind is FailureKind.THROTTLED else ReasonKind.FAILED
        self.coverage.failed(step.operation, version, Reason(kind, str(failure)))
        self._failed_in_a_row = self._failed_in_a_row + 1 if failure.kind in DEADLY else 0
        if self._failed_in_a_row >= self._deaths:
            raise HopelessError(failure.message)


def _key(method: str, url: str, version: Microversion | None) -> _Key:
    """What was asked, whatever the host is called."""
    parts = urlsplit(url)
    return method, f"{parts.path}?{parts.query}", version
