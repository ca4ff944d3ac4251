"""A workbook: sections, operations if they are wanted, sums with a chart, and what is best done next.

Rows can be filtered, heads stay in sight, and states have colours. Needs XlsxWriter: the extra ``xlsx``.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apiref_verify.burndown.chart import WORDS
from apiref_verify.burndown.formats.errors import FormatError
from apiref_verify.burndown.snapshot import Snapshot
from apiref_verify.burndown.wording import CLAIMS
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import State

_ALL_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""No text is ever run, followed or counted."""

_CREATED = datetime(1980, 1, 1)
"""The same in every workbook, so that the same snapshot gives the same bytes."""

_FILLS = {
    State.VERIFIED: ("#dafbe1", "#116329"),
    State.PARTLY: ("#fff8c5", "#6f5200"),
    State.DISAGREES: ("#ffebe9", "#a40e26"),
    State.NOT_CHECKED: ("#eaeef2", "#424a53"),
}
_BARS = {Status.VERIFIED: "#1a7f37", Status.DISAGREES: "#c4320a", Status.NOT_CHECKED: "#d8dee4"}
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class _Coloured:
    """A state, in words that filters show and in its colours."""

    state: State

    def __str__(self) -> str:
        return self.state.value.replace("_", " ")


_Value = str | int | float | None | _Coloured
_Row = Sequence[_Value]


def render(snapshot: Snapshot) -> bytes:
    """The workbook.

    :raises FormatError: if XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise FormatError("xlsx needs XlsxWriter, which is not installed: pip install 'apiref-verify[xlsx]'") from None
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **_ALL_TEXT}) as workbook:
        workbook.set_properties({"title": "Burndown of an API reference", "created": _CREATED})
        book = _Book(workbook)
        book.sheet("Sections", _section_heads(), _sections(snapshot))
        if any(row.operations for row in snapshot.rows):
            book.sheet("Operations", ["Section", "Operation", "Title", "Phase", *_OF_OPERATION], _operations(snapshot))
        book.chart(book.sheet("Totals", _TOTALS, _totals(snapshot)))
        book.sheet("Next", _NEXT, _next(snapshot))
    return buffer.getvalue()


class _Book:
    """A workbook under way, with the looks of its cells."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._fills = {
            state: workbook.add_format({"bg_color": ground, "font_color": ink})
            for state, (ground, ink) in _FILLS.items()
        }

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[_Row]) -> Any:
        """Add a sheet: heads that stay, a filter on every column, and as wide as its texts."""
        sheet = self._workbook.add_worksheet(name)
        last, widths = 0, [max(map(len, head.split())) + 3 for head in heads]
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, self._head)
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._write(sheet, last, column, value)
                widths[column] = max(widths[column], len(str(value)) + 1)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, min(width, _WIDEST))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        return sheet

    def _write(self, sheet: Any, row: int, column: int, value: _Value) -> None:
        if isinstance(value, _Coloured):
            sheet.write_string(row, column, str(value), self._fills[value.state])
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        elif value is not None:
            sheet.write_number(row, column, value)

    def chart(self, sheet: Any) -> None:
        """Add the chart of the sums below them: a bar per phase."""
        chart = self._workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
        for column, status in enumerate(Status, 1):
            chart.add_series(
                {
                    "name": ["Totals", 0, column],
                    "categories": ["Totals", 1, 0, len(Phase), 0],
                    "values": ["Totals", 1, column, len(Phase), column],
                    "fill": {"color": _BARS[status]},
                    "gap": 60,
                }
            )
        chart.set_title({"name": "Operations per phase"})
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"position": "bottom"})
        chart.set_size({"width": 640, "height": 320})
        sheet.insert_chart(len(Phase) + 2, 0, chart, {"description": "Operations per phase, by what evidence says"})


_NEXT = ("Section", "Phase", "What to do", "Where", "Findings", "Explained by evidence")
_OF_OPERATION = ("Claim", "State", "Findings", "Notes", "Reason")
_OF_SECTION = ("claim", "claimed by", "state", "verified", "findings", "notes", "not checked, because")
_TOTALS = (
    *("Phase", *(WORDS[status] for status in Status), "Operations", "% verified"),
    *("Sections to do", "Sections", "Findings", "Notes"),
)


def _section_heads() -> list[str]:
    return ["Section", "Title", "Operations", *(f"{phase.value}: {head}" for phase in Phase for head in _OF_SECTION)]


def _sections(snapshot: Snapshot) -> Iterable[_Row]:
    for row in snapshot.rows:
        cells: list[_Value] = [snapshot.short(row.section.path), row.title, len(row.section.operations)]
        for phase in Phase:
            cell = row.cells[phase]
            cells += [CLAIMS[cell.claim], cell.claimed_by, _Coloured(cell.standing.state), cell.standing.verified]
            cells += [cell.standing.findings, cell.standing.notes, cell.reasons[0][0] if cell.reasons else ""]
        yield cells


def _operations(snapshot: Snapshot) -> Iterable[_Row]:
    for row in snapshot.rows:
        for one in row.operations:
            for phase, cell in one.cells.items():
                names = snapshot.short(row.section.path), one.name, one.title, phase.value
                state = _Coloured(State(cell.status.value))
                claim = CLAIMS[row.cells[phase].claim]
                yield [*names, claim, state, cell.findings, cell.notes, cell.reason]


def _totals(snapshot: Snapshot) -> Iterable[_Row]:
    for phase in Phase:
        cell = snapshot.total(phase)
        standing = cell.standing
        yield [
            *(phase.value, standing.verified, standing.disagrees, standing.not_checked),
            *(standing.operations, standing.percent(Status.VERIFIED)),
            *(snapshot.still_to_do(phase), len(snapshot.rows), standing.findings, standing.notes),
        ]


def _next(snapshot: Snapshot) -> Iterable[_Row]:
    for one in snapshot.next:
        where = f"{snapshot.short(one.location.path)}:{one.location.line}"
        yield [snapshot.short(one.section.path), one.phase.value, one.words, where, one.findings, one.explained]
