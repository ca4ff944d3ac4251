"""``csv-table`` as a table of parameters: the house style of StarlingX, which has no parameters file."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from apiref_verify.reading.rst import events

if TYPE_CHECKING:
    from apiref_verify.reading.rst.block import Block
    from apiref_verify.reading.rst.source import Source

_NAME_COLUMNS = frozenset({"parameter", "parameters", "parameter name", "name", "attribute", "field"})
_STYLE_COLUMNS = frozenset({"style", "in", "location", "place"})
_OPTIONAL = re.compile(r"\(\s*optional\s*\)$", re.I)


def read_csv_table(source: Source, block: Block) -> Iterator[events.Event]:
    """Yield the table that a ``csv-table`` holds, if its header says that it is about parameters."""
    records = list(_records(block))
    header = next(csv.reader([block.options["header"]], skipinitialspace=True), []) if "header" in block.options else []
    if not header and records and block.options.get("header-rows", "0") != "0":
        header = records.pop(0)[1]
    columns = [cell.strip().lower() for cell in header]
    if not columns or columns[0] not in _NAME_COLUMNS or "type" not in columns:
        return
    rows = (_row(source, line, dict(zip(columns, cells, strict=False))) for line, cells in records)
    yield events.InlineTable(
        source.path, block.line, source.column(block.line, ".."), tuple(row for row in rows if row)
    )


def _records(block: Block) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of the body, each with the line where it begins."""
    reader = csv.reader((line.strip() + "\n" for line in block.body), skipinitialspace=True)
    line = block.body_line
    try:
        for cells in reader:
            if cells:
                yield line, cells
            line = block.body_line + reader.line_num
    except csv.Error:
        return


def _row(source: Source, line: int, cells: dict[str, str]) -> events.InlineRow | None:
    """Return one parameter, in the body if the table tells no places; a record without place and type is a remark."""
    first = next(iter(cells.values())).strip()
    kind = cells.get("type", "").strip()
    style = next((cells[column].strip() for column in cells if column in _STYLE_COLUMNS), "plain")
    name = _OPTIONAL.sub("", first).strip()
    if not name or (not kind and style in ("", "plain")):
        return None
    word = events.Word(name, line, source.column(line, name))
    optional = bool(_OPTIONAL.search(first))
    return events.InlineRow(word, optional, style, kind, " ".join(cells.get("description", "").split()))
