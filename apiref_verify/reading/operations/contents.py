"""What stands in an operation (or outside any): tables, samples, codes and prose, with their direction and version."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import Protocol

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import (
    NOT_JSON,
    Definition,
    Direction,
    Parameter,
    ParametersFile,
    Place,
    Problem,
    Sample,
    StatusCode,
    Table,
)
from apiref_verify.reading.data.samples import direction_in_name, means_json, version_in_path
from apiref_verify.reading.operations import wording
from apiref_verify.reading.operations.response_codes import CodeKind, ProseCode, label_kind, read_codes, read_status
from apiref_verify.reading.operations.version_wording import (
    Existence,
    existence,
    existence_in_note,
    version_in_caption,
    versions_in_words,
)
from apiref_verify.reading.rst import events

_BOLD = re.compile(r"^\s*\*\*(.+?)\*\*[\s:.]*$", re.DOTALL)
_CAPTION = re.compile(r"\b(?:examples?|requests?|responses?)\b", re.I)
_CODE_ONLY = re.compile(r"^[1-5]\d\d$")
_VERSION_LEAD = re.compile(r"^\W*(?:in|with|for|new in)\b", re.I)
_SHORT = 120
_CSV_PLACES = {"plain": Place.BODY, "json": Place.BODY, "uri": Place.PATH, "query": Place.QUERY, "header": Place.HEADER}


class Resolver(Protocol):
    """What the contents of a document ask of the tree around them."""

    def parameters(self, target: str, path: str, line: int) -> ParametersFile | None:
        """Return the parameters file that a directive names."""

    def sample(self, event: events.IncludedSample) -> tuple[str, object] | None:
        """Return the path and JSON value of an included sample, or ``None`` if it is missing."""

    def inline_sample(self, event: events.InlineSample) -> object:
        """Return the JSON value of a sample in the text, or ``NOT_JSON``."""

    def problem(self, problem: Problem) -> None:
        """Note a problem."""

    def column(self, path: str, line: int, text: str) -> int:
        """Return the column of ``text`` in a line."""


@dataclass(slots=True)
class Contents:
    """Collects in reading order.

    ``method`` is that of the operation, if it is one, and ``title`` the heading that it stands under: what comes
    before the first heading below it is the operation's head. Outside operations every heading begins a new head.
    """

    resolver: Resolver
    method: str = ""
    title: events.Heading | None = None
    tables: list[Table] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    prose: list[tuple[str, Location]] = field(default_factory=list)
    description: list[str] = field(default_factory=list)
    existence: list[Existence] = field(default_factory=list)
    has_code_text: bool = False
    _codes: list[StatusCode] = field(default_factory=list)
    _status_lines: list[StatusCode] = field(default_factory=list)
    _heading: str = ""
    _in_head: bool = True
    _direction: Direction | None = None
    _range: VersionRange = EVERY_VERSION
    _caption: str = ""
    _is_captioned: bool = False
    _lead: str = ""
    _codes_follow: CodeKind | None = None

    @property
    def codes(self) -> tuple[StatusCode, ...]:
        """The codes of all lists; without any, those of the status lines above examples."""
        return tuple(self._codes or self._status_lines)

    def enter(self, heading: events.Heading | None) -> None:
        """Go below a new heading: what it says of direction and versions holds until the next one."""
        is_title = heading is self.title
        self._heading = text = heading.text if heading else ""
        self._in_head = is_title or self.title is None
        self._caption, self._lead = "" if is_title else text, ""
        self._is_captioned = False
        self._codes_follow = None if is_title else label_kind(text)
        self._range = EVERY_VERSION if is_title else versions_in_words(text)
        if self._in_head:
            self._direction = None if is_title else wording.direction_of_heading(text)
        elif self._codes_follow is None:
            told = wording.direction_of_heading(text) or wording.direction_in_words(text)
            self._direction = told or self._direction

    def add(self, event: events.Event) -> None:
        """Take in one event below the last heading."""
        match event:
            case events.Paragraph():
                self._paragraph(event)
            case events.ParametersTable():
                self._table(event)
            case events.InlineTable():
                self._inline_table(event)
            case events.StatusCodes():
                self._status_codes(event)
            case events.IncludedSample() | events.InlineSample():
                self._sample(event)
            case events.VersionNote():
                self._version_note(event)
            case _:
                pass

    def request_envelopes(self) -> list[str]:
        """Return the distinct single top keys of the request samples."""
        bodies = [s.body for s in self.samples if s.direction is Direction.REQUEST]
        return list(dict.fromkeys(next(iter(b)) for b in bodies if isinstance(b, dict) and len(b) == 1))

    def action_row(self) -> str | None:
        """Return the first body row of the request tables: by convention the action."""
        rows = (row for t in self.tables if t.direction is Direction.REQUEST for row in t.rows)
        return next((row.name for row in rows if row.place is Place.BODY), None)

    def _paragraph(self, event: events.Paragraph) -> None:
        text = event.text
        place = Location(event.path, event.line, self.resolver.column(event.path, event.line, ""))
        self.prose.append((text, place))
        if self._read_codes(event):
            return
        bold = _BOLD.match(text)
        if bold:
            self._label(bold[1])
        elif text.rstrip().endswith(":") and not self._is_captioned:
            self._label(text)
        else:
            self._lead = text
        self._is_captioned = bool(_CAPTION.search(bold[1])) if bold else self._is_captioned
        if self._in_head:
            self.existence += existence(text)
            is_label = bool(bold) or (len(text) < _SHORT and wording.direction_of_heading(text) is not None)
            if not (is_label or self.tables or self.samples):
                self.description.append(text)

    def _label(self, text: str) -> None:
        """Take in a pseudo-heading or a line that introduces what follows."""
        self._codes_follow = None
        self._caption, self._lead = text, ""
        if direction := wording.direction_of_heading(text):
            self._direction, self._heading = direction, text.strip(" :")
            self._range = versions_in_words(text)

    def _read_codes(self, event: events.Paragraph) -> bool:
        """Whether a paragraph lists codes, or announces such a list; if so, it is read."""
        found = read_codes(event.text, self._codes_follow)
        status = None if found.labelled else read_status(event.text)
        if found.labelled:
            self._codes_follow = found.follows
        known = {(code.code, code.success, code.versions) for code in self._codes}
        new = (code for code in found.codes if (code.code, code.success, code.versions) not in known)
        self._codes += [self._status(event, code) for code in new]
        if status:
            self._status_lines.append(self._status(event, status))
        is_list = found.labelled or bool(found.codes) or status is not None
        self.has_code_text = self.has_code_text or is_list
        return is_list

    def _status(self, event: events.Paragraph, code: ProseCode) -> StatusCode:
        begin = event.text.rfind("\n", 0, code.offset) + 1
        line = event.text[begin:].split("\n", 1)[0]
        number = event.line + event.text.count("\n", 0, begin)
        column = self.resolver.column(event.path, number, line.strip()) - (len(line) - len(line.lstrip()))
        place = Location(event.path, number, column + code.offset - begin)
        return StatusCode(code.code, code.name, code.success, code.versions, place)

    def _status_codes(self, event: events.StatusCodes) -> None:
        self.has_code_text = True
        for word, reason in event.codes:
            if _CODE_ONLY.match(word.text):
                place = Location(event.path, word.line, word.column)
                self._codes.append(StatusCode(int(word.text), reason, event.kind != "error", EVERY_VERSION, place))

    def _table(self, event: events.ParametersTable) -> None:
        file = self.resolver.parameters(event.file, event.path, event.line) if event.file else None
        rows = []
        for name, key in event.rows:
            definition = file.definitions.get(key.text) if file else None
            rows.append(Parameter(name.text, key.text, definition, Location(event.path, name.line, name.column)))
        place = Location(event.path, event.line, event.column)
        self._add_table(rows, file.path if file else event.file, place)

    def _inline_table(self, event: events.InlineTable) -> None:
        rows = []
        for row in event.rows:
            place = Location(event.path, row.name.line, row.name.column)
            travels = _CSV_PLACES.get(row.style.lower())
            required = False if row.optional else None
            definition = Definition(row.name.text, travels, row.type, required, EVERY_VERSION, row.description, place)
            rows.append(Parameter(row.name.text, row.name.text, definition, place))
        self._add_table(rows, "", Location(event.path, event.line, event.column))

    def _add_table(self, rows: list[Parameter], file: str, place: Location) -> None:
        led = wording.direction_of_lead(self._lead) if self.tables else None
        direction = self._direction or led or self._direction_of_rows(rows)
        self.tables.append(Table(direction, self._heading, self._range, tuple(rows), file, place))
        self._codes_follow, self._lead = None, ""

    def _direction_of_rows(self, rows: list[Parameter]) -> Direction:
        """For a table under no telling heading: path and query rows ask; a second table of body rows answers."""
        if any(row.place in (Place.PATH, Place.QUERY) for row in rows):
            return Direction.REQUEST
        if self.method in ("GET", "HEAD", "DELETE") or any(t.direction is Direction.REQUEST for t in self.tables):
            return Direction.RESPONSE
        return Direction.REQUEST

    def _sample(self, event: events.IncludedSample | events.InlineSample) -> None:
        caption = " ".join((self._caption or self._lead[:_SHORT]).split())
        if isinstance(event, events.IncludedSample):
            found = self.resolver.sample(event)
            if found is None:
                return
            path, body = found
            named = direction_in_name(path.rsplit("/", 1)[-1]) or direction_in_name(path)
            in_path = version_in_path(_below(path, event.path))
            inline, first, column = False, 1, event.column
            caption = event.caption or caption
        else:
            event = self._declared(event)
            path, body, named, in_path = event.path, self.resolver.inline_sample(event), None, None
            if body is NOT_JSON and not event.language:
                return
            inline, first, column = True, event.line, 1
        in_caption = version_in_caption(caption) or self._version_of_lead()
        self.samples.append(
            Sample(
                path,
                named or wording.direction_in_words(caption) or self._direction or self._direction_of_sample(body),
                in_path or in_caption,
                caption,
                inline,
                body,
                Location(event.path, event.line, column),
                first,
                in_caption,
                in_path,
            )
        )
        self._codes_follow, self._lead = None, ""

    def _declared(self, event: events.InlineSample) -> events.InlineSample:
        """Take a literal block below "Request" or "Response" for JSON, if it looks so."""
        is_sample = self.method and self._direction and not event.language
        if is_sample and means_json(event.path, event.text, "", inline=True):
            return event._replace(language="json")
        return event

    def _version_of_lead(self) -> Microversion | None:
        return version_in_caption(self._lead) if _VERSION_LEAD.match(self._lead) else None

    def _direction_of_sample(self, body: object) -> Direction | None:
        """For a sample that nothing tells about: a first body of a writing method asks, all others answer."""
        if lead := wording.direction_of_lead(self._lead):
            return lead
        if self.method in ("GET", "HEAD", "DELETE"):
            return Direction.RESPONSE
        if not self.method or body is NOT_JSON:
            return None
        return Direction.RESPONSE if any(s.direction is Direction.REQUEST for s in self.samples) else Direction.REQUEST

    def _version_note(self, event: events.VersionNote) -> None:
        if self._in_head and (versions := existence_in_note(event.kind, event.version, event.text)):
            self.existence.append(Existence(versions))


def _below(path: str, document: str) -> str:
    """Return the part of ``path`` below the folders that it shares with the file that shows it."""
    return path[len(posixpath.commonpath([posixpath.dirname(path), posixpath.dirname(document)])) :]
