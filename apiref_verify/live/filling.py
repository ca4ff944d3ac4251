"""Documented URLs with values in the place of their variables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from apiref_verify.live.names_in_answers import is_usable
from apiref_verify.model.reference import Operation, Place

VARIABLE = re.compile(r"\{([^{}]*)\}|<([^<>]*)>")
"""A variable of a URL; its name is the one group that there is."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A documented URL with values for its variables: the path, quoted, and its query with the question mark."""

    path: str
    query: str = ""

    def __str__(self) -> str:
        return self.path + self.query


class NoValueError(Exception):
    """A variable has no value: its name, and where it travels."""

    def __init__(self, name: str, place: Place = Place.PATH) -> None:
        self.name = name
        what = f"{{{name}}}" if place is Place.PATH else f"the required {place} parameter {name}"
        super().__init__(f"no value for {what}: no answer named one")


def filled(operation: Operation, segments: Sequence[str], query: str) -> Filled:
    """The URL of an operation of segments without variables, which are quoted, and a query as it is."""
    path = "/" + "/".join(quote(segment, safe=":@,~+!") for segment in segments)
    slash = "/" if operation.url.split("?", 1)[0].endswith("/") and segments else ""
    return Filled(path + slash, query)


def fill_exactly(operation: Operation, values: Mapping[str, Any], query: Mapping[str, Any]) -> Filled:
    """The URL of an operation with these values and no others.

    :raises NoValueError: if one is missing, or can stand in no URL.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1] or match[2]
        if not is_usable(values.get(name)):
            raise NoValueError(name)
        return str(values[name])

    segments = [VARIABLE.sub(value, segment) for segment in operation.path.split("/") if segment]
    return filled(operation, segments, query_string(query))


def query_string(query: Mapping[str, Any]) -> str:
    """A query with its question mark; nothing if it is empty. Truth values are written as in JSON."""
    texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in query.items()}
    return "?" + "&".join(f"{quote(k)}={quote(v)}" for k, v in texts.items()) if texts else ""


def is_filled(documented: str, path: str) -> bool:
    """Whether a path is a documented one with values for its variables."""
    ours, theirs = documented.strip("/").split("/"), path.strip("/").split("/")
    return len(ours) == len(theirs) and all(
        one == other or (VARIABLE.search(one) is not None and other.strip(".") != "")
        for one, other in zip(ours, theirs, strict=True)
    )
