"""Which route of a contract a documented operation is: by method, URL and action, whatever variables are called."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from apiref_verify.model.contract import Contract, Route
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Operation

_VERSION = re.compile(r"^v(\d+)(?:\.\d+)?$")
_PROJECT = re.compile(r"^[{<]\w*(?:project|tenant)_?id[}>]$", re.I)
_FEW, _ENOUGH = 10, 0.1
_VARIABLE = re.compile(r"\{[^{}]*\}|<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Template:
    """A URL in comparable form: the major version that it begins with, and its segments, ``None`` for a variable."""

    major: str | None
    segments: tuple[str | None, ...]

    @property
    def is_named(self) -> bool:
        """Whether it says more than where an API is: its root has no name of its own."""
        return any(segment is not None for segment in self.segments)

    def __str__(self) -> str:
        return "/".join(segment or "{}" for segment in self.segments)

    def fit(self, documented: Template) -> int | None:
        """How well a documented URL fits this template; a literal may stand for a variable. ``None`` if not at all."""
        if self.major and documented.major and self.major != documented.major:
            return None
        if len(self.segments) != len(documented.segments):
            return None
        score = 0
        for own, other in zip(self.segments, documented.segments, strict=True):
            if own == other:
                score += 2
            elif own is not None:
                return None
        return score


@lru_cache(maxsize=131_072)
def template_of(url: str) -> Template:
    """The comparable form of a URL, without query, version and leading project."""
    parts = [part for part in url.split("?", 1)[0].replace("\u200b", "").strip("/ ").split("/") if part]
    major = _VERSION.match(parts[0]) if parts else None
    if major:
        parts = parts[1:]
    if len(parts) > 1 and _PROJECT.match(parts[0]):
        parts = parts[1:]
    return Template(major[1] if major else None, tuple(None if _VARIABLE.search(part) else part for part in parts))


@dataclass
class Routing:
    """Documented operations and the routes of one contract, each way.

    ``asked`` is how many operations there are, ``routes`` are by the location of the operation, ``documented`` are the
    operations of each route.
    """

    contract: Contract
    asked: int = 0
    routes: dict[Location, Route] = field(default_factory=dict)
    documented: dict[int, list[Operation]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_of_this_api(self) -> bool:
        """Whether enough of what is documented is in the contract; else it is that of another API."""
        return self.asked < _FEW or len(self.routes) >= _ENOUGH * self.asked

    @cached_property
    def majors(self) -> frozenset[str | None]:
        """The major versions that the URLs of the contract begin with."""
        known = (template_of(route.template) for route in self.contract.routes)
        return frozenset(template.major for template in known if template.segments)

    def route(self, operation: Operation) -> Route | None:
        """The route of an operation, if the contract has it."""
        return self.routes.get(operation.location)

    def siblings(self, operation: Operation) -> list[Operation]:
        """All documented operations that one route serves, this one among them."""
        route = self.route(operation)
        return self.documented[id(route)] if route else [operation]

    @cached_property
    def undocumented(self) -> list[Route]:
        """The routes that no operation documents.

        Left out are other names of documented ones, which the same code serves or which differ in what all URLs begin
        with, and what only leads to others: the root of an API, OPTIONS, and GET and HEAD beside each other.
        """
        served = [route for route in self.contract.routes if route.live and template_of(route.template).is_named]
        documented = [route for route in served if id(route) in self.documented]
        handlers = {(route.method, route.action, route.handler) for route in documented if route.handler}
        names = {(route.method, route.action, template_of(route.template).segments) for route in documented}
        urls = {template_of(operation.url).segments for found in self.documented.values() for operation in found}
        return [
            route
            for route in served
            if (route.method, route.action, route.handler) not in handlers
            and (route.method, route.action, template_of(route.template).segments) not in names
            and route.method != "OPTIONS"
            and not (route.method == "HEAD" and template_of(route.template).segments in urls)
        ]

    def actions(self, operation: Operation) -> list[str]:
        """The actions that the contract has at the URL of an operation."""
        wanted = template_of(operation.url)
        routes = [r for r in self.contract.routes if r.action and r.method == operation.method]
        return sorted({r.action or "" for r in routes if template_of(r.template).fit(wanted) is not None})


def route_all(contract: Contract, operations: Iterable[Operation]) -> Routing:
    """Find the route of each operation."""
    by_key: dict[tuple[str, int], list[tuple[Template, Route]]] = defaultdict(list)
    for route in contract.routes:
        template = template_of(route.template)
        by_key[route.method, len(template.segments)].append((template, route))
    routing = Routing(contract)
    for operation in operations:
        routing.asked += template_of(operation.url).is_named
        found = _best(operation, by_key, operation.method)
        if found is None and operation.method == "HEAD":
            found = _best(operation, by_key, "GET")
        if found is not None:
            routing.routes[operation.location] = found
            routing.documented[id(found)].append(operation)
    return routing


def _best(
    operation: Operation, by_key: dict[tuple[str, int], list[tuple[Template, Route]]], method: str
) -> Route | None:
    """The route that fits an operation best; what answers GET answers HEAD too."""
    wanted = template_of(operation.url)
    if not wanted.is_named:
        return None
    found = [
        (score, route)
        for template, route in by_key[method, len(wanted.segments)]
        if (score := template.fit(wanted)) is not None and route.action == _action(operation, route)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _action(operation: Operation, route: Route) -> str | None:
    """The action of an operation, where the route makes a difference by action."""
    return operation.action if route.action is not None or operation.path.endswith("/action") else None
