"""Controllers whose methods have versions, each with schemas that have versions: what they promise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from apiref_verify.evidence.contracts.axis import merged, windows
from apiref_verify.evidence.contracts.exporters.introspection.closures import decorated_by
from apiref_verify.evidence.contracts.exporters.introspection.handlers import serves
from apiref_verify.evidence.contracts.exporters.introspection.repair import repaired
from apiref_verify.evidence.contracts.exporters.introspection.statuses import statuses
from apiref_verify.evidence.contracts.exporters.introspection.success import success
from apiref_verify.model.contract import Promise, Schema
from apiref_verify.model.microversion import Microversion, VersionRange

REQUEST, QUERY, RESPONSE = "request", "query", "response"

DECORATORS = {
    "schema": REQUEST,
    "request_body_schema": REQUEST,
    "request_query_schema": QUERY,
    "response_body_schema": RESPONSE,
}
"""What a validating decorator looks at, by its name."""


@dataclass(frozen=True, slots=True)
class Method:
    """A function that serves an operation in a range of versions."""

    function: Callable[..., Any]
    versions: VersionRange


def methods(controller: type, name: str) -> list[Method]:
    """The functions behind one method of a controller, in the order in which the service tries them."""
    versioned = getattr(controller, "versioned_methods", {}).get(name)
    if versioned is not None:
        found = [Method(one.func, span(one.start_version, one.end_version)) for one in versioned]
    else:
        function = getattr(controller, name.replace("-", "_"), None)
        found = [Method(function, VersionRange())] if callable(function) else []
    return [method for method in found if serves(method.function)]


def span(minimum: Any, maximum: Any) -> VersionRange:
    """A range of versions; its ends are text, objects of the service, minor versions of 1, or nothing."""
    return VersionRange(_version(minimum), _version(maximum))


def _version(value: Any) -> Microversion | None:
    if isinstance(value, str):
        return Microversion.parse(value)
    if isinstance(value, int):
        return Microversion(1, value)
    if value is None or value._ver_major is None:
        return None
    return Microversion(value._ver_major, value._ver_minor)


def promises(found: Sequence[Method], whole: VersionRange) -> tuple[Promise, ...]:
    """What the functions behind an operation promise, cut wherever something changes, within a whole range."""
    ranges = [method.versions for method in found]
    ranges += [versions for method in found for _, versions, _ in _schemas(method.function)]
    made = []
    for window in windows(whole, ranges):
        serving = next((method.function for method in found if method.versions.overlaps(window)), None)
        if serving is not None:
            made.append(_promise(serving, window))
    return merged(made)


def _schemas(function: Callable[..., Any]) -> Iterator[tuple[str, VersionRange, Schema]]:
    """Every schema that a function is decorated with: what it is for, its versions, and itself."""
    for decorator, kind in DECORATORS.items():
        for given in decorated_by(function, decorator):
            schema = given.get("request_body_schema", given.get("schema"))
            if schema is not None:
                yield kind, span(given.get("min_version"), given.get("max_version")), repaired(schema)


def _promise(function: Callable[..., Any], window: VersionRange) -> Promise:
    schemas: dict[str, list[Schema]] = {REQUEST: [], QUERY: [], RESPONSE: []}
    for kind, versions, schema in _schemas(function):
        if versions.overlaps(window):
            schemas[kind].append(schema)
    codes = success(_declared_status(function), statuses(function))
    response = _all(schemas[RESPONSE])
    status = str(codes.codes[0]) if len(codes.codes) == 1 else "2XX"
    return Promise(
        versions=window,
        request=_all(schemas[REQUEST]),
        query=_all(schemas[QUERY]),
        responses={} if response is None else {status: response},
        success=codes,
    )


def _declared_status(function: Callable[..., Any]) -> int | None:
    """The status of success that a decorator was given."""
    exposed = (given.get("status_code") for given in decorated_by(function, "expose"))
    status = getattr(function, "wsgi_code", None) or next(filter(None, exposed), None)
    return None if status is None else int(status)


def _all(schemas: list[Schema]) -> Schema | None:
    """One schema for several that all apply."""
    if len(schemas) > 1:
        return {"allOf": schemas}
    return schemas[0] if schemas else None
