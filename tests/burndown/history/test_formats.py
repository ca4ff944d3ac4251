"""A history as text, CSV, JSON and chart."""

from __future__ import annotations

import importlib.resources
import json
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.burndown.history.formats.axes import Frame
from apiref_verify.burndown.history.formats.known import FORMATS, renderer
from apiref_verify.burndown.history.read import History
from apiref_verify.burndown.history.series import Series, at, changes
from apiref_verify.burndown.history.states import State
from apiref_verify.burndown.history.times import DAY
from tests.builders import PROPERTY

NOW = 1_700_000_000
SVG = "{http://www.w3.org/2000/svg}"

STATES = st.builds(
    State,
    commit=st.integers(0, 2**160 - 1).map("{:040x}".format),
    timestamp=st.integers(0, 2_000_000_000),
    sections=st.integers(0, 99),
    to_do=st.tuples(*[st.integers(0, 99)] * 4),
    done=st.integers(0, 99),
    marked=st.booleans(),
)


def history(*states: State, notes: tuple[str, ...] = ()) -> History:
    return History("main", "f" * 40, NOW, ("api-ref/source",), states, notes)


def state(number: int, time: int, *to_do: int, marked: bool = True) -> State:
    return State(f"{number:040x}", time, 9, to_do, 1, marked)


def schema() -> Any:
    return json.loads((importlib.resources.files("apiref_verify") / "schemas/history-1.json").read_text("utf-8"))


def render(name: str, series: Series) -> str:
    return renderer(name)(series)


def test_csv_has_these_columns() -> None:
    text = render("csv", changes(history(state(1, 7, 1, 2, 3, 4))))
    assert text == f"commit,timestamp,sections,method,parameter,example,body,done\n{1:040x},7,9,1,2,3,4,1\n"


def test_a_time_before_the_first_commit_has_a_row_too() -> None:
    text = render("csv", at(history(state(1, 7, 1, 2, 3, 4)), [6, 8]))
    assert text.splitlines()[1:] == [",,0,0,0,0,0,0", f"{1:040x},7,9,1,2,3,4,1"]


def test_text_is_a_table_with_a_forecast() -> None:
    text = render("text", changes(history(state(1, 0, 0, 0, 0, 0, marked=False), state(0xABC, NOW, 1, 2, 3, 14))))
    assert text == (
        "date (UTC)        commit      sections  method  parameter  example  body  done\n"
        "----------------  ----------  --------  ------  ---------  -------  ----  ----\n"
        "1970-01-01 00:00  0000000000         9       0          0        0     0     1\n"
        "2023-11-14 22:13  0000000000         9       1          2        3    14     1\n"
        "\n"
        "No forecast: the markers are younger than 2 weeks.\n"
    )


@pytest.mark.parametrize(
    ("moves", "between", "rows", "words"),
    [
        (30, DAY, 30, None),
        (31, DAY, 6, "shown is the last of each week"),
        (300, 3600, 13, "shown is the last of each day"),
        (500, DAY, 17, "shown is the last of each month"),
        (3000, DAY, 9, "shown is the last of each year"),
    ],
)
def test_a_long_table_is_thinned(moves: int, between: int, rows: int, words: str | None) -> None:
    line = [state(n, NOW - (moves - n) * between, 0, 0, 0, 5000 - n) for n in range(moves)]
    lines = render("text", changes(history(*line))).splitlines()
    assert lines.index("") - 2 == rows
    assert words is None or f"{moves} states; {words}" in lines[-2]
    assert f"{5000 - moves + 1}" in lines[rows + 1]


def test_states_in_which_no_marker_moved_go_first() -> None:
    line = [state(n, NOW - (300 - n) * DAY, 0, 0, 0, n // 100) for n in range(300)]
    lines = render("text", changes(history(*line))).splitlines()
    assert lines.index("") - 2 == 4
    assert lines[-2] == "300 states; shown is the state in which markers moved (-f csv has all)."


def test_no_state_is_no_change() -> None:
    series = changes(history(state(1, 7, 1, 2, 3, 4)), since=8)
    assert render("text", series).endswith("\n\nNothing changed in this time.\n")
    assert ">Nothing changed in this time.<" in render("svg", series)


@PROPERTY
@given(st.lists(STATES, max_size=6), st.lists(st.integers(0, 2_000_000_000), max_size=4), st.booleans())
def test_json_is_as_published(states: list[State], times: list[int], asked: bool) -> None:
    line = history(*states, notes=("the clone is shallow",))
    found = json.loads(render("json", at(line, times) if asked else changes(line)))
    jsonschema.validate(found, schema(), cls=jsonschema.Draft202012Validator)
    assert len(found["states"]) == len(times if asked else states)


@PROPERTY
@given(st.lists(STATES, max_size=6), st.lists(st.integers(0, 2_000_000_000), max_size=4), st.booleans())
def test_every_series_can_be_written_and_drawn(states: list[State], times: list[int], asked: bool) -> None:
    series = at(history(*states), times) if asked else changes(history(*states))
    for name in FORMATS:
        assert render(name, series)
    chart = ElementTree.fromstring(render("svg", series))
    for shape in (*chart.iter(f"{SVG}polygon"), *chart.iter(f"{SVG}polyline")):
        for corner in shape.get("points", "").split():
            x, y = map(float, corner.split(","))
            assert 60 <= x <= 800
            assert 60 <= y <= 570


def test_a_chart_is_told_in_words_too() -> None:
    series = changes(history(state(1, NOW - DAY, 4, 4, 4, 4), state(2, NOW, 3, 4, 4, 4)))
    chart = ElementTree.fromstring(render("svg", series))
    title, words = (chart.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert words is not None
    assert chart.get("aria-labelledby") == f"{title.get('id')} {words.get('id')}"
    assert words.text == (
        "2023-11-13: method 4, parameter 4, example 4, body 4 of 9 sections to do; "
        "2023-11-14: method 3, parameter 4, example 4, body 4 of 9 sections to do. "
        "No forecast: the markers are younger than 2 weeks."
    )
    texts = [text.text for text in chart.iter(f"{SVG}text")]
    assert texts.count("time (UTC)") == 2
    assert {"markers left, all phases", "sections to do, by phase", "method", "body"} <= set(texts)
    dashes = {line.get("style", "").partition("dasharray: ")[2] for line in chart.iter(f"{SVG}polyline")}
    assert len(dashes) == 4


@PROPERTY
@given(st.integers(0, 2_000_000_000), st.integers(0, 2_000_000_000), st.integers(0, 10_000))
def test_an_axis_has_a_few_ticks_inside_of_it(start: int, span: int, most: int) -> None:
    frame = Frame(60, 60, 700, 220, start, start + span, most)
    times, counts = frame.times(), frame.counts()
    assert len(times) <= 12
    assert all(start <= time <= start + span for time, _ in times)
    assert counts[0] == 0
    assert len(counts) <= 6
    assert counts[-1] <= most
