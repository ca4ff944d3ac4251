"""Counting exchanges: each is matched with the operation that it is of, and what it shows is added up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from apiref_verify.matching.contracts.routes import Template
from apiref_verify.matching.exchanges.addresses import Address, Request, pattern_of, request_of
from apiref_verify.matching.exchanges.breaches import ContractWatch
from apiref_verify.matching.exchanges.routing import Directory, action_in, documented, endpoint, locate
from apiref_verify.matching.exchanges.tally import BodyTally
from apiref_verify.model.contract import Contract
from apiref_verify.model.exchange import Body, BodyKind, Exchange, Unread
from apiref_verify.model.observation import Endpoint, Mention, Observation, Observations, Service, Stray, Trace, count
from apiref_verify.model.reference import Direction, Operation

_MOST_STRAYS = 2_000
_MOST_HEADERS = 200
_CHOOSING = frozenset({"fields"})
"""Query parameters by which a request chooses what of the properties it wants: what lacks then shows nothing."""


class Aggregator:
    """Adds up exchanges, one after the other, in constant memory.

    :param operations: those that are documented.
    :param contracts: what the API promises; every exchange that is served is judged by them too.
    """

    def __init__(self, operations: Iterable[Operation], contracts: Iterable[Contract] = ()) -> None:
        self.observations = Observations()
        self._directory: Directory[Operation] = documented(operations)
        self._watches = [ContractWatch(contract) for contract in contracts]
        self._tallies: dict[int, BodyTally] = {}
        self._request_of = lru_cache(maxsize=8192)(lambda url: request_of(url, self._directory.firsts))

    def add(self, item: Exchange | Unread) -> None:
        """Count an exchange, or the reason why something is none."""
        if isinstance(item, Unread):
            self.observations.skipped[item.reason] += 1
            return
        self.observations.read += 1
        self.observations.formats[item.source.format] += 1
        request = self._request_of(item.url)
        mention = Mention(item.request_id, item.source.path, item.source.line)
        found = locate(self._directory, item.method, request, item.request)
        if found is None:
            self._add_stray(item, request.addresses[0], mention)
            return
        service = self._service(found.address, item)
        entry = found.entries[0]
        key = endpoint(item.method, entry.template, entry.action)
        observation = service.observations.setdefault(key, {}).setdefault(item.version, Observation())
        self._observe(observation, item, request, mention)
        if item.is_success:
            for watch in self._watches:
                watch.watch(item, request, service, observation, mention)

    def _service(self, address: Address, item: Exchange) -> Service:
        service = self.observations.services.setdefault(address.base, Service())
        if item.service_type:
            service.types.add(item.service_type)
        return service

    def _observe(self, observation: Observation, item: Exchange, request: Request, mention: Mention) -> None:
        """Count what an exchange of a documented operation shows: of one that was refused, the status alone.

        The body of an answer that was asked for in part is not counted.
        """
        count(observation.statuses, item.status, mention)
        for direction, body in ((Direction.REQUEST, item.request), (Direction.RESPONSE, item.response)):
            if body.kind is BodyKind.UNREADABLE:
                observation.unread[body.reason] += 1
            elif item.is_success and body.kind is BodyKind.JSON and not _CHOOSING.intersection(request.queries):
                self._add_body(observation, direction, body, mention)
        if item.is_success:
            for name in request.queries:
                count(observation.queries, name, mention)
            observation.headed += bool(item.response_headers)
            for name in item.response_headers:
                if name in observation.headers or len(observation.headers) < _MOST_HEADERS:
                    count(observation.headers, name, mention)

    def _add_body(self, observation: Observation, direction: Direction, body: Body, mention: Mention) -> None:
        trace = observation.bodies.get(direction)
        if trace is None:
            trace = observation.bodies[direction] = Trace(mention)
            self._tallies[id(trace)] = BodyTally(trace)
        self._tallies[id(trace)].add(body.value, mention)

    def _add_stray(self, item: Exchange, address: Address, mention: Mention) -> None:
        """Count a request that no operation documents, by its pattern."""
        service = self._service(address, item)
        pattern = self._pattern(item, address)
        if pattern not in service.strays and len(service.strays) >= _MOST_STRAYS:
            service.uncounted_strays += 1
            return
        stray = service.strays.setdefault(pattern, Stray())
        count(stray.statuses, item.status, mention)
        if item.version is not None and item.is_success:
            stray.versions.add(item.version)

    def _pattern(self, item: Exchange, address: Address) -> Endpoint:
        template = self._directory.fits(item.method, address)
        action = action_in(item.request) if address.template.segments[-1:] == ("action",) else None
        if template is not None:
            return endpoint(item.method, template, action)
        variables = self._variables(address.template)
        segments = tuple(None if n in variables else s for n, s in enumerate(address.template.segments))
        return Endpoint(item.method, pattern_of(segments), action or "")

    def _variables(self, template: Template) -> set[int]:
        """The places of a path where documented URLs that begin alike have a variable."""
        found = set()
        for end in range(1, len(template.segments)):
            begin = Address("", Template(template.major, template.segments[: end + 1]))
            fitting = self._directory.any_method(begin)
            if fitting is not None and fitting.segments[-1] is None:
                found.add(end)
        return found
