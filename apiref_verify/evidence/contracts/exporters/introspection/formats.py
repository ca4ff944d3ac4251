"""The formats of a service's own that its schemas use: names that JSON Schema does not know, or knows differently."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apiref_verify.model.contract import Route, Schema

STANDARD = frozenset(
    {"date", "date-time", "duration", "email", "hostname", "idn-email", "idn-hostname", "ipv4", "ipv6", "iri"}
    | {"iri-reference", "json-pointer", "regex", "relative-json-pointer", "time", "uri", "uri-reference"}
    | {"uri-template", "uuid"}
)

UUID_LIKE = r"^[{}]*(?:(?:urn:|uuid:|-)*[0-9a-fA-F]){32}-*[{}]*$"
"""What OpenStack services take for a UUID: 32 hexadecimal digits, wherever the dashes are."""


def own(checkers: Mapping[str, Any], routes: Iterable[Route], known: Mapping[str, str]) -> dict[str, str | None]:
    """The formats that the schemas of routes use and that are not what the standard says.

    ``checkers`` are those of the ``jsonschema.FormatChecker`` of the service: a standard name that it does not check,
    or checks with a function that is not of ``jsonschema``, is not the standard's either. ``known`` gives the regular
    expressions of formats; the others are ``None``.
    """
    checked = {name for name, check in checkers.items() if check[0].__module__.split(".")[0] == "jsonschema"}
    return {name: known.get(name) for name in used(routes) - (checked & STANDARD)}


def used(routes: Iterable[Route]) -> set[str]:
    """The formats that the schemas of routes name."""
    seen: dict[int, Schema] = {}
    for route in routes:
        for promise in route.promises:
            for schema in (promise.request, promise.query, *promise.responses.values()):
                if schema is not None:
                    seen[id(schema)] = schema
    return {name for schema in seen.values() for name in _formats(schema)}


def _formats(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("format"), str):
            yield value["format"]
        value = value.values()
    if not isinstance(value, str) and isinstance(value, Iterable):
        for item in value:
            yield from _formats(item)
