"""The evidence file: what exchanges showed, counted, as JSON; its JSON Schema is ``schemas/evidence-1.json``.

Files of parts can be joined, and then tell what the whole would have told.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observation import (
    Breach,
    BreachTally,
    Endpoint,
    KeySet,
    Mention,
    Observation,
    Observations,
    Service,
    Stray,
    Tally,
    Trace,
)
from apiref_verify.model.reference import Direction

EVIDENCE_VERSION = 1
_GZIP = b"\x1f\x8b"
_HEAD = 256
_T = TypeVar("_T")


class EvidenceError(ValueError):
    """A file that is no evidence file, or cannot be read, with the reason and what to do."""


def is_evidence(path: Path) -> bool:
    """Whether a file looks like an evidence file, compressed or not; false for what cannot be read."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        if head.startswith(_GZIP):
            head = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(head, _HEAD)
    except (OSError, zlib.error):
        return False
    return head.lstrip().startswith(b"{") and b'"evidence_version"' in head


def write(observations: Observations, path: Path) -> None:
    """Write an evidence file; one whose name ends in ``.gz`` is compressed.

    :raises OSError: if it cannot be written.
    """
    data = dumps(observations).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def dumps(observations: Observations) -> str:
    """The text of an evidence file."""
    return json.dumps(as_json(observations), separators=(",", ":"), ensure_ascii=False) + "\n"


def read(path: Path) -> Observations:
    """Read an evidence file.

    :raises EvidenceError: if it cannot be read, or is not one.
    """
    try:
        data = path.read_bytes()
        text = gzip.decompress(data) if data.startswith(_GZIP) else data
        return from_json(json.loads(text))
    except OSError as error:
        raise EvidenceError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except (EOFError, zlib.error):
        raise EvidenceError(f"{path}: the compressed file ends too early: gather the evidence again") from None
    except RecursionError:
        raise EvidenceError(f"{path}: nested too deep for an evidence file") from None
    except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
        raise EvidenceError(f"{path}: no sound evidence file ({error}): gather the evidence again") from None


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


def from_json(value: dict[str, Any]) -> Observations:
    """Observations out of JSON values.

    :raises ValueError: for another version of the format; for what is no evidence, also ``KeyError``, ``TypeError``,
        ``AttributeError`` or ``IndexError``.
    """
    if value["evidence_version"] != EVIDENCE_VERSION:
        raise ValueError(f"its version is {value['evidence_version']!r}, not {EVIDENCE_VERSION}")
    mentions = [Mention(str(request_id), str(path), int(line)) for request_id, path, line in value["mentions"]]
    return Observations(
        int(value["read"]),
        Counter(value["skipped"]),
        Counter(value["formats"]),
        {service["base"]: _read_service(service, mentions) for service in value["services"]},
    )


def _read_service(value: dict[str, Any], mentions: list[Mention]) -> Service:
    return Service(
        {
            _read_endpoint(row): {
                _version(seen["version"]): _read_observation(seen, mentions) for seen in row["versions"]
            }
            for row in value["operations"]
        },
        {
            _read_endpoint(row): Stray(
                _read_tallies(row["statuses"], int, mentions), {Microversion.parse(text) for text in row["versions"]}
            )
            for row in value["strays"]
        },
        dict(_read_breach(row, mentions) for row in value["breaches"]),
        int(value["uncounted_strays"]),
        set(value["types"]),
    )


def _read_endpoint(row: dict[str, Any]) -> Endpoint:
    return Endpoint(row["method"], row["path"], row["action"])


def _version(text: str | None) -> Microversion | None:
    return None if text is None else Microversion.parse(text)


def _read_observation(value: dict[str, Any], mentions: list[Mention]) -> Observation:
    return Observation(
        _read_tallies(value["statuses"], int, mentions),
        {Direction(name): _read_trace(trace, mentions) for name, trace in value["bodies"].items()},
        _read_tallies(value["queries"], str, mentions),
        _read_tallies(value["headers"], str, mentions),
        int(value["headed"]),
        Counter(value["unread"]),
        Counter(value["judged"]),
    )


def _read_tallies(value: dict[str, Any], key: Callable[[str], _T], mentions: list[Mention]) -> dict[_T, Tally]:
    return {key(name): Tally(int(count), mentions[first]) for name, (count, first) in value.items()}


def _read_trace(value: dict[str, Any], mentions: list[Mention]) -> Trace:
    return Trace(
        mentions[value["first"]],
        value["pointer"],
        int(value["bodies"]),
        int(value["count"]),
        int(value["objects"]),
        int(value["filled"]),
        Counter(value["types"]),
        Counter(value["items"]),
        list(value["examples"]),
        {frozenset(keys): KeySet(int(count), mentions[first]) for keys, count, first in value["key_sets"]},
        {name: _read_trace(child, mentions) for name, child in value["children"].items()},
    )


def _read_breach(row: dict[str, Any], mentions: list[Mention]) -> tuple[Breach, BreachTally]:
    breach = Breach(
        row["contract"],
        row["route"],
        Direction(row["direction"]),
        _version(row["version"]),
        row["path"],
        row["kind"],
        tuple(row["names"]),
    )
    return breach, BreachTally(int(row["count"]), mentions[row["first"]], row["message"])
