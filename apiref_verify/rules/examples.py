"""AR3xx: the samples."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from apiref_verify.matching import names
from apiref_verify.matching.habits import Habit
from apiref_verify.matching.judgement import is_stale
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Direction, Operation, Phase, Place, Sample, Section
from apiref_verify.rules.context import Context, Report, is_habit
from apiref_verify.rules.registry import rule

_VERSION_FOLDER = re.compile(r"(?:^|/)v\d+\.\d+(?=/)")
_TEMPLATE = re.compile(r"%\(\w+\)s|\{\{ ?\w+ ?\}\}|\$\{\w+\}")
_USUAL = 0.8


def _has_payload(operation: Operation, direction: Direction) -> bool:
    if direction is Direction.REQUEST and operation.method in ("GET", "HEAD", "DELETE"):
        return False
    variables = names.url_variables(operation.url)
    return any(row.place is Place.BODY and row.name not in variables for row in operation.rows(direction))


def _shown(operation: Operation, direction: Direction) -> bool:
    return any(sample.direction in (direction, None) for sample in operation.samples)


@rule("AR301", "no-sample", Phase.EXAMPLE, Severity.NOTE)
def no_sample(context: Context) -> Iterator[Report]:
    """An operation has a body by its table, and no sample of it, in a reference that shows samples.

    Silent for a direction in which less than four fifths of such operations have one.

    Wrong: a response table with body rows, and no ``literalinclude`` below it.

    Right::

        .. literalinclude:: samples/server-get-resp.json
    """
    for direction in Direction:
        bodies = [o for _, o in context.reference.operations if _has_payload(o, direction)]
        habit = Habit("bodies have samples", sum(_shown(o, direction) for o in bodies), len(bodies), "")
        if not is_habit(habit, _USUAL):
            continue
        for section, operation in context.operations:
            if _has_payload(operation, direction) and not _shown(operation, direction):
                yield Report(
                    operation.location,
                    f"the {direction} has a body and no sample",
                    section,
                    operation,
                    direction,
                    hint=f"show a sample of the {direction} with literalinclude",
                )


@rule("AR303", "sample-label", Phase.EXAMPLE)
def sample_label(context: Context) -> Iterator[Report]:
    """Caption, path and operation disagree on the microversion or direction of a sample.

    Wrong::

        **Example Show Server (v2.26): JSON response**

        .. literalinclude:: samples/v2.62/server-get-resp.json

    Right::

        **Example Show Server (v2.62): JSON response**
    """
    versioned = [s for sec in context.reference.sections for s in sec.all_samples if s.path_version and not s.inline]
    captioned = Habit(
        "captions give the version", sum(s.caption_version is not None for s in versioned), len(versioned), ""
    )
    for section, operation in context.operations:
        for sample in operation.samples:
            usual = is_habit(captioned, _USUAL) and not _says_version(section, operation, sample)
            message, severity = _version_label(sample, usual), None
            if message and sample.caption_version is None:
                severity = Severity.NOTE
            message = message or _direction_label(sample, operation)
            if message:
                yield Report(
                    sample.location,
                    message,
                    section,
                    operation,
                    sample.direction,
                    versions=VersionRange(sample.version, sample.version),
                    proofs=(Proof("sample", sample.path, sample.location),),
                    hint="mend the caption, or show another file",
                    severity=severity,
                )


def _version_label(sample: Sample, captions_usual: bool) -> str:
    name = sample.path.rsplit("/", 1)[-1]
    if sample.inline or sample.path_version is None:
        return ""
    if sample.caption_version is None:
        return f"{name} is of {sample.path_version}, and its caption does not say so" if captions_usual else ""
    if sample.caption_version != sample.path_version and not _is_in_range(sample.caption, sample.path_version):
        return f"the caption says {sample.caption_version}, the path of {name} {sample.path_version}"
    return ""


def _is_in_range(caption: str, version: Microversion) -> bool:
    """Whether a caption gives a range of versions that a version lies in: "(2.30 - 2.40)", "since 2.30"."""
    ends = [Microversion.parse(text) for text in re.findall(r"\d+\.\d+", caption)]
    if len(ends) > 1:
        return min(ends) <= version <= max(ends)
    is_open = re.search(r"since|from|start|later|above|newer|\d\s*(?:-|\+)", caption, re.I)
    return bool(ends and is_open and ends[0] <= version)


def _says_version(section: Section, operation: Operation, sample: Sample) -> bool:
    """Whether the text around a sample, or the operation's own first version, says its version already."""
    if operation.versions.minimum is not None and operation.versions.minimum == sample.path_version:
        return True
    pattern = re.compile(rf"(?<![\d.]){re.escape(str(sample.path_version))}(?![\d.]*\d)")
    texts = [section.title, operation.title, *(text for text, _ in (*operation.prose, *section.prose))]
    return any(pattern.search(text) for text in texts)


def _direction_label(sample: Sample, operation: Operation) -> str:
    """A caption that names the other direction than the file name, or a request body for a plain GET."""
    said = _said(sample.caption)
    if said is None or sample.inline:
        return ""
    name = sample.path.rsplit("/", 1)[-1]
    if sample.direction is not None and said is not sample.direction:
        return f"the caption says {said}, the name of {name} {sample.direction}"
    asks = said is Direction.REQUEST and sample.is_json and operation.method in ("GET", "HEAD")
    if asks and not any(row.place is Place.BODY for row in operation.rows(Direction.REQUEST)):
        return f"the caption of {name} says request, but {operation.method} has no request body"
    return ""


def _said(caption: str) -> Direction | None:
    asks, answers = (re.search(rf"\bjson\s+{word}\b", caption, re.I) for word in ("request", "response"))
    if bool(asks) == bool(answers):
        return None
    return Direction.REQUEST if asks else Direction.RESPONSE


def _family(path: str) -> str:
    return _VERSION_FOLDER.sub("", path)


def _versions_on_disk(context: Context) -> dict[str, list[tuple[Microversion, str]]]:
    """The samples on disk by family (the path without its version folder), with the version of each."""
    found: dict[str, list[tuple[Microversion, str]]] = defaultdict(list)
    for path in context.reference.sample_files:
        match = re.search(r"(?:^|/)v(\d+\.\d+)/", path)
        version = Microversion.parse(match[1]) if match else Microversion(0, 0)
        found[_family(path)].append((version, path))
    return found


@rule("AR304", "unused-sample", Phase.EXAMPLE, Severity.NOTE, default=False)
def unused_sample(context: Context) -> Iterator[Report]:
    """A sample file is shown nowhere, in no version of it.

    Off by default: samples often serve tests too.

    Wrong: ``samples/servers/server-post-resp.json`` is on disk and in no ``literalinclude``.

    Right: show it, or delete it.
    """
    if context.reference.focus is not None:
        return
    shown = {_family(s.path) for section in context.reference.sections for s in section.all_samples}
    for family, members in sorted(_versions_on_disk(context).items()):
        if family not in shown:
            path = sorted(members)[0][1]
            yield Report(Location(path), f"{path.rsplit('/', 1)[-1]} is shown nowhere", hint="show it, or delete it")


@rule("AR305", "stale-sample", Phase.EXAMPLE, Severity.NOTE, needs=("samples",))
def stale_sample(context: Context) -> Iterator[Report]:
    """A newer sample of the same family has what the table documents and no sample shown has.

    The page documents parameters, and the reader finds no example of them though one is on disk.

    Wrong: the table documents ``locked_reason`` since 2.73, the sample shown is of 2.26, and a ``v2.73`` folder has
    the same file with ``locked_reason``.

    Right: show the sample of 2.73.
    """
    disk = _versions_on_disk(context)
    for comparison in context.comparisons:
        shown = [s for s in comparison.operation.samples if s.direction is comparison.direction and not s.inline]
        for family in dict.fromkeys(_family(s.path) for s in shown):
            members = [s for s in shown if _family(s.path) == family]
            newest_shown = max((s.path_version or Microversion(0, 0)) for s in members)
            newer = [member for member in disk.get(family, ()) if member[0] > newest_shown]
            if not newer:
                continue
            version, path = max(newer)
            late = is_stale(comparison, newest_shown, version)
            wanted = [row for row in late if names.parts(row.name)[-1] in context.reference.sample_files[path]]
            if wanted:
                lacking = ", ".join(row.name for row in wanted[:4])
                yield Report(
                    members[-1].location,
                    f"a sample of {version} is on disk; the newest shown lacks {lacking}",
                    comparison.section,
                    comparison.operation,
                    comparison.direction,
                    wanted[0].name,
                    hint=f"show the one of {version} too",
                )


@rule("AR306", "sample-order", Phase.EXAMPLE, Severity.NOTE)
def sample_order(context: Context) -> Iterator[Report]:
    """Samples of one family are not in ascending order of their microversions.

    Wrong: the sample of 2.90 before the one of 2.32.

    Right: the one of 2.32 first.
    """
    groups = []
    for section, operation in context.operations:
        for direction in Direction:
            members: dict[str, list[Sample]] = defaultdict(list)
            for sample in operation.samples:
                if sample.direction is direction and not sample.inline:
                    members[_family(sample.path)].append(sample)
            groups += [(section, operation, direction, group) for group in members.values() if len(group) > 1]
    late = [(group, _descent(group[3])) for group in groups]
    habit = Habit("samples in ascending order", sum(pair is None for _, pair in late), len(late), "")
    if len(late) >= 5 and habit.share < _USUAL:
        return
    for (section, operation, direction, _), pair in late:
        if pair:
            yield Report(
                pair[1].location,
                f"the sample of {pair[1].path_version or 'the first version'} stands after the one of "
                f"{pair[0].path_version}",
                section,
                operation,
                direction,
                hint="put them in ascending order",
            )


def _descent(group: list[Sample]) -> tuple[Sample, Sample] | None:
    first = Microversion(0, 0)
    return next(
        ((a, b) for a, b in itertools.pairwise(group) if (b.path_version or first) < (a.path_version or first)),
        None,
    )


@rule("AR307", "unrelated-sample", Phase.EXAMPLE, needs=("samples",))
def unrelated_sample(context: Context) -> Iterator[Report]:
    """A sample shows something else altogether: no row of the table names any of its properties.

    Most often the path is that of another operation's sample.

    Wrong, under a table of group snapshots::

        .. literalinclude:: samples/snapshot-update-request.json

    Right::

        .. literalinclude:: samples/group-snapshot-update-request.json
    """
    for comparison in context.comparisons:
        related = {instance.version for instance in comparison.skeleton.instances}
        for instance in comparison.unrelated:
            if related and instance.version not in related:
                continue
            yield Report(
                instance.location,
                f"{instance.origin.rsplit('/', 1)[-1]} has no property that the {comparison.direction} table names",
                comparison.section,
                comparison.operation,
                comparison.direction,
                proofs=(Proof(instance.kind, instance.origin, instance.location),),
                hint="is it the sample of another operation?",
            )


@rule("AR308", "unfilled-template", Phase.EXAMPLE, needs=("samples",))
def unfilled_template(context: Context) -> Iterator[Report]:
    """A sample has a placeholder of the template that it was made from, never filled in.

    Wrong::

        {"availability_zone": "%(availability_zone)s"}

    Right::

        {"availability_zone": "nova"}
    """
    for section, operation in context.operations:
        for sample in operation.samples:
            for pointer, value in _strings(sample.body) if sample.is_json else ():
                match = _TEMPLATE.search(value)
                if match and len(match[0]) == len(value):
                    yield Report(
                        sample.location,
                        f"{sample.path.rsplit('/', 1)[-1]} has {match[0]} at {pointer}",
                        section,
                        operation,
                        sample.direction,
                        pointer.rsplit("/", 1)[-1],
                        proofs=(Proof("sample", sample.path, sample.location, pointer),),
                        hint="fill in a value",
                    )


def _strings(body: Any) -> Iterator[tuple[str, str]]:
    stack: list[tuple[str, Any]] = [("", body)]
    while stack:
        pointer, value = stack.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict):
            stack.extend((f"{pointer}/{key}", item) for key, item in value.items())
        elif isinstance(value, list):
            stack.extend((f"{pointer}/{number}", item) for number, item in enumerate(value))
