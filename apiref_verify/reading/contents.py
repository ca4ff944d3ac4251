"""What stands in an operation (or outside any): tables, samples, codes and prose, with their direction and version."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Protocol

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import (
    NOT_JSON,
    Direction,
    Parameter,
    ParametersFile,
    Place,
    Problem,
    Sample,
    StatusCode,
    Table,
)
from apiref_verify.reading import events, wording
from apiref_verify.reading.samples import direction_in_name, version_in_path

_BOLD = re.compile(r"^\s*\*\*(.+?)\*\*[\s:.]*$", re.DOTALL)
_CODE_ONLY = re.compile(r"^[1-5]\d\d$")


class Resolver(Protocol):
    """What the contents of a document ask of the tree around them."""

    def parameters(self, target: str, path: str, line: int) -> ParametersFile | None:
        """The parameters file that a directive names."""

    def sample(self, event: events.IncludedSample) -> tuple[str, object] | None:
        """The path and JSON value of an included sample, or ``None`` if it is missing."""

    def inline_sample(self, event: events.InlineSample) -> object:
        """The JSON value of a sample in the text, or ``NOT_JSON``."""

    def problem(self, problem: Problem) -> None:
        """Note a problem."""

    def column(self, path: str, line: int, text: str) -> int:
        """The column of ``text`` in a line."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where an event stands: its file, the title above it, the operation's method and title."""

    path: str
    title: events.Heading | None
    method: str
    operation_title: events.Heading | None


@dataclass(slots=True)
class Contents:
    """Collects in reading order. ``caption`` and ``direction`` are what the last heading or caption said."""

    resolver: Resolver
    tables: list[Table] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    codes: list[StatusCode] = field(default_factory=list)
    prose: list[tuple[str, Location]] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    versions: VersionRange | None = None
    has_code_text: bool = False
    _title: events.Heading | None = None
    _direction: Direction | None = None
    _range: VersionRange = EVERY_VERSION
    _caption: str = ""
    _codes_follow: bool | None = None

    def add(self, event: events.Event, where: Where) -> None:
        """Take in one event."""
        if where.title is not self._title:
            self._enter(where)
        match event:
            case events.Paragraph():
                self._paragraph(event, where)
            case events.ParametersTable():
                self._table(event, where)
            case events.StatusCodes():
                self._status_codes(event)
            case events.IncludedSample() | events.InlineSample():
                self._sample(event, where)
            case events.VersionNote():
                self._version_note(event, where)
            case _:
                pass

    def request_envelopes(self) -> list[str]:
        """The distinct single top keys of the request samples."""
        bodies = [s.body for s in self.samples if s.direction is Direction.REQUEST]
        return list(dict.fromkeys(next(iter(b)) for b in bodies if isinstance(b, dict) and len(b) == 1))

    def action_row(self) -> str | None:
        """The first body row of the request tables: by convention the action."""
        rows = (row for t in self.tables if t.direction is Direction.REQUEST for row in t.rows)
        return next((row.name for row in rows if row.place is Place.BODY), None)

    def _enter(self, where: Where) -> None:
        """A new title: what it says of direction and versions holds until the next one."""
        self._title = where.title
        self._caption = ""
        self._codes_follow = None
        text = where.title.text if where.title else ""
        if where.title is where.operation_title:
            self._direction, self._range = None, EVERY_VERSION
            return
        self._caption = text
        direction = wording.direction_of_heading(text)
        if direction:
            self._direction = direction
        self._range = wording.versions_in_words(text)
        label = wording.codes_label(text)
        self._codes_follow = label[0] if label else None

    def _paragraph(self, event: events.Paragraph, where: Where) -> None:
        place = Location(event.path, event.line, self.resolver.column(event.path, event.line, ""))
        self.prose.append((event.text, place))
        bold = _BOLD.match(event.text)
        text = bold[1] if bold else event.text
        label = wording.codes_label(event.text)
        if label:
            self.has_code_text = True
            found = self._prose_codes(event, label[0], label[1])
            self._codes_follow = None if found else label[0]
            return
        if self._codes_follow is not None and re.match(r"\W*(?:[A-Za-z ]+\()?[1-5]\d\d\b", event.text):
            self._prose_codes(event, self._codes_follow, 0)
            return
        if bold or (len(text) < 120 and text.rstrip().endswith(":")):
            self._codes_follow = None
            self._caption = text
            if direction := wording.direction_of_heading(text):
                self._direction = direction
                self._range = wording.versions_in_words(text)
            return
        if len(text) < 120:
            self._caption = text
        if where.title is where.operation_title:
            self.description.append(event.text)

    def _prose_codes(self, event: events.Paragraph, success: bool, start: int) -> bool:
        found = list(wording.codes_in(event.text, start))
        for code in found:
            line = event.line + event.text.count("\n", 0, code.offset)
            column = self.resolver.column(event.path, line, str(code.code))
            place = Location(event.path, line, column)
            self.codes.append(StatusCode(code.code, code.name, success, code.versions, place))
        return bool(found)

    def _status_codes(self, event: events.StatusCodes) -> None:
        self.has_code_text = True
        for word, reason in event.codes:
            if _CODE_ONLY.match(word.text):
                place = Location(event.path, word.line, word.column)
                self.codes.append(StatusCode(int(word.text), reason, event.kind != "error", EVERY_VERSION, place))

    def _table(self, event: events.ParametersTable, where: Where) -> None:
        file = self.resolver.parameters(event.file, event.path, event.line) if event.file else None
        rows = []
        for name, key in event.rows:
            definition = file.definitions.get(key.text) if file else None
            place = Location(event.path, name.line, name.column)
            rows.append(Parameter(name.text, key.text, definition, place))
        self.tables.append(
            Table(
                self._direction or self._direction_of_rows(rows, where),
                where.title.text if where.title else "",
                self._range,
                tuple(rows),
                file.path if file else event.file,
                Location(event.path, event.line, event.column),
            )
        )

    def _direction_of_rows(self, rows: list[Parameter], where: Where) -> Direction:
        """For a table under no telling heading: path and query rows ask; a second table of body rows answers."""
        if any(row.place in (Place.PATH, Place.QUERY) for row in rows):
            return Direction.REQUEST
        if where.method in ("GET", "HEAD", "DELETE") or any(t.direction is Direction.REQUEST for t in self.tables):
            return Direction.RESPONSE
        return Direction.REQUEST

    def _sample(self, event: events.IncludedSample | events.InlineSample, where: Where) -> None:
        caption = " ".join(self._caption.split())
        if isinstance(event, events.IncludedSample):
            found = self.resolver.sample(event)
            if found is None:
                return
            path, body = found
            named = direction_in_name(path.rsplit("/", 1)[-1]) or direction_in_name(path)
            line, inline, first, column = event.line, False, 1, event.column
            caption = event.caption or caption
        else:
            path, body, named = event.path, self.resolver.inline_sample(event), None
            if body is NOT_JSON and not event.language:
                return
            line, inline, first, column = event.line, True, event.line, 1
        in_path = None if inline else version_in_path(path)
        in_caption = wording.version_in_caption(caption)
        self.samples.append(
            Sample(
                path,
                named or wording.direction_in_words(caption) or self._direction or self._direction_of_sample(where),
                in_path or in_caption,
                caption,
                inline,
                body,
                Location(event.path, line, column),
                first,
                in_caption,
                in_path,
            )
        )

    def _direction_of_sample(self, where: Where) -> Direction | None:
        return Direction.RESPONSE if where.method in ("GET", "HEAD") else None

    def _version_note(self, event: events.VersionNote, where: Where) -> None:
        if event.kind != "versionadded" or self.versions or where.title is not where.operation_title or not where.method:
            return
        try:
            self.versions = VersionRange(Microversion.parse(event.version), None)
        except ValueError:
            return
