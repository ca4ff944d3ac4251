"""YAML and JSON text with the place of every value: PyYAML's composer, whose nodes keep their marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YAMLProblem(ValueError):
    """The text is not YAML; ``line`` and ``column`` count from 1."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def compose(text: str) -> Any:
    """The root node of a YAML text (``id`` is scalar, sequence or mapping), or ``None`` if it is empty.

    Aliases stay shared nodes, so a hostile file cannot grow on loading.

    :raises YAMLProblem: if the text is not YAML.
    """
    try:
        return yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
        raise YAMLProblem(str(message), mark.line + 1 if mark else 1, mark.column + 1 if mark else 1) from None
    except RecursionError:
        raise YAMLProblem("nested too deeply", 1, 1) from None


def scalar_pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    """The (key, value) nodes of a mapping whose key and value are both plain scalars."""
    if node.id == "mapping":
        yield from ((k, v) for k, v in node.value if k.id == "scalar" and v.id == "scalar")


def merged_pairs(node: Any, depth: int = 0) -> Iterator[tuple[Any, Any, bool]]:
    """The (key, value, own) nodes of a mapping with its merge keys (``<<``) resolved; own pairs win and come last."""
    if node.id != "mapping" or depth > 20:
        return
    for key, value in node.value:
        if key.value == "<<" and key.tag == "tag:yaml.org,2002:merge":
            sources = value.value if value.id == "sequence" else [value]
            for source in reversed(sources):
                yield from ((k, v, False) for k, v, _ in merged_pairs(source, depth + 1))
    yield from ((k, v, True) for k, v in node.value if key_text(k) != "<<")


def key_text(node: Any) -> str:
    """The text of a key node, or the empty string where the key is a collection."""
    return node.value if node.id == "scalar" else ""


def locate(text: str, pointer: list[str | int]) -> tuple[int, int]:
    """Line and column (from 1) of the value at ``pointer`` in a JSON or YAML text, or of its key in an object.

    Falls back to the nearest ancestor that can be found, at worst to (1, 1).
    """
    try:
        node = compose(text)
    except YAMLProblem:
        return 1, 1
    place = (1, 1)
    for step in pointer:
        if node is None:
            break
        if node.id == "mapping":
            for key, value in node.value:
                if key_text(key) == str(step):
                    place, node = (key.start_mark.line + 1, key.start_mark.column + 1), value
                    break
            else:
                break
        elif node.id == "sequence" and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            place = (node.start_mark.line + 1, node.start_mark.column + 1)
        else:
            break
    return place
