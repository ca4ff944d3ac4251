"""The operations of a tree of Pecan's REST controllers, which has no table of routes.

A controller serves methods by their names. Below it stand others: as attributes, or in a map of which a ``_lookup``
chooses. What a function needs in its path is what it needs and is not given by those above it; only for what it needs
in PUT and POST, which may as well be in the body, a schema of parameters must say so.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from apiref_verify.evidence.contracts.exporters.introspection.closures import decorated_by

Function = Callable[..., Any]

_METHODS = {"get_all": "GET", "get_one": "GET", "get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH"} | {
    "delete": "DELETE"
}
_BODY_OR_PATH = ("PUT", "POST")
_NAME_FIRST = ("PUT", "DELETE")
"""The methods in which the name of a custom action comes before the values in the path."""


class Operation(NamedTuple):
    """A function that serves a method of a template."""

    method: str
    template: str
    function: Function


@dataclass(frozen=True)
class Tree:
    """A tree of controllers: ``top`` are those of the root by their names, ``base`` the class of them all."""

    top: dict[str, type]
    base: type

    def operations(self, prefix: str) -> Iterator[Operation]:
        """All operations, under a prefix of their templates."""
        for name, controller in self.top.items():
            yield from self._operations(controller, f"{prefix}/{name}", ())

    def _operations(self, controller: type, path: str, above: tuple[str, ...]) -> Iterator[Operation]:
        """The operations of a controller and those below it, where the values of some names are given above it."""
        yield from _own(controller, path, above)
        identified = path + _braces(_identifying(controller, above))
        for name, below in self._below(controller):
            nested = f"{identified}/{name}"
            if below in self.top.values():
                yield from self._listings(below, nested, above)
            else:
                yield from self._operations(below, nested, (*above, *_identifying(controller, above)))

    def _listings(self, controller: type, path: str, above: tuple[str, ...]) -> Iterator[Operation]:
        """The lists of a controller of the root that stands below another as well, and of those right below it."""
        for one in _own(controller, path, above):
            if one.method == "GET" and "{" not in one.template.removeprefix(path):
                yield one
        if not _identifying(controller, above):
            for name, below in self._below(controller):
                yield from self._listings(below, f"{path}/{name}", above)

    def _below(self, controller: type) -> Iterator[tuple[str, type]]:
        """The controllers below one, by their names: its attributes, and those in its map."""
        for name, value in (*inspect.getmembers(controller), *getattr(controller, "_subcontroller_map", {}).items()):
            below = value if inspect.isclass(value) else type(value)
            if issubclass(below, self.base) and not name.startswith("_"):
                yield name, below


def _own(controller: type, path: str, above: tuple[str, ...]) -> Iterator[Operation]:
    for name, method in _METHODS.items():
        function = getattr(controller, name, None)
        if function is not None:
            yield Operation(method, path + _braces(_in_path(function, method, above)), function)
    for name, methods in getattr(controller, "_custom_actions", {}).items():
        for method in methods:
            function = getattr(controller, f"{method.lower()}_{name}", None) or getattr(controller, name, None)
            if function is not None:
                values = _braces(_in_path(function, method, above))
                yield Operation(
                    method, f"{path}/{name}{values}" if method in _NAME_FIRST else f"{path}{values}/{name}", function
                )


def _identifying(controller: type, above: tuple[str, ...]) -> list[str]:
    """The names of what tells the members of a controller apart: what getting one needs."""
    function = getattr(controller, "get_one", None) or getattr(controller, "get", None)
    return [] if function is None else _in_path(function, "GET", above)


def _in_path(function: Function, method: str, above: tuple[str, ...]) -> list[str]:
    """The names of the values that a function takes from its path, but for those that are given above it."""
    parameters = list(inspect.signature(function).parameters.values())[1:]
    stated = {
        name for given in decorated_by(function, "request_parameter_schema") for name in given["schema"]["properties"]
    }
    needed = [p.name for p in parameters if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    bodies = {given["body_arg"] for given in decorated_by(function, "body")}
    if stated:
        return [name for name in needed if name in stated and name not in above]
    if method in _BODY_OR_PATH:
        return []
    return [name for name in needed if name not in above and name not in bodies]


def _braces(names: list[str]) -> str:
    return "".join(f"/{{{name}}}" for name in names)
