"""A series as a chart in SVG: what is left, phases stacked as areas, and below it each phase as a line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from apiref_verify.burndown.history.formats.axes import Frame
from apiref_verify.burndown.history.series import Point, Series
from apiref_verify.burndown.history.times import date
from apiref_verify.model.reference import Phase

_WIDTH, _HEIGHT = 800, 640
_LEFT, _RIGHT, _PANEL = 60, 45, 220
_TOPS = (60, 350)
_DASHES = ("none", "7 3", "2 3", "9 3 2 3")
"""Lines differ by these too, since colours alone tell nothing to many people."""

_STYLE = """\
.apiref-history { --text: var(--apiref-text, #1f2328); --grid: var(--apiref-grid, #d8dee4);
  --back: var(--apiref-background, #ffffff); --method: var(--apiref-method, #0a6ebd);
  --parameter: var(--apiref-parameter, #e69f00); --example: var(--apiref-example, #0b8a65);
  --body: var(--apiref-body, #b5478c); font: 13px sans-serif; fill: var(--text); }
@media (prefers-color-scheme: dark) {
  .apiref-history { --text: var(--apiref-text, #e6edf3); --grid: var(--apiref-grid, #3d444d);
    --back: var(--apiref-background, #0d1117); --method: var(--apiref-method, #58a6ff);
    --parameter: var(--apiref-parameter, #f2b84b); --example: var(--apiref-example, #3fb98f);
    --body: var(--apiref-body, #e27dbd); }
}
.apiref-history .grid { stroke: var(--grid); }
.apiref-history .line { fill: none; stroke-width: 2; }"""


def render_svg(series: Series) -> str:
    """Return one SVG document, 800 by 640 pixels or as wide as its place.

    Its colours are the CSS custom properties ``--apiref-method``, ``--apiref-parameter``, ``--apiref-example``,
    ``--apiref-body``, ``--apiref-text``, ``--apiref-grid`` and ``--apiref-background``, each with a value for light
    and one for dark.
    """
    points = _drawn(series)
    start = (
        f'<svg class="apiref-history" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="100%" style="max-width: {_WIDTH}px" role="img" aria-labelledby="apiref-title apiref-words">'
    )
    parts = [
        start,
        '<title id="apiref-title">What is left to verify, over time</title>',
        f'<desc id="apiref-words">{escape(describe(series))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" style="fill: var(--back)"/>',
        *_legend(),
    ]
    if points:
        parts += _stack(points, series.until) + _lines(points, series.until)
    else:
        parts.append(f'<text x="{_LEFT}" y="{_TOPS[0] + 20}">Nothing changed in this time.</text>')
    return "\n".join([*parts, "</svg>\n"])


def describe(series: Series) -> str:
    """Say what the chart shows: how it began, how it ends, and what comes."""
    points = _drawn(series)
    if not points:
        return "Nothing changed in this time."
    first, last = points[0], points[-1]
    return f"{_words(first)}; {_words(last)}. {series.forecast.words}"


def _words(point: Point) -> str:
    counts = ", ".join(f"{phase} {count}" for phase, count in zip(Phase, point.state.to_do, strict=True))
    return f"{date(point.timestamp)}: {counts} of {point.state.sections} sections to do"


def _drawn(series: Series) -> list[Point]:
    """Return the points from the first marker on, or all where there is none, in the order of time."""
    points = [point for point in series.points if point.state.marked] or list(series.points)
    return sorted(points, key=lambda point: point.timestamp)


def _frame(number: int, points: Sequence[Point], until: int, most: int) -> Frame:
    end = max(until, points[-1].timestamp)
    return Frame(_LEFT, _TOPS[number], _WIDTH - _LEFT - _RIGHT, _PANEL, points[0].timestamp, end, most)


def _stack(points: Sequence[Point], until: int) -> list[str]:
    frame = _frame(0, points, until, max(point.state.left for point in points))
    parts = _axes(frame, "markers left, all phases")
    for number, phase in enumerate(Phase):
        upper = _steps(frame, points, [sum(point.state.to_do[number:]) for point in points])
        lower = _steps(frame, points, [sum(point.state.to_do[number + 1 :]) for point in points])
        outline = " ".join([*upper, *reversed(lower)])
        parts.append(f'<polygon points="{outline}" style="fill: var(--{phase})"/>')
    return parts


def _lines(points: Sequence[Point], until: int) -> list[str]:
    frame = _frame(1, points, until, max(max(*point.state.to_do, point.state.sections) for point in points))
    parts = _axes(frame, "sections to do, by phase")
    for number, phase in enumerate(Phase):
        path = " ".join(_steps(frame, points, [point.state.to_do[number] for point in points]))
        look = f"stroke: var(--{phase}); stroke-dasharray: {_DASHES[number]}"
        parts.append(f'<polyline class="line" points="{path}" style="{look}"/>')
    return parts


def _steps(frame: Frame, points: Sequence[Point], counts: Sequence[int]) -> list[str]:
    """Return the corners of a line of steps: each count holds until the next."""
    corners = []
    ends = [*(point.timestamp for point in points[1:]), frame.end]
    for point, end, count in zip(points, ends, counts, strict=True):
        height = frame.y(count)
        corners += [f"{frame.x(point.timestamp):.1f},{height:.1f}", f"{frame.x(end):.1f},{height:.1f}"]
    return corners


def _axes(frame: Frame, title: str) -> list[str]:
    right, bottom = frame.left + frame.width, frame.top + frame.height
    middle = frame.top + frame.height // 2
    parts = [
        f'<text transform="translate(16 {middle}) rotate(-90)" text-anchor="middle">{title}</text>',
        f'<text x="{frame.left + frame.width // 2}" y="{bottom + 38}" text-anchor="middle">time (UTC)</text>',
    ]
    for count in frame.counts():
        height = f"{frame.y(count):.1f}"
        parts += [
            f'<line class="grid" x1="{frame.left}" x2="{right}" y1="{height}" y2="{height}"/>',
            f'<text x="{frame.left - 8}" y="{height}" dy="4" text-anchor="end">{count}</text>',
        ]
    for time, words in frame.times():
        place = f"{frame.x(time):.1f}"
        parts += [
            f'<line class="grid" x1="{place}" x2="{place}" y1="{bottom}" y2="{bottom + 5}"/>',
            f'<text x="{place}" y="{bottom + 20}" text-anchor="middle">{words}</text>',
        ]
    return parts


def _legend() -> list[str]:
    parts = [f'<text x="{_LEFT}" y="26" font-weight="bold">What is left to verify</text>']
    for number, phase in enumerate(Phase):
        left = 360 + 110 * number
        look = f"stroke: var(--{phase}); stroke-dasharray: {_DASHES[number]}"
        parts += [
            f'<rect x="{left}" y="15" width="13" height="13" style="fill: var(--{phase})"/>',
            f'<line class="line" x1="{left}" x2="{left + 32}" y1="38" y2="38" style="{look}"/>',
            f'<text x="{left + 19}" y="26">{phase}</text>',
        ]
    return parts
