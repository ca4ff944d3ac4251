"""The table of what Harbour can do, and which entry of it a request means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.harbour.messages import Answer, FaultError

Handler = Callable[..., Answer]
"""Called with the call and the variables of the path."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: ``action`` is the single key of the body where several share a path."""

    method: str
    template: str
    action: str | None
    is_for_admins: bool
    handler: Handler

    def variables(self, path: str) -> dict[str, str] | None:
        """The values of the variables in a path; ``None`` if it is another path."""
        names, values = self.template.split("/"), path.split("/")
        if len(names) != len(values):
            return None
        pairs = list(zip(names, values, strict=True))
        if any(not value if name[:1] == "{" else name != value for name, value in pairs[1:]):
            return None
        return {name[1:-1]: value for name, value in pairs if name[:1] == "{"}


OPERATIONS: list[Operation] = []


def operation(
    method: str, template: str, *, action: str | None = None, admin: bool = False
) -> Callable[[Handler], Handler]:
    """Enter a function into the table."""

    def enter(handler: Handler) -> Handler:
        OPERATIONS.append(Operation(method, template, action, admin, handler))
        return handler

    return enter


def find(method: str, path: str, body: Any) -> tuple[Operation, dict[str, str]]:
    """The operation that is meant, with the values of its variables. A literal goes before a variable.

    :raises FaultError: if there is none.
    """
    here = [(each, found) for each in OPERATIONS if (found := each.variables(path)) is not None]
    if not here:
        raise FaultError(404, f"Nothing is at {path}.")
    fitting = sorted(((o, found) for o, found in here if o.method == method), key=lambda each: len(each[1]))
    if not fitting:
        allowed = sorted({each.method for each, _ in here})
        raise FaultError(405, f"{method} is not possible here.", {"Allow": ", ".join(allowed)})
    if fitting[0][0].action is None:
        return fitting[0]
    keys = list(body) if isinstance(body, dict) else []
    for each, found in fitting:
        if [each.action] == keys:
            return each, found
    raise FaultError(400, "The body should have the name of one action as its only key.")
