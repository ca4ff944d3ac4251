"""AR2xx as far as the reference itself decides: the tables and the parameters files, by the house's own style."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator

from apiref_verify.matching import names, types
from apiref_verify.matching.habits import Habit
from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Definition, Direction, Operation, Parameter, Phase, Place, Table
from apiref_verify.rules.context import Context, Report, definitions, is_habit, used_definitions
from apiref_verify.rules.registry import rule

_ORDER = {Place.HEADER: 0, Place.PATH: 1, Place.QUERY: 2, Place.BODY: 3}
_ORDERLY = 0.95


@rule("AR210", "row-order", Phase.PARAMETER, Severity.NOTE)
def row_order(context: Context) -> Iterator[Report]:
    """The rows of a table are not in the house's order: header, path, query, body.

    Whether a house keeps the order is inferred: the rule is silent where less than nineteen of twenty tables do.

    Source: *API reference guideline* in the contributor documentation of nova and placement.

    Wrong::

        - name: server_name
        - server_id: server_id_path

    Right::

        - server_id: server_id_path
        - name: server_name
    """
    owner_of = {t.location: o for _, o in context.reference.operations for t in o.tables}
    late = {
        t.location: _misplaced(t, owner_of.get(t.location))
        for s in context.reference.sections
        for t in s.all_tables
        if len({r.place for r in t.rows}) > 1
    }
    if not is_habit(Habit("rows by place", sum(pair is None for pair in late.values()), len(late), ""), _ORDERLY):
        return
    for section in context.sections:
        for table in section.all_tables:
            pair = late.get(table.location)
            if pair:
                row, before = pair
                yield Report(
                    row.location,
                    f"{row.name} ({row.place}) stands after {before.name} ({before.place})",
                    section,
                    owner_of.get(table.location),
                    table.direction,
                    row.name,
                    hint="the order here is header, path, query, body",
                )


def _misplaced(table: Table, operation: Operation | None) -> tuple[Parameter, Parameter] | None:
    """The first row that stands after one of a later place, and that one.

    Rows whose place is itself wrong count for nothing: URL variables outside of the path, and bodies of a GET.
    """
    variables = names.url_variables(operation.url) if operation else ()
    bodiless = operation and operation.method in ("GET", "HEAD") and table.direction is Direction.REQUEST
    last: Parameter | None = None
    for row in table.rows:
        if row.place is None or (table.direction is Direction.RESPONSE and row.place in (Place.PATH, Place.QUERY)):
            continue
        if names.bare(row.name) in variables and row.place is not Place.PATH:
            continue
        if bodiless and row.place is Place.BODY:
            continue
        if last is not None and last.place is not None and _ORDER[row.place] < _ORDER[last.place]:
            return row, last
        last = row
    return None


@rule("AR211", "definition-order", Phase.PARAMETER, Severity.NOTE)
def definition_order(context: Context) -> Iterator[Report]:
    """A definition stands out of order in its parameters file: header, path, query, body, and by name in each.

    os-api-ref warns of it too. The rule is silent for a file of which less than nine tenths are in order.

    Wrong: ``zone_id`` before ``alias``, both in the path.

    Right: ``alias`` first.
    """
    if context.reference.focus is not None:
        return
    for file in context.reference.parameters_files:
        known = [d for d in file.definitions.values() if d.place is not None]
        pairs = [(a, b) for a, b in itertools.pairwise(known) if _order_key(b) < _order_key(a)]
        if len(known) > 1 and len(pairs) <= 0.1 * (len(known) - 1):
            for before, late in pairs:
                yield Report(
                    late.location,
                    f"{late.key} ({late.place}) stands after {before.key} ({before.place})",
                    parameter=late.key,
                    hint="sort by place (header, path, query, body), then by name",
                )


def _order_key(definition: Definition) -> tuple[int, str]:
    return (_ORDER[definition.place] if definition.place else 9, definition.key.lower())


@rule("AR212", "unused-definition", Phase.PARAMETER, Severity.NOTE)
def unused_definition(context: Context) -> Iterator[Report]:
    """A definition in the parameters file is used by no table.

    It goes stale unseen, and the next author copies from it.

    Wrong: ``server_id_1`` stands in ``parameters.yaml`` and in no ``rest_parameters``.

    Right: delete it.
    """
    used = used_definitions(context)
    bases = {base for definition in definitions(context) for base in definition.bases}
    for definition in definitions(context):
        if definition not in used and definition.key not in bases:
            yield Report(
                definition.location,
                f"{definition.key} is used by no table",
                parameter=definition.key,
                hint="delete it",
            )


@rule("AR213", "duplicate-row", Phase.PARAMETER, needs=("reference", "samples"))
def duplicate_row(context: Context) -> Iterator[Report]:
    """A table has one parameter twice, in overlapping versions.

    Wrong::

        - limit: limit
        - marker: marker
        - limit: limit

    Right::

        - limit: limit
        - marker: marker
    """
    for comparison in context.comparisons:
        for table in comparison.tables:
            seen: dict[tuple[str, Place], Parameter] = {}
            for row in table.rows:
                if row.place is None:
                    continue
                first = seen.setdefault((names.clean(row.name), row.place), row)
                if first is row or not first.versions.overlaps(row.versions):
                    continue
                if row.place is Place.BODY:
                    levels = len(comparison.skeleton.by_name.get(names.parts(row.name)[-1], ()))
                    if first.key != row.key or levels != 1:
                        continue
                yield Report(
                    row.location,
                    f"{row.name} has a row before, in line {first.location.line}",
                    comparison.section,
                    comparison.operation,
                    comparison.direction,
                    row.name,
                    hint="take one of the two out",
                )


@rule("AR215", "no-parameter-description", Phase.PARAMETER)
def no_parameter_description(context: Context) -> Iterator[Report]:
    """A definition that a table uses has no description.

    Wrong::

        server_id_path:
          in: path
          required: true
          type: string

    Right::

        server_id_path:
          description: |
            The UUID of the server.
          in: path
          required: true
          type: string
    """
    used = used_definitions(context)
    for definition in definitions(context):
        if not definition.description and definition in used:
            yield Report(
                definition.location,
                f"{definition.key} has no description",
                used[definition][0],
                parameter=used[definition][2].name,
                hint="say what it is, in a sentence",
            )


@rule("AR216", "type-spelling", Phase.PARAMETER, Severity.NOTE)
def type_spelling(context: Context) -> Iterator[Report]:
    """A type is written otherwise than nearly everywhere in the reference: ``dict`` where others are ``object``.

    Which spelling is the house's own is inferred: at least nineteen of twenty definitions of that type use it.

    Wrong, in a reference that writes ``object`` 200 times::

        type: dict

    Right::

        type: object
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for file in context.reference.parameters_files:
        for definition in file.definitions.values():
            family = types.family(definition.type)
            if family in ("object", "array", "boolean", "integer"):
                spellings[family][definition.type.lower()] += 1
    for definition in definitions(context):
        family = types.family(definition.type)
        if family not in spellings:
            continue
        counts = spellings[family]
        usual, count = counts.most_common(1)[0]
        odd = definition.type.lower()
        if odd != usual and odd in types.SPELLINGS[family] and count >= 0.95 * sum(counts.values()) and count >= 20:
            yield Report(
                definition.fields.get("type", definition.location),
                f"{definition.key} is of type {definition.type}: elsewhere it is {usual} ({count} times)",
                parameter=definition.key,
                hint=f"write type: {usual}",
            )
