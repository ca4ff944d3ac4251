"""The schema bundle: a contract as one JSON file, compressed or not; its JSON Schema is ``schemas/bundle-1.json``.

Equal schemas are written once, in a list; routes refer to them by number. Only the standard library is used: this
also runs inside the environment of a service.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

from apiref_verify.model.contract import (
    Codes,
    Contract,
    Part,
    Promise,
    Provenance,
    Route,
    Schema,
    Standing,
)
from apiref_verify.model.microversion import Microversion, VersionRange

BUNDLE_VERSION = 1

_PROVENANCE = {"source", "package", "version", "date", "exporter"}
_ENDS = {"min_version", "max_version"}
_TOP = {"bundle_version", "provenance", "authority", "dialect", "formats", "schemas", "routes", *_ENDS}
_ROUTE = {"method", "path", "action", "handler", "ranges"}
_RANGE = {"request", "query", "responses", "success", "errors", "removed", *_ENDS}
_CODES = {"codes", "standing"}

_LONGEST_VERSION = 20
_METHOD = re.compile(r"[A-Z]+")
_STATUS = re.compile(r"[1-5][0-9][0-9]|[1-5]XX|default")


class BundleError(ValueError):
    """A file that is no bundle, with the reason."""


def as_json(contract: Contract) -> dict[str, Any]:
    """A contract in the form of the published schema."""
    pool = _Pool()
    routes = [_route_as_json(route, pool) for route in contract.routes]
    made = contract.provenance
    return {
        "bundle_version": BUNDLE_VERSION,
        "provenance": {
            "source": made.source,
            "package": made.package,
            "version": made.version,
            "date": made.date,
            "exporter": made.exporter,
        },
        "authority": sorted(contract.authority),
        **_ends(contract.versions),
        "dialect": contract.dialect,
        "formats": dict(sorted(contract.formats.items())),
        "schemas": pool.schemas,
        "routes": routes,
    }


def _ends(versions: VersionRange) -> dict[str, str | None]:
    return {
        "min_version": str(versions.minimum) if versions.minimum else None,
        "max_version": str(versions.maximum) if versions.maximum else None,
    }


class _Pool:
    """The schemas of a bundle, each once: by identity first, since most are shared, then by content."""

    def __init__(self) -> None:
        self.schemas: list[Schema] = []
        self._by_content: dict[str, int] = {}
        self._by_identity: dict[int, int] = {}

    def number(self, schema: Schema | None) -> int | None:
        """The number of a schema, which joins the pool if it is new."""
        if schema is None:
            return None
        found = self._by_identity.get(id(schema))
        if found is None:
            content = json.dumps(schema, sort_keys=True)
            found = self._by_content.setdefault(content, len(self.schemas))
            if found == len(self.schemas):
                self.schemas.append(schema)
            if self.schemas[found] is schema:
                self._by_identity[id(schema)] = found
        return found


def _route_as_json(route: Route, pool: _Pool) -> dict[str, Any]:
    return {
        "method": route.method,
        "path": route.template,
        "action": route.action,
        "handler": route.handler,
        "ranges": [
            {
                **_ends(promise.versions),
                "request": pool.number(promise.request),
                "query": pool.number(promise.query),
                "responses": {status: pool.number(schema) for status, schema in promise.responses.items()},
                "success": {"codes": list(promise.success.codes), "standing": promise.success.standing.value},
                "errors": {"codes": list(promise.errors.codes), "standing": promise.errors.standing.value},
                "removed": promise.removed,
            }
            for promise in route.promises
        ],
    }


def from_json(content: Any, path: str = "") -> Contract:
    """The contract in a bundle.

    :raises BundleError: if the content is not of the published form.
    """
    if not is_bundle(content):
        raise BundleError("no bundle_version: this is not a schema bundle")
    if type(content["bundle_version"]) is not int or content["bundle_version"] != BUNDLE_VERSION:
        raise BundleError(
            f"bundle_version {content['bundle_version']!r}: this version of apiref-verify reads {BUNDLE_VERSION}"
        )
    with _told("the bundle"):
        _mapping(content, _TOP)
        schemas = _list(content["schemas"], dict, bool)
        return Contract(
            provenance=_provenance(content["provenance"]),
            routes=_routes(content["routes"], schemas),
            versions=_range(content),
            authority=_authority(content["authority"]),
            dialect=_text(content["dialect"]),
            formats=_formats(content["formats"]),
            path=path,
        )


@contextmanager
def _told(place: str) -> Iterator[None]:
    """Whatever a value of another form leads to is told as what is wrong with a place."""
    try:
        yield
    except BundleError:
        raise
    except KeyError as error:
        raise BundleError(f"{place} is not whole: {error} is missing") from None
    except (TypeError, ValueError, IndexError, AttributeError) as error:
        raise BundleError(f"{place} is not of the published form: {error}") from None


def is_bundle(content: Any) -> bool:
    """Whether a JSON value says that it is a bundle."""
    return isinstance(content, dict) and "bundle_version" in content


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be a string")
    return value


def _mapping(value: Any, names: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError(f"{str(value)[:60]} should be a mapping")
    if unknown := value.keys() - names:
        raise ValueError(f"{min(unknown)!r} is unknown")
    return value


def _list(value: Any, *kinds: type) -> list[Any]:
    if not isinstance(value, list) or not all(type(item) in kinds for item in value):
        raise TypeError(f"{str(value)[:60]} should be a list of {' or '.join(kind.__name__ for kind in kinds)}")
    return value


def _provenance(value: Any) -> Provenance:
    return Provenance(**{name: _text(one) for name, one in _mapping(value, _PROVENANCE).items()})


def _authority(value: Any) -> frozenset[Part]:
    if not isinstance(value, list):
        raise TypeError(f"authority: {value!r} should be a list")
    return frozenset(map(Part, value))


def _formats(value: Any) -> dict[str, str | None]:
    return {name: None if expression is None else _text(expression) for name, expression in value.items()}


def _version(value: Any) -> Microversion | None:
    if value is not None and len(_text(value)) > _LONGEST_VERSION:
        raise ValueError(f"not a microversion: {value[:_LONGEST_VERSION]!r}…")
    return None if value is None else Microversion.parse(value)


def _range(value: dict[str, Any]) -> VersionRange:
    lower, upper = _version(value["min_version"]), _version(value["max_version"])
    if lower and upper and upper < lower:
        raise ValueError(f"max_version {upper} comes before min_version {lower}")
    return VersionRange(lower, upper)


def _routes(values: Any, schemas: list[Schema]) -> tuple[Route, ...]:
    routes = tuple(_route(number, value, schemas) for number, value in enumerate(values))
    first: dict[tuple[str, str, str | None], int] = {}
    for number, route in enumerate(routes):
        same = first.setdefault((route.method, route.template, route.action), number)
        if same != number:
            raise BundleError(f"routes[{number}] ({route}) is the same operation as routes[{same}]")
    return routes


def _route(number: int, value: dict[str, Any], schemas: list[Schema]) -> Route:
    with _told(f"routes[{number}]"):
        _mapping(value, _ROUTE)
        method, path, action = _text(value["method"]), _text(value["path"]), value["action"]
    with _told(f"routes[{number}] ({method} {path})"):
        if not _METHOD.fullmatch(method):
            raise ValueError(f"the method {method!r} should be upper case letters")
        if not path.startswith("/"):
            raise ValueError(f"the path {path!r} should begin with /")
        return Route(
            method,
            path,
            None if action is None else _text(action),
            _text(value["handler"]),
            _promises(value["ranges"], schemas),
        )


def _promises(rows: Any, schemas: list[Schema]) -> tuple[Promise, ...]:
    promises = tuple(_promise(row, schemas) for row in rows)
    for before, after in pairwise(promise.versions for promise in promises):
        if before.maximum is None or after.minimum is None or after.minimum <= before.maximum:
            raise ValueError(f"ranges should ascend and not overlap, but after {before} comes {after}")
    return promises


def _promise(value: Any, schemas: list[Schema]) -> Promise:
    def schema(number: int) -> Schema:
        if type(number) is not int or not 0 <= number < len(schemas):
            raise ValueError(f"there is no schema {number!r} among {len(schemas)}")
        return schemas[number]

    _mapping(value, _RANGE)
    request, query, removed = value["request"], value["query"], value["removed"]
    if type(removed) is not bool:
        raise TypeError(f"removed: {removed!r} should be true or false")
    for status in value["responses"]:
        if not _STATUS.fullmatch(status):
            raise ValueError(f"{status!r} is no status, such as 200, 2XX or default")
    return Promise(
        versions=_range(value),
        request=None if request is None else schema(request),
        query=None if query is None else schema(query),
        responses={status: schema(number) for status, number in value["responses"].items()},
        success=_codes(value["success"]),
        errors=_codes(value["errors"]),
        removed=removed,
    )


def _codes(value: Any) -> Codes:
    _mapping(value, _CODES)
    codes = _list(value["codes"], int)
    if not all(100 <= code <= 599 for code in codes) or any(after <= before for before, after in pairwise(codes)):
        raise ValueError(f"the codes {str(codes)[:60]} should ascend, from 100 to 599")
    return Codes(tuple(codes), Standing(value["standing"]))


def dumps(contract: Contract) -> str:
    """A bundle as text, one route and one schema a line, so that two bundles can be compared as text."""
    content = as_json(contract)
    schemas, routes = content.pop("schemas"), content.pop("routes")
    head = json.dumps(content, indent=1)[:-2]
    parts = [
        f' "{name}": [\n' + ",\n".join(f"  {json.dumps(item)}" for item in items) + "\n ]"
        for name, items in (("schemas", schemas), ("routes", routes))
    ]
    return head + ",\n" + ",\n".join(parts) + "\n}\n"


def write(contract: Contract, path: Path) -> None:
    """Write a bundle; a name that ends in ``.gz`` is compressed, the same bytes for the same contract."""
    data = dumps(contract).encode()
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
