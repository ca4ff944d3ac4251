"""AR2xx as far as evidence decides: the tables against what bodies show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.verdicts import (
    Absent,
    Lacking,
    Misnamed,
    Missing,
    Undocumented,
    WrongPlace,
    WrongType,
    WrongVersion,
)
from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import VersionRange
from apiref_verify.model.reference import Direction, Parameter, Phase, Place
from apiref_verify.rules.context import Context, Report, names_of, proofs, version_span
from apiref_verify.rules.registry import rule

_MOST_NAMES = 12
_MANY = 4


def _table_place(comparison: Comparison) -> Location:
    """Where a table stands, or the operation that lacks it."""
    return comparison.table.location if comparison.table else comparison.operation.location


@rule("AR201", "undocumented-parameter", Phase.PARAMETER, needs=("samples",))
def undocumented_parameter(context: Context) -> Iterator[Report]:
    """Evidence has a parameter that the table does not, or a body is shown and no table documents it.

    A reader meets a field and learns nothing of it. Where an object is undocumented, only the object is reported,
    not what it holds. A name that has a row at another level, and an object none of whose properties has a row, are
    weaker: notes.

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
        if comparison.skeleton.is_envelope(node):
            continue
        where = f" in {node.parent.path}" if node.parent and node.parent.parent else ""
        if verdict.child:
            owner = node.parent.path if node.parent else ""
            message = f"no property of {owner} has a row, {node.name} for one; {names_of(verdict.instances)} shows them"
        elif verdict.elsewhere:
            message = f"{node.name}{where} has no row of its own, though {names_of(verdict.instances)} shows it there"
        else:
            message = (
                f"{node.name}{where} is not in the {comparison.direction} table, but in {names_of(verdict.instances)}"
            )
        yield Report(
            _table_place(comparison),
            message,
            comparison.section,
            comparison.operation,
            comparison.direction,
            node.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, node),
            hint="add a row for it, or take it out of the sample",
            severity=Severity.NOTE if verdict.child or verdict.elsewhere else None,
        )
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


@rule("AR202", "absent-parameter", Phase.PARAMETER, needs=("samples",))
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
    return Report(
        row.location,
        f"{row.name} is documented as required, but {names_of(verdict.instances)} does not have it{where}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        row.versions.intersection(version_span(verdict.instances)),
        proofs(comparison, verdict.instances, verdict.parent),
        hint="complete the sample, make the row optional, or take it out",
    )


def _mostly_absent(comparison: Comparison, verdicts: list[Absent]) -> Report:
    """One report for a sample that lacks most of what its table requires."""
    shown = ", ".join(verdict.row.name for verdict in verdicts[:_MOST_NAMES])
    instances = verdicts[0].instances
    return Report(
        _table_place(comparison),
        f"{names_of(instances)} lacks {len(verdicts)} of {len(comparison.rows)} documented rows, all required: {shown}"
        + (" …" if len(verdicts) > _MOST_NAMES else ""),
        comparison.section,
        comparison.operation,
        comparison.direction,
        verdicts[0].row.name,
        version_span(instances),
        proofs(comparison, instances, verdicts[0].parent),
        hint="is it the right sample? else complete it, or make the rows optional",
    )


@rule("AR203", "misnamed-parameter", Phase.PARAMETER, needs=("samples",))
def misnamed_parameter(context: Context) -> Iterator[Report]:
    """The table has a name that evidence lacks, and evidence has a close one in its place.

    Whoever copies the name from the table sends, or looks for, a field that does not exist.

    Wrong, where the sample has ``updated_at``::

        - update_at: updated_at

    Right::

        - updated_at: updated_at
    """
    for comparison, verdict in context.verdicts(Misnamed):
        row, node = verdict.row, verdict.node
        shown = node.path if len(names.parts(row.name)) > 1 else node.name
        yield Report(
            row.location,
            f"{row.name} is documented, but {names_of(verdict.instances)} has {shown}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, node),
            hint=f"rename the row to {shown}, or mend the sample",
        )


@rule("AR204", "wrong-type", Phase.PARAMETER, needs=("samples",))
def wrong_type(context: Context) -> Iterator[Report]:
    """The documented type does not admit what some evidence shows.

    Generated clients and careful readers trust the type. A string that only spells the right value (``"5"`` for an
    integer) is a note.

    Wrong, where the sample has ``"ram": 512``::

        flavor_ram:
          in: body
          type: string

    Right::

        flavor_ram:
          in: body
          type: integer
    """
    for comparison, verdict in context.verdicts(WrongType):
        row = verdict.row
        shown = " or ".join(sorted(verdict.types))
        article = "an" if shown[0] in "aio" else "a"
        yield Report(
            row.location,
            f"{row.name} is documented as {row.type}, but is {article} {shown} in {names_of([verdict.instance])}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span([verdict.instance]),
            proofs(comparison, [verdict.instance], verdict.node),
            hint=f"change the type of {row.key} to {shown}, or mend the sample",
            severity=Severity.NOTE if verdict.harmless else None,
        )


@rule("AR205", "not-always-required", Phase.PARAMETER, needs=("samples",))
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


@rule("AR207", "wrong-place", Phase.PARAMETER, needs=("reference", "samples"))
def wrong_place(context: Context) -> Iterator[Report]:
    """A parameter is documented to travel elsewhere than it does: a URL variable in the body, a body field in the path.

    Wrong, for ``GET /extensions/{alias}``::

        alias:
          in: body

    Right::

        alias:
          in: path
    """
    for comparison, verdict in context.verdicts(WrongPlace):
        row = verdict.row
        yield Report(
            row.location,
            f"{row.name} is documented in the {row.place}, but {names_of(verdict.instances)} has it in the body",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, verdict.node),
            hint=f"use a definition with in: body instead of {row.key}",
        )
    for comparison in context.comparisons:
        if comparison.direction is Direction.REQUEST:
            for row in in_url_but_not_in_path(comparison):
                yield Report(
                    row.location,
                    f"{row.name} is documented in the {row.place}, but it is a variable of the URL",
                    comparison.section,
                    comparison.operation,
                    comparison.direction,
                    row.name,
                    hint="use a definition with in: path",
                )


def in_url_but_not_in_path(comparison: Comparison) -> list[Parameter]:
    """Request rows that carry the name of a URL variable which has no path row, and are nowhere in the body."""
    variables = names.url_variables(comparison.operation.url)
    rows = [row for table in comparison.tables for row in table.rows]
    in_path = {names.bare(row.name) for row in rows if row.place is Place.PATH or row.definition is None}
    matched = {match.row for match in comparison.alignment.matches}
    return [
        row
        for row in rows
        if row.place in (Place.BODY, Place.QUERY, Place.HEADER)
        and names.bare(row.name) in variables
        and names.bare(row.name) not in in_path
        and row not in matched
    ]


@rule("AR208", "wrong-min-version", Phase.PARAMETER, needs=("samples",))
def wrong_min_version(context: Context) -> Iterator[Report]:
    """Evidence of an earlier version than the documented ``min_version`` already has the parameter.

    Wrong, where the sample of 2.6 has ``tags``::

        tags:
          min_version: 2.7

    Right::

        tags:
          min_version: 2.6
    """
    for comparison, verdict in context.verdicts(WrongVersion):
        if verdict.later:
            yield _version_report(comparison, verdict, f"since {verdict.row.versions.minimum}", "min_version")


@rule("AR209", "wrong-max-version", Phase.PARAMETER, needs=("samples",))
def wrong_max_version(context: Context) -> Iterator[Report]:
    """Evidence of a later version than the documented ``max_version`` still has the parameter.

    Wrong, where the sample of 2.90 has ``personality``::

        personality:
          max_version: 2.56

    Right: mend the sample, or the ``max_version``.
    """
    for comparison, verdict in context.verdicts(WrongVersion):
        if not verdict.later:
            yield _version_report(comparison, verdict, f"up to {verdict.row.versions.maximum}", "max_version")


def _version_report(comparison: Comparison, verdict: WrongVersion, claim: str, field: str) -> Report:
    row = verdict.row
    shown = names_of([verdict.instance])
    return Report(
        row.location,
        f"{row.name} is documented {claim}, but {shown} has it at {verdict.version}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        VersionRange(verdict.version, verdict.version),
        proofs(comparison, [verdict.instance], verdict.node),
        hint=f"mend the {field} of {row.key}, or the sample",
    )


@rule("AR214", "missing-envelope", Phase.PARAMETER, needs=("samples",))
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
