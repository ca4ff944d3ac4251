"""The routes of a contract that a person means by a method and a URL, and what is said where there are none."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from apiref_verify.matching.contracts.routes import template_of
from apiref_verify.model.contract import Contract, Promise, Route
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.version_axis import joined

_MOST_SHOWN = 5


class NotInContractError(ValueError):
    """Something that a contract does not have; the message says what there is instead."""


def find(
    contract: Contract, method: str | None, url: str | None, action: str | None = None, at: Microversion | None = None
) -> list[tuple[Route, Promise]]:
    """The operations that are meant, each with its promise at a version; ``None`` is the newest that serves it.

    Without ``url``, the action decides alone. The URL may have a version and a project or not, and its variables may
    have any name or a value. There are several only where an action has to be named, or where a URL fits two equally.

    :raises NotInContractError: if there is none, or none at that version; the message says what there is.
    """
    routes = _by_url(contract, (method or "").upper(), url) if url else list(contract.routes)
    if action:
        routes = _of_action(contract, routes, action, routes[0] if url else None)
    found = [(route, promise) for route in routes if (promise := route.at(at)) is not None]
    if not found:
        raise NotInContractError("; ".join(_absence(route, at) for route in routes[:_MOST_SHOWN]))
    return found


def _by_url(contract: Contract, method: str, url: str) -> list[Route]:
    found = _at_url((route for route in contract.routes if route.method == method), url)
    if not found:
        instead = _instead(contract, method, url)
        raise NotInContractError(f"{contract.provenance} has no {method} {url}: {instead}")
    return found


def _of_action(contract: Contract, routes: Sequence[Route], action: str, first: Route | None) -> list[Route]:
    found = [route for route in routes if route.action == action]
    if not found:
        whose = f"{first.method} {first.template}" if first else str(contract.provenance)
        known = sorted({route.action for route in routes if route.action})
        if not known:
            raise NotInContractError(f"{whose} has no actions: leave --action out")
        near = difflib.get_close_matches(action, known, 3)
        hint = f"did you mean {' or '.join(near)}?" if near else f"its actions are {', '.join(known)}"
        raise NotInContractError(f"{whose} has no action {action!r}: {hint}")
    return found


def _at_url(routes: Iterable[Route], url: str) -> list[Route]:
    """The routes that fit a URL best; the one that is written the same above all."""
    wanted = template_of(url)
    scored: list[tuple[int, Route]] = []
    for route in routes:
        score = template_of(route.template).fit(wanted)
        if score is not None:
            same = route.template.strip("/") == url.strip("/ ")
            scored.append((score + same, route))
    best = max((score for score, _ in scored), default=0)
    return [route for score, route in scored if score == best]


def _instead(contract: Contract, method: str, url: str) -> str:
    """What there is at a URL, or near it."""
    methods = sorted({route.method for route in _at_url(contract.routes, url)})
    if methods:
        return f"this URL has {' and '.join(methods)}"
    here = sorted({route.template for route in contract.routes if route.method == method})
    by_plain = {_plain(template): template for template in here}
    near = difflib.get_close_matches(_plain(url), by_plain, 3, 0.7)
    if near:
        return f"did you mean {method} {' or '.join(by_plain[plain] for plain in near)}?"
    return "'apiref-verify contract list' shows what there is"


def _plain(url: str) -> str:
    """A URL in which only what is fixed makes a difference."""
    return "/".join("{}" if segment is None else segment for segment in template_of(url).segments)


def is_versioned(contract: Contract) -> bool:
    """Whether a contract tells microversions apart at all."""
    return not (contract.versions.is_open and all(promise.versions.is_open for _, promise in contract.rows))


def check_version(contract: Contract, version: Microversion) -> None:
    """Make sure that a contract speaks of a version.

    :raises NotInContractError: if it does not; the message says of which it does.
    """
    if not is_versioned(contract):
        raise NotInContractError(f"{contract.provenance} has no microversions, so none can be chosen")
    if version not in contract.versions:
        raise NotInContractError(
            f"{contract.provenance} has no version {version}: its versions are {contract.versions}"
        )


def _absence(route: Route, version: Microversion | None) -> str:
    """Why an operation is not served at a version (``None``: in any), and where it is."""
    refused = [promise.versions for promise in route.promises if promise.removed]
    if not route.live:
        return f"{route} is removed in {_ranges(refused)} (410)"
    gone = version is not None and any(version in versions for versions in refused)
    told = f"is removed at {version} (410)" if gone else f"does not exist at {version}"
    return f"{route} {told}: it is served in {_ranges(promise.versions for promise in route.live)}"


def _ranges(ranges: Iterable[VersionRange]) -> str:
    return " and ".join(map(str, joined(ranges)))
