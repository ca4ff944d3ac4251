"""The markers in the bytes of one file; all that is no marker stays as it is, byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Marker, Phase

_MODE_LINE = re.compile(rb"\.\. -\*-.*-\*-\s*")
_NO_COMMENT = re.compile(rb"\s*\.\. +(?:\[|_|\||\S+ ?::(?: |$))")
_ORDER = list(Phase)


@dataclass(slots=True)
class _Line:
    """A line, its end apart, and the phases that it marks."""

    text: bytes
    end: bytes
    phases: set[Phase] = field(default_factory=set)

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def _pattern(phase: Phase) -> bytes:
    return rb"needs:%s_verification(?: \([^()]*\))?" % phase.value.encode()


def _word(phase: Phase, name: str) -> bytes:
    claim = f" ({name})" if name else ""
    return f"needs:{phase.value}_verification{claim}".encode()


class Comments:
    """A file under way. ``markers`` are those that the reader saw in it.

    :raises MarkError: if they do not stand where the reader saw them.
    """

    def __init__(self, data: bytes, markers: Iterable[Marker]) -> None:
        self._mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
        self._lines = [_line(raw) for raw in data[len(self._mark) :].splitlines(keepends=True)]
        for marker in markers:
            number = marker.location.line
            line = self._lines[number - 1] if number <= len(self._lines) else None
            if line is None or not re.search(_pattern(marker.phase), line.text):
                raise MarkError(f"line {number} has no needs:{marker.phase}_verification: did the file change?")
            line.phases.add(marker.phase)

    @property
    def data(self) -> bytes:
        """The file as it is now."""
        return self._mark + b"".join(line.text + line.end for line in self._lines)

    @property
    def phases(self) -> set[Phase]:
        """The phases that are marked."""
        return {phase for line in self._lines for phase in line.phases}

    def remove(self, phase: Phase) -> None:
        """Take the marker of a phase out, wherever it stands.

        :raises MarkError: if what stands below or beside it would then be no comment any more.
        """
        for number in reversed([n for n, line in enumerate(self._lines) if phase in line.phases]):
            self._remove(number, phase)

    def _remove(self, number: int, phase: Phase) -> None:
        line = self._lines[number]
        pattern = _pattern(phase)
        rest = re.sub(rb"(?<=\S) +%s|%s *" % (pattern, pattern), b"", line.text)
        line.phases.discard(phase)
        if rest.strip() not in (b"", b".."):
            if _NO_COMMENT.match(rest):
                raise MarkError(f"line {number + 1} would be no comment without its marker: change it by hand")
            line.text = rest
        elif rest.strip() == b".." and self._goes_on(number):
            if self._lines[number + 1].is_blank:
                raise MarkError(f"the comment in line {number + 1} goes on below a blank line: change it by hand")
            line.text = rest
        else:
            del self._lines[number]

    def _goes_on(self, number: int) -> bool:
        """Whether the comment that begins in a line has more lines."""
        below = next((line for line in self._lines[number + 1 :] if not line.is_blank), None)
        return below is not None and below.indent > self._lines[number].indent

    def add(self, phase: Phase, name: str = "") -> None:
        """Add the marker of a phase, beside those of others, in their order; at the top where there are none.

        :raises MarkError: if there is no place for it.
        """
        anchors = [n for n, line in enumerate(self._lines) if line.phases and self._is_alone(n)]
        before = [n for n in anchors if _last(self._lines[n]) < _ORDER.index(phase)]
        if before or anchors:
            at = before[-1] + 1 if before else anchors[0]
            anchor = self._lines[before[-1] if before else anchors[0]]
            self._insert(at, anchor.text[: anchor.indent] + b".. " + _word(phase, name), phase)
        else:
            self._insert_at_top(b".. " + _word(phase, name), phase)

    def _is_alone(self, number: int) -> bool:
        """Whether a line is a comment of its own, and other comments can stand above and below it."""
        return self._lines[number].text.lstrip().startswith(b"..") and not self._goes_on(number)

    def _insert_at_top(self, text: bytes, phase: Phase) -> None:
        has_mode = bool(self._lines) and _MODE_LINE.fullmatch(self._lines[0].text) and not self._goes_on(0)
        at = 1 if has_mode else 0
        self._insert(at, text, phase)
        if self._goes_on(at):
            raise MarkError("the file begins with indented text, which a comment above would swallow: add it by hand")
        if at + 1 < len(self._lines) and not self._lines[at + 1].is_blank:
            self._lines.insert(at + 1, _Line(b"", self._end))

    def _insert(self, at: int, text: bytes, phase: Phase) -> None:
        """Insert a line; the last line of a file that has no end gets none."""
        end = self._end
        if at == len(self._lines) and self._lines and not self._lines[-1].end:
            self._lines[-1].end, end = end, b""
        self._lines.insert(at, _Line(text, end, {phase}))

    @property
    def _end(self) -> bytes:
        """How the lines of this file end."""
        return next((line.end for line in self._lines if line.end), b"\n")

    def claim(self, phase: Phase, name: str) -> None:
        """Say in the marker of a phase who is on it, nobody if ``name`` is empty; add it where it is not there.

        :raises MarkError: if there is no place for it.
        """
        marked = [line for line in self._lines if phase in line.phases]
        for line in marked:
            line.text = re.sub(_pattern(phase), lambda _: _word(phase, name), line.text)
        if not marked:
            self.add(phase, name)


def _last(line: _Line) -> int:
    """The place of the last phase that a line marks."""
    return max(_ORDER.index(phase) for phase in line.phases)


def _line(raw: bytes) -> _Line:
    text = raw.rstrip(b"\r\n")
    return _Line(text, raw[len(text) :])
