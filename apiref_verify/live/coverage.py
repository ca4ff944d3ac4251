"""Which operations, versions and codes were exercised, and why the others were not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from apiref_verify.live.reasons import Reason
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation

Asked = Microversion | None


@dataclass(slots=True)
class Exercise:
    """What was done with one operation: the codes that came at each version, and why more was not done."""

    operation: Operation
    codes: dict[Asked, list[int]] = field(default_factory=dict)
    failures: dict[Asked, Reason] = field(default_factory=dict)
    reason: Reason | None = None

    @property
    def is_exercised(self) -> bool:
        """Whether there was an answer."""
        return bool(self.codes)

    @property
    def is_served(self) -> bool:
        """Whether the operation did, at least once, what it is for."""
        return any(200 <= code < 400 for codes in self.codes.values() for code in codes)

    @property
    def why(self) -> Reason | None:
        """Why there was no answer; ``None`` if there was one."""
        if self.is_exercised:
            return None
        return next(iter(self.failures.values()), self.reason)


@dataclass(slots=True)
class Coverage:
    """The exercises by the place of the operation, in reading order; ``notes`` are what befell the run as a whole."""

    exercises: dict[Location, Exercise]
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, operations: Iterable[Operation]) -> Coverage:
        """The coverage before anything was asked."""
        return cls({operation.location: Exercise(operation) for operation in operations})

    def answered(self, operation: Operation, version: Asked, status: int) -> None:
        """An answer came."""
        codes = self.exercises[operation.location].codes.setdefault(version, [])
        if status not in codes:
            codes.append(status)

    def failed(self, operation: Operation, version: Asked, reason: Reason) -> None:
        """There was no answer at a version."""
        self.exercises[operation.location].failures[version] = reason

    def left_out(self, operation: Operation, reason: Reason) -> None:
        """An operation was not asked, for now."""
        self.exercises[operation.location].reason = reason

    def not_reached(self, operation: Operation, reason: Reason) -> None:
        """A run ended; unless the operation was asked before, this is why not."""
        exercise = self.exercises[operation.location]
        if not exercise.codes and not exercise.failures:
            exercise.reason = reason

    @property
    def exercised(self) -> list[Exercise]:
        """The exercises with an answer."""
        return [exercise for exercise in self.exercises.values() if exercise.is_exercised]

    @property
    def others(self) -> list[Exercise]:
        """The exercises without one."""
        return [exercise for exercise in self.exercises.values() if not exercise.is_exercised]

    @property
    def is_refused(self) -> bool:
        """Whether most operations that answered wanted other credentials."""
        refused = [one for one in self.exercised if {code for codes in one.codes.values() for code in codes} == {401}]
        return 2 * len(refused) > len(self.exercised)
