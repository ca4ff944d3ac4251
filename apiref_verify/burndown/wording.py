"""Texts of a reference, as they can stand in a table, on a terminal and in a workbook."""

from __future__ import annotations


def one_line(text: str) -> str:
    """A text in one line, with a replacement character for each that cannot be shown."""
    joined = " ".join(text.split())
    if joined.isprintable():
        return joined
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in joined)
