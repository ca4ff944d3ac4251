"""Ways in which Harbour breaks its own contract, for tests of rules that notice. None is on by default."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.harbour.messages import Answer
from tests.harbour.operations import Operation


@dataclass(frozen=True, slots=True)
class Quirk:
    """A breach: which operation answers with which status, and what becomes of the answer."""

    method: str
    template: str
    status: int
    breach: Callable[[Answer], Answer]


def _with(answer: Answer, envelope: str, **more: Any) -> Answer:
    return replace(answer, body={envelope: answer.body[envelope] | more})


def _without(answer: Answer, envelope: str, name: str) -> Answer:
    return replace(answer, body={envelope: {k: v for k, v in answer.body[envelope].items() if k != name}})


QUIRKS = {
    "undeclared property": Quirk(
        *("GET", "/servers/{server_id}", 200), lambda answer: _with(answer, "server", mooring="starboard")
    ),
    "wrong type": Quirk(
        *("GET", "/flavors/{flavor_id}", 200),
        lambda answer: _with(answer, "flavor", vcpus=str(answer.body["flavor"]["vcpus"])),
    ),
    "missing property": Quirk(
        *("GET", "/os-aggregates/{aggregate_id}", 200), lambda answer: _without(answer, "aggregate", "deleted_at")
    ),
    "undeclared success code": Quirk(
        *("DELETE", "/servers/{server_id}", 204), lambda answer: replace(answer, status=202)
    ),
    "undeclared error code": Quirk(
        *("GET", "/servers/{server_id}/metadata/{key}", 404),
        lambda answer: Answer(410, {"gone": answer.body["itemNotFound"] | {"code": 410}}, answer.headers),
    ),
}
"""Each breach that there is, by the name that turns it on."""


class Quirks:
    """The breaches that are on.

    :raises KeyError: for a name that ``QUIRKS`` does not have.
    """

    def __init__(self, names: frozenset[str]) -> None:
        self._on = [QUIRKS[name] for name in sorted(names)]

    def applied(self, operation: Operation, answer: Answer) -> Answer:
        """The answer, with what the breaches of its operation make of it."""
        for quirk in self._on:
            same = (quirk.method, quirk.template) == (operation.method, operation.template)
            if same and quirk.status == answer.status:
                answer = quirk.breach(answer)
        return answer
