"""The burndown as a chart: a bar per phase, in SVG."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase

SIGNS = {Status.VERIFIED: "✓", Status.DISAGREES: "✗", Status.NOT_CHECKED: "?"}
"""A sign for each status, since colours alone tell nothing to many people."""

WORDS = {Status.VERIFIED: "verified", Status.DISAGREES: "disagree", Status.NOT_CHECKED: "not checked"}
"""How counts of operations of each status are called."""

_COLOURS = {
    Status.VERIFIED: "var(--apiref-verified, #1a7f37)",
    Status.DISAGREES: "var(--apiref-disagrees, #c4320a)",
    Status.NOT_CHECKED: "var(--apiref-not-checked, #d8dee4)",
}
_INKS = {
    Status.VERIFIED: "var(--apiref-on-verified, #fff)",
    Status.DISAGREES: "var(--apiref-on-disagrees, #fff)",
    Status.NOT_CHECKED: "var(--apiref-on-not-checked, #1f2328)",
}
_STYLE = (
    "<style>svg { color: #1f2328; background: #fff; font-family: sans-serif; } "
    "@media (prefers-color-scheme: dark) { svg { color: #e6edf3; background: #0d1117; "
    "--apiref-not-checked: #444c56; --apiref-on-not-checked: #e6edf3; } }</style>"
)
_ROW, _BAR, _LEGEND = 46, 20, 24
_SIGN_NEEDS = 5.0
"""The share of a bar, in per cent, below which a sign has no room."""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many operations came out how in one phase."""

    phase: Phase
    counts: Mapping[Status, int]

    @property
    def total(self) -> int:
        """All operations."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        return ", ".join(f"{self.counts[status]} {WORDS[status]}" for status in Status)


def bars(sections: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """A bar per phase over some ``sections`` of a burndown, as in ``burndown-1.json``."""
    return [
        Bar(phase, {status: sum(s["phases"][phase.value][status.value] for s in sections) for status in Status})
        for phase in Phase
    ]


def describe(drawn: Iterable[Bar]) -> str:
    """What a chart shows, in words."""
    return "; ".join(f"{bar.phase}: {bar}" for bar in drawn) + "."


def draw(drawn: Sequence[Bar]) -> str:
    """Draw bars as an SVG element, as wide as its place, 46 pixels high per bar.

    Its colours are the CSS custom properties ``--apiref-verified``, ``--apiref-disagrees`` and
    ``--apiref-not-checked``, with ``--apiref-on-…`` for the signs on them; text has the colour of the text around.
    """
    height = _ROW * len(drawn) + _LEGEND
    start = (
        f'<svg class="apiref-chart" xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" role="img" '
        f'aria-label="{escape(describe(drawn))}" font-size="13" fill="currentColor">'
    )
    rows = [part for number, bar in enumerate(drawn) for part in _row(bar, number * _ROW)]
    return "\n".join([start, *rows, *_legend(height - 7), "</svg>\n"])


def alone(drawn: Sequence[Bar]) -> str:
    """Draw bars as an SVG file: 720 pixels wide, dark where the reader wants it dark."""
    return draw(drawn).replace('width="100%"', 'width="720"', 1).replace(">\n", f">\n{_STYLE}\n", 1)


def _row(bar: Bar, top: int) -> list[str]:
    parts = [
        f'<text x="0" y="{top + 14}" font-weight="bold">{bar.phase}</text>',
        f'<text x="100%" y="{top + 14}" text-anchor="end">{bar}</text>',
    ]
    left = 0.0
    for status in Status:
        share = 100 * bar.counts[status] / bar.total if bar.total else 0.0
        if share:
            parts += _segment(status, left, share, top + 20)
        left += share
    return parts


def _segment(status: Status, left: float, share: float, top: int) -> list[str]:
    parts = [f'<rect x="{left:.2f}%" y="{top}" width="{share:.2f}%" height="{_BAR}" style="fill: {_COLOURS[status]}"/>']
    if share >= _SIGN_NEEDS:
        parts.append(
            f'<text x="{left + share / 2:.2f}%" y="{top + 15}" text-anchor="middle" '
            f'style="fill: {_INKS[status]}">{SIGNS[status]}</text>'
        )
    return parts


def _legend(base: int) -> list[str]:
    parts = []
    for status, left in zip(Status, (0, 95, 190), strict=True):
        parts += [
            f'<rect x="{left}" y="{base - 11}" width="13" height="13" style="fill: {_COLOURS[status]}"/>',
            f'<text x="{left + 18}" y="{base}">{SIGNS[status]} {WORDS[status]}</text>',
        ]
    return parts
