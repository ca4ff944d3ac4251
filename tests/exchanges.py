"""Exchanges in short: what a recording shows, in YAML, with defaults left out.

::

    base: http://harbour.example/v2.1     # where the API is
    service: harbour                      # what version headers call it
    exchanges:
    - request: GET /boats/7?limit=5       # method, and path below the base, or a URL
      asked: latest                       # the version of the request
      version: "1.4"                      # that of the answer, and of the request if it asks for no other
      status: 200
      sent: {boat: {name: Ada}}
      answer: {boat: {id: "7", name: Ada}}
      headers: {Location: /boats/7}       # of the answer
      times: 3

The defaults are those above for ``base``, ``service`` and ``status``, and else that there is none; ``base`` and
``service`` may be of one exchange too. ``answer: !cut`` is a body that was cut off. The line of an exchange is its
number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from apiref_verify.matching.exchanges.aggregation import Aggregator
from apiref_verify.model.contract import Contract
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Operation

PATH = "exchanges.yaml"
BASE = "http://harbour.example/v2.1"
SERVICE = "harbour"
_CUT = Body(BodyKind.UNREADABLE, reason="truncated")
_HEADER = "openstack-api-version"


class _Loader(yaml.SafeLoader):
    """YAML, and bodies that were cut off."""


_Loader.add_constructor("!cut", lambda loader, node: _CUT)


def exchanges(text: str) -> list[Exchange]:
    """The exchanges that a text in YAML is short for.

    :raises ValueError: for a word that an exchange does not have, and a version that is a number.
    """
    said = yaml.load(text, _Loader)
    base, service, listed = said.pop("base", BASE), said.pop("service", SERVICE), said.pop("exchanges")
    _refuse(said)
    found: list[Exchange] = []
    for each in listed:
        for _ in range(each.pop("times", 1)):
            found.append(_exchange({"base": base, "service": service, **each}, len(found) + 1))
    return found


def _refuse(rest: dict[str, Any]) -> None:
    if rest:
        raise ValueError(f"an exchange has no {', '.join(map(str, rest))}")


def _exchange(said: dict[str, Any], number: int) -> Exchange:
    method, url = said.pop("request").split(" ")
    base, service = said.pop("base"), said.pop("service")
    version = _version(said.pop("version", None))
    asked = _version(said.pop("asked", version))
    headers = {name.lower(): value for name, value in said.pop("headers", {}).items()}
    found = Exchange(
        method,
        url if "://" in url else f"{base}{url}",
        said.pop("status", 200),
        Source(PATH, number, "short"),
        {_HEADER: f"{service} {asked}"} if asked else {},
        _body(said, "sent"),
        headers | ({_HEADER: f"{service} {version}"} if version else {}),
        _body(said, "answer"),
    )
    _refuse(said)
    return found


def _version(said: object) -> str | None:
    if not isinstance(said, str | None):
        raise ValueError(f'version: {said} is a number, write "{said}"')
    return said


def _body(said: dict[str, Any], word: str) -> Body:
    if word not in said:
        return EMPTY
    value = said.pop(word)
    return value if isinstance(value, Body) else Body(BodyKind.JSON, value)


def counted(
    found: Iterable[Exchange], operations: Iterable[Operation], contracts: Sequence[Contract] = ()
) -> Observations:
    """What exchanges show of ``operations``, and against ``contracts``."""
    aggregator = Aggregator(operations, contracts)
    for exchange in found:
        aggregator.add(exchange)
    return aggregator.observations


def observed(text: str, operations: Iterable[Operation], contracts: Sequence[Contract] = ()) -> Observations:
    """As :func:`counted`, of exchanges in short."""
    return counted(exchanges(text), operations, contracts)
