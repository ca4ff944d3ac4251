"""AR2xx as far as names, types and places go: the tables against what evidence shows."""

from __future__ import annotations

from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.verdicts import Misnamed, WrongPlace, WrongType
from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Direction, Parameter, Phase, Place
from apiref_verify.model.version_axis import hull
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import during, proofs, shown_during, version_span, witness


@rule("AR203", "misnamed-parameter", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
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
            f"{shown_during(comparison, node)}{row.name} is documented, "
            f"but {witness(comparison, verdict.instances, node).does('has')} {shown}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, node) + context.seconds(comparison, verdict),
            hint=f"rename the row to {shown}" + (", or mend the sample" if comparison.is_shown else ""),
        )


@rule("AR204", "wrong-type", Phase.PARAMETER, needs=("samples", "contract", "exchanges"))
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
        otherwise = ", or mend the sample" if comparison.is_shown else ""
        article = "an" if shown[0] in "aio" else "a"
        yield Report(
            row.location,
            f"{during(comparison, verdict.ranges)}{row.name} is documented as {row.type}, "
            f"but is {article} {shown} in {witness(comparison, [verdict.instance], verdict.node)}",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            hull(verdict.ranges) if verdict.ranges else version_span([verdict.instance]),
            proofs(comparison, [verdict.instance], verdict.node) + context.seconds(comparison, verdict),
            hint=f"change the type of {row.key} to {shown}{otherwise}",
            severity=Severity.NOTE if verdict.harmless else None,
        )


@rule("AR207", "wrong-place", Phase.PARAMETER, needs=("reference", "samples", "contract", "exchanges"))
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
            f"{row.name} is documented in the {row.place}, "
            f"but {witness(comparison, verdict.instances, verdict.node).does('has')} it in the body",
            comparison.section,
            comparison.operation,
            comparison.direction,
            row.name,
            version_span(verdict.instances),
            proofs(comparison, verdict.instances, verdict.node) + context.seconds(comparison, verdict),
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
