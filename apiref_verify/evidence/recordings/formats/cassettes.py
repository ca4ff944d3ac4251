"""Cassettes of betamax (``http_interactions``, JSON) and VCR.py (``interactions``, YAML or JSON).

Both keep for each interaction a request with ``method``, ``uri``, ``headers`` and ``body``, and a response with
``status``, ``headers`` and ``body``. A body is a string, bytes, or a mapping with ``string`` or ``base64_string``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from apiref_verify.evidence.recordings.bodies import too_large, unreadable
from apiref_verify.evidence.recordings.entries import CUT, json_entries, yaml_entries
from apiref_verify.evidence.recordings.origin import Headers, Origin
from apiref_verify.model.exchange import EMPTY, Body, Exchange, Unread

BETAMAX = "http_interactions"
VCR = "interactions"


def read_betamax(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a cassette of betamax; places are the numbers of interactions."""
    return _exchanges(json_entries(stream, f"{BETAMAX}.item"), origin)


def read_vcr(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a cassette of VCR.py in JSON; places are the numbers of interactions."""
    return _exchanges(json_entries(stream, f"{VCR}.item"), origin)


def read_yaml(stream: IO[bytes], origin: Origin) -> Iterator[Exchange | Unread]:
    """The exchanges of a cassette in YAML; places are the numbers of interactions."""
    return _exchanges(yaml_entries(stream, (VCR, BETAMAX)), origin)


def _exchanges(interactions: Iterator[Any], origin: Origin) -> Iterator[Exchange | Unread]:
    for number, interaction in enumerate(interactions, 1):
        origin.place = number
        try:
            yield _exchange(interaction, origin)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError):
            yield origin.unread("an interaction without what a cassette has of one")


def _exchange(interaction: Any, origin: Origin) -> Exchange | Unread:
    request, response = interaction["request"], interaction["response"]
    sent, answered = _headers(request, origin), _headers(response, origin)
    status = response["status"] if "status" in response else response["status_code"]
    return origin.exchange(
        request["method"],
        request["uri"],
        int(status["code"] if isinstance(status, dict) else status),
        sent,
        _body(request.get("body"), sent, origin),
        answered,
        _body(response.get("body"), answered, origin),
    )


def _headers(message: Any, origin: Origin) -> dict[str, str]:
    pairs = []
    for name, values in (message.get("headers") or {}).items():
        pairs += [(name, _text(value)) for value in (values if isinstance(values, list) else [values])]
    return origin.headers(pairs)


def _text(value: str | bytes) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _body(body: Any, headers: Headers, origin: Origin) -> Body:
    if isinstance(body, dict):
        if body.get("base64_string"):
            packed = body["base64_string"]
            return too_large() if packed == CUT else origin.base64_body(packed, headers)
        body = body.get("string") if "string" in body or "encoding" in body else body
    if body is None or body == "":
        return EMPTY
    if isinstance(body, bytes):
        return origin.bytes_body(body, headers)
    if not isinstance(body, str):
        return unreadable("neither text nor bytes")
    return too_large() if body == CUT else origin.text_body(body, headers)
