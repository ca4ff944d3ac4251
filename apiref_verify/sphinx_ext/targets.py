"""Operations as targets of links: where they stand, how they are called, and how they are found by name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

Place = tuple[str, int]
"""Path relative to the root, and line, of a ``rest_method``."""

_VARIABLE = re.compile(r"\{[^}]*\}")
_ACTION = re.compile(r"\s*\([^()]*\)$")


class Target(NamedTuple):
    """Where an operation stands in the pages; ``name`` is how links call it.

    ``around`` is the anchor of the section of the page that it is one of several in; its own, where there is none.
    """

    name: str
    docname: str
    anchor: str
    around: str


def operation_name(method: str, url: str, action: str | None = None) -> str:
    """How links call an operation: ``GET /servers``, ``POST /servers/{server_id}/action (reboot)``."""
    name = f"{method.upper()} /{url.split('?', 1)[0].strip().strip('/')}"
    return f"{name} ({action})" if action else name


def find(name: str, targets: Iterable[Target]) -> Target | None:
    """The operation among ``targets`` that a link calls by ``name``: of several, the first.

    The names of variables do not matter, nor does the case of letters. An action may be left out.
    """
    named = {target.name: target for target in reversed(list(targets))}
    if found := named.get(name):
        return found
    wanted = _loosely(name)
    loosely = {_loosely(name): target for name, target in named.items()}
    without_action = {_ACTION.sub("", name): target for name, target in loosely.items()}
    return loosely.get(wanted) or without_action.get(wanted)


def _loosely(name: str) -> str:
    """A name as it is looked up where it is not written quite as documented."""
    method, _, rest = name.strip().partition(" ")
    url, action = _ACTION.sub("", rest), _ACTION.search(rest)
    path = _VARIABLE.sub("{}", url.split("?", 1)[0]).strip().strip("/")
    return f"{method} /{path}{action[0].lstrip() if action else ''}".lower()
