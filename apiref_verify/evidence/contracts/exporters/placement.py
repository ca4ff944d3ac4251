"""The contract of placement: its table of routes, and the schemas that its handlers use when they are called.

Nothing hangs on the handlers: they choose a schema while they run. So each is called at each version, its database
replaced by nothing, until it asks for its body to be validated. Schemas of answers there are none. Success codes are
those that a handler sets, read from its source; of error codes nothing is known.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

from apiref_verify.evidence.contracts import axis
from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import closures, formats
from apiref_verify.evidence.contracts.exporters.introspection.handlers import full_name
from apiref_verify.evidence.contracts.exporters.introspection.statuses import statuses
from apiref_verify.evidence.contracts.exporters.introspection.success import success
from apiref_verify.evidence.contracts.exporters.placement_probe import observe, without_database
from apiref_verify.model.contract import Contract, Part, Promise, Route
from apiref_verify.model.microversion import Microversion, VersionRange

AUTHORITY = frozenset({Part.ROUTES, Part.REQUESTS, Part.TYPES, Part.CODES})


def export() -> Contract:
    """The contract of the placement that is installed here.

    :raises ImportError: if there is none.
    """
    table = import_module("placement.handler").ROUTE_DECLARATIONS
    versions = [Microversion.parse(version) for version in import_module("placement.microversion").VERSIONS]
    with without_database():
        routes = tuple(sorted(routes_of(table, versions), key=lambda route: (route.template, route.method)))
    return Contract(
        provenance=provenance("openstack-placement"),
        routes=routes,
        versions=VersionRange(versions[0], versions[-1]),
        authority=AUTHORITY,
        formats=formats.own(
            import_module("placement.util")._FORMAT_CHECKER.checkers, routes, {"uuid": formats.UUID_LIKE}
        ),
    )


def routes_of(table: Mapping[str, Mapping[str, Any]], versions: Iterable[Microversion]) -> Iterator[Route]:
    """The operations in a table of routes; the empty path is another name of the root."""
    for template, methods in table.items():
        for method, handler in methods.items():
            if template:
                promises = axis.merged(promises_of(method, template, handler, versions))
                yield Route(method, template, handler=full_name(handler.func), promises=promises)


def promises_of(method: str, template: str, handler: Any, versions: Iterable[Microversion]) -> Iterator[Promise]:
    """What a handler promises at each version at which it is served."""
    for version in versions:
        function = _function(handler.func, version)
        if function is not None:
            seen = observe(method, template, handler, version)
            found = statuses(function, functools.partial(_matches, version))
            yield Promise(VersionRange(version, version), seen.request, seen.query, success=success(None, found))


def _function(function: Callable[..., Any], version: Microversion) -> Callable[..., Any] | None:
    """The function that serves a version, if there is one; they are kept by the name that all of them have."""
    for told in closures.decorated_by(function, "version_handler"):
        served = import_module("placement.microversion").VERSIONED_METHODS[told["qualified_name"]]
        return next((function for lower, upper, function in served if lower <= version <= upper), None)
    return function


def _matches(version: Microversion, call: ast.Call) -> bool | None:
    """What placement's question for a version, ``want_version.matches((1, 20))``, answers at a version."""
    asked = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "min_version")]
    match call.func, asked:
        case (
            ast.Attribute(attr="matches"),
            [ast.Tuple(elts=[ast.Constant(value=int() as major), ast.Constant(value=int() as minor)])],
        ):
            return version >= (major, minor)
    return None
