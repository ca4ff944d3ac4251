"""Contracts in short: a schema bundle in YAML, with schemas where they are used and defaults left out.

::

    max_version: "1.4"
    routes:
    - path: GET /boats/{boat_id}
      ranges:
      - {max_version: "1.2", response: &boat {type: object}}
      - {min_version: "1.3", response: *boat, success: [200], errors: [409]}

``path`` begins with the method; ``response`` is the schema of 200; a list of codes is declared. A route that is the
same in all versions needs no ``ranges``. An anchor makes two schemas one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import yaml

from apiref_verify.evidence.contracts.bundle import BUNDLE_VERSION, from_json
from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.contracts.judgement import judge_promised
from apiref_verify.matching.matcher import Matching, match
from apiref_verify.matching.verdicts import Verdict
from apiref_verify.model.contract import DIALECT, EVERY_PART, Contract
from apiref_verify.model.reference import Direction, Parameter, ParametersFile, Place, Reference
from tests.builders import RESPONSE, operation, reference, table

_OF_A_RANGE = (
    *("min_version", "max_version", "request", "query", "response", "responses"),
    *("success", "errors", "removed"),
)


def contract(text: str, path: str = "") -> Contract:
    """The contract that a text in YAML is short for.

    :raises ValueError: for a word that a contract does not have, and a version that is a number.
    """
    said = yaml.safe_load(text)
    schemas: list[Any] = []
    content = {
        "bundle_version": BUNDLE_VERSION,
        "provenance": {"source": "folder", "package": said.pop("package", "harbour")},
        "authority": said.pop("authority", sorted(EVERY_PART)),
        **_ends(said),
        "dialect": said.pop("dialect", DIALECT),
        "formats": said.pop("formats", {}),
        "routes": [_route(route, schemas) for route in said.pop("routes")],
        "schemas": schemas,
    }
    said.pop("anchors", None)
    _refuse(said)
    return from_json(content, path)


def _refuse(rest: dict[str, Any]) -> None:
    if rest:
        raise ValueError(f"a contract has no {', '.join(rest)}")


def _ends(said: dict[str, Any]) -> dict[str, str | None]:
    found = {end: said.pop(end, None) for end in ("min_version", "max_version")}
    for end, value in found.items():
        if not isinstance(value, str | None):
            raise ValueError(f'{end}: {value} is a number, write "{value}"')
    return found


def _route(said: dict[str, Any], schemas: list[Any]) -> dict[str, Any]:
    method, path = said.pop("path").split(" ")
    action, handler = said.pop("action", None), said.pop("handler", "")
    ranges = said.pop("ranges", None) or [{word: said.pop(word) for word in _OF_A_RANGE if word in said}]
    _refuse(said)
    return {
        "method": method,
        "path": path,
        "action": action,
        "handler": handler,
        "ranges": [_range(each, schemas) for each in ranges],
    }


def _range(said: dict[str, Any], schemas: list[Any]) -> dict[str, Any]:
    responses = said.pop("responses", {})
    if "response" in said:
        responses["200"] = said.pop("response")
    found = {
        **_ends(said),
        "request": _number(said.pop("request", None), schemas),
        "query": _number(said.pop("query", None), schemas),
        "responses": {status: _number(schema, schemas) for status, schema in responses.items()},
        "success": _codes(said.pop("success", None)),
        "errors": _codes(said.pop("errors", None)),
        "removed": said.pop("removed", False),
    }
    _refuse(said)
    return found


def _number(schema: Any, schemas: list[Any]) -> int | None:
    """The place of a schema in the pool, where it is put as the one object that its anchor makes it."""
    if schema is None:
        return None
    known = next((number for number, other in enumerate(schemas) if other is schema), None)
    if known is None:
        schemas.append(schema)
        return len(schemas) - 1
    return known


def _codes(said: Any) -> Any:
    if isinstance(said, dict):
        return said
    return {"codes": said or [], "standing": "incomplete" if said is None else "declared"}


def promised(
    rows: Sequence[Parameter], text: str, direction: Direction = RESPONSE, at: Place = Place.BODY, **of_operation: Any
) -> tuple[Matching, Promised]:
    """A reference of one operation, ``GET /boats``, and the comparison of its one table with a contract."""
    tables = [table(rows, direction)] if rows else []
    single = operation(tables, **of_operation)
    matching = match(_with_definitions(reference(single), rows), contracts=[contract(text)])
    comparison = matching.contracts[0].of(single, direction, at)
    assert comparison is not None, "the contract says nothing of this table"
    return matching, comparison


def _with_definitions(read: Reference, rows: Sequence[Parameter]) -> Reference:
    definitions = {row.key: row.definition for row in rows if row.definition is not None}
    return replace(read, parameters_files=(ParametersFile("parameters.yaml", definitions),))


def promised_verdicts(rows: Sequence[Parameter], text: str, **more: Any) -> list[Verdict]:
    """What a contract shows of one table."""
    matching, comparison = promised(rows, text, **more)
    return judge_promised(comparison, matching.habits)
