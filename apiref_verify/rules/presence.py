"""AR2xx as far as presence goes: what the tables leave out, what they have too much, and what is required."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.verdicts import Absent, Lacking, Missing, Undocumented, WrongRequired
from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Direction, Phase, Place
from apiref_verify.model.version_axis import hull
from apiref_verify.rules.context import (
    Context,
    Report,
    definitions,
    during,
    is_optional,
    is_query,
    may_be_missing,
    names_of,
    proofs,
    shown_during,
    used_definitions,
    version_span,
)
from apiref_verify.rules.registry import rule

_MOST_NAMES = 30
_MANY = 4


def _table_place(comparison: Comparison) -> Location:
    """Where a table stands, or the operation that lacks it."""
    return comparison.table.location if comparison.table else comparison.operation.location


@rule("AR201", "undocumented-parameter", Phase.PARAMETER, needs=("samples", "contract"))
def undocumented_parameter(context: Context) -> Iterator[Report]:
    """Evidence has a parameter that the table does not, or a body is shown and no table documents it.

    A reader meets a field and learns nothing of it. Where an object is undocumented, only the object is reported,
    not what it holds. A name that has a row at another level, an object none of whose properties has a row, and what a
    schema says an answer may lack, are weaker: notes.

    Wrong, where the sample shows ``{"server": {"id": "…", "locked": false}}``::

        - server: server
        - id: server_id

    Right::

        - server: server
        - id: server_id
        - locked: locked
    """
    for comparison, verdict in context.verdicts(Undocumented):
        node = verdict.node
        if comparison.skeleton.is_envelope(node) or is_query(comparison):
            continue
        where = f" in {node.parent.path}" if node.parent and node.parent.parent else ""
        when = shown_during(comparison, node)
        if verdict.child:
            owner = node.parent.path if node.parent else ""
            message = f"no property of {owner} has a row, {node.name} for one; {names_of(verdict.instances)} shows them"
        elif verdict.elsewhere:
            message = f"{node.name}{where} has no row of its own, though {names_of(verdict.instances)} shows it there"
        else:
            origin = names_of(verdict.instances)
            shown = f"{origin} may have it" if is_optional(comparison, node) else f"in {origin}"
            message = f"{node.name}{where} is not in the {comparison.direction} table, but {shown}"
        yield Report(
            _table_place(comparison),
            when + message,
            comparison.section,
            comparison.operation,
            comparison.direction,
            node.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, node),
            hint="add a row for it" + ("" if comparison.is_promised else ", or take it out of the sample"),
            severity=Severity.NOTE if verdict.child or verdict.elsewhere or may_be_missing(comparison, node) else None,
        )
    yield from _unknown_queries(context)
    for comparison, missing in context.verdicts(Missing):
        shown = ", ".join(missing.names[:_MOST_NAMES]) + (" …" if len(missing.names) > _MOST_NAMES else "")
        yield Report(
            _table_place(comparison),
            f"no table documents the {comparison.direction} body, but {names_of(missing.instances)} shows {shown}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            missing.names[0],
            version_span(missing.instances),
            proofs(comparison, missing.instances),
            hint=f"add a {comparison.direction} table with these parameters",
        )


def _unknown_queries(context: Context) -> Iterator[Report]:
    """Query parameters that a contract knows: each, or all of an operation together where they are many.

    An API may know what it would rather not be asked: notes.
    """
    found: dict[Comparison, list[Undocumented]] = defaultdict(list)
    for comparison, verdict in context.verdicts(Undocumented):
        if is_query(comparison):
            found[comparison].append(verdict)
    for comparison, verdicts in found.items():
        groups = [verdicts] if len(verdicts) >= _MANY else [[verdict] for verdict in verdicts]
        for group in groups:
            first = group[0]
            shown = ", ".join(verdict.node.name for verdict in group[:_MOST_NAMES])
            more = f" and {len(group) - _MOST_NAMES} more" if len(group) > _MOST_NAMES else ""
            many = "query parameters are" if len(group) > 1 else "query parameter is"
            when = shown_during(comparison, first.node) if len(group) == 1 else ""
            yield Report(
                _table_place(comparison),
                f"{when}the {many} not documented, but known to {names_of(first.instances)}: {shown}{more}",
                comparison.section,
                comparison.operation,
                comparison.direction,
                first.node.name,
                version_span(first.instances),
                proofs(comparison, first.instances, first.node),
                hint="document what callers may rely on",
                severity=Severity.NOTE,
            )


@rule("AR202", "absent-parameter", Phase.PARAMETER, needs=("samples", "contract"))
def absent_parameter(context: Context) -> Iterator[Report]:
    """The table has a required parameter that no evidence in its versions shows, though its parent object is there.

    Either the parameter is gone, or it is optional, or the sample is incomplete: table and sample disagree.

    Wrong, where the sample shows ``{"server": {"id": "…"}}``::

        - server: server
        - id: server_id
        - progress: progress_required

    Right: take the row out, make it ``required: false``, or complete the sample.
    """
    absent: dict[int, list[tuple[Comparison, Absent]]] = defaultdict(list)
    for comparison, verdict in context.verdicts(Absent):
        absent[id(comparison)].append((comparison, verdict))
    for group in absent.values():
        comparison = group[0][0]
        if len(group) >= _MANY and len(group) >= 0.5 * len(comparison.rows):
            yield _mostly_absent(comparison, [verdict for _, verdict in group])
        else:
            yield from (_absent(comparison, verdict) for _, verdict in group)


def _absent(comparison: Comparison, verdict: Absent) -> Report:
    row = verdict.row
    where = f" in {verdict.parent.path}" if verdict.parent.parent is not None else ""
    promised = comparison.is_promised
    claim = "" if promised and not row.required else " as required"
    when = during(comparison, verdict.ranges)
    return Report(
        row.location,
        f"{when}{row.name} is documented{claim}, but {names_of(verdict.instances)} does not have it{where}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        hull(verdict.ranges) if promised else row.versions.intersection(version_span(verdict.instances)),
        proofs(comparison, verdict.instances, verdict.parent),
        hint="take the row out" if promised else "complete the sample, make the row optional, or take it out",
    )


def _mostly_absent(comparison: Comparison, verdicts: list[Absent]) -> Report:
    """One report for evidence that lacks most of what its table has."""
    shown = ", ".join(verdict.row.name for verdict in verdicts[:_MOST_NAMES])
    promised = comparison.is_promised
    kind = "" if promised else " documented rows, all required"
    instances = verdicts[0].instances
    return Report(
        _table_place(comparison),
        f"{names_of(instances)} lacks {len(verdicts)} of {len(comparison.rows)}{kind or ' documented rows'}: {shown}"
        + (" …" if len(verdicts) > _MOST_NAMES else ""),
        comparison.section,
        comparison.operation,
        comparison.direction,
        verdicts[0].row.name,
        version_span(instances),
        proofs(comparison, instances, verdicts[0].parent),
        hint="take the rows out" if promised else "is it the right sample? else complete it, or make the rows optional",
    )


@rule("AR205", "not-always-required", Phase.PARAMETER, needs=("samples", "contract"))
def not_always_required(context: Context) -> Iterator[Report]:
    """A parameter is documented as required, and only some of the samples that should have it do.

    A request sample without a required parameter is refused when somebody tries it; else the parameter is optional.
    Of responses only those of one version are compared, since some are partial by design: a note. Samples of which
    nobody knows the version take no part.

    Wrong, where one of two request samples has ``networks``::

        networks:
          required: true

    Right::

        networks:
          required: false
    """
    for comparison, verdict in context.verdicts(Lacking):
        row, instance = verdict.row, verdict.instance
        yield Report(
            instance.location,
            f"{row.name} is documented as required, but {names_of([instance])} of {instance.version} lacks it "
            f"({names_of([verdict.other])} of {verdict.other.version} has it)",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span([instance]),
            proofs(comparison, [instance, verdict.other]),
            hint="complete the sample, or make the row optional",
            severity=Severity.NOTE if comparison.direction is Direction.RESPONSE else None,
        )
    for comparison, disputed in context.verdicts(WrongRequired):
        if not disputed.always:
            yield _disputed(comparison, disputed, "required", "optional")


def _disputed(comparison: Comparison, verdict: WrongRequired, documented: str, promised: str) -> Report:
    """Schema and document disagree on what is required; either may be right."""
    row = verdict.row
    return Report(
        row.location,
        f"{during(comparison, verdict.ranges)}{row.name} is documented as {documented}, "
        f"by {names_of(verdict.instances)} it is {promised}: the two disagree",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        hull(verdict.ranges),
        proofs(comparison, verdict.instances, verdict.node),
        hint=f"make {row.key} {promised}, unless the schema is wrong"
        if not verdict.described
        else f"mend the description of {row.key}, unless the schema is wrong",
        severity=Severity.NOTE if verdict.nested or verdict.described else None,
    )


@rule("AR206", "always-required", Phase.PARAMETER, needs=("reference", "contract"))
def always_required(context: Context) -> Iterator[Report]:
    """A parameter is documented as optional, and is not: it travels in the path, or the schema requires it.

    A URL does not exist without its variables. A request without what its schema requires is refused, and an answer
    always has it. Inside an optional object it is a note, where the reference usually says required there; so it is
    where only the description says that few callers see what is always there.

    Wrong::

        server_id_path:
          in: path
          required: false

    Right::

        server_id_path:
          in: path
          required: true
    """
    yield from _optional_in_the_path(context)
    for comparison, verdict in context.verdicts(WrongRequired):
        if verdict.described:
            yield _disputed(comparison, verdict, "visible to few", "always there")
        elif verdict.always:
            yield _disputed(comparison, verdict, "optional", "required")


def _optional_in_the_path(context: Context) -> Iterator[Report]:
    used = used_definitions(context)
    for definition in definitions(context):
        meant = re.search(r"\boptional\b|may be (?:omitted|left out)", definition.description, re.I)
        if definition.place is Place.PATH and definition.required is False and definition in used and not meant:
            section, table, row = used[definition]
            yield Report(
                definition.fields.get("required", definition.location),
                f"{definition.key} travels in the path and is documented as optional",
                section,
                direction=table.direction,
                parameter=row.name,
                hint="write required: true",
            )


@rule("AR214", "missing-envelope", Phase.PARAMETER, needs=("samples", "contract"))
def missing_envelope(context: Context) -> Iterator[Report]:
    """The object that wraps a body has no row, in a reference whose other tables document theirs.

    A reader of the table alone sends the properties at the top, and gets an error. Whether a house documents
    envelopes is inferred from its own tables.

    Wrong, where the sample shows ``{"server": {"name": "one"}}``::

        - name: server_name

    Right::

        - server: server
        - name: server_name
    """
    for comparison, verdict in context.verdicts(Undocumented):
        node = verdict.node
        if comparison.skeleton.is_envelope(node):
            yield Report(
                _table_place(comparison),
                f"{node.name}, the object around the {comparison.direction} body, is not in the table",
                comparison.section,
                comparison.operation,
                comparison.direction,
                node.name,
                version_span(verdict.instances),
                proofs(comparison, verdict.instances, node),
                hint=f"add a row for {node.name} before the others",
            )
