"""What an answer names: the things below a URL, each as the values by which it may be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias

from apiref_verify.matching.names import squashed

Thing: TypeAlias = Mapping[str, str]
"""One thing: its values by property; a thing that is only a name has it under ``""``."""

_DEEPEST = 12
_MOST = 100
_LONGEST = 255
_GENERIC = frozenset(("id", "uuid", "name", "key", "value", "type", "status", "href", "rel", "self", "links"))


def things_in(body: Any, collection: str) -> list[Thing]:
    """The first things that an answer lists; ``collection`` is the last segment of its URL."""
    listed = _listed(body, collection)
    if isinstance(listed, Mapping):
        return [{"": key} for key in islice(listed, _MOST) if is_usable(key)]
    return [thing for thing in map(_thing, islice(listed, _MOST)) if thing]


def _listed(body: Any, collection: str) -> Any:
    """What an answer lists, out of its envelope: a list, or a mapping by name."""
    if isinstance(body, list):
        return body
    if not isinstance(body, dict):
        return []
    wanted = squashed(collection.removeprefix("os-"))
    named = [key for key in body if squashed(key) == wanted]
    lists = [key for key, value in body.items() if isinstance(value, list) and not key.endswith("links")]
    for key in (*named, *lists):
        if isinstance(body[key], list | dict):
            inner = body[key]
            return inner["values"] if isinstance(inner, dict) and isinstance(inner.get("values"), list) else inner
    single = list(body.values())
    return single[0] if len(single) == 1 and isinstance(single[0], dict) else []


def _thing(item: Any) -> Thing:
    """An item as values by property; ``{"keypair": {…}}`` is what stands in it."""
    if isinstance(item, dict) and len(item) == 1 and isinstance(next(iter(item.values())), dict):
        item = next(iter(item.values()))
    if isinstance(item, dict):
        return {key: str(value) for key, value in item.items() if is_usable(value)}
    return {"": str(item)} if is_usable(item) else {}


def is_usable(value: Any) -> bool:
    """Whether a value can stand in a URL and mean something there."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    text = str(value)
    return 0 < len(text) <= _LONGEST and text.strip(".") != "" and text.isprintable()


def properties_in(body: Any) -> Iterator[tuple[str, str]]:
    """The properties anywhere in an answer whose names say what they name, such as ``project_id``."""
    level = [body]
    for _ in range(_DEEPEST):
        following: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield from ((k, str(v)) for k, v in value.items() if k not in _GENERIC and is_usable(v))
                following += value.values()
            elif isinstance(value, list):
                following += value
        level = following
