"""A scenario being played: step after step, whatever fails, and the cleaning up at the end."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from apiref_verify.live.allowance import needs_permission
from apiref_verify.live.asking.conversation import Answer
from apiref_verify.live.client import ReadingClient
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.endpoint import Endpoint
from apiref_verify.live.filling import Filled, NoValueError, fill_exactly
from apiref_verify.live.plan import versions_to_ask
from apiref_verify.live.reasons import Reason, ReasonKind
from apiref_verify.live.scenarios import dotted
from apiref_verify.live.scenarios.bodies import NoBodyError, body_for
from apiref_verify.live.scenarios.lookup import Lookup
from apiref_verify.live.scenarios.memory import Memory, UnknownNameError
from apiref_verify.live.scenarios.memory import resolved as filled_in
from apiref_verify.live.scenarios.scenario import EACH, NEWEST, OLDEST, Name, Scenario, Step, Wait
from apiref_verify.live.values import Values
from apiref_verify.live.writing import NotAllowedError, WritingClient
from apiref_verify.model.exchange import Exchange
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Operation

_LOCATION = "@location"
_LONGEST = 200


class StepError(Exception):
    """A step that did not succeed; the text is one line."""


class SkippedError(StepError):
    """A step that was not tried."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a scenario is played with. ``most`` is the largest number of versions that ``each`` stands for."""

    lookup: Lookup
    reading: ReadingClient
    writing: WritingClient
    endpoint: Endpoint
    offered: VersionRange | None
    coverage: Coverage
    values: Values
    most: int


class Performance:
    """Plays one scenario. What happens is noted in the coverage of the stage; exchanges go to ``receive``."""

    def __init__(self, scenario: Scenario, stage: Stage, receive: Callable[[Exchange], None]) -> None:
        self._scenario = scenario
        self._stage = stage
        self._receive = receive
        self._memory = Memory(scenario.values)
        self._undoing: list[tuple[Step, Microversion | None, dict[str, Any]]] = []

    def play(self) -> None:
        """Do all steps. One that fails is noted, and those that need what it should have captured are skipped."""
        for step in self._scenario.steps:
            for version in self._versions(step.operation, step.versions):
                self._memory.lose(step.capture, f"{step} did not succeed")
                try:
                    self._do(step, version)
                except StepError as error:
                    self._fail(step, version, error)
        for name, value in self._memory.values.items():
            if isinstance(value, str | int):
                self._stage.values.suggest(name, str(value))

    def clean_up(self) -> None:
        """Undo what the steps did, the last first. What fails is noted."""
        while self._undoing:
            step, version, values = self._undoing[-1]
            try:
                self._undo(step, version, values)
            except StepError as error:
                self._note(step, version, f"cleanup: {error}")
            except KeyboardInterrupt:
                left = ", ".join(dict.fromkeys(str(entry[0]) for entry in reversed(self._undoing)))
                self._stage.coverage.notes.append(f"cleanup was interrupted; not done: {left}")
                raise
            self._undoing.pop()

    def _fail(self, step: Step, version: Microversion | None, error: StepError) -> None:
        self._note(step, version, str(error))
        operation = self._stage.lookup.operation(step.operation, version)
        if isinstance(error, SkippedError) and operation is not None:
            self._stage.coverage.failed(operation, version, Reason(ReasonKind.SKIPPED, str(error)))

    def _note(self, step: Step, version: Microversion | None, told: str) -> None:
        at = f" at {version}" if version else ""
        self._stage.coverage.notes.append(f"{self._scenario.path}:{step.line}: {step.operation}{at}: {told}")

    def _versions(self, name: Name, words: tuple[str, ...]) -> list[Microversion | None]:
        """The versions that words mean for an operation, as the API offers them."""
        operation, offered = self._stage.lookup.operation(name), self._stage.offered
        if operation is None or offered is None or not operation.versions.overlaps(offered):
            return [None if offered is None else offered.maximum]
        known = versions_to_ask(operation, offered, self._stage.most)
        meant = {EACH: list(known), OLDEST: [known[0]], NEWEST: [known[-1]]}
        found = [v for word in words for v in meant.get(word) or [Microversion.parse(word)]]
        return list(dict.fromkeys(found))

    def _do(self, step: Step, version: Microversion | None) -> None:
        """Do a step at a version, capture what it wants, and remember how to undo it.

        :raises StepError: if it does not succeed.
        """
        operation = self._operation(step.operation, version)
        answer = self._sent(operation, step, version, self._memory.values)
        try:
            self._keep(step, answer)  # before anything else can fail: what was made must be removed
        finally:
            self._tell(operation, version, answer)
        fault = _fault(step, operation, answer)
        if fault:
            raise StepError(fault)
        if step.wait is not None:
            self._wait(step.wait, version, self._memory.values)

    def _keep(self, step: Step, answer: Answer) -> None:
        """Capture what a step wants, and remember how to undo it if it may have done something.

        :raises StepError: if the answer does not have what is to be captured.
        """
        if answer.failure is None and not (answer.last is not None and answer.last.is_success):
            return
        try:
            if answer.failure is None:
                self._capture(step, answer)
        finally:
            self._remember(step)

    def _remember(self, step: Step) -> None:
        """Note what undoes a step, with the values of this moment."""
        values = self._memory.values
        self._undoing += [
            (one, version, values)
            for one in step.cleanup
            for version in self._versions(one.operation, one.versions)[-1:]
        ]

    def _undo(self, step: Step, version: Microversion | None, values: Mapping[str, Any]) -> None:
        """Do a step that cleans up; what is gone already is well.

        :raises StepError: if it does not succeed.
        """
        operation = self._operation(step.operation, version)
        answer = self._sent(operation, step, version, values)
        self._tell(operation, version, answer)
        if answer.status == 404:
            return
        fault = _fault(step, operation, answer)
        if fault:
            raise StepError(fault)
        if step.wait is not None:
            self._wait(step.wait, version, values)

    def _operation(self, name: Name, version: Microversion | None) -> Operation:
        operation = self._stage.lookup.operation(name, version)
        if operation is None:
            raise SkippedError("it is not documented")
        if version is not None and version not in operation.versions:
            raise SkippedError(f"it is documented for {operation.versions}")
        if self._stage.offered is not None and version is not None and version not in self._stage.offered:
            raise SkippedError(f"the API offers {self._stage.offered}")
        return operation

    def _sent(
        self, operation: Operation, step: Step, version: Microversion | None, values: Mapping[str, Any]
    ) -> Answer:
        """What came of sending a step.

        :raises SkippedError: if it cannot be sent.
        """
        try:
            in_path = {**values, **filled_in(step.path, values)}
            filled = fill_exactly(operation, in_path, filled_in(step.query, values))
            if not needs_permission(operation):
                return self._read(operation, filled, version)
            body = body_for(step, operation, version, self._stage.lookup, values)
            return self._stage.writing.send(operation, filled, version, body)
        except (NoValueError, UnknownNameError) as error:
            raise SkippedError(f"it needs {error.name}: {self._memory.why_unknown(error.name)}") from None
        except (NoBodyError, NotAllowedError) as error:
            raise SkippedError(str(error)) from None

    def _read(self, operation: Operation, filled: Filled, version: Microversion | None) -> Answer:
        reading, url = self._stage.reading, self._stage.endpoint.url(operation.path, str(filled))
        return reading.head(url, version) if operation.method == "HEAD" else reading.get(url, version)

    def _tell(self, operation: Operation, version: Microversion | None, answer: Answer) -> None:
        """Hand on what was exchanged.

        :raises StepError: if there was no answer.
        """
        for exchange in answer.exchanges:
            self._stage.coverage.answered(operation, version, exchange.status)
            self._receive(exchange)
        if answer.failure is not None:
            self._stage.coverage.failed(operation, version, Reason(ReasonKind.FAILED, str(answer.failure)))
            unsure = "; it may have happened all the same" if needs_permission(operation) else ""
            raise StepError(f"{answer.failure}{unsure}")

    def _capture(self, step: Step, answer: Answer) -> None:
        """Keep what a step captures.

        :raises StepError: if the answer does not have it.
        """
        for name, path in step.capture.items():
            try:
                value = _location(answer) if path == _LOCATION else dotted.get(answer.value, path)
            except dotted.NoSuchPlaceError:
                raise StepError(f"the answer has no {path} to capture as {name}") from None
            self._memory.capture(name, value)

    def _wait(self, wait: Wait, version: Microversion | None, values: Mapping[str, Any]) -> None:
        """Ask until the answer is as wanted.

        :raises StepError: if it will not be, or not in time.
        """
        if wait.version is not None:
            version = self._versions(wait.operation, (wait.version,))[-1]
        operation = self._operation(wait.operation, version)
        try:
            filled = fill_exactly(operation, values, {})
        except NoValueError as error:
            raise SkippedError(f"it cannot wait without {error.name}") from None
        end = time.monotonic() + wait.timeout
        while True:
            answer = self._read(operation, filled, version)
            self._tell(operation, version, answer)
            if _has(answer, wait.until) and answer.status == (wait.status or answer.status):
                return
            if wait.unless and _has(answer, wait.unless):
                raise StepError(f"waited in vain: {wait.operation} has {_shown(wait.unless)}")
            if time.monotonic() + wait.every > end:
                wanted = _shown(wait.until) if wait.until else f"{wait.status}"
                raise StepError(f"waited {wait.timeout:g} s in vain for {wanted} of {wait.operation}")
            time.sleep(wait.every)


def _fault(step: Step, operation: Operation, answer: Answer) -> str:
    """What is wrong with an answer whose code is not expected; nothing if it is."""
    wanted = step.expect or tuple(dict.fromkeys(code.code for code in operation.codes if code.success))
    status = answer.status or 0
    if status in wanted or (not wanted and 200 <= status < 300):
        return ""
    request_id = answer.last.request_id if answer.last else ""
    told = message_in(answer.last.response.value) if answer.last else ""
    parts = [f"answered {status}, not {' or '.join(map(str, wanted)) or 'a success'}"]
    parts += [f"({request_id})"] if request_id else []
    return " ".join(parts) + (f": {told}" if told else "")


def _location(answer: Answer) -> str:
    location = answer.last.response_headers.get("location", "") if answer.last else ""
    last = location.split("?", 1)[0].rstrip("/").rsplit("/", 1)[-1]
    if not last:
        raise dotted.NoSuchPlaceError(_LOCATION)
    return last


def _has(answer: Answer, wanted: Mapping[str, Any]) -> bool:
    """Whether an answer has some values; one that asks for none is content with a success or any code."""
    try:
        return all(dotted.get(answer.value, path) == value for path, value in wanted.items())
    except (dotted.NoSuchPlaceError, TypeError):
        return False


def _shown(wanted: Mapping[str, Any]) -> str:
    return ", ".join(f"{path} = {value}" for path, value in wanted.items())


def message_in(value: Any) -> str:
    """What an error says, in all the forms that there are: the first text called ``message`` or ``detail``."""
    level = [value]
    while level:
        for one in level:
            if isinstance(one, dict):
                for key in ("message", "detail", "faultstring", "error_message", "title"):
                    if isinstance(one.get(key), str):
                        return " ".join(one[key].split())[:_LONGEST]
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return ""
