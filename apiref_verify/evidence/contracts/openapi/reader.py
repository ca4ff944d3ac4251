"""An OpenAPI document as a contract.

Status codes in such documents are often guessed, so by default they have no authority; a document may name the parts
that have it, in ``info``, as ``x-apiref-verify: {authority: [routes, requests]}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.documents import files
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.openapi import dialect
from apiref_verify.evidence.contracts.openapi.branches import span
from apiref_verify.evidence.contracts.openapi.document import Document, Documents
from apiref_verify.evidence.contracts.openapi.operations import Operations
from apiref_verify.evidence.contracts.openapi.schemas import Schemas
from apiref_verify.model.contract import DIALECT, EVERY_PART, Contract, Part, Provenance
from apiref_verify.model.contract_source import parts_of
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

DEFAULT_AUTHORITY = EVERY_PART - {Part.CODES}

_KNOWN = re.compile(r"3\.[01]\.\d+")
_LEGACY = "3.0"
_OPERATIONS = 3
"""How deep operations stand in the paths: in these, in a path, by a method."""


def is_openapi(value: Any) -> bool:
    """Whether a value says that it is an OpenAPI document, of whatever version."""
    return isinstance(value, dict) and ("openapi" in value or "swagger" in value)


def read(path: Path, authority: frozenset[Part] | None = None, allow_remote: bool = False) -> Contract:
    """The contract in an OpenAPI document.

    ``authority`` has the parts that may judge, if it is to be different from what the document says;
    ``allow_remote`` lets it refer to what lies outside of its folder.

    :raises ContractError: if it cannot be read.
    """
    return from_text(files.read_text(path), path, authority, allow_remote)


def from_text(text: str, path: Path, authority: frozenset[Part] | None = None, allow_remote: bool = False) -> Contract:
    """The contract in the text of an OpenAPI document that was read from ``path``; as :func:`read` otherwise."""
    documents = Documents(path.parent, allow_remote)
    document = documents.open(path, text)
    try:
        return _contract(documents, document, authority)
    except RecursionError:
        raise document.error("schemas stand too deep in each other", "nest them less") from None


def _contract(documents: Documents, document: Document, authority: frozenset[Part] | None) -> Contract:
    version = _version_of(document)
    info, paths = (_mapping(document, name) for name in ("info", "paths"))
    whole = _versions(documents, document, info)
    schemas = Schemas(documents, version.startswith(_LEGACY))
    operations = Operations(documents, schemas, whole)
    try:
        routes = tuple(
            route
            for template, item in paths.items()
            if template.startswith("/")
            for route in operations.routes(template, item, document)
            if route.promises
        )
    except ContractError:
        raise
    except ValueError as error:
        raise document.error(str(error), "give min-ver and max-ver of one major version") from None
    return Contract(
        provenance=Provenance("openapi", _line(info.get("title", document.name)), _line(info.get("version", ""))),
        routes=routes,
        versions=whole,
        authority=_authority(document, info) if authority is None else authority,
        dialect=_dialect(document),
        path=document.name,
    )


def _version_of(document: Document) -> str:
    root = document.root
    if not is_openapi(root):
        empty = "" if document.text.strip() else " (it is empty)"
        raise document.error(
            f"no contract{empty}: neither a schema bundle (bundle_version) nor an OpenAPI document (openapi)"
        )
    if "openapi" not in root:
        raise document.error(f"Swagger {root['swagger']} is not read", "convert it to OpenAPI 3")
    version = root["openapi"]
    if not isinstance(version, str) or not _KNOWN.match(version):
        way = "write all of it, such as '3.1.0'" if isinstance(version, str) else "put the version in quotes"
        raise document.error(f"OpenAPI {version} is not read", f"3.0 and 3.1 are; {way}")
    return version


def _mapping(document: Document, name: str) -> dict[str, Any]:
    found = document.root.get(name, {})
    if not isinstance(found, dict):
        raise document.error(f"{name} must be a mapping", "see the OpenAPI specification", found)
    return found


def _line(value: Any) -> str:
    return " ".join(str(value).split())


def _dialect(document: Document) -> str:
    named = document.root.get("jsonSchemaDialect", DIALECT)
    found = dialect.known(named)
    if found is None:
        raise document.error(f"the jsonSchemaDialect {named!r} is unknown", f"{DIALECT} is the usual one")
    return found


def _authority(document: Document, info: dict[str, Any]) -> frozenset[Part]:
    told = info.get("x-apiref-verify")
    words = told.get("authority") if isinstance(told, dict) else None
    if words is None:
        return DEFAULT_AUTHORITY
    if not isinstance(words, list):
        raise document.error("authority must be a list", "such as [routes, requests]", told)
    try:
        return parts_of(map(str, words))
    except ValueError as error:
        raise document.error(str(error), node=words) from None


def _versions(documents: Documents, document: Document, info: dict[str, Any]) -> VersionRange:
    """The versions that a document speaks of: from the first that an operation names to its own, if it names any."""
    named = [end for one in _ranges(documents, document, None) for end in (one.minimum, one.maximum) if end]
    if not named:
        return EVERY_VERSION
    first = min((one.minimum for one in _ranges(documents, document, _OPERATIONS) if one.minimum), default=None)
    try:
        last = Microversion.parse(str(info.get("version", "")))
    except ValueError:
        last = None
    return VersionRange(first, last if last and last >= min(named) else None)


def _ranges(documents: Documents, document: Document, depth: int | None) -> Iterator[VersionRange]:
    """The ranges that stand in the paths of a document, as deep as told, or anywhere in it if that is not told."""
    waiting: list[tuple[Any, int]] = [(document.root if depth is None else document.root.get("paths"), 0)]
    seen: set[int] = set()
    while waiting:
        one, level = waiting.pop()
        if isinstance(one, dict | list) and id(one) not in seen and level != depth:
            seen.add(id(one))
            if isinstance(one, dict) and "$ref" not in one:
                yield span(one, documents, document)
            waiting.extend((inner, level + 1) for inner in (one.values() if isinstance(one, dict) else one))
