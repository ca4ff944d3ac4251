"""Routes of a ``routes.Mapper``, each served by a method of a controller or, through its body, by an action."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from apiref_verify.evidence.contracts.exporters.introspection.handlers import full_name, takes, wants_body
from apiref_verify.evidence.contracts.exporters.introspection.versioned import Method, methods, promises
from apiref_verify.model.contract import Route
from apiref_verify.model.microversion import VersionRange

ACTION = "action"
"""The method of a controller that stands for all of its actions."""

_FORMAT = ".:(format)"
_PROJECT = re.compile(r"^/\{project_id(:[^{}]*)?\}(?=/)")
_PLACEHOLDER = re.compile(r":\((\w+)\)|:(\w+)|\{(\w+)(?::[^{}]*)?\}")
_BRACED = re.compile(r"\{(\w+)\}")
_METHODS = ("create", "update", "delete")


@dataclass(frozen=True, slots=True)
class _Served:
    """What serves a route: methods, and the action in the body that chooses them."""

    action: str | None
    methods: list[Method]


def without_constructors(base: Any) -> None:
    """Let all controllers be made without their constructors, which ask for a database and a message queue."""
    for controller in base.__subclasses__():
        controller.__init__ = _nothing
        without_constructors(controller)


def _nothing(self: object, *args: object, **kwargs: object) -> None:
    """A constructor that does nothing."""


def routes_of(mapper: Any, whole: VersionRange, prefix: str) -> tuple[Route, ...]:
    """The routes of a mapper that are served in some version, sorted; those with a project in the path once.

    ``prefix`` is where the API begins, such as ``/v3``: a mapper does not know it.
    """
    found: dict[tuple[str, str, str], Route] = {}
    for method, template, resource, name in _entries(mapper.matchlist):
        given = {"req", *_BRACED.findall(template)}
        for served in _served(resource, name):
            taking = [one for one in served.methods if takes(one.function, given)]
            made = promises(taking, whole)
            if made:
                route = Route(method, prefix + template, served.action, full_name(taking[0].function), made)
                found.setdefault((template, method, served.action or ""), route)
    return tuple(found[key] for key in sorted(found))


def _entries(matchlist: Iterable[Any]) -> Iterator[tuple[str, str, Any, str]]:
    """The method, template, resource and name of the controller's method of each route."""
    for entry in matchlist:
        resource = entry.defaults.get("controller")
        if resource is not None and not entry.routepath.endswith(_FORMAT):
            for method in (entry.conditions or {}).get("method", ["GET"]):
                yield method, template_of(entry.routepath), resource, entry.defaults["action"]


def template_of(path: str) -> str:
    """A path of a mapper with its placeholders in braces, from below the project on."""
    path = _PROJECT.sub("", path if path.startswith("/") else f"/{path}")
    return _PLACEHOLDER.sub(lambda match: f"{{{next(filter(None, match.groups()))}}}", path)


def _served(resource: Any, name: str) -> Iterator[_Served]:
    """What serves a method of a resource: its controller, else the actions of it and of its extensions.

    An action called like a method serves that method, but for a deletion that wants a body: that one is an action.
    """
    own = methods(type(resource.controller), name)
    if own:
        yield _Served(None, own)
        return
    for action, found in _actions(resource):
        with_body = action == "delete" and any(wants_body(one.function) for one in found)
        if name == ACTION and (action not in _METHODS or with_body):
            yield _Served(action, found)
        elif name == action and not with_body:
            yield _Served(None, found)


def _actions(resource: Any) -> Iterator[tuple[str, list[Method]]]:
    """The actions of a resource: of its controller, and of those that extend it."""
    for controller in (resource.controller, *getattr(resource, "extension_controllers", ())):
        for action, name in getattr(controller, "wsgi_actions", {}).items():
            found = methods(type(controller), name)
            if found:
                yield action, found
