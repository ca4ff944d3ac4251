"""What exchanges tell rules of whole operations: what was answered, what was sent, and to what nobody documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apiref_verify.matching import names
from apiref_verify.matching.absence import is_for_few, says_when
from apiref_verify.matching.comparison import is_active
from apiref_verify.matching.contracts.routes import Template, template_of
from apiref_verify.matching.exchanges.comparison import ByVersion
from apiref_verify.matching.exchanges.routing import endpoint_of
from apiref_verify.model.finding import Proof
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.observed.observation import Endpoint
from apiref_verify.model.observed.service import Stray
from apiref_verify.model.observed.tally import Mention, Tally, merge_tallies
from apiref_verify.model.reference import Direction, Operation, Parameter, Place, Section
from apiref_verify.rules.context import Context

_REFUSALS = frozenset({405, 410})
"""Codes that say that there is no such operation, and not only no such resource, or no driver that can do it."""

_GONE = re.compile(r"\b(?:removed|no longer|obsolete|deprecated|410)\b", re.I)
_VERSION = re.compile(r"\b(?:micro)?version `*(\d+\.\d+)\b", re.I)
_UNTOLD = frozenset({"OPTIONS", "HEAD"})


@dataclass(frozen=True, slots=True)
class Undocumented:
    """A pattern of requests that the API served, and that no operation documents."""

    pattern: Endpoint
    template: Template
    stray: Stray
    served: Tally

    @property
    def versions(self) -> VersionRange:
        """From the first version seen to the last."""
        seen = sorted(self.stray.versions)
        return VersionRange(seen[0], seen[-1]) if seen else EVERY_VERSION


@dataclass(frozen=True, slots=True)
class RealAction:
    """The name that an API has for an action which the reference misspells, and what shows it."""

    name: str
    proof: Proof


def exchange_proof(first: Mention, operation: Operation | Endpoint, version: Microversion | None = None) -> Proof:
    """An exchange as proof, by the id of its request and its place."""
    said = endpoint_of(operation) if isinstance(operation, Operation) else operation
    at = f" at {version}" if version else ""
    return Proof("exchange", f"{first}: {said}{at}", Location(first.path, first.line))


def answers(context: Context, operation: Operation) -> ByVersion:
    """What was seen of an operation in the versions that it is documented for."""
    return context.exchanges.of(operation) if context.exchanges else {}


def statuses(context: Context, operation: Operation) -> dict[int, list[tuple[Microversion | None, Tally]]]:
    """The status codes that an operation answered, each with the versions in which it did."""
    found: dict[int, list[tuple[Microversion | None, Tally]]] = {}
    for version, observation in answers(context, operation).items():
        for status, tally in observation.statuses.items():
            found.setdefault(status, []).append((version, tally))
    return found


def documented_as(context: Context, operation: Operation) -> list[Operation]:
    """An operation, and all others that are documented for the same requests."""
    others = context.exchanges.others_of(operation) if context.exchanges else []
    return [operation, *others]


def documents_query(operation: Operation, name: str) -> bool:
    """Whether an operation has a query parameter: a row, if one for many, a word of its URL, or a name in its text."""
    rows = [row.name for row in operation.rows(Direction.REQUEST) if row.place in (Place.QUERY, None)]
    if any(names.clean(row) == name or (names.is_placeholder(row) and names.fits_template(row, name)) for row in rows):
        return True
    asked = operation.url.partition("?")[2]
    return bool(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", asked)) or f"``{name}``" in operation.text


def sent_queries(context: Context, operation: Operation) -> dict[str, Tally]:
    """The query parameters of requests that were served."""
    found: dict[str, Tally] = {}
    for observation in answers(context, operation).values():
        merge_tallies(found, {name: Tally(tally.count, tally.first) for name, tally in observation.queries.items()})
    return found


def unseen_headers(context: Context, operation: Operation) -> Iterator[tuple[Parameter, int, Mention]]:
    """The required headers of answers that none of those in the versions of the row had, how many, and the first.

    Left out are headers of which the reference says when they are there, or for whom.
    """
    for table in operation.tables:
        for row in table.rows:
            if table.direction is not Direction.RESPONSE or row.place is not Place.HEADER or not row.required:
                continue
            if says_when(row) or is_for_few(row):
                continue
            seen = [
                observation
                for version, observation in answers(context, operation).items()
                if observation.headed and is_active(row, [table], version)
            ]
            name = names.clean(row.name).lower()
            if seen and not any(name in observation.headers for observation in seen):
                first = next(iter(seen[0].headers.values())).first
                yield row, sum(observation.headed for observation in seen), first


def refused(
    context: Context, section: Section, operation: Operation
) -> dict[int, list[tuple[Microversion | None, Tally]]]:
    """The answers of an operation where all of them say that there is no such one, and no text does.

    A text that names a later version than any that was asked may say that the operation came with it.
    """
    found = statuses(context, operation)
    texts = [section.title, operation.title, operation.text, *(" ".join(text.split()) for text, _ in section.prose)]
    told = any(map(_GONE.search, texts)) or any(code.code in _REFUSALS for code in operation.codes)
    asked = [version for seen in found.values() for version, _ in seen if version is not None]
    named = [Microversion.parse(text) for text in _VERSION.findall(operation.text)]
    is_later = bool(asked) and any(version > max(asked) for version in named)
    return {} if told or is_later or not found.keys() <= _REFUSALS else found


def undocumented(context: Context) -> Iterator[Undocumented]:
    """What the API served and nobody documents, but for misspelt actions and what only leads to others."""
    if context.exchanges is None:
        return
    found = (answered_action(context, operation) for _, operation in context.operations)
    meant = {action.name for action in found if action}
    for service in context.exchanges.services.values():
        for pattern, stray in service.strays.items():
            template = template_of(pattern.path)
            served = stray.served
            if served is None or not template.is_named or pattern.method in _UNTOLD:
                continue
            if not pattern.action or pattern.action not in meant:
                yield Undocumented(pattern, template, stray, served)


def answered_action(context: Context, operation: Operation) -> RealAction | None:
    """The name by which an API served an action that the reference misspells, unless it took that name itself."""
    if context.exchanges is None or not operation.action:
        return None
    if any(observation.served for observation in answers(context, operation).values()):
        return None
    own = endpoint_of(operation)
    served = {
        pattern: stray.served.first
        for service in context.exchanges.services.values()
        for pattern, stray in service.strays.items()
        if stray.served and (pattern.method, pattern.path) == (own.method, own.path) and pattern.action
    }
    for pattern, first in sorted(served.items()):
        if names.are_close(operation.action, pattern.action):
            return RealAction(pattern.action, exchange_proof(first, pattern))
    return None
