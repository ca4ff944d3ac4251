"""For people: a line per section, a column per phase, then sums, reasons, and what is best done next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apiref_verify.burndown.snapshot import Cell, OperationCell, Snapshot
from apiref_verify.burndown.wording import CLAIMS
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Claim, State

_MOST_REASONS = 2
"""How many reasons are told of a phase, unless those of all operations are."""


def render(snapshot: Snapshot) -> str:
    """The table, the sums, why operations are not checked, and what to do next."""
    notes = _Footnotes()
    rows = list(_rows(snapshot, notes))
    heads = ["section", *(phase.value for phase in Phase)]
    widths = [max(len(line[n]) for line in [heads, *rows]) for n in range(len(heads))]
    lines = [_line(heads, widths), _line(["-" * width for width in widths], widths)]
    lines += [_line(row, widths) for row in rows]
    lines += ["", *_totals(snapshot)]
    if snapshot.elsewhere:
        plural = "s" * (snapshot.elsewhere != 1)
        lines.append(f"{snapshot.elsewhere} more finding{plural} in parameters files and other places.")
    lines += _block("Not checked:", notes.lines or _reasons(snapshot))
    lines += _block("Next:", _next(snapshot))
    return "\n".join(lines) + "\n"


class _Footnotes:
    """Reasons, each told once, below the table."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, reason: str) -> str:
        """The mark that stands for a reason."""
        return f"[{self._numbers.setdefault(reason, len(self._numbers) + 1)}]"

    @property
    def lines(self) -> list[str]:
        """All reasons, by number."""
        return [f"[{number}] {reason}" for reason, number in self._numbers.items()]


def _rows(snapshot: Snapshot, notes: _Footnotes) -> Iterator[list[str]]:
    for row in snapshot.rows:
        yield [snapshot.short(row.section.path), *(_cell(row.cells[phase]) for phase in Phase)]
        for one in row.operations:
            yield [f"  {one.name}", *(_operation_cell(one.cells[phase], notes) for phase in Phase)]


def _cell(cell: Cell) -> str:
    parts = [CLAIMS[cell.claim] + (f" ({cell.claimed_by})" if cell.claimed_by else "")]
    standing = cell.standing
    if standing.findings:
        parts.append(f"{standing.findings} found")
    if standing.notes:
        parts.append(_counted(standing.notes, "note"))
    if standing.state is State.VERIFIED:
        parts.append("verified")
    elif standing.verified:
        parts.append(f"{standing.verified} of {standing.operations} verified")
    return ", ".join(parts)


def _operation_cell(cell: OperationCell, notes: _Footnotes) -> str:
    if cell.status is Status.DISAGREES:
        parts = [f"{cell.findings} found"]
    elif cell.status is Status.VERIFIED:
        parts = ["verified"]
    else:
        parts = [f"not checked {notes.mark(cell.reason)}"]
    return ", ".join([*parts, *([_counted(cell.notes, "note")] if cell.notes else [])])


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _totals(snapshot: Snapshot) -> Iterator[str]:
    sections = len(snapshot.rows)
    for phase in Phase:
        cell = snapshot.total(phase)
        todo = snapshot.still_to_do(phase)
        marked = f"{todo} of {sections} sections to do" if cell.claim is not Claim.NOT_CLAIMED else "no markers"
        counts = (
            f"{cell.standing.verified} verified{_share(cell, Status.VERIFIED)}",
            f"{cell.standing.disagrees} disagree{_share(cell, Status.DISAGREES)}",
            f"{cell.standing.not_checked} not checked{_share(cell, Status.NOT_CHECKED)}",
        )
        yield f"{phase.value:<10} {marked}; of {cell.standing.operations} operations {', '.join(counts)}"


def _share(cell: Cell, status: Status) -> str:
    """The share of a count, where it says more than the count does."""
    percent = cell.standing.percent(status)
    return f" ({percent:.0f}%)" if percent else ""


def _reasons(snapshot: Snapshot) -> Iterator[str]:
    for phase in Phase:
        reasons = snapshot.total(phase).reasons
        for reason, count in reasons[:_MOST_REASONS]:
            yield f"{phase.value:<10} {count:>3}  {reason}"
        rest = sum(count for _, count in reasons[_MOST_REASONS:])
        if rest:
            yield f"{phase.value:<10} {rest:>3}  for other reasons: see --operations"


def _next(snapshot: Snapshot) -> Iterator[str]:
    names = [snapshot.short(one.section.path) for one in snapshot.next]
    width = max(map(len, names), default=0)
    for one, name in zip(snapshot.next, names, strict=True):
        where = f"{snapshot.short(one.location.path)}:{one.location.line}"
        yield f"{name:<{width}}  {one.phase.value:<9}  {one.words}, at {where}"


def _block(title: str, lines: Iterable[str]) -> list[str]:
    told = [f"  {line}" for line in lines]
    return ["", title, *told] if told else []
