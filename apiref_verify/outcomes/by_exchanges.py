"""What exchanges can verify: that an operation is served, its tables, and its samples, at the versions that were seen.

A window is a stretch of versions in which the operation claims one and the same; the newest version is one of its
own. What was seen at one version of a window is taken for all of it; a window in which nothing was seen leaves the
phase open.
"""

from __future__ import annotations

from collections.abc import Iterable

from apiref_verify.matching.comparison import instance_of, samples_of
from apiref_verify.matching.coverage import left_over
from apiref_verify.matching.exchanges.comparison import ByVersion, Observed
from apiref_verify.matching.exchanges.voices import same_place
from apiref_verify.matching.skeleton import Instance, build
from apiref_verify.model.finding import Status
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Direction, Operation
from apiref_verify.model.version_axis import cut
from apiref_verify.rules.context import Context

Answer = tuple[Status, str]


def method(context: Context, operation: Operation) -> Answer:
    """The operation was served in each window of its versions."""
    seen = _served(context, operation)
    if not seen:
        return Status.NOT_CHECKED, "no exchange shows that it is served"
    count = sum(seen.values())
    missed = _missed(context, operation, seen)
    told = f"served {count} time{'s' * (count > 1)}{_at(seen)}"
    if missed:
        return Status.NOT_CHECKED, f"{told}; {_unasked(missed)}"
    return Status.VERIFIED, told


def parameters(context: Context, operation: Operation) -> Answer:
    """Every body row was seen, and nothing else, in each window."""
    seen = _served(context, operation)
    rows = matched = bodies = 0
    for direction in Direction:
        observed = context.observed(operation, direction)
        documented = context.matching.of(operation, direction).rows
        rows += len(observed.rows if observed else documented)
        if observed is None:
            continue
        bodies += sum(instance.count for instance in observed.skeleton.instances)
        matched += len(observed.alignment.matches)
        rest = left_over(observed, context.habits)
        if rest:
            return Status.NOT_CHECKED, f"{len(rest)} properties seen have no row of their own, {rest[0].name} for one"
    if not rows:
        return Status.NOT_CHECKED, "no body parameters are documented, and exchanges have no others"
    if matched < rows:
        return Status.NOT_CHECKED, f"{matched} of {rows} body rows were seen; nothing contradicts the others"
    missed = _missed(context, operation, seen)
    if missed:
        return Status.NOT_CHECKED, f"every body row was seen; {_unasked(missed)}"
    return Status.VERIFIED, f"every body row ({rows}) stands in {bodies} bodies of exchanges"


def examples(context: Context, operation: Operation) -> Answer:
    """Every sample that is shown has the shape of what was seen at its version."""
    total = 0
    for direction in Direction:
        observed = context.observed(operation, direction)
        for sample in samples_of(operation, direction):
            total += 1
            instance = instance_of(sample, context.habits.base_version, operation)
            if observed is None or not _has_shape(instance, observed):
                return (
                    Status.NOT_CHECKED,
                    f"no exchange of its version has the shape of {sample.path.rsplit('/', 1)[-1]}",
                )
    if not total:
        return Status.NOT_CHECKED, "no sample is shown that could be checked"
    return Status.VERIFIED, f"all samples ({total}) have the shape of what was seen at their versions"


def codes(context: Context, operation: Operation) -> Answer:
    """Codes may agree; the rest of a body is prose, and prose is for people: never verified."""
    answered = sorted({code for seen in _all(context, operation).values() for code in seen.statuses})
    told = ", ".join(map(str, answered))
    return Status.NOT_CHECKED, f"answered {told}, as documented; the prose is for people to read"


def _has_shape(instance: Instance, observed: Observed) -> bool:
    """Whether exchanges of a sample's version had the same properties, of the same types."""
    indexes = {n for n, seen in enumerate(observed.skeleton.instances) if instance.version in (None, seen.version)}
    own = build([instance])
    for node in own.nodes:
        other = same_place(observed, node)
        if other is None or not other.seen & indexes or not _types(node.types, other.types):
            return False
    known = {node.path for node in own.nodes}
    always = (node for node in observed.skeleton.nodes if node.seen & indexes and not node.is_map)
    return bool(indexes) and all(node.path in known or _is_rare(observed, node.path) for node in always)


def _types(own: set[str], seen: set[str]) -> bool:
    return bool((own & seen) or own == {"null"} or seen == {"null"} or own <= {"integer", "number"} >= seen)


def _is_rare(observed: Observed, path: str) -> bool:
    """Whether a property was in some bodies only: a sample need not have it."""
    node = next(node for node in observed.skeleton.nodes if node.path == path)
    bodies, total = observed.bodies(node)
    return bodies < total


def _served(context: Context, operation: Operation) -> dict[Microversion | None, int]:
    """How often an operation was served, by version."""
    return {version: seen.served for version, seen in _all(context, operation).items() if seen.served}


def _all(context: Context, operation: Operation) -> ByVersion:
    return context.exchanges.of(operation) if context.exchanges else {}


def _missed(context: Context, operation: Operation, seen: Iterable[Microversion | None]) -> list[VersionRange]:
    """The windows of an operation's versions in which it was not served; none where versions play no part.

    Left out are those before the first version of the API, if it is known.
    """
    limits = [row.versions for direction in Direction for row in operation.rows(direction)]
    limits += [table.versions for table in operation.tables]
    known = [version for version in seen if version is not None]
    newest = context.exchanges.newest if context.exchanges else None
    if not known or newest is None:
        return []
    if newest in operation.versions:
        limits.append(VersionRange(newest, None))
    windows = cut(operation.versions, [limit for limit in limits if not limit.is_open])
    there = VersionRange(context.habits.base_version, None)
    return [w for w in windows if w.overlaps(there) and not any(version in w for version in known)]


def _unasked(missed: Iterable[VersionRange]) -> str:
    return f"versions without a request: {', '.join(map(str, missed))}"


def _at(seen: Iterable[Microversion | None]) -> str:
    known = sorted(version for version in seen if version is not None)
    if not known:
        return ""
    return f", at {known[0]}" if len(known) == 1 else f", at {len(known)} versions from {known[0]} to {known[-1]}"
