"""What was read of recordings: how many exchanges, which were of documented operations, what was skipped and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

from apiref_verify.matching.exchanges.comparison import ExchangeMatching
from apiref_verify.model.observed.observation import Endpoint
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.observed.service import Service, Stray

_MOST_PATTERNS = 200
_MOST_SHOWN = 3


def counts(matching: ExchangeMatching) -> dict[str, int]:
    """How many exchanges were read, were of documented operations, and were not."""
    matched = sum(service.matched for service in matching.services.values())
    return {"read": matching.whole.read, "matched": matched, "unmatched": matching.whole.read - matched}


def unread_bodies(matching: ExchangeMatching) -> Counter[str]:
    """The bodies of matched exchanges that could not be read, by reason."""
    total: Counter[str] = Counter()
    for service in matching.services.values():
        for versions in service.observations.values():
            for observation in versions.values():
                total += observation.unread
    return total


def as_json(matching: ExchangeMatching) -> dict[str, Any]:
    """The exchanges of a run, in the form of the published schema."""
    skipped = [("exchange", matching.whole.skipped), ("body", unread_bodies(matching))]
    return {
        **counts(matching),
        "operations": sum(1 for versions in matching.observations.values() if any(o.served for o in versions.values())),
        "formats": dict(sorted(matching.whole.formats.items())),
        "skipped": [
            {"what": what, "reason": reason, "count": count}
            for what, reasons in skipped
            for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        ],
        "services": [
            _service(base, service, is_documented)
            for services, is_documented in ((matching.services, True), (matching.others, False))
            for base, service in services.items()
        ],
        "unmatched_patterns": [_pattern(endpoint, stray) for endpoint, stray in patterns(matching)[:_MOST_PATTERNS]],
    }


def patterns(matching: ExchangeMatching) -> list[tuple[Endpoint, Stray]]:
    """The requests to the documented API that no operation documents, by pattern, the most frequent first."""
    found = [item for service in matching.services.values() for item in service.strays.items()]
    return sorted(found, key=lambda item: (-item[1].count, item[0]))


def _service(base: str, service: Service, is_documented: bool) -> dict[str, Any]:
    return {
        "base": base,
        "types": sorted(service.types),
        "documented_here": is_documented,
        "exchanges": service.matched + service.unmatched,
        "operations": len(service.observations),
        "patterns": len(service.strays),
    }


def _pattern(endpoint: Endpoint, stray: Stray) -> dict[str, Any]:
    return {
        "method": endpoint.method,
        "path": endpoint.path,
        "action": endpoint.action or None,
        "count": stray.count,
        "statuses": {str(status): tally.count for status, tally in sorted(stray.statuses.items())},
    }


def lines(matching: ExchangeMatching) -> list[str]:
    """For people: what was read, and what was not counted."""
    counted = counts(matching)
    operations = as_json(matching)["operations"]
    served = f"{counted['matched']} of documented operations ({operations} operations served)"
    found = [f"Exchanges: {counted['read']} read, {served}, {counted['unmatched']} of others."]
    skipped = matching.whole.skipped + unread_bodies(matching)
    if skipped:
        reasons = "; ".join(f"{count} {reason}" for reason, count in skipped.most_common(_MOST_SHOWN))
        more = f"; {len(skipped) - _MOST_SHOWN} more reasons" if len(skipped) > _MOST_SHOWN else ""
        found.append(f"Skipped: {reasons}{more}.")
    others = [base for base, service in matching.others.items() if service.matched + service.unmatched]
    if others:
        shown = ", ".join(sorted(others)[:_MOST_SHOWN]) + (" …" if len(others) > _MOST_SHOWN else "")
        found.append(f"Taken for other APIs, since little of them is documented here: {shown}.")
    return found


def summary(observations: Observations) -> str:
    """What evidence holds, in one line, before anything is compared with it."""
    served = {endpoint for endpoint, _, seen in observations.all if seen.served}
    read, matched = observations.read, observations.matched
    told = (
        f"{_number(read, 'exchange')}, {matched} of documented operations ({_number(len(served), 'operation')} served)"
    )
    skipped = observations.skipped.total()
    return f"{told}, {read - matched} of others" + (f"; {skipped} skipped" if skipped else "")


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
