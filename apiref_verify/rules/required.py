"""AR205 and AR206: what the tables call required or optional, against what evidence shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.verdicts import Lacking, NotAlways, WrongRequired
from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Direction, Phase, Place
from apiref_verify.model.version_axis import hull
from apiref_verify.rules.answered import exchange_proof
from apiref_verify.rules.context import Context, Report, definitions, used_definitions
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import counted, during, exchange_words, proofs, version_span, witness


@rule("AR205", "not-always-required", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
def not_always_required(context: Context) -> Iterator[Report]:
    """A parameter is documented as required, and only some of the samples that should have it do.

    A request sample without a required parameter is refused when somebody tries it; else the parameter is optional.
    A request that was served without it, or an answer that lacks it, shows that it is optional.
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
        lacking, having = witness(comparison, [instance]), witness(comparison, [verdict.other])
        yield Report(
            instance.location,
            f"{row.name} is documented as required, but {lacking} of {instance.version} lacks it "
            f"({having} of {verdict.other.version} has it)",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span([instance]),
            proofs(comparison, [instance, verdict.other]),
            hint="complete the sample, or make the row optional",
            severity=Severity.NOTE if comparison.direction is Direction.RESPONSE else None,
        )
    yield from (_not_always(*found) for found in context.verdicts(NotAlways))
    for comparison, disputed in context.verdicts(WrongRequired):
        if not disputed.always:
            yield _disputed(context, comparison, disputed, "required", "optional")


def _not_always(comparison: Comparison, verdict: NotAlways) -> Report:
    """Exchanges in which a required parameter was missing, though what it stands in was there."""
    row, node = verdict.row, verdict.node
    kinds = _objects(comparison, node.parent) if node.parent else exchange_words(comparison.direction)
    lacking = f"{counted(verdict.lacking, verdict.total, *kinds)} {'lacks' if verdict.lacking == 1 else 'lack'} it"
    return Report(
        row.location,
        f"{row.name} is documented as required, but {lacking}",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        version_span([verdict.instance]),
        (exchange_proof(verdict.first, comparison.operation, verdict.instance.version),),
        hint=f"make {row.key} optional, or say when it is there",
    )


def _objects(comparison: Comparison, owner: Node) -> tuple[str, str]:
    """What the objects are called that a property stands in, one and several: bodies, or objects in them."""
    is_single = owner.parent is None or (comparison.skeleton.is_envelope(owner) and "array" not in owner.types)
    return (
        exchange_words(comparison.direction) if is_single else (f"object in {owner.path}", f"objects in {owner.path}")
    )


def _disputed(
    context: Context, comparison: Comparison, verdict: WrongRequired, documented: str, promised: str
) -> Report:
    """Schema and document disagree on what is required; either may be right."""
    row = verdict.row
    return Report(
        row.location,
        f"{during(comparison, verdict.ranges)}{row.name} is documented as {documented}, "
        f"by {witness(comparison, verdict.instances)} it is {promised}: the two disagree",
        comparison.section,
        comparison.operation,
        comparison.direction,
        row.name,
        hull(verdict.ranges),
        proofs(comparison, verdict.instances, verdict.node) + context.seconds(comparison, verdict),
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
            yield _disputed(context, comparison, verdict, "visible to few", "always there")
        elif verdict.always:
            yield _disputed(context, comparison, verdict, "optional", "required")


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
