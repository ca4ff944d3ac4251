"""From the stream of events of a document to sections and operations.

An operation is the block of text under one title that holds a ``rest_method``, and the blocks below it. Where a
document's title styles are muddled (a "Response" that is formally a sibling of its operation), the wording decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import Marker, Operation, Phase, Problem, ProblemKind, Section
from apiref_verify.reading import events
from apiref_verify.reading.contents import Contents, Resolver, Where
from apiref_verify.reading.wording import is_part_heading, version_in_caption, versions_in_words

_MARKER = re.compile(r"needs:(\w+?)_verification")
_ACTION_IN_TITLE = re.compile(r"\(\s*[`'\"]*([A-Za-z][\w:.-]*)[`'\"]*\s+action\b", re.I)


@dataclass(slots=True)
class _Draft:
    """An operation under construction."""

    event: events.Method
    title: events.Heading | None
    contents: Contents
    repeats: list[Location] = field(default_factory=list)


@dataclass(slots=True)
class _SectionDraft:
    title: str = ""
    markers: dict[tuple[Phase, Location], Marker] = field(default_factory=dict)
    operations: dict[Location, Operation] = field(default_factory=dict)
    loose: Contents | None = None
    published: bool = True


class Collector:
    """Collects the documents of one tree, one after the other; a file read twice counts once."""

    def __init__(self, resolver_for: Callable[[str], Resolver]) -> None:
        self._resolver_for = resolver_for
        self._sections: dict[str, _SectionDraft] = {}
        self._problems: dict[Problem, None] = {}

    def document(self, folder: str, stream: Iterable[events.Event], published: bool) -> None:
        """Take in the events of one document; ``folder`` is the one that its paths start from."""
        _Document(self, self._resolver_for(folder), published).read(stream)

    def section(self, path: str, published: bool) -> _SectionDraft:
        """The draft of the section in file ``path``; it is published if any of its documents is."""
        draft = self._sections.setdefault(path, _SectionDraft(published=published))
        draft.published = draft.published or published
        return draft

    def problem(self, problem: Problem) -> None:
        """Note a problem once."""
        self._problems[problem] = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems met so far, in order."""
        return tuple(self._problems)

    def sections(self) -> tuple[Section, ...]:
        """The sections that claim anything, in reading order."""
        found = []
        for path, draft in self._sections.items():
            loose = draft.loose
            tables = tuple(loose.tables) if loose else ()
            samples = tuple(loose.samples) if loose else ()
            if draft.operations or draft.markers or tables or samples:
                found.append(
                    Section(
                        path,
                        draft.title,
                        tuple(draft.markers.values()),
                        tuple(draft.operations.values()),
                        tables,
                        samples,
                        tuple(loose.prose) if loose else (),
                        draft.published,
                    )
                )
        return tuple(found)


class _Document:
    """The state while one document is read: the operation under way and the block since the last title."""

    def __init__(self, collector: Collector, resolver: Resolver, published: bool) -> None:
        self._collector = collector
        self._resolver = resolver
        self._published = published
        self._operation: _Draft | None = None
        self._title: events.Heading | None = None
        self._block: list[events.Event] = []

    def read(self, stream: Iterable[events.Event]) -> None:
        for event in stream:
            if isinstance(event, events.Unreadable):
                self._collector.problem(event.problem)
            elif isinstance(event, events.Heading):
                self._heading(event)
            elif isinstance(event, events.Comment):
                self._comment(event)
            elif isinstance(event, events.Method):
                self._method(event)
            else:
                self._block.append(event)
        self._end_block()
        self._end_operation()

    def _heading(self, event: events.Heading) -> None:
        section = self._collector.section(event.path, self._published)
        if not section.title:
            section.title = event.text
        self._end_block()
        if self._operation and not self._continues(event):
            self._end_operation()
        self._title = event

    def _continues(self, heading: events.Heading) -> bool:
        """Whether the block under a title still belongs to the operation under way."""
        draft = self._operation
        if draft is None or draft.title is None or draft.event.path != heading.path:
            return False
        return heading.level > draft.title.level or is_part_heading(heading.text)

    def _comment(self, event: events.Comment) -> None:
        section = self._collector.section(event.path, self._published)
        for number, line in enumerate(event.text.split("\n")):
            for name in _MARKER.findall(line):
                place = Location(event.path, event.line + number)
                if name in Phase._value2member_map_:
                    section.markers[Phase(name), place] = Marker(Phase(name), place)
                else:
                    self._collector.problem(
                        Problem(
                            ProblemKind.MARKUP,
                            f"needs:{name}_verification is none of the four markers",
                            place,
                            "the phases are method, parameter, example and body",
                        )
                    )

    def _method(self, event: events.Method) -> None:
        draft = self._operation
        place = Location(event.path, event.line, event.column)
        if draft and (self._title is draft.title or is_part_heading(self._title.text if self._title else "")):
            if (draft.event.method, draft.event.url) == (event.method, event.url):
                draft.repeats.append(place)
                return
            if self._title is not draft.title:
                self._collector.problem(
                    Problem(
                        ProblemKind.MARKUP,
                        f"a second rest_method inside {draft.event.method} {draft.event.url}",
                        place,
                        "give the operation a title of its own",
                    )
                )
        if draft and self._title is draft.title:
            self._end_block()
        self._end_operation()
        title = self._title if self._title and not is_part_heading(self._title.text) else draft.title if draft else None
        self._operation = _Draft(event, title, Contents(self._resolver))
        self._title = title

    def _where(self, event: events.Event) -> Where:
        draft = self._operation
        return Where(event.path, self._title, draft.event.method if draft else "", draft.title if draft else None)

    def _end_block(self) -> None:
        block, self._block = self._block, []
        if not block:
            return
        draft = self._operation
        for event in block:
            if draft:
                contents = draft.contents
            else:
                section = self._collector.section(event.path, self._published)
                contents = section.loose = section.loose or Contents(self._resolver)
            contents.add(event, self._where(event))

    def _end_operation(self) -> None:
        draft, self._operation = self._operation, None
        if draft is None:
            return
        contents = draft.contents
        section = self._collector.section(draft.event.path, self._published)
        place = Location(draft.event.path, draft.event.line, draft.event.column)
        if place in section.operations:
            return
        title = draft.title.text if draft.title else ""
        section.operations[place] = Operation(
            method=draft.event.method,
            url=draft.event.url,
            title=title,
            action=self._action(draft, title),
            versions=self._versions(draft, title, place),
            description="\n\n".join(contents.description),
            location=place,
            title_location=Location(draft.title.path, draft.title.line) if draft.title else place,
            codes=tuple(contents.codes),
            tables=tuple(contents.tables),
            samples=tuple(contents.samples),
            repeats=tuple(draft.repeats),
            prose=tuple(contents.prose),
            has_code_text=contents.has_code_text,
        )

    def _action(self, draft: _Draft, title: str) -> str | None:
        """For an action URL: the single key of its request samples, else what title or table say."""
        if not draft.event.url.split("?")[0].rstrip("/").endswith("/action"):
            return None
        keys = draft.contents.request_envelopes()
        if len(keys) == 1:
            return keys[0]
        named = _ACTION_IN_TITLE.search(title)
        return named[1] if named else draft.contents.action_row()

    def _versions(self, draft: _Draft, title: str, place: Location) -> VersionRange:
        """The range of an operation: its own lines first, then its title, then a ``versionadded`` in its head."""
        ends: list[Microversion | None] = []
        for text in (draft.event.minimum, draft.event.maximum):
            try:
                ends.append(Microversion.parse(text) if text else None)
            except ValueError:
                ends.append(None)
                hint = "write it as 2.10"
                self._collector.problem(Problem(ProblemKind.MARKUP, f"{text} is not a version", place, hint))
        if any(ends):
            return VersionRange(*ends)
        if "ersion" in title or "ince" in title:
            in_title = versions_in_words(title)
            if not in_title.is_open:
                return in_title
        if (only := version_in_caption(title)) and re.search(r"\(\s*v?\d", title):
            return VersionRange(only, None)
        return draft.contents.versions if draft.contents.versions else EVERY_VERSION
