"""Plain JSON Schema files in a folder as a contract, in one of two ways.

**By name.** The folders are the segments of the path, and the name of a file says the rest::

    servers/GET@2.1-2.5.query.json
    servers/{server_id}/GET@2.6-.response.json
    servers/{server_id}/action/POST+resize.request.json

that is ``METHOD[+action][@min-max].KIND.json`` with the kinds ``request``, ``query`` and ``response`` (of a successful
answer); an end of the range may be left open, ``@2.5`` is that version alone. Files with other names are for the
``$ref``\\ s of these.

**By an index**, if there is a ``contract.yaml`` or ``contract.json``::

    service: widgets
    version: "1.4.0"
    authority: [routes, requests, responses, types]
    operations:
    - method: POST
      path: /widgets/{widget_id}/action
      action: paint
      min_version: "2.1"
      max_version: "2.5"
      request: paint.json
      response: painted.json
      success_codes: [202]
      error_codes: [400, 404]

An operation may be listed several times, for several ranges of versions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from apiref_verify.evidence.contracts import axis
from apiref_verify.evidence.contracts.documents import files
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.folder.index import INDEXES, KINDS, METHODS, Entry, Index, read_index
from apiref_verify.evidence.contracts.openapi.document import Documents
from apiref_verify.evidence.contracts.openapi.schemas import Direction, Moment, Schemas
from apiref_verify.model.contract import (
    EVERY_PART,
    UNKNOWN_CODES,
    Contract,
    Part,
    Promise,
    Provenance,
    Route,
    Schema,
)
from apiref_verify.model.microversion import Microversion, VersionRange

_NAME = re.compile(
    r"(?P<method>[A-Z]+)(?:\+(?P<action>[^@]+))?(?:@(?P<versions>[^@]+))?\.(?P<kind>request|query|response)\.json"
)
_SUCCESS = "2XX"


def read(path: Path, authority: frozenset[Part] | None = None, allow_remote: bool = False) -> Contract:
    """The contract in a folder; ``authority`` has the parts that may judge, if they are to be others than it says.

    :raises ContractError: if it cannot be read, or has neither an index nor files with such names.
    """
    try:
        names = sorted(found for found in path.rglob("*.json") if found.is_file())
    except OSError as error:
        raise files.unreadable(str(path), error) from None
    indexes = [path / name for name in INDEXES if (path / name).is_file()]
    index = read_index(indexes[0]) if indexes else _by_name(path, names)
    if not index.entries:
        raise ContractError.at(
            str(path),
            "no index and no schema files in this folder",
            "see the documentation of contracts in folders for the names",
        )
    try:
        routes = tuple(_Folder(path, allow_remote).routes(index))
    except RecursionError:
        raise ContractError.at(str(path), "schemas stand too deep in each other", "nest them less") from None
    chosen = index.authority if authority is None else authority
    return Contract(
        provenance=Provenance("folder", index.service or path.resolve().name, index.version),
        routes=routes,
        versions=_whole(entry.versions for entry in index.entries),
        authority=EVERY_PART if chosen is None else chosen,
        path=str(path),
    )


def _by_name(folder: Path, names: Iterable[Path]) -> Index:
    entries = []
    for name in names:
        match = _NAME.fullmatch(name.name)
        if match:
            template = "/" + "/".join(name.relative_to(folder).parent.parts)
            versions = _range(match["versions"], name)
            if match["method"] not in METHODS:
                message = f"{match['method']!r} is no HTTP method"
                raise ContractError.at(str(name), message, "begin the name with GET, POST or the like")
            entries.append(Entry(match["method"], template, match["action"], versions, {match["kind"]: name}))
    return Index(entries)


def _range(words: str | None, name: Path) -> VersionRange:
    lower, is_range, upper = (words or "-").partition("-")
    try:
        first, last = (Microversion.parse(end) if end else None for end in (lower, upper if is_range else lower))
    except ValueError as error:
        raise ContractError.at(str(name), str(error), "write @2.1-2.5, @2.1- or @-2.5 before the kind") from None
    if first and last and last < first:
        raise ContractError.at(str(name), f"{last} comes before {first}", f"write @{last}-{first}")
    return VersionRange(first, last)


def _whole(ranges: Iterable[VersionRange]) -> VersionRange:
    """The range from the lowest end to the highest; open where one of them is."""
    found = list(ranges)
    lower = [one.minimum for one in found if one.minimum]
    upper = [one.maximum for one in found if one.maximum]
    return VersionRange(
        min(lower) if len(lower) == len(found) else None, max(upper) if len(upper) == len(found) else None
    )


def _given_twice(entries: list[Entry]) -> str | None:
    """What more than one of some entries for the same versions gives."""
    given = Counter(kind for entry in entries for kind in entry.files)
    given.update("success_codes" for entry in entries if entry.success != UNKNOWN_CODES)
    given.update("error_codes" for entry in entries if entry.errors != UNKNOWN_CODES)
    return next((f"{kind} schemas" if kind in KINDS else kind for kind, count in given.items() if count > 1), None)


class _Folder:
    """Reads the schema files of a folder, each once."""

    def __init__(self, path: Path, allow_remote: bool) -> None:
        self._path = path
        self._documents = Documents(path, allow_remote)
        self._schemas = Schemas(self._documents, mends=False)

    def routes(self, index: Index) -> Iterator[Route]:
        """One route for each method, path and action, in the order of the index."""
        by_operation: dict[tuple[str, str, str | None], list[Entry]] = {}
        for entry in index.entries:
            by_operation.setdefault((entry.method, entry.template, entry.action), []).append(entry)
        for (method, template, action), entries in by_operation.items():
            yield Route(
                method,
                template,
                action,
                "",
                self._promises(entries, f"{method} {template}" + (f" ({action})" if action else "")),
            )

    def _promises(self, entries: list[Entry], name: str) -> tuple[Promise, ...]:
        ranges = [entry.versions for entry in entries]
        try:
            windows = axis.windows(_whole(ranges), ranges)
        except ValueError as error:
            raise ContractError.at(str(self._path), f"{name}: {error}", "give ranges of one major version") from None
        found = ((window, [entry for entry in entries if entry.versions.overlaps(window)]) for window in windows)
        return axis.merged(self._promise(window, here, name) for window, here in found if here)

    def _promise(self, window: VersionRange, entries: list[Entry], name: str) -> Promise:
        twice = _given_twice(entries)
        if twice:
            message = f"{name}: there are two {twice} for {window}"
            raise ContractError.at(str(self._path), message, "keep one of them, or give each its own versions")
        response = self._of_kind("response", entries, window)
        return Promise(
            versions=window,
            request=self._of_kind("request", entries, window),
            query=self._of_kind("query", entries, window),
            responses={} if response is None else {_SUCCESS: response},
            success=next((entry.success for entry in entries if entry.success != UNKNOWN_CODES), UNKNOWN_CODES),
            errors=next((entry.errors for entry in entries if entry.errors != UNKNOWN_CODES), UNKNOWN_CODES),
        )

    def _of_kind(self, kind: str, entries: list[Entry], window: VersionRange) -> Schema | None:
        path = next((entry.files[kind] for entry in entries if kind in entry.files), None)
        if path is None:
            return None
        document = self._documents.open(path, files.read_text(path))
        way = Direction.RESPONSE if kind == "response" else Direction.REQUEST
        return self._schemas.whole(document.root, document, Moment(window, way))
