"""Observations out of the JSON values of an evidence file, whoever wrote it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar

from apiref_verify.evidence.observations.writing import EVIDENCE_VERSION
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Endpoint, Observation
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.observed.service import Breach, BreachTally, Service, Stray
from apiref_verify.model.observed.tally import Mention, Tally
from apiref_verify.model.observed.trace import KeySet, Trace
from apiref_verify.model.reference import Direction

_DEEPEST = 100
_NAMES = {str: "text", int: "a number"}
_T = TypeVar("_T")


def from_json(value: Any) -> Observations:
    """Observations out of JSON values.

    :raises ValueError: for another version of the format; for what is no evidence, also ``KeyError``, ``TypeError``,
        ``AttributeError`` or ``IndexError``.
    """
    if value["evidence_version"] != EVIDENCE_VERSION:
        raise ValueError(f"its version is {value['evidence_version']!r}, not {EVIDENCE_VERSION}")
    mentions = _Mentions(
        Mention(_text(request_id), _text(path), _number(line)) for request_id, path, line in value["mentions"]
    )
    return Observations(
        _number(value["read"]),
        _counts(value["skipped"]),
        _counts(value["formats"]),
        {_text(service["base"]): _read_service(service, mentions) for service in value["services"]},
    )


class _Mentions(list[Mention]):
    """The exchanges that are mentioned, by their place."""

    def at(self, place: Any) -> Mention:
        """That at a place.

        :raises IndexError: if there is none.
        """
        return self[_number(place)]


def _text(value: Any) -> str:
    return _of_type(value, str)


def _number(value: Any) -> int:
    if _of_type(value, int) < 0:
        raise ValueError("a count is negative")
    return int(value)


def _of_type(value: Any, kind: type[_T]) -> _T:
    if type(value) is not kind:
        raise TypeError(f"a {type(value).__name__} in the place of {_NAMES[kind]}")
    return value


def _counts(value: dict[str, Any]) -> Counter[str]:
    return Counter({name: _number(count) for name, count in value.items()})


def _read_service(value: dict[str, Any], mentions: _Mentions) -> Service:
    return Service(
        {
            _read_endpoint(row): {
                _version(seen["version"]): _read_observation(seen, mentions) for seen in row["versions"]
            }
            for row in value["operations"]
        },
        {
            _read_endpoint(row): Stray(
                _read_tallies(row["statuses"], int, mentions),
                {Microversion.parse(_text(version)) for version in row["versions"]},
            )
            for row in value["strays"]
        },
        dict(_read_breach(row, mentions) for row in value["breaches"]),
        _number(value["uncounted_strays"]),
        set(map(_text, value["types"])),
    )


def _read_endpoint(row: dict[str, Any]) -> Endpoint:
    return Endpoint(_text(row["method"]), _text(row["path"]), _text(row["action"]))


def _version(value: Any) -> Microversion | None:
    return None if value is None else Microversion.parse(_text(value))


def _read_observation(value: dict[str, Any], mentions: _Mentions) -> Observation:
    return Observation(
        _read_tallies(value["statuses"], int, mentions),
        {Direction(name): _read_trace(trace, mentions, 0) for name, trace in value["bodies"].items()},
        _read_tallies(value["queries"], str, mentions),
        _read_tallies(value["headers"], str, mentions),
        _number(value["headed"]),
        _counts(value["unread"]),
        _counts(value["judged"]),
    )


def _read_tallies(value: dict[str, Any], key: Callable[[str], _T], mentions: _Mentions) -> dict[_T, Tally]:
    return {key(name): Tally(_number(count), mentions.at(first)) for name, (count, first) in value.items()}


def _read_trace(value: dict[str, Any], mentions: _Mentions, depth: int) -> Trace:
    if depth > _DEEPEST:
        raise ValueError(f"nested more than {_DEEPEST} deep")
    return Trace(
        mentions.at(value["first"]),
        _text(value["pointer"]),
        _number(value["bodies"]),
        _number(value["count"]),
        _number(value["objects"]),
        _number(value["filled"]),
        _counts(value["types"]),
        _counts(value["items"]),
        [_plain(example) for example in value["examples"]],
        {
            frozenset(map(_text, keys)): KeySet(_number(count), mentions.at(first))
            for keys, count, first in value["key_sets"]
        },
        {name: _read_trace(child, mentions, depth + 1) for name, child in value["children"].items()},
    )


def _plain(value: Any) -> Any:
    if not isinstance(value, str | int | float):
        raise TypeError("an example that is no plain value")
    return value


def _read_breach(row: dict[str, Any], mentions: _Mentions) -> tuple[Breach, BreachTally]:
    breach = Breach(
        _text(row["contract"]),
        _text(row["route"]),
        Direction(row["direction"]),
        _version(row["version"]),
        _text(row["path"]),
        _text(row["kind"]),
        tuple(map(_text, row["names"])),
    )
    return breach, BreachTally(_number(row["count"]), mentions.at(row["first"]), _text(row["message"]))
