r"""Dotted paths into JSON: ``server.networks.0.uuid``; a dot that belongs to a key is written ``\.``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

_PARTS = re.compile(r"((?:\\.|[^.\\])*)(?:\.|$)", re.DOTALL)


class NoSuchPlaceError(LookupError):
    """There is nothing at a path; the text says where it ends."""


def split(path: str) -> list[str]:
    """The steps of a path."""
    parts = []
    position = 0
    while position <= len(path):
        match = _PARTS.match(path, position)
        if match is None:  # a backslash at the end
            raise NoSuchPlaceError(f"{path}: it ends with a backslash")
        parts.append(re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL))
        position = match.end() if match[0].endswith(".") and match.end(1) < match.end() else len(path) + 1
    return parts


def join(steps: Sequence[str]) -> str:
    """The path of some steps."""
    return ".".join(re.sub(r"[.\\]", r"\\\g<0>", step) for step in steps)


def get(value: Any, path: str) -> Any:
    """The value at a path.

    :raises NoSuchPlaceError: if there is none.
    """
    for step in split(path):
        value = value[_key(value, step, path)]
    return value


def put(value: Any, path: str, new: Any) -> None:
    """Change the value at a path; objects on the way are made, and an item may be added at the end of a list.

    :raises NoSuchPlaceError: if the path leads through something that is neither object nor list, or past its end.
    """
    *way, last = split(path)
    for step in way:
        if isinstance(value, dict) and step not in value:
            value[step] = {}
        value = value[_key(value, step, path)]
    if isinstance(value, dict):
        value[last] = new
    elif isinstance(value, list) and last == str(len(value)):
        value.append(new)
    else:
        value[_key(value, last, path)] = new


def remove(value: Any, path: str) -> None:
    """Take away what is at a path, if there is anything."""
    *way, last = split(path)
    try:
        for step in way:
            value = value[_key(value, step, path)]
        del value[_key(value, last, path)]
    except NoSuchPlaceError:
        return


def _key(value: Any, step: str, path: str) -> Any:
    """The key for one step, checked."""
    if isinstance(value, dict) and step in value:
        return step
    if isinstance(value, list) and step.isascii() and step.isdigit() and int(step[:9]) < len(value):
        return int(step)
    raise NoSuchPlaceError(f"there is no {step!r} of {path}")
