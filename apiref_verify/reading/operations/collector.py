"""From the stream of events of a document to sections and operations.

An operation is the block of text under one title that holds a ``rest_method``, and the blocks below it. Where a
document's title styles are muddled (a "Response" that is formally a sibling of its operation), the wording decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.reference import Marker, Operation, Phase, Problem, ProblemKind, Section
from apiref_verify.reading.operations.contents import Contents, Resolver
from apiref_verify.reading.operations.version_wording import Existence, version_in_caption, versions_in_words
from apiref_verify.reading.operations.wording import is_part_heading
from apiref_verify.reading.rst import events, lookalikes

_MARKER = re.compile(r"needs:(\w+?)_verification(?: \(([^()]*)\))?")
_ACTION_IN_TITLE = re.compile(r"\(\s*[`'\"]*([A-Za-z][\w:.-]*)[`'\"]*\s+action\b", re.I)
_ACTIONS_OF_ONE = re.compile(r"\}/actions/?$")


@dataclass(slots=True)
class _Draft:
    """An operation under construction; ``inherited`` is what the headings above it say of versions."""

    event: events.Method
    title: events.Heading | None
    contents: Contents
    inherited: list[Existence]
    repeats: list[Location] = field(default_factory=list)

    @property
    def place(self) -> Location:
        return Location(self.event.path, self.event.line, self.event.column)

    def is_said_again(self, event: events.Method) -> bool:
        """Whether a second ``rest_method`` shows this operation, perhaps by an example of its URL."""
        same_path = event.url.split("?")[0].rstrip("/") == self.event.url.split("?")[0].rstrip("/")
        return same_path and event.method in ("", self.event.method)


@dataclass(slots=True)
class _Scope:
    """A heading above the text being read, and what the text directly below it says of versions."""

    heading: events.Heading
    statements: list[Existence]


@dataclass(slots=True)
class _SectionDraft:
    title: str = ""
    markers: dict[tuple[Phase, Location], Marker] = field(default_factory=dict)
    operations: dict[Location, Operation] = field(default_factory=dict)
    loose: Contents | None = None
    published: bool = True
    folder: str = ""

    def section(self, path: str) -> Section | None:
        """Return the finished section, or ``None`` if the file claims nothing."""
        loose = self.loose
        tables = tuple(loose.tables) if loose else ()
        samples = tuple(loose.samples) if loose else ()
        if not (self.operations or self.markers or tables or samples):
            return None
        return Section(
            path,
            self.title,
            tuple(self.markers.values()),
            tuple(self.operations.values()),
            tables,
            samples,
            tuple(loose.prose) if loose else (),
            self.published,
            self.folder,
        )


class Collector:
    """Collects the documents of one tree, one after the other; a file read twice counts once."""

    def __init__(self, resolver_for: Callable[[str], Resolver]) -> None:
        self._resolver_for = resolver_for
        self._sections: dict[str, _SectionDraft] = {}
        self._problems: dict[Problem, None] = {}
        self._folder = ""

    def document(self, folder: str, stream: Iterable[events.Event], published: bool) -> None:
        """Take in the events of one document; ``folder`` is the one that its paths start from."""
        self._folder = folder
        _Document(self, self._resolver_for(folder), published).read(stream)

    def section(self, path: str, published: bool) -> _SectionDraft:
        """Return the draft of the section in ``path``; it is published if any of its documents is."""
        draft = self._sections.setdefault(path, _SectionDraft(published=published, folder=self._folder))
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
        """Return the sections that claim anything, in reading order."""
        found = (draft.section(path) for path, draft in self._sections.items())
        return tuple(section for section in found if section)


class _Document:
    """The state while one document is read: the operation under way and the block since the last title."""

    def __init__(self, collector: Collector, resolver: Resolver, published: bool) -> None:
        self._collector = collector
        self._resolver = resolver
        self._published = published
        self._operation: _Draft | None = None
        self._title: events.Heading | None = None
        self._block: list[events.Event] = []
        self._scopes: list[_Scope] = []

    def read(self, stream: Iterable[events.Event]) -> None:
        for event in stream:
            if isinstance(event, events.Unreadable):
                self._collector.problem(event.problem)
            elif isinstance(event, events.Heading):
                self._heading(event)
            elif isinstance(event, events.Comment):
                self._note(lookalikes.in_comment(event))
                self._comment(event)
            elif isinstance(event, events.Method):
                self._method(event)
            else:
                if isinstance(event, events.Paragraph):
                    self._note(lookalikes.in_paragraph(event))
                self._block.append(event)
        self._end_block()
        self._end_operation()

    def _note(self, problem: Problem | None) -> None:
        if problem:
            self._collector.problem(problem)

    def _heading(self, event: events.Heading) -> None:
        section = self._collector.section(event.path, self._published)
        if not section.title:
            section.title = event.text
        self._end_block()
        if self._operation and not self._continues(event):
            self._end_operation()
        while self._scopes and self._scopes[-1].heading.level >= event.level:
            self._scopes.pop()
        self._scopes.append(_Scope(event, [Existence(_versions_of_title(event.text))]))
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
            for name, claimed_by in _MARKER.findall(line):
                place = Location(event.path, event.line + number)
                if name in Phase._value2member_map_:
                    section.markers[Phase(name), place] = Marker(Phase(name), place, claimed_by.strip())
                else:
                    message = f"needs:{name}_verification is none of the four markers"
                    hint = "the phases are method, parameter, example and body"
                    self._collector.problem(Problem(ProblemKind.MARKUP, message, place, hint))

    def _method(self, event: events.Method) -> None:
        draft = self._operation
        in_part = self._title is not None and is_part_heading(self._title.text)
        if draft and (self._title is draft.title or in_part):
            place = Location(event.path, event.line, event.column)
            if draft.is_said_again(event):
                draft.repeats.append(place)
                return
            if self._title is draft.title:
                self._end_block()
            else:
                message = f"a second rest_method inside {draft.event.method} {draft.event.url}"
                hint = "give the operation a title of its own"
                self._collector.problem(Problem(ProblemKind.MARKUP, message, place, hint))
        self._end_operation()
        title = (draft.title if draft else None) if in_part else self._title
        inherited = [s for scope in reversed(self._scopes) if scope.heading is not title for s in scope.statements]
        self._operation = _Draft(event, title, Contents(self._resolver, event.method, title), inherited)
        self._title = title

    def _end_block(self) -> None:
        """Hand the events since the last title to whom they belong."""
        block, self._block = self._block, []
        if self._operation:
            contents = self._operation.contents
            contents.enter(self._title)
            for event in block:
                contents.add(event)
            return
        for path in dict.fromkeys(event.path for event in block):
            section = self._collector.section(path, self._published)
            contents = section.loose = section.loose or Contents(self._resolver)
            contents.existence = []
            contents.enter(self._title)
            for event in block:
                if event.path == path:
                    contents.add(event)
            if self._scopes:
                self._scopes[-1].statements += contents.existence

    def _end_operation(self) -> None:
        draft, self._operation = self._operation, None
        if draft is None:
            return
        section = self._collector.section(draft.event.path, self._published)
        if draft.place in section.operations:
            return
        contents = draft.contents
        section.operations[draft.place] = Operation(
            method=draft.event.method,
            url=draft.event.url,
            title=draft.title.text if draft.title else "",
            action=_action(draft),
            versions=self._versions(draft),
            description="\n\n".join(contents.description),
            location=draft.place,
            title_location=Location(draft.title.path, draft.title.line) if draft.title else draft.place,
            codes=contents.codes,
            tables=tuple(contents.tables),
            samples=tuple(contents.samples),
            repeats=tuple(draft.repeats),
            prose=tuple(contents.prose),
            has_code_text=contents.has_code_text,
        )

    def _versions(self, draft: _Draft) -> VersionRange:
        """Return the range of an operation: its own lines tell first, then title, head and the headings above."""
        title = draft.title.text if draft.title else ""
        ends = [self._end_of_range(text, draft.place) for text in (draft.event.minimum, draft.event.maximum)]
        whole = f"{title} {draft.event.url}"
        said = [s.versions for s in (*draft.contents.existence, *draft.inherited) if s.concerns(whole)]
        return _narrowed([VersionRange(*ends), _versions_of_title(title), *said])

    def _end_of_range(self, text: str, place: Location) -> Microversion | None:
        try:
            return Microversion.parse(text) if text else None
        except ValueError:
            problem = Problem(ProblemKind.MARKUP, f"{text} is not a version", place, "write it as 2.10")
            self._collector.problem(problem)
            return None


def _versions_of_title(title: str) -> VersionRange:
    """Return what a title such as "Update share type (since API v2.50)" says."""
    if "ersion" in title or "ince" in title:
        in_title = versions_in_words(title)
        if not in_title.is_open:
            return in_title
    only = version_in_caption(title) if re.search(r"\(\s*v?\d", title) else None
    return VersionRange(only, None)


def _narrowed(ranges: Iterable[VersionRange]) -> VersionRange:
    """Each end from the first range that tells it and does not contradict the other end."""
    low: Microversion | None = None
    high: Microversion | None = None
    for said in ranges:
        if low is None and said.minimum and not (high and high < said.minimum):
            low = said.minimum
        if high is None and said.maximum and not (low and said.maximum < low):
            high = said.maximum
    return VersionRange(low, high)


def _action(draft: _Draft) -> str | None:
    """For an action URL: the single key of its request samples, else what title or table say.

    ``…/actions`` of one resource is an action URL if the samples say so: elsewhere it is a collection.
    """
    path = draft.event.url.split("?")[0].rstrip("/")
    keys = draft.contents.request_envelopes()
    if _ACTIONS_OF_ONE.search(path) and draft.event.method == "POST":
        return keys[0] if len(keys) == 1 else None
    if not path.endswith("/action"):
        return None
    if len(keys) == 1:
        return keys[0]
    named = _ACTION_IN_TITLE.search(draft.title.text if draft.title else "")
    return named[1] if named else draft.contents.action_row()
