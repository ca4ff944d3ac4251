"""Counting exchanges: each is matched with the operation that it is of, and what it shows is added up."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from apiref_verify.matching.contracts.routes import Template
from apiref_verify.matching.exchanges.addresses import Address, Request, pattern_of, request_of
from apiref_verify.matching.exchanges.breaches import ContractWatch
from apiref_verify.matching.exchanges.routing import Directory, Entry, action_in, documented, endpoint, locate
from apiref_verify.matching.exchanges.tally import BodyTally, Room
from apiref_verify.model.contract import Contract
from apiref_verify.model.exchange import Body, BodyKind, Exchange, Unread
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.observed.service import Service
from apiref_verify.model.observed.tally import Mention, count, count_reason
from apiref_verify.model.observed.trace import Trace
from apiref_verify.model.reference import Direction, Operation

_CHOOSING = frozenset({"fields"})
"""Query parameters by which a request chooses what of the properties it wants: what lacks then shows nothing."""
_LONGEST_URL = 2_000
_LONGEST_WORD = 200
_MOST_TYPES = 20
_TOO_MANY_SERVICES = "a request to yet another of very many APIs"
_TOO_MANY_VERSIONS = "a request in yet another of very many versions"


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
        self._room = Room()
        self._known_request = lru_cache(maxsize=8192)(lambda url: request_of(url, self._directory.firsts))

    def add(self, item: Exchange | Unread) -> None:
        """Count an exchange, or the reason why something is none."""
        if isinstance(item, Unread):
            count_reason(self.observations.skipped, item.reason)
            return
        request = self._request_of(item.url)
        found = locate(self._directory, item.method, request, item.request)
        address = request.addresses[0] if found is None else found.address
        service = self.observations.service(_short(address.base))
        if service is None:
            count_reason(self.observations.skipped, _TOO_MANY_SERVICES)
        elif found is None:
            self._count_read(item, service)
            self._add_stray(item, address, service)
        else:
            self._add_found(item, request, found.entries[0], service)

    def _request_of(self, url: str) -> Request:
        return self._known_request(url) if len(url) <= _LONGEST_URL else request_of(url, self._directory.firsts)

    def _count_read(self, item: Exchange, service: Service) -> None:
        self.observations.read += 1
        count_reason(self.observations.formats, _short(item.source.format))
        if item.service_type and len(service.types) < _MOST_TYPES:
            service.types.add(_short(item.service_type))

    def _add_found(self, item: Exchange, request: Request, entry: Entry[Operation], service: Service) -> None:
        """Count an exchange of a documented operation."""
        key = endpoint(item.method, entry.template, entry.action)
        observation = service.observation(key, item.version)
        if observation is None:
            count_reason(self.observations.skipped, _TOO_MANY_VERSIONS)
            return
        self._count_read(item, service)
        mention = _mention(item)
        self._observe(observation, item, request, mention)
        if item.is_success:
            for watch in self._watches:
                watch.watch(item, request, service, observation, mention)

    def _observe(self, observation: Observation, item: Exchange, request: Request, mention: Mention) -> None:
        """Count what an exchange of a documented operation shows: of one that was refused, the status alone.

        The body of an answer that was asked for in part is not counted.
        """
        count(observation.statuses, item.status, mention)
        for direction, body in ((Direction.REQUEST, item.request), (Direction.RESPONSE, item.response)):
            if body.kind is BodyKind.UNREADABLE:
                count_reason(observation.unread, body.cause)
            elif item.is_success and body.kind is BodyKind.JSON and not _CHOOSING.intersection(request.queries):
                self._add_body(observation, direction, body, mention)
        if item.is_success:
            for name in request.queries:
                count(observation.queries, _short(name), mention)
            observation.headed += bool(item.response_headers)
            for name in item.response_headers:
                count(observation.headers, _short(name), mention)

    def _add_body(self, observation: Observation, direction: Direction, body: Body, mention: Mention) -> None:
        trace = observation.bodies.get(direction)
        if trace is None:
            trace = observation.bodies[direction] = Trace(mention)
            self._tallies[id(trace)] = BodyTally(trace, self._room)
        self._tallies[id(trace)].add(body.value, mention)

    def _add_stray(self, item: Exchange, address: Address, service: Service) -> None:
        """Count a request that no operation documents, by its pattern."""
        stray = service.stray(self._pattern(item, address))
        if stray is None:
            service.uncounted_strays += 1
            return
        count(stray.statuses, item.status, _mention(item))
        if item.version is not None and item.is_success:
            stray.add_version(item.version)

    def _pattern(self, item: Exchange, address: Address) -> Endpoint:
        template = self._directory.fits(item.method, address)
        action = action_in(item.request) if address.template.segments[-1:] == ("action",) else None
        if template is not None:
            return endpoint(item.method, template, action)
        variables = self._variables(address.template)
        segments = tuple(None if n in variables else s for n, s in enumerate(address.template.segments))
        return Endpoint(item.method, pattern_of(segments), _short(action or ""))

    def _variables(self, template: Template) -> set[int]:
        """The places of a path where documented URLs that begin alike have a variable."""
        found = set()
        for end in range(1, min(len(template.segments), self._directory.longest)):
            begin = Address("", Template(template.major, template.segments[: end + 1]))
            fitting = self._directory.any_method(begin)
            if fitting is not None and fitting.segments[-1] is None:
                found.add(end)
        return found


def _mention(item: Exchange) -> Mention:
    return Mention(_short(item.request_id), _short(item.source.path, _LONGEST_URL), item.source.line)


def _short(text: str, longest: int = _LONGEST_WORD) -> str:
    """A word that a recording chooses, without its end if it is so long that no API would choose it."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
