"""The formats of ``check`` by name, and where each is written."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from apiref_verify.live.coverage import Coverage
from apiref_verify.reports import concise, json_report, text
from apiref_verify.verification import Result

Writer: TypeAlias = Callable[[Result, Coverage | None], str]
"""A result, and what was exercised of a live API, if one was asked."""

FORMATS: dict[str, Writer] = {
    "text": text.render,
    "concise": concise.render,
    "json": json_report.render,
}


class UnknownFormatError(ValueError):
    """A format that nobody writes; the message offers the nearest."""


@dataclass(frozen=True, slots=True)
class Output:
    """One wanted output: a format, and a file (``None``: standard output)."""

    format: str
    path: str | None


def parse_output(word: str) -> Output:
    """Read ``json`` or ``json:out.json``.

    :raises UnknownFormatError: if there is no such format.
    """
    name, _, path = word.partition(":")
    if name not in FORMATS:
        near = difflib.get_close_matches(name, FORMATS, n=1)
        hint = f": did you mean {near[0]}?" if near else f" (known: {', '.join(FORMATS)})"
        raise UnknownFormatError(f"unknown format {name!r}{hint}")
    return Output(name, path or None)
