"""YAML and JSON texts as plain values, as large and as deep as they honestly are.

YAML is read as its readers mean it: a date is text, only ``true`` and ``false`` are truth values, keys are text.
What an anchor stands for is one object wherever it is used.
"""

from __future__ import annotations

import re
from typing import Any

from apiref_verify.evidence.contracts.documents.json_values import DEEPEST, parse_json, too_deep
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.reading.data.positions import YAMLProblem, compose

LARGEST_YAML = 16 * 1024 * 1024
"""YAML of more characters than this is refused: reading it takes seconds for each million."""

LARGEST = 5_000_000
"""Texts of more values than this are refused, each counted wherever an anchor repeats it."""

_TAG = "tag:yaml.org,2002:"
_YAML_NAMES = (".yaml", ".yml")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,400})$")
_NULLS = ("", "~", "null", "Null", "NULL")
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


def parse(text: str, path: str) -> Any:
    """The value of a JSON or YAML text; ``path`` is named in errors.

    :raises ContractError: if the text is neither, or hostile.
    """
    value = _parsed(text, path)
    try:
        size = _Measure(path).size(value, 0)
    except RecursionError:
        raise too_deep(path) from None
    if size > LARGEST:
        raise ContractError.at(path, f"more than {LARGEST} values, with what its anchors repeat", "split the document")
    return value


def _parsed(text: str, path: str) -> Any:
    """JSON is JSON by its first character; a file that is called YAML may begin so too."""
    if text.lstrip()[:1] not in ("{", "["):
        return _yaml(text, path)
    try:
        return parse_json(text, path)
    except ContractError:
        if not path.endswith(_YAML_NAMES):
            raise
        return _yaml(text, path)


def _yaml(text: str, path: str) -> Any:
    if len(text) > LARGEST_YAML:
        limit = f"{LARGEST_YAML >> 20} million characters are the limit for YAML"
        raise ContractError.at(path, f"too large to be read: {limit}", "convert it to JSON, or split it")
    try:
        node = compose(text)
        return None if node is None else _Values(path).of(node)
    except YAMLProblem as problem:
        raise ContractError.at(path, f"not YAML: {problem}", problem.hint, problem.line) from None
    except RecursionError:
        raise too_deep(path) from None


class _Values:
    """Makes values of the nodes of one text."""

    _MOST_MERGED = 100_000

    def __init__(self, path: str) -> None:
        self._path = path
        self._known: dict[int, Any] = {}
        self._merged = 0

    def of(self, node: Any) -> Any:
        """The value of a node; that of an anchor is made once."""
        if node.id == "scalar":
            return self._scalar(node)
        if id(node) not in self._known:
            if node.id == "sequence":
                items = self._known[id(node)] = []
                items.extend(self.of(item) for item in node.value)
            else:
                mapping = self._known[id(node)] = {}
                self._fill(mapping, node)
        return self._known[id(node)]

    def _fill(self, mapping: dict[str, Any], node: Any) -> None:
        own = []
        for key, value in node.value:
            if key.tag == _TAG + "merge":
                self._merge(mapping, key, value)
            elif key.id != "scalar":
                raise self._error("a key is no text", "name it by one word", key)
            else:
                own.append((key, value))
        mapping.update((key.value, self.of(value)) for key, value in own)

    def _merge(self, mapping: dict[str, Any], key: Any, value: Any) -> None:
        for source in reversed(value.value if value.id == "sequence" else [value]):
            merged = self.of(source)
            if not isinstance(merged, dict):
                raise self._error("<< must name a mapping", "merge a mapping", key)
            self._merged += len(merged)
            if self._merged > self._MOST_MERGED:
                raise self._error("<< merges too much to be read", "write it out", key)
            mapping.update(merged)

    def _scalar(self, node: Any) -> Any:
        text, tag = node.value, node.tag
        if tag == _TAG + "null" and text in _NULLS:
            return None
        if tag == _TAG + "bool":
            return _TRUTH.get(text, text)
        if tag == _TAG + "int" and _INTEGER.match(text):
            return int(text)
        if tag == _TAG + "float":
            return self._float(text)
        return text

    @staticmethod
    def _float(text: str) -> float | str:
        try:
            number = float(text)
        except ValueError:
            return str(text)
        return number if abs(number) < float("inf") else str(text)

    def _error(self, message: str, hint: str, node: Any) -> ContractError:
        return ContractError.at(self._path, message, hint, node.start_mark.line + 1)


class _Measure:
    """Counts values, those that an anchor repeats each time; refuses what stands in itself."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._known: dict[int, int | None] = {}

    def size(self, value: Any, depth: int) -> int:
        if not isinstance(value, dict | list):
            return 1
        if id(value) not in self._known:
            if depth > DEEPEST:
                raise too_deep(self._path)
            self._known[id(value)] = None
            inner = value.values() if isinstance(value, dict) else value
            self._known[id(value)] = 1 + sum(self.size(one, depth + 1) for one in inner)
        found = self._known[id(value)]
        if found is None:
            raise ContractError.at(self._path, "an anchor stands inside of what it names", "use a $ref for recursion")
        return found
