"""The dialects of schemas: OpenAPI 3.0 has one of its own, which becomes JSON Schema 2020-12 here."""

from __future__ import annotations

from typing import Any

from apiref_verify.evidence.contracts.keyword_forms import FORMS
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


def plain(schema: dict[str, Any], is_legacy: bool, mends: bool = True) -> dict[str, Any]:
    """A schema, not those that stand in it, in JSON Schema 2020-12.

    Left out is what only OpenAPI understands and the names of what is referred to from elsewhere; if ``mends`` says so,
    also keywords whose value makes no sense: a validator would stumble over them. ``is_legacy`` says that it is in the
    dialect of OpenAPI 3.0.
    """
    kept = {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in _WITHOUT_MEANING and not keyword.startswith("x-")
    }
    _translate_bounds(kept)
    _translate_examples(kept)
    if isinstance(kept.get("items"), list):
        kept["prefixItems"] = kept.pop("items")
    if kept.pop("nullable", False) is True and is_legacy and isinstance(kept.get("type"), str):
        kept["type"] = [kept["type"], "null"]
    return {keyword: value for keyword, value in kept.items() if not mends or _makes_sense(keyword, value)}


def _translate_bounds(schema: dict[str, Any]) -> None:
    """Bounds that are excluded by ``true`` beside them, as older dialects have it."""
    for exclusive, inclusive in _EXCLUSIVE.items():
        if isinstance(schema.get(exclusive), bool) and schema.pop(exclusive) and inclusive in schema:
            schema[exclusive] = schema.pop(inclusive)


def _translate_examples(schema: dict[str, Any]) -> None:
    if "example" in schema:
        schema.setdefault("examples", [schema.pop("example")])
    if not isinstance(schema.get("examples", []), list):
        del schema["examples"]


def _makes_sense(keyword: str, value: Any) -> bool:
    match keyword:
        case "allOf" | "anyOf" | "oneOf" | "prefixItems":
            return isinstance(value, list) and bool(value)
        case "properties" | "patternProperties" | "dependentSchemas" | "dependencies":
            return isinstance(value, dict)
        case _:
            form = FORMS.get(keyword)
            return form is None or form.inner is not None or form.fits(value)
