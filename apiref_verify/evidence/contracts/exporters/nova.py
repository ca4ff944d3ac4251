"""The contract of nova: its table of routes, and what the decorators of its controllers' methods were told.

Success codes are those of ``wsgi.response``, else the framework's 200, and those that a method sets itself, read from
its source for each version. Error codes are those of ``wsgi.expected_errors``; nova's framework answers 400, 401, 403
and 404 by itself as well, whether a method expects them or not. Read are novas whose schemas hang on the methods (32
and later).
"""

from __future__ import annotations

import ast
import functools
import inspect
import os
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from importlib import import_module
from typing import Any, TypeAlias

from apiref_verify.evidence.contracts import axis
from apiref_verify.evidence.contracts.exporters.interface import ExporterError, provenance
from apiref_verify.evidence.contracts.exporters.introspection import closures, formats
from apiref_verify.evidence.contracts.exporters.introspection.statuses import statuses
from apiref_verify.evidence.contracts.exporters.introspection.success import success
from apiref_verify.model.contract import UNKNOWN_CODES, Codes, Contract, Promise, Route, Schema, Standing
from apiref_verify.model.microversion import Microversion, VersionRange

Handler: TypeAlias = Callable[..., Any]


def export() -> Contract:
    """The contract of the nova that is installed here.

    :raises ImportError: if there is none.
    :raises ExporterError: if it is too old.
    """
    os.environ.setdefault("OS_NOVA_DISABLE_EVENTLET_PATCHING", "1")
    requested = import_module("nova.api.openstack.api_version_request")
    whole = axis.versions(requested._MIN_API_VERSION, requested._MAX_API_VERSION)
    table = import_module("nova.api.openstack.compute.routes").ROUTE_LIST
    found = tuple(sorted(routes_of(table, whole), key=lambda route: (route.template, route.method, route.action or "")))
    if not any(promise.responses for route in found for promise in route.promises):
        raise ExporterError("this nova has no schemas of its answers on its methods; nova 32 or later has")
    checkers = import_module("nova.api.validation.validators")._FORMAT_CHECKER.checkers
    return Contract(
        provenance=provenance("nova"),
        routes=found,
        versions=whole,
        formats=formats.own(checkers, found, _known_formats()),
    )


def _known_formats() -> dict[str, str]:
    """The formats that nova checks by a regular expression, and that of its UUIDs."""
    parameter_types = import_module("nova.api.validation.parameter_types")
    expressions = {
        "name": parameter_types.valid_name_regex,
        "name_with_leading_trailing_spaces": parameter_types.valid_name_leading_trailing_spaces_regex,
        "az_name": parameter_types.valid_az_name_regex,
        "az_name_with_leading_trailing_spaces": parameter_types.valid_az_name_leading_trailing_spaces_regex,
    }
    return {"uuid": formats.UUID_LIKE, **{name: found.regex for name, found in expressions.items()}}


def routes_of(table: Iterable[tuple[str, Any]], whole: VersionRange) -> Iterator[Route]:
    """The operations in a table of routes; where a path stands for another (a redirection), it has none itself."""
    for template, methods in table:
        if not isinstance(methods, str):
            for method, (controller, name) in methods.items():
                main, others = controller.args
                for action, handler in _handlers(main, others, name):
                    yield _route(method, template, action, handler, whole)


def _handlers(main: Any, others: Iterable[Any], name: str) -> Iterator[tuple[str | None, Handler]]:
    """The methods behind one entry of the table: one, or those of all actions of the controllers, the last winning."""
    if name != "action":
        yield None, getattr(main, name)
        return
    methods = {action: getattr(one, method) for one in (main, *others) for action, method in one.wsgi_actions.items()}
    yield from methods.items()


def _route(method: str, template: str, action: str | None, handler: Handler, whole: VersionRange) -> Route:
    inner = inspect.unwrap(handler)
    promises = axis.merged(promises_of(handler, whole))
    return Route(method, template, action, f"{inner.__module__}.{inner.__qualname__}", promises)


def promises_of(handler: Handler, whole: VersionRange) -> Iterator[Promise]:
    """What a method promises in each window of the versions in which it is served."""
    for told in closures.decorated_by(handler, "api_version"):
        served = _range(told)
        if not served.overlaps(whole):
            return
        whole = whole.intersection(served)
    requests = _schemas(handler, "request_body_schemas")
    queries = _schemas(handler, "request_query_schemas")
    responses = _schemas(handler, "response_body_schemas")
    declared, expected = _declared(handler), _expected(handler)
    layers: list[axis.Layer[Any]] = [*requests, *queries, *responses, *declared, *expected]
    for window in axis.windows(whole, [*(layer for layer, _ in layers), *_decided_versions(handler)]):
        codes = success(axis.at(declared, window), statuses(handler, functools.partial(_is_supported, window)))
        yield Promise(
            versions=window,
            request=axis.at(requests, window),
            query=axis.at(queries, window),
            responses=_answers(axis.at(responses, window), codes),
            success=codes,
            errors=axis.at(expected, window) or UNKNOWN_CODES,
            removed=getattr(handler, "removed", False),
        )


def _answers(schema: Schema | None, codes: Codes) -> dict[str, Schema]:
    """The schema of an answer by each status; a method that refuses everything may still have one."""
    return {} if schema is None else {str(code): schema for code in codes.codes or [int(HTTPStatus.OK)]}


def _range(told: dict[str, Any]) -> VersionRange:
    return axis.versions(told["min_version"], told["max_version"])


def _schemas(handler: Handler, attribute: str) -> list[axis.Layer[Schema]]:
    found = getattr(handler, attribute, None)
    return (
        [(VersionRange(_end(lower), _end(upper)), schema) for schema, lower, upper in found._schemas] if found else []
    )


def _end(version: Any) -> Microversion | None:
    return None if version.is_null() else Microversion(version.ver_major, version.ver_minor)


def _declared(handler: Handler) -> list[axis.Layer[int]]:
    found = getattr(handler, "wsgi_codes", None)
    return [(axis.versions(lower, upper), code) for code, lower, upper in found._codes] if found else []


def _expected(handler: Handler) -> list[axis.Layer[Codes]]:
    return [
        (_range(told), Codes(_sorted(told["errors"]), Standing.DECLARED))
        for told in closures.decorated_by(handler, "expected_errors")
    ]


def _sorted(errors: int | tuple[int, ...]) -> tuple[int, ...]:
    return (errors,) if isinstance(errors, int) else tuple(sorted(errors))


def _is_supported(window: VersionRange, call: ast.Call) -> bool | None:
    """What nova's question for a version, ``is_supported(req, "2.45")``, answers throughout a window."""
    asked = _asked(call)
    return None if asked is None or window.minimum is None else asked <= window.minimum


def _asked(call: ast.Call) -> Microversion | None:
    match call:
        case ast.Call(func=ast.Attribute(attr="is_supported"), args=[_, ast.Constant(value=str() as version)]):
            return Microversion.parse(version)
    return None


def _decided_versions(handler: Handler) -> list[VersionRange]:
    """The versions that a method asks for where its status depends on it."""
    asked: list[VersionRange] = []

    def note(call: ast.Call) -> None:
        version = _asked(call)
        if version:
            asked.append(VersionRange(version))

    statuses(handler, note)
    return asked
