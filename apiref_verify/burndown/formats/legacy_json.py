"""The ``data.json`` of 2016: a list of files, each with its name and four cells, ``TODO`` or ``✓``."""

from __future__ import annotations

import json

from apiref_verify.burndown.formats.legacy import COLUMNS, rows
from apiref_verify.burndown.snapshot import Snapshot


def render(snapshot: Snapshot) -> str:
    """The list, with the keys that it had."""
    listed = [{"filename": row.filename, **dict(zip(COLUMNS, row.cells, strict=True))} for row in rows(snapshot)]
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"
