"""The chart of a history in Chromium: all of it is inside of its frame, in light and dark, narrow and wide."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from apiref_verify.burndown.history.formats.chart import render_svg
from apiref_verify.burndown.history.read import History
from apiref_verify.burndown.history.series import changes
from apiref_verify.burndown.history.states import State
from apiref_verify.burndown.history.times import DAY
from tests.sphinx_ext.rendering.browser import Browser, browsing

pytestmark = pytest.mark.functional

NOW = 1_700_000_000
SPANS = (2, 70, 4000)


@pytest.fixture(scope="module")
def charts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Charts over days, weeks and years on one page; the last in a narrow place, and with a colour of the page."""
    folder = tmp_path_factory.mktemp("charts")
    drawn = []
    for days in SPANS:
        states = [
            State(f"{n:040x}", NOW - days * DAY * (9 - n) // 9, 57, (57 - 6 * n, 57 - 3 * n, 57 - n, 57), n, True)
            for n in range(9)
        ]
        series = changes(History("main", "f" * 40, NOW, ("api-ref/source",), tuple(states), ()))
        drawn.append(render_svg(series))
    page = f'{drawn[0]}{drawn[1]}<div style="width: 300px; --apiref-method: #123456">{drawn[2]}</div>'
    Path(folder, "index.html").write_text(f"<!doctype html><title>Charts</title><body>{page}</body>", "utf-8")
    with browsing(folder) as browser:
        yield browser


@pytest.mark.parametrize("dark", [False, True])
def test_all_words_are_inside_and_apart(charts: Browser, dark: bool) -> None:
    told = charts.tell(
        """
        const box = (element) => element.getBoundingClientRect();
        const inside = (svg) => [...svg.querySelectorAll("text, polyline, polygon")].every((part) => {
          const [inner, outer] = [box(part), box(svg)];
          return inner.left >= outer.left && inner.right <= outer.right
            && inner.top >= outer.top && inner.bottom <= outer.bottom;
        });
        const apart = (svg) => {
          const boxes = [...svg.querySelectorAll("text")].map(box);
          return boxes.every((one, n) => boxes.slice(n + 1).every((other) => one.right <= other.left
            || other.right <= one.left || one.bottom <= other.top + 1 || other.bottom <= one.top + 1));
        };
        const svgs = [...document.querySelectorAll("svg")];
        return {inside: svgs.map(inside), apart: svgs.map(apart), width: Math.round(box(svgs[2]).width),
                back: getComputedStyle(svgs[0].querySelector("rect")).fill,
                own: getComputedStyle(svgs[2].querySelector("polygon")).fill};
        """,
        dark=dark,
    )
    assert told == {
        "inside": [True, True, True],
        "apart": [True, True, True],
        "width": 300,
        "back": "rgb(13, 17, 23)" if dark else "rgb(255, 255, 255)",
        "own": "rgb(18, 52, 86)",
    }
