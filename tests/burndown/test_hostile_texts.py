"""Titles and URLs are written by others: whatever they hold, every format stays whole."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from apiref_verify.burndown.formats import csv_table, json_report, markdown, xlsx
from apiref_verify.burndown.formats import text as text_format
from apiref_verify.burndown.snapshot import Snapshot, take
from apiref_verify.burndown.wording import one_line
from tests.builders import PROPERTY
from tests.burndown.harbours import harbour
from tests.burndown.test_workbook import Book

TEXTS = st.text(max_size=40)
FORMULA = '=HYPERLINK("http://x","y")'


@cache
def snapshot() -> Snapshot:
    with tempfile.TemporaryDirectory() as folder:
        return take(harbour(Path(folder)), by_operation=True)


def called(title: str, url: str) -> Snapshot:
    """The snapshot with other names for its first section and operation."""
    first, *others = snapshot().rows
    one = first.operations[0]
    named = replace(one, operation=replace(one.operation, title=title, url=url))
    changed = replace(first, section=replace(first.section, title=title), operations=(named,))
    return replace(snapshot(), rows=(changed, *others))


@PROPERTY
@given(TEXTS, TEXTS)
@example(FORMULA, "|`<b>[x](y)")
@example("\x00\ufffe\uffff\x1b[31m", "\r\n\t")
def test_csv_gives_texts_back_and_no_formula(title: str, url: str) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.render(called(title, url)), newline="")))
    assert len(rows) == 20
    assert rows[0]["title"] in (one_line(title), f"'{one_line(title)}")
    assert not rows[0]["title"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert rows[1]["operation"] == one_line(f"GET {url}")


@PROPERTY
@given(TEXTS, TEXTS)
@example(FORMULA, "|`<b>[x](y)")
@example("\x00\ufffe\uffff\x1b[31m", "\r\n\t")
def test_a_workbook_can_be_read_and_has_no_formula(title: str, url: str) -> None:
    book = Book(xlsx.render(called(title, url)))
    assert not [cell for sheet in book.sheets.values() for cell in sheet.iter() if cell.tag.endswith("}f")]
    assert len(book.rows("Operations")) == 13
    assert one_line(title) in [*book.rows("Sections")[1].values(), ""]


@PROPERTY
@given(TEXTS, TEXTS)
@example(FORMULA, "|`<b>[x](y)")
@example("\x00\ufffe\uffff\x1b[31m", "\r\n\t")
def test_tables_keep_their_lines(title: str, url: str) -> None:
    named = called(title, url)
    assert json.loads(json_report.render(named))["sections"][0]["title"] == title
    for render in (markdown.render, text_format.render):
        assert len(render(named).splitlines()) == len(render(snapshot()).splitlines())
        assert all(line.isprintable() for line in render(named).split("\n"))
