"""The functions that serve operations: what they are called, and whether they serve at all."""

from __future__ import annotations

import dis
import inspect
from collections.abc import Callable
from typing import Any


def serves(function: Callable[..., Any]) -> bool:
    """Whether a function can return: one that always raises is there to refuse."""
    innermost = inspect.unwrap(function)
    return any(instruction.opname.startswith("RETURN") for instruction in dis.get_instructions(innermost))


def full_name(function: Callable[..., Any]) -> str:
    """The module and the name of a function in it."""
    return f"{function.__module__}.{function.__qualname__}"


def takes(function: Callable[..., Any], names: set[str]) -> bool:
    """Whether a method can be called with the request, perhaps a body, and the values of a path by their names."""
    given = names | {"self", "req"}
    signature = inspect.signature(function).parameters.values()
    needed = {p.name for p in signature if p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    allowed = {p.name for p in signature}
    takes_all = any(p.kind is p.VAR_KEYWORD for p in signature)
    return needed <= given | {"body"} and (takes_all or given - {"self"} <= allowed)
