"""Which operation a request is of: by method, URL and action, literals before variables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from apiref_verify.matching.contracts.routes import Template, template_of
from apiref_verify.matching.exchanges.addresses import VERSION, Address, Request
from apiref_verify.model.contract import Route
from apiref_verify.model.exchange import Body, BodyKind
from apiref_verify.model.observed.observation import Endpoint
from apiref_verify.model.reference import Operation

_T = TypeVar("_T")
_OTHER_MAJOR = _OTHER_WORD = "/"
_OTHER_VERSION = "v00"


@dataclass(frozen=True, slots=True)
class Entry(Generic[_T]):
    """Something that serves requests, with its template; ``action`` is ``None`` where the body does not matter."""

    template: Template
    action: str | None
    item: _T


class Directory(Generic[_T]):
    """Operations or routes, to be looked up by a request."""

    def __init__(self, entries: Iterable[tuple[str, str, str | None, _T]]) -> None:
        """:param entries: method, URL, action or ``None``, and what is to be found."""
        self._by_key: dict[tuple[str, int, str | None], list[Entry[_T]]] = defaultdict(list)
        self.firsts: set[str] = set()
        self.methods: list[str] = []
        self.longest = 0
        self._words: set[str] = set()
        self._majors: set[str | None] = {None}
        self._known = lru_cache(maxsize=16_384)(self._fitting)
        for method, url, action, item in entries:
            template = template_of(url)
            first = template.segments[0] if template.segments else None
            self._by_key[method, len(template.segments), first].append(Entry(template, action, item))
            if first is not None:
                self.firsts.add(first)
            self.longest = max(self.longest, len(template.segments))
            self._words.update(segment for segment in template.segments if segment is not None)
            self._majors.add(template.major)
            if method not in self.methods:
                self.methods.append(method)

    def find(self, method: str, address: Address, action: Callable[[], str | None]) -> list[Entry[_T]]:
        """The entries that fit an address best, all those with one template; none where the action is another.

        :param action: gives the action that the body names; asked only where it makes a difference.
        """
        found = self._best(method, address.template)
        if not any(entry.action for entry in found):
            return found
        wanted = action()
        return [entry for entry in found if entry.action == wanted]

    def fits(self, method: str, address: Address) -> Template | None:
        """The template that fits an address best, whatever its actions are."""
        found = self._best(method, address.template)
        return found[0].template if found else None

    def any_method(self, address: Address) -> Template | None:
        """As :meth:`fits`, for whatever method."""
        found = (self.fits(method, address) for method in self.methods)
        return next((template for template in found if template is not None), None)

    def _best(self, method: str, wanted: Template) -> list[Entry[_T]]:
        """The entries that fit best, kept by what makes a difference: words of no template are all alike."""
        if method not in self.methods or len(wanted.segments) > self.longest:
            return []
        major = wanted.major if wanted.major in self._majors else _OTHER_MAJOR
        return self._known(method, Template(major, tuple(map(self._kind, wanted.segments))))

    def _kind(self, segment: str | None) -> str | None:
        if segment is None or segment in self._words:
            return segment
        return _OTHER_VERSION if VERSION.match(segment) else _OTHER_WORD

    def _fitting(self, method: str, wanted: Template) -> list[Entry[_T]]:
        scored = [
            (score, entry) for entry in self._candidates(method, wanted) if (score := _score(entry, wanted)) is not None
        ]
        best = max((score for score, _ in scored), default=None)
        return [entry for score, entry in scored if score == best]

    def _candidates(self, method: str, wanted: Template) -> Iterator[Entry[_T]]:
        length = len(wanted.segments)
        first = wanted.segments[0] if wanted.segments else None
        yield from self._by_key.get((method, length, first), ())
        if first is not None:
            yield from self._by_key.get((method, length, None), ())


def _score(entry: Entry[Any], wanted: Template) -> tuple[int, bool] | None:
    """How well a template fits: by its literals, and by saying the major version itself.

    A template that says nothing but where an API is fits nothing else: its root, or a version below it.
    """
    score = entry.template.fit(wanted)
    same = entry.template.major == wanted.major
    if score is None or (not entry.template.is_named and not (same and all(map(_is_version, wanted.segments)))):
        return None
    return score, same


def _is_version(segment: str | None) -> bool:
    return segment is not None and VERSION.match(segment) is not None


def documented(operations: Iterable[Operation]) -> Directory[Operation]:
    """The operations of a reference."""
    return Directory((o.method, o.url, _action_of(o), o) for o in operations)


def promised(routes: Iterable[Route]) -> Directory[Route]:
    """The routes of a contract."""
    return Directory((r.method, r.template, r.action, r) for r in routes if r.live)


def _action_of(operation: Operation) -> str | None:
    return (operation.action or "") if operation.path.endswith("/action") else None


def endpoint_of(operation: Operation) -> Endpoint:
    """What exchanges of an operation are counted by."""
    return endpoint(operation.method, template_of(operation.url), _action_of(operation))


def endpoint(method: str, template: Template, action: str | None) -> Endpoint:
    """As :func:`endpoint_of`, of a template."""
    major = f"/v{template.major}" if template.major else ""
    return Endpoint(method, f"{major}/{template}", action or "")


def action_in(body: Body) -> str | None:
    """The action that a request names: the single key of its body, or the first that holds something."""
    if body.kind is not BodyKind.JSON or not isinstance(body.value, dict) or not body.value:
        return None
    return str(next(iter(body.value)))


@dataclass(frozen=True, slots=True)
class Found(Generic[_T]):
    """Where a request belongs, with what was found there."""

    address: Address
    entries: list[Entry[_T]]


def locate(directory: Directory[_T], method: str, request: Request, body: Body) -> Found[_T] | None:
    """What serves a request, by the first way to read its URL that fits anything."""
    for address in request.addresses:
        entries = directory.find(method, address, lambda: action_in(body))
        if entries:
            return Found(address, entries)
    return None
