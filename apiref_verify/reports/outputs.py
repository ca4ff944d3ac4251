"""Where a report goes: a format, and a file or standard output, as options name them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


class UnknownFormatError(ValueError):
    """A format that nobody writes; the message offers the nearest."""


@dataclass(frozen=True, slots=True)
class Output:
    """One wanted output: a format, and a file (``None``: standard output)."""

    format: str
    path: str | None


def parse_output(word: str, known: Collection[str]) -> Output:
    """Read ``json`` or ``json:out.json``, a format of those that are ``known``.

    :raises UnknownFormatError: if there is no such format.
    """
    name, _, path = word.partition(":")
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, n=1)
        hint = f": did you mean {near[0]}?" if near else f" (known: {', '.join(known)})"
        raise UnknownFormatError(f"unknown format {name!r}{hint}")
    return Output(name, path or None)
