"""The dialects of schemas: OpenAPI 3.0 has one of its own, which becomes JSON Schema 2020-12 here."""

from __future__ import annotations

from typing import Any

from apiref_verify.model.contract import DIALECT

KNOWN = {
    DIALECT: DIALECT,
    "https://spec.openapis.org/oas/3.1/dialect/base": DIALECT,
    "https://spec.openapis.org/oas/3.1/dialect/2024-11-10": DIALECT,
    "https://json-schema.org/draft/2019-09/schema": "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema": "http://json-schema.org/draft-07/schema#",
    "http://json-schema.org/draft-06/schema": "http://json-schema.org/draft-06/schema#",
    "http://json-schema.org/draft-04/schema": "http://json-schema.org/draft-04/schema#",
}
"""The dialects that are understood, without an empty fragment, and the name that a validator knows each by."""

_EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}

_WITHOUT_MEANING = frozenset(
    ("$anchor", "$defs", "$dynamicAnchor", "$id", "$schema", "definitions", "discriminator", "externalDocs", "xml")
)


def known(name: Any) -> str | None:
    """The dialect of a name, if it is one that is understood."""
    return KNOWN.get(name.removesuffix("#")) if isinstance(name, str) else None


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without what only OpenAPI understands, and without names for what is referred to from elsewhere."""
    return {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in _WITHOUT_MEANING and not keyword.startswith("x-")
    }


def modern(schema: dict[str, Any]) -> dict[str, Any]:
    """One schema of OpenAPI 3.0, not those that stand in it, as JSON Schema 2020-12 says the same."""
    result = dict(schema)
    if result.pop("nullable", False) is True and isinstance(result.get("type"), str):
        result["type"] = [result["type"], "null"]
    for exclusive, inclusive in _EXCLUSIVE.items():
        if isinstance(result.get(exclusive), bool) and result.pop(exclusive) and inclusive in result:
            result[exclusive] = result.pop(inclusive)
    if "example" in result:
        result["examples"] = [result.pop("example")]
    return result
