"""Tables of text: aligned columns, folded to the width of a terminal where there is one."""

from __future__ import annotations

import io
from collections.abc import Sequence

_UNFOLDED = 15
"""Columns that are no wider than this are never folded."""


def render(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """A line per row and one of heads; ``width`` is that of the terminal, ``None`` without one."""
    return _plain(heads, rows) if width is None else _folded(heads, rows, width)


def _plain(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, *rows]
    widths = [max(len(line[n]) for line in lines) for n in range(len(heads))]
    aligned = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "".join(f"{line.rstrip()}\n" for line in aligned)


def _folded(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for number, head in enumerate(heads):
        widest = max(len(row[number]) for row in [heads, *rows])
        table.add_column(head, overflow="fold", no_wrap=widest <= _UNFOLDED)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    folded = io.StringIO()
    Console(file=folded, width=width, force_terminal=True).print(table)
    return "".join(f"{line.rstrip()}\n" for line in folded.getvalue().splitlines())
