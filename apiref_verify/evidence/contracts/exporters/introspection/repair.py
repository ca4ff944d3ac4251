"""Schemas as services write them: some have slips that no validator notices until it is too late."""

from __future__ import annotations

from typing import Any

from apiref_verify.model.contract import Schema

_MAPS_OF_SCHEMAS = ("properties", "patternProperties")


def repaired(schema: Schema) -> Schema:
    """A schema without the members of ``properties`` that are no schemas, such as a ``type`` written one level too low.

    The schema itself if it has no such slip.
    """
    found: Schema = _repaired(schema)
    return schema if found == schema else found


def _repaired(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _members(item) if key in _MAPS_OF_SCHEMAS else _repaired(item) for key, item in value.items()}
    return [_repaired(item) for item in value] if isinstance(value, list | tuple) else value


def _members(value: Any) -> Any:
    """A map from names to schemas; or a property that happens to be called ``properties``."""
    if not isinstance(value, dict):
        return value
    return {name: _repaired(item) for name, item in value.items() if isinstance(item, dict | bool)}
