"""AR2xx as far as presence goes: what the tables leave out, and what they have too much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.verdicts import Absent, Missing, Undocumented
from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Direction, Phase
from apiref_verify.model.version_axis import hull
from apiref_verify.rules.answered import documented_as, documents_query, exchange_proof, sent_queries, unseen_headers
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import (
    during,
    is_optional,
    is_query,
    may_be_missing,
    proofs,
    shown_during,
    version_span,
    witness,
)

_MOST_NAMES = 30
_MANY, _VERY_MANY = 4, 8


def _table_place(comparison: Comparison) -> Location:
    """Where a table stands, or the operation that lacks it."""
    return comparison.table.location if comparison.table else comparison.operation.location


@rule("AR201", "undocumented-parameter", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
def undocumented_parameter(context: Context) -> Iterator[Report]:
    """Evidence has a parameter that the table does not, or a body is shown and no table documents it.

    A reader meets a field and learns nothing of it. Where an object is undocumented, only the object is reported,
    not what it holds. A name that has a row at another level, an object none of whose properties has a row, what a
    schema says an answer may lack, and what a request was served with (the API may ignore it) are weaker: notes.

    Wrong, where the sample shows ``{"server": {"id": "…", "locked": false}}``::

        - server: server
        - id: server_id

    Right::

        - server: server
        - id: server_id
        - locked: locked
    """
    for comparison, verdicts in _together(context):
        verdict, node = verdicts[0], verdicts[0].node
        it = "it" if len(verdicts) == 1 else "each"
        yield Report(
            _table_place(comparison),
            shown_during(comparison, node) + _not_in_table(comparison, verdicts),
            comparison.section,
            comparison.operation,
            comparison.direction,
            node.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, node) + context.seconds(comparison, verdict),
            hint=f"add a row for {it}" + (", or take it out of the sample" if comparison.is_shown else ""),
            severity=Severity.NOTE if _is_weak(comparison, verdict) else None,
        )
    yield from _unknown_queries(context)
    yield from _sent_queries(context)
    for comparison, missing in context.verdicts(Missing):
        names_shown = ", ".join(missing.names[:_MOST_NAMES]) + (" …" if len(missing.names) > _MOST_NAMES else "")
        yield Report(
            _table_place(comparison),
            f"no table documents the {comparison.direction} body, "
            f"but {witness(comparison, missing.instances).does('shows')} {names_shown}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            missing.names[0],
            version_span(missing.instances),
            proofs(comparison, missing.instances) + context.seconds(comparison, missing),
            hint=f"add a {comparison.direction} table with these parameters",
        )


def _together(context: Context) -> Iterator[tuple[Comparison, list[Undocumented]]]:
    """The undocumented properties of bodies, each alone; where exchanges show very many in one object, all together."""
    groups: dict[tuple[Comparison, Node | None], list[Undocumented]] = defaultdict(list)
    for comparison, verdict in context.verdicts(Undocumented):
        node = verdict.node
        if comparison.skeleton.is_envelope(node) or is_query(comparison):
            continue
        alike = comparison.is_observed and not verdict.child and not verdict.elsewhere
        groups[comparison, node.parent if alike else node].append(verdict)
    for (comparison, _), verdicts in groups.items():
        together = [verdicts] if len(verdicts) >= _VERY_MANY else [[verdict] for verdict in verdicts]
        yield from ((comparison, group) for group in together)


def _not_in_table(comparison: Comparison, verdicts: list[Undocumented]) -> str:
    """That properties are not in a table, and who shows them."""
    verdict, node = verdicts[0], verdicts[0].node
    shown = witness(comparison, verdict.instances, node)
    is_inner = node.parent is not None and node.parent.parent is not None
    owner = node.parent.path if node.parent and is_inner else f"the {comparison.direction} body"
    where = f" in {owner}" if is_inner else ""
    if len(verdicts) > 1:
        names_shown = ", ".join(verdict.node.name for verdict in verdicts[:_MOST_NAMES])
        more = f" and {len(verdicts) - _MOST_NAMES} more" if len(verdicts) > _MOST_NAMES else ""
        return f"{len(verdicts)} properties of {owner} are not in the table, but in {shown}: {names_shown}{more}"
    if verdict.child:
        return f"no property of {owner} has a row, {node.name} for one; {shown.does('shows')} them"
    if verdict.elsewhere:
        return f"{node.name}{where} has no row of its own, though {shown.does('shows')} it there"
    said = f"{shown} may have it" if is_optional(comparison, node) else f"in {shown}"
    return f"{node.name}{where} is not in the {comparison.direction} table, but {said}"


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
                f"{when}the {many} not documented, but known to {witness(comparison, first.instances)}: {shown}{more}",
                comparison.section,
                comparison.operation,
                comparison.direction,
                first.node.name,
                version_span(first.instances),
                proofs(comparison, first.instances, first.node),
                hint="document what callers may rely on",
                severity=Severity.NOTE,
            )


def _sent_queries(context: Context) -> Iterator[Report]:
    """Query parameters that were sent and served, though the API may have ignored them: a note for each operation."""
    for section, operation in context.operations:
        told = {verdict.node.name for c, verdict in context.verdicts(Undocumented) if c.operation is operation}
        known = documented_as(context, operation)
        unknown = {
            name: tally
            for name, tally in sent_queries(context, operation).items()
            if name not in told and not any(documents_query(each, name) for each in known)
        }
        if unknown:
            first = next(iter(unknown.values())).first
            many = "query parameters were" if len(unknown) > 1 else "query parameter was"
            yield Report(
                _table_place(context.matching.of(operation, Direction.REQUEST)),
                f"the {many} sent and served, but not documented: {', '.join(list(unknown)[:_MOST_NAMES])}",
                section,
                operation,
                Direction.REQUEST,
                next(iter(unknown)),
                proofs=(exchange_proof(first, operation),),
                hint="document what callers may rely on; the API may ignore what it does not know",
                severity=Severity.NOTE,
            )


@rule("AR202", "absent-parameter", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
def absent_parameter(context: Context) -> Iterator[Report]:
    """The table has a required parameter that no evidence in its versions shows, though its parent object is there.

    Either the parameter is gone, or it is optional, or the sample is incomplete: table and sample disagree. A required
    header that no recorded answer has is one too.

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
            yield from (_absent(context, comparison, verdict) for _, verdict in group)
    yield from _absent_headers(context)


def _absent_headers(context: Context) -> Iterator[Report]:
    """Headers that answers are documented to have, and never had."""
    for section, operation in context.operations:
        for row, total, first in unseen_headers(context, operation):
            answers = "the one answer does not have it" if total == 1 else f"none of {total} answers has it"
            yield Report(
                row.location,
                f"the header {row.name} is documented as required, but {answers}",
                section,
                operation,
                Direction.RESPONSE,
                row.name,
                proofs=(exchange_proof(first, operation),),
                hint="make the row optional, say when it is there, or take it out",
            )


def _absent(context: Context, comparison: Comparison, verdict: Absent) -> Report:
    row = verdict.row
    where = f" in {verdict.parent.path}" if verdict.parent.parent is not None else ""
    promised = comparison.is_promised
    claim = "" if promised and not row.required else " as required"
    when = during(comparison, verdict.ranges)
    shown = witness(comparison, verdict.instances)
    return Report(
        row.location,
        f"{when}{row.name} is documented{claim}, but {shown.does_not_have_it}{where}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        hull(verdict.ranges) if promised else row.versions.intersection(version_span(verdict.instances)),
        proofs(comparison, verdict.instances, verdict.parent) + context.seconds(comparison, verdict),
        hint=_remedy(comparison),
    )


def _remedy(comparison: Comparison) -> str:
    """What to do about a required row that evidence lacks."""
    if comparison.is_promised:
        return "take the row out"
    optional = "make the row optional, or take it out"
    return f"complete the sample, {optional}" if comparison.is_shown else optional


def _mostly_absent(comparison: Comparison, verdicts: list[Absent]) -> Report:
    """One report for evidence that lacks most of what its table has."""
    shown = ", ".join(verdict.row.name for verdict in verdicts[:_MOST_NAMES])
    promised = comparison.is_promised
    kind = " documented rows" if promised else " documented rows, all required"
    instances = verdicts[0].instances
    return Report(
        _table_place(comparison),
        f"{witness(comparison, instances).does('lacks')} {len(verdicts)} of {len(comparison.rows)}{kind}: {shown}"
        + (" …" if len(verdicts) > _MOST_NAMES else ""),
        comparison.section,
        comparison.operation,
        comparison.direction,
        verdicts[0].row.name,
        version_span(instances),
        proofs(comparison, instances, verdicts[0].parent),
        hint="is it the right sample? else complete it, or make the rows optional"
        if comparison.is_shown
        else f"take the rows out{'' if promised else ', or make them optional'}",
    )


@rule("AR214", "missing-envelope", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
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
                proofs(comparison, verdict.instances, node) + context.seconds(comparison, verdict),
                hint=f"add a row for {node.name} before the others",
            )


def _is_weak(comparison: Comparison, verdict: Undocumented) -> bool:
    """Whether an undocumented property may be documented after all, or not be there, or be ignored."""
    sent = comparison.direction is Direction.REQUEST and comparison.is_observed
    return verdict.child or verdict.elsewhere or sent or may_be_missing(comparison, verdict.node)
