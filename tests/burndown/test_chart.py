"""The chart of a burndown: well-formed, and whole without its colours."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.chart import bars, describe, draw
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from tests.builders import PROPERTY

COUNTS = st.fixed_dictionaries({status.value: st.integers(0, 500) for status in Status})
SECTION = st.fixed_dictionaries({"phases": st.fixed_dictionaries({phase.value: COUNTS for phase in Phase})})
SVG = "{http://www.w3.org/2000/svg}"


def section(verified: int, disagrees: int, not_checked: int) -> dict[str, Any]:
    counts = {"verified": verified, "disagrees": disagrees, "not_checked": not_checked}
    return {"phases": {phase.value: counts for phase in Phase}}


def test_sections_are_summed_up() -> None:
    drawn = bars([section(1, 2, 3), section(10, 20, 30)])
    assert [bar.phase for bar in drawn] == list(Phase)
    assert str(drawn[0]) == "11 verified, 22 disagree, 33 not checked"


def test_it_is_told_in_words_too() -> None:
    drawn = bars([section(1, 2, 3)])
    chart = ElementTree.fromstring(draw(drawn))
    assert chart.get("role") == "img"
    assert chart.get("aria-label") == describe(drawn)
    texts = [text.text for text in chart.iter(f"{SVG}text")]
    assert texts[:5] == ["method", "1 verified, 2 disagree, 3 not checked", "✓", "✗", "?"]
    assert texts[-3:] == ["✓ verified", "✗ disagree", "? not checked"]


@PROPERTY
@given(st.lists(SECTION, max_size=3))
def test_segments_fill_a_bar_and_no_more(sections: list[dict[str, Any]]) -> None:
    drawn = bars(sections)
    chart = ElementTree.fromstring(draw(drawn))
    segments = [rect for rect in chart.iter(f"{SVG}rect") if rect.get("width", "").endswith("%")]
    by_row: dict[str, float] = {}
    for rect in segments:
        by_row[rect.get("y", "")] = by_row.get(rect.get("y", ""), 0.0) + float(rect.get("width", "").rstrip("%"))
    assert len(by_row) == sum(bar.total > 0 for bar in drawn)
    assert all(abs(width - 100) < 0.1 for width in by_row.values())
