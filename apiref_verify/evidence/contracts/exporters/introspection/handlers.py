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


def takes(method: Callable[..., Any], given: set[str]) -> bool:
    """Whether a method can be called with keyword arguments of these names, and perhaps a ``body``."""
    parameters = list(inspect.signature(method).parameters.values())[1:]
    named = [p for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    needed = {p.name for p in named if p.default is p.empty}
    takes_all = any(p.kind is p.VAR_KEYWORD for p in parameters)
    return needed <= given | {"body"} and (takes_all or given <= {p.name for p in named})


def wants_body(function: Any) -> bool:
    """Whether a handler takes the body of the request, and cannot do without."""
    parameter = inspect.signature(inspect.unwrap(function)).parameters.get("body")
    return parameter is not None and parameter.default is inspect.Parameter.empty
