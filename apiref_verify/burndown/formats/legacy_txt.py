"""The ``data.txt`` of 2016: a line per file, with its name and four cells, ``TODO`` or ``✓``."""

from __future__ import annotations

from apiref_verify.burndown.formats.legacy import rows
from apiref_verify.burndown.snapshot import Snapshot


def render(snapshot: Snapshot) -> str:
    """The table, of the widths that it had."""
    return "".join(f"{row.filename:<40} {' '.join(f'{cell:>10}' for cell in row.cells)}\n" for row in rows(snapshot))
