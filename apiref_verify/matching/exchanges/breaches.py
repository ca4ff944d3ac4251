"""Exchanges against the contract of the API itself: bodies that break its schemas, codes that it does not declare."""

from __future__ import annotations

import re

from apiref_verify.matching.contracts.validation import Validators, Violation
from apiref_verify.matching.exchanges.addresses import Request
from apiref_verify.matching.exchanges.routing import locate, promised
from apiref_verify.model.contract import Contract, Part, Promise, Schema, Standing
from apiref_verify.model.exchange import Body, BodyKind, Exchange
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Observation
from apiref_verify.model.observed.service import Breach, BreachTally, Service
from apiref_verify.model.observed.tally import Mention
from apiref_verify.model.reference import Direction

_MOST_EXPLAINED = 200
_MOST_NAMES = 20
_LONGEST = 400
_PLACE = re.compile(r"/\d+(?=/|$)")


class ContractWatch:
    """Watches whether exchanges keep what one contract promises.

    Bodies that are refused over and over are explained a few hundred times for each route and version, and then only
    counted as judged: what they break has been told.
    """

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._routes = promised(contract.routes)
        self._validators = Validators(contract)
        self._explained: dict[tuple[int, Direction], int] = {}

    def watch(
        self, exchange: Exchange, request: Request, service: Service, observation: Observation, mention: Mention
    ) -> None:
        """Judge one exchange that was served."""
        found = locate(self._routes, exchange.method, request, exchange.request)
        version = exchange.version or self._contract.versions.minimum
        is_known = version is None or version in self._contract.versions
        promise = found.entries[0].item.at(version) if found and is_known else None
        if found is None or promise is None or not found.entries[0].template.is_named:
            return  # a contract's root is that of one version, a request's that of all
        self._judge_code(exchange, promise, str(found.entries[0].item), service, mention)
        for direction, part, body, schemas in (
            (Direction.REQUEST, Part.REQUESTS, exchange.request, [] if promise.request is None else [promise.request]),
            (Direction.RESPONSE, Part.RESPONSES, exchange.response, self._answers(promise, exchange.status)),
        ):
            if body.kind is BodyKind.JSON and schemas and self._contract.may_judge(part):
                observation.judged[direction.value] += 1
                told: dict[Breach, str] = {}
                for reason in self._reasons(body, schemas, direction):
                    breach = self._breach(str(found.entries[0].item), direction, exchange.version, reason)
                    told.setdefault(breach, str(reason))
                for breach, message in told.items():
                    _count(service, breach, mention, message)

    def _judge_code(self, exchange: Exchange, promise: Promise, route: str, service: Service, mention: Mention) -> None:
        declared = promise.success
        certain = declared.standing is Standing.DECLARED and self._contract.may_judge(Part.CODES)
        is_judged = certain and declared.codes and exchange.status < 300
        if is_judged and exchange.status not in declared.codes:
            origin = str(self._contract.provenance)
            breach = Breach(origin, route, Direction.RESPONSE, exchange.version, "", "code", (str(exchange.status),))
            _count(service, breach, mention, f"{origin} declares {' or '.join(map(str, declared.codes))}")

    @staticmethod
    def _answers(promise: Promise, status: int) -> list[Schema]:
        """The schemas of an answer: that of its status, or those of any success."""
        own = promise.responses.get(str(status))
        return promise.success_schemas if own is None else [own]

    def _reasons(self, body: Body, schemas: list[Schema], direction: Direction) -> list[Violation]:
        """Why a body satisfies none of several schemas."""
        least: list[Violation] | None = None
        for schema in schemas:
            key = id(schema), direction
            gate = self._validators.gate(schema)
            if gate is not None and gate(body.value):
                return []
            if gate is not None and self._explained.get(key, 0) >= _MOST_EXPLAINED:
                continue
            reasons = self._validators.violations(body.value, schema)
            if not reasons:
                return []
            self._explained[key] = self._explained.get(key, 0) + 1
            if least is None or len(reasons) < len(least):
                least = reasons
        return least or []

    def _breach(self, route: str, direction: Direction, version: Microversion | None, reason: Violation) -> Breach:
        origin = str(self._contract.provenance)
        place = _cut(_PLACE.sub("/*", reason.pointer))
        names = tuple(map(_cut, reason.names[:_MOST_NAMES]))
        return Breach(origin, route, direction, version, place, reason.keyword, names)


def _count(service: Service, breach: Breach, mention: Mention, message: str) -> None:
    service.add_breach(breach, BreachTally(1, mention, _cut(message)))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
