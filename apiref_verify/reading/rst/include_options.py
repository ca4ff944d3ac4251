"""The part of a file that the options of an ``include`` choose, as docutils understands them."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """The lines up to the last one of the part, the number of its first one, and what is wrong with the options."""

    lines: list[str]
    first: int
    faults: tuple[str, ...]


def part_of(lines: list[str], options: dict[str, str]) -> Part:
    """Return the part of ``lines`` that the options choose; the lines before it stay in place, for their numbers."""
    if not options:
        return Part(lines, 1, ())
    faults: list[str] = []
    count = len(lines)
    first = _index(options, "start-line", 0, count, faults)
    last = _index(options, "end-line", count, count, faults)
    if text := options.get("start-after"):
        found = next((n for n in range(first, last) if text in lines[n]), None)
        if found is None:
            faults.append(f"start-after: the text {text!r} is not in the file")
        else:
            first = found + 1
    if text := options.get("end-before"):
        found = next((n for n in range(first, last) if text in lines[n]), None)
        if found is None:
            faults.append(f"end-before: the text {text!r} is not in the file")
        else:
            last = found
    return Part(lines[: max(last, first)], first + 1, tuple(faults))


def _index(options: dict[str, str], name: str, default: int, count: int, faults: list[str]) -> int:
    """Return an option as an index; as in Python, negative ones count from the end."""
    text = options.get(name)
    if text is None:
        return default
    try:
        number = int(text)
    except ValueError:
        faults.append(f"{name}: {text!r} is not a number")
        return default
    return min(max(number + count if number < 0 else number, 0), count)
