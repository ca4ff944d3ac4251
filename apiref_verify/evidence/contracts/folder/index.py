"""The index of a folder of schemas: which operations there are, and which file is for what."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.documents import files
from apiref_verify.evidence.contracts.openapi.document import Document, Documents
from apiref_verify.model.contract import UNKNOWN_CODES, Codes, Part, Standing
from apiref_verify.model.contract_source import parts_of
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange

INDEXES = ("contract.yaml", "contract.yml", "contract.json")

METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"))

KINDS = ("request", "query", "response")
_TOP = ("service", "version", "authority", "operations")
_OPERATION = ("method", "path", "action", "min_version", "max_version", *KINDS, "success_codes", "error_codes")


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation in a range of versions, and the file for each kind of schema that it has."""

    method: str
    template: str
    action: str | None
    versions: VersionRange = EVERY_VERSION
    files: dict[str, Path] = field(default_factory=dict)
    success: Codes = UNKNOWN_CODES
    errors: Codes = UNKNOWN_CODES


@dataclass(frozen=True, slots=True)
class Index:
    """All operations of a folder; ``authority`` is None where it says nothing of it."""

    entries: list[Entry]
    service: str = ""
    version: str = ""
    authority: frozenset[Part] | None = None


def read_index(path: Path) -> Index:
    """The index in a file; the files that it names are relative to its folder.

    :raises ContractError: if it is not what the documentation of folders says.
    """
    return _Reader(path).index()


class _Reader:
    """Reads one index."""

    def __init__(self, path: Path) -> None:
        self._folder = path.parent
        self._document: Document = Documents(path.parent).open(path, files.read_text(path))

    def index(self) -> Index:
        root = self._document.root
        self._check_names(root, _TOP, "an index")
        listed = root.get("operations")
        if not isinstance(listed, list):
            raise self._document.error("operations must be a list", "begin each with - method:", root)
        return Index(
            list(map(self._entry, listed)),
            str(root.get("service", "")),
            str(root.get("version", "")),
            self._authority(root),
        )

    def _authority(self, root: dict[str, Any]) -> frozenset[Part] | None:
        words = root.get("authority")
        if words is None:
            return None
        if not isinstance(words, list):
            raise self._document.error("authority must be a list", "such as [routes, requests]", root)
        try:
            return parts_of(map(str, words))
        except ValueError as error:
            raise self._document.error(str(error), node=words) from None

    def _check_names(self, value: Any, known: Iterable[str], what: str) -> None:
        if not isinstance(value, dict):
            raise self._document.error(f"{what} must be a mapping", "write name: value", value)
        for name in value:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
                raise self._document.error(f"{what} has no {name!r}", hint, value)

    def _entry(self, value: Any) -> Entry:
        self._check_names(value, _OPERATION, "an operation")
        texts = {name: self._text(value, name) for name in (*_OPERATION[:5], *KINDS)}
        if not texts["method"] or not texts["path"]:
            raise self._document.error("an operation needs a method and a path", "add them", value)
        method = texts["method"].upper()
        if method not in METHODS:
            raise self._document.error(f"{texts['method']!r} is no HTTP method", "write GET, POST or the like", value)
        return Entry(
            method,
            texts["path"],
            texts["action"],
            self._versions(texts["min_version"], texts["max_version"], value),
            {kind: self._folder / name for kind in KINDS if (name := texts[kind])},
            self._codes(value, "success_codes"),
            self._codes(value, "error_codes"),
        )

    def _text(self, value: dict[str, Any], name: str) -> str | None:
        found = value.get(name)
        if found is not None and not isinstance(found, str):
            raise self._document.error(f"{name} is {found!r}, not text", "put it in quotes", value)
        return found

    def _versions(self, lower: str | None, upper: str | None, value: Any) -> VersionRange:
        try:
            first, last = (Microversion.parse(end) if end else None for end in (lower, upper))
        except ValueError as error:
            raise self._document.error(str(error), "write a version, such as '2.10'", value) from None
        if first and last and last < first:
            raise self._document.error(f"max_version {last} comes before min_version {first}", "exchange them", value)
        return VersionRange(first, last)

    def _codes(self, value: dict[str, Any], name: str) -> Codes:
        found = value.get(name)
        if found is None:
            return UNKNOWN_CODES
        if not isinstance(found, list) or not all(type(code) is int and 100 <= code < 600 for code in found):
            raise self._document.error(f"{name} must be a list of status codes", "such as [200, 202]", value)
        return Codes(tuple(sorted(found)), Standing.DECLARED)
