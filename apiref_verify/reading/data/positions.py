"""YAML and JSON text with the place of every value: PyYAML's composer, whose nodes keep their marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from apiref_verify.reading.data.json_text import line_and_column, offset_of
from apiref_verify.reading.data.yaml_faults import YAMLProblem, explain

__all__ = ["Merges", "Places", "YAMLProblem", "compose", "key_text", "locate", "scalar_pairs"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 200
_DEEP_INDENT = re.compile(rf"^[ \t?:-]{{{_DEEPEST * 2},}}+", re.MULTILINE)
_BRACKETS = re.compile(r"[\[\]{}]")
_OTHER_BREAKS = re.compile("[\x85\u2028\u2029]")


def compose(text: str) -> Any:
    """Return the root node of a YAML text (``id`` is scalar, sequence or mapping), or ``None`` if it is empty.

    Aliases stay shared nodes, so a hostile file cannot grow on loading.

    :raises YAMLProblem: if the text is not YAML.
    """
    text = _OTHER_BREAKS.sub(" ", text)  # for YAML they end a line, for everybody else they do not
    _check_depth(text)
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise explain(error, text) from None
    except RecursionError:
        raise _too_deep(1) from None


def _check_depth(text: str) -> None:
    """Refuse what is nested so deeply that the C library would overflow the stack, which kills the process."""
    if match := _DEEP_INDENT.search(text):
        raise _too_deep(text.count("\n", 0, match.start()) + 1)
    if text.count("[") + text.count("{") <= _DEEPEST:
        return
    depth = 0
    for match in _BRACKETS.finditer(text):
        depth = depth + 1 if match[0] in "[{" else max(depth - 1, 0)
        if depth > _DEEPEST * 5:
            raise _too_deep(text.count("\n", 0, match.start()) + 1)


def _too_deep(line: int) -> YAMLProblem:
    return YAMLProblem("nested too deeply to be read", line, 1, "show less of it")


class Places:
    """Where the nodes of one text begin: line and column, from 1."""

    def __init__(self, text: str) -> None:
        self._last = text.count("\n") + 1
        self._end = len(text) - text.rfind("\n")

    def __call__(self, node: Any) -> tuple[int, int]:
        """Return line and column of a node; for PyYAML, empty nodes may begin in a line after the last one."""
        mark = node.start_mark
        return (mark.line + 1, mark.column + 1) if mark.line < self._last else (self._last, self._end)


def scalar_pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the (key, value) nodes of a mapping whose key and value are both plain scalars."""
    if node.id == "mapping":
        yield from ((k, v) for k, v in node.value if k.id == "scalar" and v.id == "scalar")


def key_text(node: Any) -> str:
    """Return the text of a key node, or the empty string where the key is a collection."""
    return node.value if node.id == "scalar" else ""


def merged_in(node: Any) -> Iterator[Any]:
    """Yield the nodes that a mapping merges in with ``<<``."""
    for key, value in node.value if node.id == "mapping" else ():
        if _is_merge(key):
            yield from value.value if value.id == "sequence" else [value]


def _is_merge(key: Any) -> bool:
    return bool(key.value == "<<" and key.tag == "tag:yaml.org,2002:merge")


class Merges:
    """Resolves the merge keys (``<<``) of one file. ``faults`` grow on the way: nodes, and what is wrong there."""

    _DEEPEST = 50
    _MOST_PAIRS = 1_000_000

    def __init__(self) -> None:
        self.faults: list[tuple[Any, str]] = []
        self._known: dict[int, dict[str, tuple[Any, Any]]] = {}
        self._open: list[int] = []
        self._pairs = 0

    def pairs(self, node: Any) -> Iterator[tuple[Any, Any, bool]]:
        """Yield the (key, value, own) nodes of a mapping; own pairs win and come last."""
        yield from ((key, value, False) for key, value in self._sources(node).values())
        yield from ((key, value, True) for key, value in node.value if not _is_merge(key))

    def _sources(self, node: Any) -> dict[str, tuple[Any, Any]]:
        """Return what the merge keys of a mapping bring, by the text of the key."""
        if id(node) not in self._known:
            found: dict[str, tuple[Any, Any]] = {}
            self._open.append(id(node))
            for key, value in node.value:
                if _is_merge(key):
                    for source in reversed(value.value if value.id == "sequence" else [value]):
                        found.update(self._flat(source, key))
            self._open.pop()
            self._known[id(node)] = found
        return self._known[id(node)]

    def _flat(self, node: Any, key: Any) -> dict[str, tuple[Any, Any]]:
        """Return a merged mapping with its own merge keys resolved."""
        fault = ""
        if node.id != "mapping":
            fault = f"<< must name a mapping, not a {node.id}"
        elif id(node) in self._open:
            fault = "<< merges the mapping into itself"
        elif len(self._open) > self._DEEPEST or self._pairs > self._MOST_PAIRS:
            fault = "<< merges too much to be read"
        if fault:
            self.faults.append((key, fault))
            return {}
        found = dict(self._sources(node))
        found.update((key_text(k), (k, v)) for k, v in node.value if not _is_merge(k))
        self._pairs += len(found)
        return found


def locate(text: str, pointer: Sequence[str | int]) -> tuple[int, int]:
    """Line and column (from 1) of the value at ``pointer`` in a JSON or YAML text, or of its key in an object.

    Falls back to the nearest ancestor that can be found, at worst to (1, 1).
    """
    if text.lstrip()[:1] in ("{", "["):
        offset = offset_of(text, pointer)
        if offset or not pointer:
            return line_and_column(text, offset)
    try:
        node = compose(text)
    except YAMLProblem:
        return 1, 1
    places, place = Places(text), (1, 1)
    for step in pointer:
        found = _step(node, step)
        if found is None:
            break
        shown, node = found
        place = places(shown)
    return place


def _step(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """Return the node to show and the node to go on with, one step down a pointer."""
    if node is not None and node.id == "mapping":
        return next(((key, value) for key, value in node.value if key_text(key) == str(step)), None)
    if node is not None and node.id == "sequence" and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    return None
