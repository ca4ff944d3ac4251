"""What a walk will ask: the documented operations that only read, at the versions that matter, lists before shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apiref_verify.live.reasons import Reason, ReasonKind
from apiref_verify.matching.names import url_variables
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Operation, Reference
from apiref_verify.model.version_axis import after, before

_ASKED = ("GET", "HEAD")
_COMMANDS = re.compile(
    r"(?:re)?boot|shutdown|start(?:up)?|re(?:start|set|build|size|store)|stop|(?:un)?(?:pause|shelve|rescue|lock)|"
    r"suspend|resume|migrate|evacuate|delete|purge|destroy|disable|enable|trigger|execute|run",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Step:
    """An operation and the versions at which it will be asked, ascending; ``None`` stands for no version at all."""

    operation: Operation
    versions: tuple[Microversion | None, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a walk in the order of asking, and the operations that it leaves out, with the reasons."""

    steps: tuple[Step, ...]
    left_out: tuple[tuple[Operation, Reason], ...]


def plan(reference: Reference, offered: VersionRange | None, most: int) -> Plan:
    """Plan a walk. ``most`` is the largest number of versions at which one operation is asked."""
    steps, left_out = [], []
    for _, operation in reference.operations:
        reason = _why_not(operation, offered)
        if reason is not None:
            left_out.append((operation, reason))
        else:
            steps.append(Step(operation, versions_to_ask(operation, offered, most)))
    steps.sort(key=lambda step: (len(url_variables(step.operation.path)), step.operation.method == "HEAD"))
    return Plan(tuple(steps), tuple(left_out))


def reads_like_a_command(operation: Operation) -> bool:
    """Whether the last word of a URL is an order: there are APIs where a GET restarts a host."""
    return _COMMANDS.fullmatch(operation.path.rsplit("/", 1)[-1]) is not None


def _why_not(operation: Operation, offered: VersionRange | None) -> Reason | None:
    if operation.method not in _ASKED:
        return Reason(ReasonKind.WRITES, "it may change something; a scenario can prove it")
    if reads_like_a_command(operation):
        return Reason(ReasonKind.COMMAND, "its URL reads like a command; a scenario can prove it")
    if offered is not None and not operation.versions.overlaps(offered):
        return Reason(ReasonKind.NOT_OFFERED, f"it is documented for {operation.versions}; the API offers {offered}")
    return None


def versions_to_ask(operation: Operation, offered: VersionRange | None, most: int) -> tuple[Microversion | None, ...]:
    """The ends of an operation's range and each version at which its documentation changes, and the one before.

    Where these are too many, the ends stay, then the versions of changes before those next to them, evenly.
    """
    if offered is None or offered.minimum is None or offered.maximum is None:
        return (None,)
    span = operation.versions.intersection(offered)
    first, last = span.minimum or offered.minimum, span.maximum or offered.maximum
    changes, neighbours = set(), set()
    for limits in _mentioned(operation):
        changes |= {v for v in (limits.minimum, limits.maximum) if v is not None}
        neighbours |= {before(limits.minimum)} if limits.minimum else set()
        neighbours |= {v for v in (after(limits.maximum),) if v is not None}
    ends = {first, last}
    chosen = _spread({v for v in changes if first < v < last}, most - len(ends))
    nearby = {v for v in neighbours if first < v < last} - chosen
    chosen |= _spread(nearby, most - len(ends) - len(chosen))
    return tuple(sorted(ends | chosen if most > 1 else {last}))


def _mentioned(operation: Operation) -> Iterator[VersionRange]:
    """The ranges that the documentation of an operation speaks of."""
    for table in operation.tables:
        yield table.versions
        yield from (row.versions for row in table.rows)
    yield from (code.versions for code in operation.codes)
    for sample in operation.samples:
        if sample.version is not None:
            yield VersionRange(sample.version)


def _spread(versions: set[Microversion], most: int) -> set[Microversion]:
    """At most some of the versions, evenly."""
    ordered = sorted(versions)
    if len(ordered) <= most:
        return set(ordered)
    return {ordered[(2 * number + 1) * len(ordered) // (2 * most)] for number in range(most)} if most > 0 else set()
