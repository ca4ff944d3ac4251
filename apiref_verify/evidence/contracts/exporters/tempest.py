"""The contracts of services as tempest knows them: the schemas of answers that its clients validate.

Each method of a client is called with the names of its arguments as placeholders, once for every range of versions
that it has a schema for, while its request is only noted. Tempest does not follow every change of a service. So a
schema for "this version and later" is taken for this version only, and so is one that has no versions at all.
"""

from __future__ import annotations

import contextlib
import inspect
import itertools
import json
import logging
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from apiref_verify.evidence.contracts.axis import merged, versions, windows
from apiref_verify.evidence.contracts.exporters.interface import provenance
from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.model.contract import Codes, Contract, Part, Promise, Route, Schema, Standing
from apiref_verify.model.microversion import Microversion, VersionRange

AUTHORITY = frozenset({Part.RESPONSES, Part.TYPES})

NO_BODY: Schema = {"type": "null"}


def contract_of(package: str, minimum: str, prefix: str = "") -> Contract:
    """The contract of the service whose clients stand in a package of tempest, from a minimum version on.

    ``prefix`` is where its API begins, such as ``/v3``.

    :raises ImportError: if there is no tempest.
    """
    logging.disable(logging.CRITICAL)
    base = import_module("tempest.lib.common.rest_client").RestClient
    checker = import_module("tempest.lib.common.jsonschema_validator").FORMAT_CHECKER
    clients = list(_clients(package, base))
    whole = VersionRange(Microversion.parse(minimum), _newest(clients))
    answers = [answer for client in clients for answer in answers_of(client, base, whole)]
    routes = routes_of(answers, whole, prefix)
    return Contract(
        provenance=provenance("tempest", "tempest"),
        routes=routes,
        versions=whole,
        authority=AUTHORITY,
        formats=formats.own(checker.checkers, routes, {"uuid": formats.UUID_LIKE}),
    )


def _clients(package: str, base: type) -> Iterator[type]:
    """The classes of clients that are defined in the modules of a package."""
    for module in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        for value in vars(import_module(module.name)).values():
            if inspect.isclass(value) and issubclass(value, base) and value.__module__ == module.name:
                yield value


def _newest(clients: Iterable[type]) -> Microversion | None:
    """The newest version that a client tells from others, if any does."""
    choices = [choice for client in clients for choice in getattr(client, "schema_versions_info", ())]
    ends = [Microversion.parse(end) for choice in choices for end in (choice["min"], choice["max"]) if end]
    return max(ends, default=None)


class Place(NamedTuple):
    """Where a request goes."""

    template: str
    method: str
    action: str


class Answer(NamedTuple):
    """The schema, in tempest's form, of the answer that a method of a client gets in a range of versions."""

    place: Place
    client: str
    versions: VersionRange
    schema: dict[str, Any]


@dataclass
class _Seen:
    """What a call was seen to do: its request, the ranges of versions it chose from, the schema of its answer."""

    request: tuple[str, str, str | None] | None = None
    ranges: list[VersionRange] = field(default_factory=list)
    schema: dict[str, Any] | None = None


class _Watching:
    """Comes before a class of clients: nothing is sent, and a call ends where its answer would be validated."""

    version: Microversion | None
    seen: _Seen

    def request(
        self, method: str, url: str, extra_headers: Any = False, headers: Any = None, body: Any = None, chunked: Any = 0
    ) -> tuple[Any, str]:
        self.seen.request = (method, url, body)
        return _Accepted(), "{}"

    def get_schema(self, choices: Sequence[dict[str, Any]]) -> Any:
        """The schemas of the version; the last of them if there are none, whose names may be unknown then."""
        ranges = [versions(choice["min"], choice["max"]) for choice in choices]
        self.seen.ranges += ranges
        return next(
            (
                choice["schema"]
                for choice, one in zip(choices, ranges, strict=True)
                if self.version and self.version in one
            ),
            None,
        )

    def expected_success(self, expected: Any, actual: Any) -> None:
        """Every answer is as expected."""

    def validate_response(self, schema: dict[str, Any], response: Any, body: Any) -> None:
        """The end of a call."""
        self.seen.schema = schema
        raise _EndOfCallError


class _Accepted(dict[str, str]):
    """The headers and the status of an answer that no one gave."""

    status = 200


class _EndOfCallError(Exception):
    """Ends a call."""


def answers_of(client: type, base: type, whole: VersionRange) -> Iterator[Answer]:
    """The answers that the methods of a class of clients expect, range of versions by range of versions."""
    watching: _Watching = type(client.__name__, (_Watching, client), {})(None, "", "")
    for name, method in inspect.getmembers(client, inspect.isfunction):
        if not (name.startswith("_") or hasattr(base, name) or hasattr(_Watching, name)):
            for arguments in _arguments(method):
                yield from _answers(watching, name, arguments, whole)


def _arguments(method: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """Arguments for a method: placeholders for those it needs, every combination of those that are true or false."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    needed = {p.name: f"{{{p.name}}}" for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD}
    switches = [p.name for p in parameters if isinstance(p.default, bool)]
    for values in itertools.product((False, True), repeat=len(switches)):
        yield {**needed, **dict(zip(switches, values, strict=True))}


def _answers(watching: _Watching, name: str, arguments: dict[str, Any], whole: VersionRange) -> Iterator[Answer]:
    for window in windows(whole, _call(watching, name, arguments, whole).ranges):
        known = VersionRange(window.minimum, window.minimum) if window.maximum == whole.maximum else window
        seen = _call(watching, name, arguments, window)
        place = _place(seen)
        if place and seen.schema:
            yield Answer(place, f"{type(watching).__name__}.{name}", known, seen.schema)


def _call(watching: _Watching, name: str, arguments: dict[str, Any], window: VersionRange) -> _Seen:
    """What a method does when it is called at the beginning of a range of versions."""
    watching.version, watching.seen = window.minimum, _Seen()
    # A method may do anything with a placeholder, and the version may have no schema for it.
    with contextlib.suppress(Exception):
        getattr(watching, name)(**arguments)
    return watching.seen


def _place(seen: _Seen) -> Place | None:
    """Where a request went; nowhere if the action in its body was an argument."""
    if seen.request is None:
        return None
    method, url, body = seen.request
    template = "/" + unquote(urlsplit(url).path).strip("/")
    action = next(iter(json.loads(body or "{}")), "") if template.endswith("/action") else ""
    return None if action.startswith("{") else Place(template, method, action)


def routes_of(answers: Sequence[Answer], whole: VersionRange, prefix: str) -> tuple[Route, ...]:
    """The routes that answers were expected of, sorted, their templates with a prefix."""
    places: dict[Place, list[Answer]] = {}
    for answer in answers:
        places.setdefault(answer.place, []).append(answer)
    return tuple(_route(place, places[place], whole, prefix) for place in sorted(places))


def _route(place: Place, answers: list[Answer], whole: VersionRange, prefix: str) -> Route:
    found = []
    for window in windows(whole, [answer.versions for answer in answers]):
        schemas = [answer.schema for answer in answers if answer.versions.overlaps(window)]
        if schemas:
            found.append(_promise(schemas, window))
    return Route(place.method, prefix + place.template, place.action or None, answers[0].client, merged(found))


def _promise(schemas: list[dict[str, Any]], window: VersionRange) -> Promise:
    """What the schemas of one operation, which several methods may use in different ways, say together."""
    bodies: dict[int, list[Schema]] = {}
    for schema in schemas:
        for code in schema["status_code"]:
            body = schema.get("response_body") or NO_BODY
            if body not in bodies.setdefault(code, []):
                bodies[code].append(body)
    return Promise(
        versions=window,
        responses={str(code): found[0] if len(found) == 1 else {"anyOf": found} for code, found in bodies.items()},
        success=Codes(tuple(sorted(bodies)), Standing.DECLARED),
    )
