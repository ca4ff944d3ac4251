"""The extension ``x-openstack``: the versions that a part of a document is for, and the actions that it has.

``min-ver`` and ``max-ver``, both included, stand beside an operation, a parameter, a property or a branch of a
``oneOf``. A ``oneOf`` whose ``discriminator`` is ``action`` has one branch for each action of the operation, named by
its ``action-name`` or else by the only property that its body may have.
"""

from __future__ import annotations

from typing import Any

from apiref_verify.evidence.contracts.openapi.document import Document, Documents, Found
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

EXTENSION = "x-openstack"


def extension(value: Any) -> dict[str, Any]:
    """The extension of a part of a document, with hyphens in its names; empty if there is none."""
    found = value.get(EXTENSION) if isinstance(value, dict) else None
    return {name.replace("_", "-"): one for name, one in found.items()} if isinstance(found, dict) else {}


def span(value: Any, documents: Documents, document: Document) -> VersionRange:
    """The versions that a part is for: as it says itself, and as what its ``$ref`` names says.

    :raises ContractError: if a version is not one.
    """
    result = _own(value, document)
    if isinstance(value, dict) and "$ref" in value:
        found = documents.follow(value, document)
        named = _own(found.value, found.document)
        result = result.intersection(named) if result.overlaps(named) else result
    return result


def _own(value: Any, document: Document) -> VersionRange:
    told = extension(value)
    if not told:
        return EVERY_VERSION
    lower, upper = (_version(told.get(name), name, value, document) for name in ("min-ver", "max-ver"))
    if lower is None and upper is None:
        return EVERY_VERSION
    if lower and upper and upper < lower:
        raise document.error(f"max-ver {upper} comes before min-ver {lower}", "exchange the two", value)
    return VersionRange(lower, upper)


def _version(told: Any, name: str, value: Any, document: Document) -> Microversion | None:
    if told is None:
        return None
    if not isinstance(told, str):
        raise document.error(f"{name} is {told!r}, a number: 2.10 and 2.1 would be the same", "put it in quotes", value)
    try:
        return Microversion.parse(told)
    except ValueError:
        raise document.error(f"{name} is {told!r}", "write a version, such as '2.10'", value) from None


def is_by_action(schema: Any) -> bool:
    """Whether a schema is a choice between the bodies of actions."""
    return extension(schema).get("discriminator") == "action" and isinstance(schema.get("oneOf"), list)


def actions(schema: dict[str, Any], documents: Documents, document: Document) -> dict[str, list[Found]]:
    """The branches of each action, in the order of the document.

    A branch whose body cannot carry the name that it gives is no action: nothing would lead there.
    """
    result: dict[str, list[Found]] = {}
    for branch in schema["oneOf"]:
        found = documents.follow(branch, document)
        bodies = _bodies(found, documents)
        name = _name(found.value, bodies)
        if name and any(_carries(body, name) for body in bodies):
            result.setdefault(name, []).append(Found(branch, document))
    return result


def lifetimes(branch: Found, documents: Documents) -> list[VersionRange]:
    """The versions of each body that a branch has."""
    found = documents.follow(branch.value, branch.document)
    outer = span(branch.value, documents, branch.document)
    inner = found.value.get("oneOf") if isinstance(found.value, dict) else None
    spans = [span(one, documents, found.document) for one in inner] if isinstance(inner, list) else []
    return [outer.intersection(one) for one in spans if one.overlaps(outer)] or [outer]


def _bodies(branch: Found, documents: Documents) -> list[dict[str, Any]]:
    """The schemas that a branch chooses from by version, or itself."""
    inner = branch.value.get("oneOf") if isinstance(branch.value, dict) else None
    found = [documents.follow(one, branch.document).value for one in inner] if isinstance(inner, list) else []
    return [body for body in (found or [branch.value]) if isinstance(body, dict)]


def _name(branch: Any, bodies: list[dict[str, Any]]) -> str | None:
    for schema in (branch, *bodies):
        name = extension(schema).get("action-name")
        if isinstance(name, str):
            return name
    keys = {key for body in bodies for key in _properties(body)}
    return keys.pop() if len(keys) == 1 else None


def _carries(body: dict[str, Any], name: str) -> bool:
    return name in _properties(body) or not (_properties(body) and body.get("additionalProperties") is False)


def _properties(body: dict[str, Any]) -> dict[str, Any]:
    found = body.get("properties")
    return found if isinstance(found, dict) else {}


def of_action(schema: Any, action: str, documents: Documents, document: Document) -> Found | None:
    """The part of an answer's schema that is for one action; None if none says so: it may be that of any other."""
    found = documents.follow(schema, document)
    if extension(found.value).get("action-name") == action:
        return found
    branches = found.value.get("oneOf") if isinstance(found.value, dict) else None
    for branch in branches if isinstance(branches, list) else ():
        named = documents.follow(branch, found.document)
        if extension(named.value).get("action-name") == action:
            return named
    return None
