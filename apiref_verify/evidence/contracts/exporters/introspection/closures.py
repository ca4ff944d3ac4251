"""Digging in decorated functions: what a decorator was told is often kept only in the closure of its wrapper."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any


def layers(function: Callable[..., Any]) -> Iterator[Callable[..., Any]]:
    """A function, and all that it wraps, from the outside in: by ``__wrapped__``, else by the functions in its cells.

    Each function is yielded once.
    """
    seen: set[int] = set()
    waiting = [getattr(function, "__func__", function)]
    while waiting:
        layer = waiting.pop(0)
        if id(layer) in seen or not hasattr(layer, "__code__"):
            continue
        seen.add(id(layer))
        yield layer
        wrapped = getattr(layer, "__wrapped__", None)
        waiting += [wrapped] if wrapped is not None else [value for value in cells(layer).values() if callable(value)]


def cells(function: Callable[..., Any]) -> dict[str, Any]:
    """The values in the closure of a function by their names; cells that are still empty are left out."""
    names = getattr(getattr(function, "__code__", None), "co_freevars", ())
    found: dict[str, Any] = {}
    for name, cell in zip(names, getattr(function, "__closure__", None) or (), strict=False):
        with contextlib.suppress(ValueError):
            found[name] = cell.cell_contents
    return found


def decorated_by(function: Callable[..., Any], decorator: str) -> Iterator[dict[str, Any]]:
    """What a decorator was told each time it was put on a function, from the outside in.

    ``decorator`` is the qualified name of the function that makes the decorator, such as ``expected_errors``; what it
    was told are the cells of its wrapper.
    """
    for layer in layers(function):
        if layer.__code__.co_qualname.startswith(f"{decorator}.<locals>"):
            yield cells(layer)
