"""AR1xx: the list of operations."""

from __future__ import annotations

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from apiref_verify.matching import names
from apiref_verify.matching.habits import Habit
from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Direction, Operation, Parameter, Phase, Place, Reference, Section
from apiref_verify.rules.context import Context, Report, is_habit, refers_elsewhere
from apiref_verify.rules.parameters import in_url_but_not_in_path
from apiref_verify.rules.registry import rule
from apiref_verify.rules.routes import real_action

_ENOUGH, _CLEAR = 6, 0.9
_TITLE_VERB = re.compile(r"^\W*(create|add|delete|remove|update|modify|edit|show|list|get|set)\b", re.I)
_EXPECTED_VERBS = {
    "create": "POST",
    "add": "POST",
    "delete": "DELETE",
    "remove": "DELETE",
    "show": "GET",
    "list": "GET",
    "get": "GET",
}
_ACTION_TITLE = re.compile(r"\(\s*[`'\"]*([\w:.-]+)[`'\"]*\s+action\b", re.I)


@rule("AR103", "method-order", Phase.METHOD, Severity.NOTE)
def method_order(context: Context) -> Iterator[Report]:
    """Two operations on a resource stand in another order than everywhere else in the reference.

    The guideline's order is GET (list), POST, GET (details), GET (one), PUT, PATCH, DELETE; which pairs a house
    keeps in order is inferred from its sections, and only exceptions are reported.

    Source: *API reference guideline* in the contributor documentation of nova and placement.

    Wrong: "Create server" (``POST /servers``) before "List servers" (``GET /servers``).

    Right: "List servers" first.
    """
    tally = _order_tally(context.reference)
    for section in context.sections:
        told: set[str] = set()
        for first, second in _neighbours(section):
            pair = (_kind(first), _kind(second))
            before = tally[pair[1], pair[0]]
            total = before + tally[pair]
            if total >= _ENOUGH and before / total > _CLEAR and second.title not in told:
                told.add(second.title)
                yield Report(
                    second.location,
                    f"{second.method} {second.url} stands after {first.method} {first.url}: "
                    f"elsewhere it comes first ({before} of {total} times)",
                    section,
                    second,
                    hint=f"move it before {first.title or first.url}",
                )


def _resource(operation: Operation) -> str:
    path = re.sub(r"/(?:\{[^{}]*\}|<[^<>]*>)/?$", "", operation.path)
    return re.sub(r"/detail$", "", path)


def _means_its_method(operation: Operation) -> bool:
    """Whether an operation's title agrees with its method: a PUT that creates has no usual place."""
    verb = _TITLE_VERB.match(operation.title)
    return verb is None or _EXPECTED_VERBS.get(verb[1].lower(), operation.method) == operation.method


def _kind(operation: Operation) -> str:
    single = bool(re.search(r"(?:\}|>)/?$", operation.path))
    if operation.method == "GET":
        return "show" if single else "list-detail" if operation.path.endswith("/detail") else "list"
    kind = {"POST": "create", "PUT": "replace", "PATCH": "update", "DELETE": "delete"}.get(operation.method, "other")
    return kind if single == (kind != "create") else "other"


def _neighbours(section: Section) -> Iterator[tuple[Operation, Operation]]:
    """Each operation with the earlier ones on its resource that are of another kind and would canonically follow."""
    by_resource: dict[str, list[Operation]] = defaultdict(list)
    for operation in section.operations:
        if operation.path.endswith("/action") or _kind(operation) == "other" or not _means_its_method(operation):
            continue
        earlier = by_resource[_resource(operation)]
        for first in reversed(earlier):
            if _kind(first) != _kind(operation):
                yield first, operation
                break
        earlier.append(operation)


def _order_tally(reference: Reference) -> Counter[tuple[str, str]]:
    """How often an operation of one kind directly follows one of another kind on the same resource."""
    return Counter((_kind(a), _kind(b)) for section in reference.sections for a, b in _neighbours(section))


@rule("AR104", "duplicate-operation", Phase.METHOD)
def duplicate_operation(context: Context) -> Iterator[Report]:
    """The same operation is documented twice: same method and URL, same title, overlapping versions.

    Readers find one of the two, and the other goes stale. Several actions or variants of one URL under titles of
    their own are no duplicates.

    Wrong: two sections "Show server details", both with ``.. rest_method:: GET /servers/{server_id}``.

    Right: one.
    """
    seen: dict[tuple[str, str, str | None, str], list[Operation]] = defaultdict(list)
    for section, operation in context.operations:
        path = re.sub(r"\{[^{}]*\}|<[^<>]*>", "{}", operation.url)
        key = (operation.method, path, operation.action, " ".join(operation.title.lower().split()))
        first = next((o for o in seen[key] if o.versions.overlaps(operation.versions)), None)
        seen[key].append(operation)
        if first is not None and operation.url:
            yield Report(
                operation.location,
                f"{operation.method} {operation.url} ({operation.title}) is documented before, in {first.location}",
                section,
                operation,
                hint="merge the two",
            )


def _request_rows(operation: Operation) -> list[Parameter]:
    return list(operation.rows(Direction.REQUEST))


def _path_names(operation: Operation) -> set[str]:
    """The names of path rows, and of rows whose definition nobody knows."""
    return {
        names.bare(row.name) for row in _request_rows(operation) if row.place is Place.PATH or row.definition is None
    }


@rule("AR105", "undocumented-path-parameter", Phase.METHOD)
def undocumented_path_parameter(context: Context) -> Iterator[Report]:
    """A variable of the URL has no row in the request table.

    Wrong, for ``GET /servers/{server_id}``: a request table without ``server_id``.

    Right::

        - server_id: server_id_path
    """
    counts = [
        (variable in _path_names(operation))
        for _, operation in context.reference.operations
        for variable in names.url_variables(operation.url)
    ]
    if not is_habit(Habit("URL variables have rows", sum(counts), len(counts), ""), 0.5, least=1):
        return
    for section, operation in context.operations:
        documented = _path_names(operation)
        comparison = context.matching.of(operation, Direction.REQUEST)
        misplaced = {names.bare(row.name) for row in in_url_but_not_in_path(comparison)}
        alike = {names.squashed(name) for name in documented | misplaced}
        lacking = [v for v in names.url_variables(operation.url) if names.squashed(v) not in alike]
        if not operation.tables and refers_elsewhere(operation):
            continue
        if len(lacking) == len(_not_in_url(operation)) == 1:
            continue  # the one is the other's wrong name: AR106 tells
        for variable in lacking:
            yield Report(
                operation.location,
                f"{{{variable}}} in the URL has no row in the request table",
                section,
                operation,
                Direction.REQUEST,
                variable,
                hint=f"add a row for {variable}",
            )


def _not_in_url(operation: Operation) -> list[Parameter]:
    variables = set(names.url_variables(operation.url))
    return [
        row for row in _request_rows(operation) if row.place is Place.PATH and names.bare(row.name) not in variables
    ]


@rule("AR106", "path-parameter-not-in-url", Phase.METHOD)
def path_parameter_not_in_url(context: Context) -> Iterator[Report]:
    """A row says that it travels in the path, and the URL has no such variable.

    Wrong, for ``DELETE /consoles/{console_id}``::

        - id: console_id

    Right::

        - console_id: console_id
    """
    rows = Counter(row.name for _, o in context.reference.operations for row in _not_in_url(o))
    total = sum(1 for _ in context.reference.operations)
    for section, operation in context.operations:
        variables = names.url_variables(operation.url)
        undocumented = [v for v in variables if v not in _path_names(operation)]
        for row in _not_in_url(operation):
            if rows[row.name] > max(10, 0.5 * total):
                continue
            near = difflib.get_close_matches(names.bare(row.name), undocumented, n=1, cutoff=0.5)
            if not near and len(undocumented) == len(_not_in_url(operation)) == 1:
                near = undocumented
            shown = f" ({{{near[0]}}} there has no row)" if near else ""
            yield Report(
                row.location,
                f"{row.name} is documented in the path, but {operation.url} has no such variable{shown}",
                section,
                operation,
                Direction.REQUEST,
                row.name,
                hint=f"rename the row to {near[0]}" if near else "take the row out, or mend the URL",
            )


@rule("AR107", "action-title", Phase.METHOD, needs=("reference", "samples", "contract", "exchanges"))
def action_title(context: Context) -> Iterator[Report]:
    """An action's title spells the action otherwise than its table, sample or contract, or names none.

    A title without the name is reported where others of the section have it.

    Actions share one URL: the title is how readers find them.

    Wrong, where the body is ``{"addTenantAccess": …}``: "Add access (addtenantaccess action)".

    Right: "Add access (addTenantAccess action)".
    """
    for section, operation in context.operations:
        actions = [o for o in section.operations if o.path.endswith("/action")]
        named = Habit(
            "titles name actions", sum(bool(_ACTION_TITLE.search(o.title)) for o in actions), len(actions), ""
        )
        if not operation.path.endswith("/action") or not operation.action:
            continue
        match = _ACTION_TITLE.search(operation.title)
        message = ""
        real = real_action(context, operation)
        if real:
            message = f"the action is documented as {operation.action}, but the API calls it {real.name}"
        elif match and match[1] != operation.action:
            message = f"the title says {match[1]}, the request body {operation.action}"
        elif not match and is_habit(named, 0.5, least=2):
            message = f"the title does not name its action, {operation.action}, as other titles here do"
        if message:
            yield Report(
                operation.title_location,
                message,
                section,
                operation,
                parameter=operation.action,
                proofs=(real.proof,) if real else (),
                hint=f"write ({real.name if real else operation.action} Action) in the title",
                severity=None if match or real else Severity.NOTE,
            )
