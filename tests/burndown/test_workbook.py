"""The workbook, read back as the archive of XML that it is."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from apiref_verify.burndown.formats import xlsx
from apiref_verify.burndown.snapshot import take
from tests.burndown.harbours import FORMULA, harbour

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


class Book:
    """The sheets of a workbook by name, their cells as text."""

    def __init__(self, content: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.strings = [
            "".join(part.text or "" for part in item.iter(f"{MAIN}t"))
            for item in self.xml("xl/sharedStrings.xml").iter(f"{MAIN}si")
        ]
        names = [str(sheet.get("name")) for sheet in self.xml("xl/workbook.xml").iter(f"{MAIN}sheet")]
        self.sheets = {name: self.xml(f"xl/worksheets/sheet{n}.xml") for n, name in enumerate(names, 1)}

    def xml(self, name: str) -> ElementTree.Element:
        return ElementTree.fromstring(self.archive.read(name))

    def rows(self, name: str) -> list[dict[str, str]]:
        return [
            {str(cell.get("r")): self._text(cell) for cell in row.iter(f"{MAIN}c")}
            for row in self.sheets[name].iter(f"{MAIN}row")
        ]

    def _text(self, cell: ElementTree.Element) -> str:
        value = cell.findtext(f"{MAIN}v") or ""
        return self.strings[int(value)] if cell.get("t") == "s" else value


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(xlsx.render(take(harbour(tmp_path), by_operation=True)))


def test_sheets_for_sections_operations_totals_and_what_is_next(book: Book) -> None:
    assert list(book.sheets) == ["Sections", "Operations", "Totals", "Next"]
    assert [len(book.rows(name)) for name in book.sheets] == [3, 13, 5, 3]


def test_no_sheet_of_operations_where_none_are_wanted(tmp_path: Path) -> None:
    assert list(Book(xlsx.render(take(harbour(tmp_path)))).sheets) == ["Sections", "Totals", "Next"]


def test_no_cell_is_a_formula_or_a_link(book: Book) -> None:
    assert FORMULA in book.rows("Sections")[2].values()
    for sheet in book.sheets.values():
        assert not list(sheet.iter(f"{MAIN}f"))
        assert not list(sheet.iter(f"{MAIN}hyperlink"))


def test_heads_stay_in_sight_and_every_column_has_a_filter(book: Book) -> None:
    for name, sheet in book.sheets.items():
        pane = next(sheet.iter(f"{MAIN}pane"))
        assert (pane.get("state"), pane.get("ySplit")) == ("frozen", "1")
        rows = book.rows(name)
        span = next(sheet.iter(f"{MAIN}autoFilter")).get("ref")
        assert span == f"A1:{list(rows[0])[-1].rstrip('1')}{len(rows)}"


def test_states_have_colours(book: Book) -> None:
    styles = book.xml("xl/styles.xml")
    fills = {colour.get("rgb") for colour in styles.iter(f"{MAIN}fgColor")}
    assert {"FFDAFBE1", "FFFFEBE9", "FFEAEEF2"} <= fills
    cells = [cell for cell in book.sheets["Sections"].iter(f"{MAIN}c") if cell.get("s")]
    coloured = {book._text(cell): cell.get("s") for cell in cells if not str(cell.get("r")).endswith("1")}
    assert set(coloured) == {"verified", "disagrees", "not checked"}
    assert len(set(coloured.values())) == 3


def test_sums_are_numbers_and_drawn(book: Book) -> None:
    assert list(book.rows("Totals")[2].values())[:6] == ["parameter", "1", "1", "1", "3", "33.3"]
    chart = book.archive.read("xl/charts/chart1.xml").decode()
    assert chart.count("<c:ser>") == 3
    assert "Totals!$B$2:$B$5" in chart


def test_the_same_snapshot_gives_the_same_bytes(tmp_path: Path) -> None:
    snapshot = take(harbour(tmp_path))
    assert xlsx.render(snapshot) == xlsx.render(snapshot)
