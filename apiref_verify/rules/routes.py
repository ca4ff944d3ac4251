"""AR1xx as far as contracts and exchanges decide: which operations there are, and what their actions are called."""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from apiref_verify.matching.contracts.comparison import ContractMatching
from apiref_verify.matching.contracts.routes import Template, template_of
from apiref_verify.model.contract import Part, Route
from apiref_verify.model.finding import Proof, Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, VersionRange
from apiref_verify.model.reference import Operation, Phase, Section
from apiref_verify.model.version_axis import after, cut, hull, joined, point
from apiref_verify.rules.answered import RealAction, answered_action, exchange_proof, refused, undocumented
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import rule
from apiref_verify.rules.wording import counted

_MOST_NAMES = 4
_GONE = re.compile(r"\b(?:removed|no longer|obsolete|deprecated|410|404)\b", re.I)


def _proof(matching: ContractMatching, route: Route | None = None) -> Proof:
    contract = matching.contract
    origin = f"{contract.provenance}: {route}" if route else str(contract.provenance)
    return Proof("contract", origin, Location(contract.path) if contract.path else None)


@rule("AR101", "no-such-operation", Phase.METHOD, needs=("contract", "exchanges"))
def no_such_operation(context: Context) -> Iterator[Report]:
    """The reference documents an operation that the API does not have, at all or in some of the documented versions.

    A contract that has hardly any of the documented operations is that of another API; this is said once.

    Operations that the API has removed may stay documented for old versions, where the text says that they are gone.
    Operations that give no versions, and are served in some only, are a note, one for all of a section.

    An exchange shows it only by an answer that says so: 405 or 410. 404 may mean the resource, 501 the driver.

    Wrong, where the API has ``PUT /servers/{server_id}`` alone::

        .. rest_method:: PATCH /servers/{server_id}

    Right::

        .. rest_method:: PUT /servers/{server_id}
    """
    for matching in context.contracts:
        if matching.contract.may_judge(Part.ROUTES) and not matching.routing.is_of_this_api and context.sections:
            yield _of_another_api(context, matching)
    yield from _refused(context)
    for section in context.sections:
        partly: dict[tuple[str, str], list[_Partly]] = defaultdict(list)
        for operation in section.operations:
            missing = _judges_without(context, operation)
            if missing and not real_action(context, operation):
                yield _missing(missing[0], section, operation)
            elif not missing:
                for found in _missing_in_part(context, section, operation):
                    partly[found.missing, found.served].append(found)
        for alike in partly.values():
            yield from _in_part(section, alike)


def _refused(context: Context) -> Iterator[Report]:
    """Operations that answered nothing but that they do not exist, unless a contract tells of them anyway."""
    for section, operation in context.operations:
        found = refused(context, section, operation)
        if not found or _judges_without(context, operation):
            continue
        told = " or ".join(map(str, sorted(found)))
        count = sum(tally.count for seen in found.values() for _, tally in seen)
        every = f"{counted(count, count, 'request', 'requests')} {'was' if count == 1 else 'were'}"
        version, tally = next(iter(found.values()))[0]
        yield Report(
            operation.location,
            f"{operation.method} {operation.url} is documented, but {every} answered with {told}",
            section,
            operation,
            versions=VersionRange(version, version) if version else EVERY_VERSION,
            proofs=(exchange_proof(tally.first, operation, version),),
            hint="take it out, or say until which version it was there",
        )


def _of_another_api(context: Context, matching: ContractMatching) -> Report:
    """The one finding against a contract that hardly anything documented is in: it judges no operations."""
    section, routing = context.sections[0], matching.routing
    place = section.operations[0].location if section.operations else Location(section.path)
    return Report(
        place,
        f"{matching.contract.provenance} has {len(routing.routes)} of the {routing.asked} operations documented here: "
        f"is it the contract of this API?",
        section,
        proofs=(_proof(matching),),
        hint="name the contract of the API that this reference documents",
    )


def _judges(context: Context) -> list[ContractMatching]:
    """The contracts that may say which operations there are."""
    return [m for m in context.contracts if m.contract.may_judge(Part.ROUTES) and m.routing.is_of_this_api]


def _judges_without(context: Context, operation: Operation) -> list[ContractMatching]:
    """The contracts that may judge whether an operation exists, if none of them has it."""
    judges = _judges(context)
    if not template_of(operation.url).is_named or not all(_speaks_of(m, operation) for m in judges):
        return []
    return judges if all(m.routing.route(operation) is None for m in judges) else []


def _speaks_of(matching: ContractMatching, operation: Operation) -> bool:
    """Whether a contract is one of the API version that an operation is documented for."""
    major, majors = template_of(operation.url).major, matching.routing.majors
    return major is None or major in majors or majors == {None}


def _missing(matching: ContractMatching, section: Section, operation: Operation) -> Report:
    origin = str(matching.contract.provenance)
    action = f" with the action {operation.action}" if operation.action else ""
    near = _nearest(matching, operation)
    return Report(
        operation.location,
        f"{operation.method} {operation.url}{action} is documented, but {origin} has no such operation",
        section,
        operation,
        versions=operation.versions,
        proofs=(_proof(matching),),
        hint=f"is {near} meant?" if near else "take it out, or say until which version it was there",
    )


def _nearest(matching: ContractMatching, operation: Operation) -> str:
    """What comes nearest in the contract: an action of nearly the same name, or a route."""
    if operation.action:
        return next(iter(difflib.get_close_matches(operation.action, matching.routing.actions(operation), 1)), "")
    route = _nearest_route(matching, operation)
    return str(route) if route else ""


def _nearest_route(matching: ContractMatching, operation: Operation) -> Route | None:
    """The undocumented route at the same URL, or at one that is nearly the same."""
    wanted = template_of(operation.url)
    free = [route for route in matching.routing.undocumented if route.action is None]
    same = [route for route in free if template_of(route.template).fit(wanted) is not None]
    urls = {str(template_of(route.template)): route for route in free if route.method == operation.method}
    near = difflib.get_close_matches(str(wanted), urls, n=1, cutoff=0.85)
    return same[0] if same else urls[near[0]] if near else None


@dataclass(frozen=True, slots=True)
class _Partly:
    """An operation that is documented, and not served, in some versions, in words; ``whole`` is their range."""

    operation: Operation
    missing: str
    served: str
    whole: VersionRange
    matching: ContractMatching


def _missing_in_part(context: Context, section: Section, operation: Operation) -> Iterator[_Partly]:
    """Versions in which an operation is documented and not served, unless its text speaks of the change."""
    matching = context.judge(operation, Part.ROUTES)
    route = matching.routing.route(operation) if matching else None
    if matching is None or route is None or _is_told(section, operation, route):
        return
    limits = matching.contract.versions
    if limits.is_open or not operation.versions.overlaps(limits):
        return
    served = [promise.versions.intersection(limits) for promise in route.live]
    pieces = cut(operation.versions.intersection(limits), served)
    missing = [piece for piece in pieces if not any(point(piece) in span for span in served)]
    if missing:
        told = ", ".join(map(str, joined(served)))
        served_in = f"in {told} only" if served else "in no version"
        yield _Partly(operation, ", ".join(map(str, joined(missing))), served_in, hull(missing), matching)


def _in_part(section: Section, alike: list[_Partly]) -> Iterator[Report]:
    """Each operation that says in which versions it exists, and all others of a section once."""
    silent = [found for found in alike if found.operation.versions.is_open]
    for group in [*([found] for found in alike if found not in silent), *([silent] if silent else [])]:
        first, operation = group[0], group[0].operation
        what = f"{operation.method} {operation.url} is" if len(group) == 1 else f"{len(group)} operations here are"
        it, exists = ("it", "the operation exists") if len(group) == 1 else ("them", "the operations exist")
        yield Report(
            operation.location,
            f"{first.missing}: {what} documented, but {first.matching.contract.provenance} has {it} {first.served}",
            section,
            operation,
            versions=first.whole,
            proofs=(_proof(first.matching),),
            hint=f"say in which versions {exists}",
            severity=Severity.NOTE if operation.versions.is_open else None,
        )


def _is_told(section: Section, operation: Operation, route: Route) -> bool:
    """Whether the text names the versions where the operation begins or ends, or says that it is gone."""
    text = " ".join([section.title, operation.title, operation.text, *(paragraph for paragraph, _ in section.prose)])
    text += " ".join(str(row.versions) for table in operation.tables for row in table.rows)
    ends = {end for promise in route.live for end in (promise.versions.minimum, promise.versions.maximum) if end}
    if any(version.is_named_in(text) for end in ends for version in (end, after(end)) if version):
        return True
    gone = any(code.code == 410 for code in operation.codes) or bool(_GONE.search(text))
    return gone and any(promise.removed for promise in route.promises)


@rule("AR102", "undocumented-operation", Phase.METHOD, needs=("contract", "exchanges"))
def undocumented_operation(context: Context) -> Iterator[Report]:
    """The API has an operation, or served it, that the reference does not document.

    Reported at the section that documents the most of the same resource; a resource of which nothing is documented is
    reported once. One that a documented URL nearly names (AR101) is left out, and what the newest version no longer
    serves is a note. Another name of a documented operation, served by the same code, is no finding, nor is what only
    leads to others (the root of an API, HEAD beside GET).

    Wrong: the API serves ``GET /servers/{server_id}/topology``, and no section has it.

    Right::

        .. rest_method:: GET /servers/{server_id}/topology
    """
    if context.reference.focus is None and context.sections:
        yield from _promised_only(context)
        yield from _served_only(context)


def _served_only(context: Context) -> Iterator[Report]:
    """Requests that the API served, by their pattern, unless a contract tells of them anyway."""
    known = [t for m in _judges(context) for r in m.routing.undocumented for t in [template_of(r.template)]]
    for found in undocumented(context):
        if any(template.fit(found.template) is not None for template in known):
            continue
        section, operation = _neighbour(context, found.template)
        times = "once" if found.served.count == 1 else f"{found.served.count} times"
        yield Report(
            operation.location if operation else Location(section.path),
            f"{found.pattern} was served {times}, but is not documented",
            section,
            versions=found.versions,
            proofs=(exchange_proof(found.served.first, found.pattern),),
            hint="document it",
        )


def _promised_only(context: Context) -> Iterator[Report]:
    """Operations that a contract has and the reference does not."""
    judges = _judges(context)
    if not judges:
        return
    spoken_of = [o for _, o in context.reference.operations if _speaks_of(judges[0], o)]
    known = {_resource(operation.url) for operation in spoken_of}
    unknown: dict[str | None, list[Route]] = defaultdict(list)
    meant = {id(_nearest_route(judges[0], o)) for _, o in context.operations if _judges_without(context, o)}
    for route in judges[0].routing.undocumented:
        if id(route) not in meant and not any(_documents(other, route) for other in judges[1:]):
            resource = _resource(route.template)
            unknown[str(route) if resource in known else resource].append(route)
    for routes in unknown.values():
        yield _undocumented(context, judges[0], routes)


def _is_current(matching: ContractMatching, route: Route) -> bool:
    """Whether the newest version of an API still serves an operation."""
    newest = matching.contract.versions.maximum
    return newest is None or route.at(newest) is not None


def _resource(url: str) -> str | None:
    """The first word of a URL that is no variable."""
    return next((segment for segment in template_of(url).segments if segment is not None), None)


def _undocumented(context: Context, matching: ContractMatching, routes: list[Route]) -> Report:
    """One operation, or all of a resource, that the reference leaves out."""
    section, operation = _neighbour(context, template_of(routes[0].template))
    ranges = joined(promise.versions for promise in routes[0].live)
    whole = [matching.contract.versions]
    during = "" if ranges in (whole, [EVERY_VERSION]) or len(routes) > 1 else f"{', '.join(map(str, ranges))}: "
    shown = ", ".join(map(str, routes[:_MOST_NAMES])) + (" …" if len(routes) > _MOST_NAMES else "")
    verb = "is" if len(routes) == 1 else f"are {len(routes)} operations on a resource that is"
    return Report(
        operation.location if operation else Location(section.path),
        f"{during}{shown} {verb} not documented, but {matching.contract.provenance} has "
        f"{'it' if len(routes) == 1 else 'them'}",
        section,
        versions=hull(ranges),
        proofs=(_proof(matching, routes[0]),),
        hint="document it" if len(routes) == 1 else "document them",
        severity=None if any(_is_current(matching, route) for route in routes) else Severity.NOTE,
    )


def _documents(matching: ContractMatching, route: Route) -> bool:
    """Whether a route of the same name in another contract is documented, or that contract does not have it."""
    own = template_of(route.template)
    same = [
        other
        for other in matching.contract.routes
        if other.method == route.method and other.action == route.action and template_of(other.template) == own
    ]
    return not same or any(id(other) in matching.routing.documented for other in same)


def _neighbour(context: Context, wanted: Template) -> tuple[Section, Operation | None]:
    """The section and operation whose URL has the most in common with a template, from the left."""
    first = next((section for section in context.sections if section.operations), context.sections[0])
    best: tuple[int, Section, Operation | None] = (-1, first, None)
    for section, operation in context.operations:
        own = template_of(operation.url)
        pairs = zip(own.segments, wanted.segments, strict=False)
        common = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
        score = 2 * common + (len(own.segments) == len(wanted.segments))
        if common and score > best[0] and (own.major == wanted.major or None in (own.major, wanted.major)):
            best = (score, section, operation)
    return best[1], best[2]


def real_action(context: Context, operation: Operation) -> RealAction | None:
    """The name that the API has for an action, where the reference misspells it."""
    return _promised_action(context, operation) or answered_action(context, operation)


def _promised_action(context: Context, operation: Operation) -> RealAction | None:
    for matching in context.contracts:
        if operation.action and matching.contract.may_judge(Part.ROUTES):
            actions = matching.routing.actions(operation)
            if operation.action not in actions:
                near = difflib.get_close_matches(operation.action, actions, 1, 0.85)
                return RealAction(near[0], _proof(matching)) if near else None
    return None
