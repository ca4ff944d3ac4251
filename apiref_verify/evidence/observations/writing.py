"""Observations as JSON values, in the form of the published schema."""

from __future__ import annotations

from typing import Any

from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.observed.service import Breach, BreachTally, Service
from apiref_verify.model.observed.tally import Mention, Tally
from apiref_verify.model.observed.trace import Trace

EVIDENCE_VERSION = 1


class _Mentions:
    """The exchanges that are mentioned, each written once."""

    def __init__(self) -> None:
        self.known: dict[Mention, int] = {}

    def number(self, mention: Mention) -> int:
        """The place of a mention in the list."""
        return self.known.setdefault(mention, len(self.known))


def as_json(observations: Observations) -> dict[str, Any]:
    """Observations as JSON values, in the form of the published schema."""
    mentions = _Mentions()
    services = [_service(base, service, mentions) for base, service in observations.services.items()]
    return {
        "evidence_version": EVIDENCE_VERSION,
        "read": observations.read,
        "skipped": dict(observations.skipped),
        "formats": dict(observations.formats),
        "mentions": [list(mention) for mention in mentions.known],
        "services": services,
    }


def _service(base: str, service: Service, mentions: _Mentions) -> dict[str, Any]:
    return {
        "base": base,
        "types": sorted(service.types),
        "operations": [
            {**_endpoint(endpoint), "versions": [_observation(v, o, mentions) for v, o in versions.items()]}
            for endpoint, versions in service.observations.items()
        ],
        "strays": [
            {
                **_endpoint(endpoint),
                "versions": [str(version) for version in sorted(stray.versions)],
                "statuses": _tallies(stray.statuses, mentions),
            }
            for endpoint, stray in service.strays.items()
        ],
        "uncounted_strays": service.uncounted_strays,
        "breaches": [_breach(breach, tally, mentions) for breach, tally in service.breaches.items()],
    }


def _endpoint(endpoint: Endpoint) -> dict[str, str]:
    return {"method": endpoint.method, "path": endpoint.path, "action": endpoint.action}


def _observation(version: Microversion | None, observation: Observation, mentions: _Mentions) -> dict[str, Any]:
    return {
        "version": str(version) if version else None,
        "statuses": _tallies(observation.statuses, mentions),
        "queries": _tallies(observation.queries, mentions),
        "headers": _tallies(observation.headers, mentions),
        "headed": observation.headed,
        "bodies": {direction.value: _trace(trace, mentions) for direction, trace in observation.bodies.items()},
        "unread": dict(observation.unread),
        "judged": dict(observation.judged),
    }


def _tallies(tallies: dict[Any, Tally], mentions: _Mentions) -> dict[str, list[int]]:
    return {str(key): [tally.count, mentions.number(tally.first)] for key, tally in tallies.items()}


def _trace(trace: Trace, mentions: _Mentions) -> dict[str, Any]:
    return {
        "first": mentions.number(trace.first),
        "pointer": trace.pointer,
        "bodies": trace.bodies,
        "count": trace.count,
        "objects": trace.objects,
        "filled": trace.filled,
        "types": dict(trace.types),
        "items": dict(trace.items),
        "examples": trace.examples,
        "key_sets": [[sorted(keys), k.count, mentions.number(k.first)] for keys, k in trace.key_sets.items()],
        "children": {name: _trace(child, mentions) for name, child in trace.children.items()},
    }


def _breach(breach: Breach, tally: BreachTally, mentions: _Mentions) -> dict[str, Any]:
    return {
        "contract": breach.contract,
        "route": breach.route,
        "direction": breach.direction.value,
        "version": str(breach.version) if breach.version else None,
        "path": breach.path,
        "kind": breach.kind,
        "names": list(breach.names),
        "count": tally.count,
        "first": mentions.number(tally.first),
        "message": tally.message,
    }
