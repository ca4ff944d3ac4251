"""RST into a stream of events, through docutils with directives of our own.

Titles are kept flat (their nesting is that of the assembled document, which no single file knows), inline markup is
left as written, and included files are parsed on their own with the title styles known so far. The meaning of the
directives follows os-api-ref (https://docs.openstack.org/os-api-ref/latest/usage.html) and Sphinx.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from docutils import frontend, nodes, statemachine, utils
from docutils.parsers import rst
from docutils.parsers.rst import states

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading import events
from apiref_verify.reading.directives import DIRECTIVES, block_of, unknown_directive
from apiref_verify.reading.inline import PlainInliner

Include = Callable[["Source", str, int, dict[str, str]], list[events.Event]]

_HARMLESS = (
    "Title underline too short",
    "Title overline too short",
    "ends without a blank line",
    "Possible title underline",
    "Enumerated list start value",
    "Duplicate explicit target name",
    "Duplicate implicit target name",
    "Blank line required after table",
    "Possible incomplete section title",
)


@dataclass(slots=True)
class Source:
    """A source file under way: its text and what its document knows.

    ``folder`` is the folder of the *document* (relative to the root), against which paths resolve; ``styles`` is the
    list of title styles seen so far in the document, shared by all its files; ``chain`` are the files that led here.
    """

    path: str
    lines: list[str]
    folder: str
    styles: list[Any]
    include: Include
    chain: tuple[str, ...] = ()
    first_line: int = 1
    foreign_extensions: bool = False
    problems: list[Problem] = field(default_factory=list)

    def column(self, line: int, text: str) -> int:
        """The column of ``text`` in a line of the file, or of its first word."""
        content = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        found = content.find(text) if text else -1
        return 1 + (found if found >= 0 else len(content) - len(content.lstrip()))

    def problem(self, kind: ProblemKind, message: str, line: int, text: str = "", **more: Any) -> None:
        """Note that something at ``line`` could not be read as meant."""
        place = Location(self.path, max(line, 1), self.column(line, text))
        self.problems.append(Problem(kind, message, place, **more))


class heading(nodes.Part, nodes.Element):  # noqa: N801  (docutils names its nodes in lower case)
    """A title, in place of a section node."""


class claim(nodes.Special, nodes.Element):  # noqa: N801
    """A directive of ours, read: ``events`` holds what it said."""


class _LazyStates(dict[str, Any]):
    """The states of one machine, made when they are first entered.

    Docutils makes all fifteen for each of the thousands of nested machines: half of its time.
    """

    def __init__(self, machine: Any, classes: tuple[type[Any], ...]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = {state.__name__: state for state in classes}

    def __missing__(self, name: str) -> Any:
        state = self[name] = self._classes[name](self._machine, self._machine.debug)
        if getattr(self._machine, "memo", None) is not None:
            state.runtime_init()
        return state


class _Machine(states.RSTStateMachine):
    def add_states(self, state_classes: Any) -> None:
        self.states = _LazyStates(self, tuple(state_classes))


class _NestedMachine(states.NestedStateMachine):
    def add_states(self, state_classes: Any) -> None:
        self.states = _LazyStates(self, tuple(state_classes))


class _FlatTitles(states.RSTState):
    """Mixed into every docutils state: a title is a node of its own and opens no section."""

    nested_sm = _NestedMachine
    nested_sm_cache: list[Any] = []

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def section(self, title: str, source: str, style: Any, lineno: int, messages: list[Any]) -> None:
        styles = self.document.settings.source.styles
        if style not in styles:
            styles.append(style)
        node = heading(text=title, level=styles.index(style) + 1)
        node.line = lineno
        self.parent += node
        self.parent += messages


def _directive(state: states.Body, match: Any) -> Any:
    """Stands in for ``states.Body.directive``: directives are looked up in our table alone."""
    name = match.group(1).lower()
    source = state.document.settings.source
    if name not in DIRECTIVES and not source.foreign_extensions:
        unknown_directive(source, name, state.state_machine.abs_line_number())
    return state.run_directive(_ReadDirective, match, name, {})


class _OwnDirectives(states.Body):
    """Mixed into every docutils body state, whose table of explicit constructs names its methods directly."""

    explicit = copy.copy(states.Body.explicit)
    explicit.constructs = [
        (_directive if method is states.Body.directive else method, pattern)
        for method, pattern in states.Body.explicit.constructs
    ]


class _ReadDirective(rst.Directive):
    """Hands the raw block of a directive to its reader, and parses on in what may hold more claims."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        source: Source = self.state.document.settings.source
        block = block_of(self.name, self.lineno, self.content, self.content_offset)
        reader = DIRECTIVES.get(self.name)
        found = list(reader(source, block)) if reader else []
        if block.parse_body and block.body:
            node = nodes.container()
            self.state.nested_parse(
                statemachine.StringList(block.body, source.path), block.body_line - 1, cast(Any, node)
            )
            return [claim(events=found), node]
        return [claim(events=found)]


def _state_classes() -> tuple[type[Any], ...]:
    mixins = {False: (_FlatTitles,), True: (_FlatTitles, _OwnDirectives)}
    return tuple(
        type(state.__name__, (*mixins[issubclass(state, states.Body)], state), {}) for state in states.state_classes
    )


_STATES = _state_classes()


def _settings() -> Any:
    settings: Any = frontend.get_default_settings(rst.Parser)
    settings.report_level = settings.halt_level = 5
    settings.line_length_limit = 10_000_000
    settings.warning_stream = False
    settings.file_insertion_enabled = settings.raw_enabled = False
    return settings


_SETTINGS: list[Any] = []


def parse(source: Source) -> list[events.Event]:
    """The events of one source file, those of included files in place.

    Problems of the file itself come as ``Unreadable`` events. Never raises on malformed markup.
    """
    if not _SETTINGS:
        _SETTINGS.append(_settings())
    settings = _SETTINGS[0].copy()
    settings.source = source
    document = utils.new_document(source.path, settings)
    document.reporter.attach_observer(lambda message: _note(source, message))
    machine = _Machine(state_classes=_STATES, initial_state="Body")
    text = [line.replace("\t", "        ").rstrip() if "\t" in line else line for line in source.lines]
    lines = statemachine.StringList(
        [""] * (source.first_line - 1) + text[source.first_line - 1 :], source.path
    )
    try:
        machine.run(lines, document, inliner=PlainInliner())
    except RecursionError:
        source.problem(ProblemKind.MARKUP, "nested too deeply to be read", 1)
    found = list(_events(source, document))
    found += [events.Unreadable(p.location.path, p.location.line, p) for p in source.problems]
    return found


def _note(source: Source, message: Any) -> None:
    if message["level"] < 2:
        return
    text = message.astext().split(") ", 1)[-1] if message.astext().startswith("<") else message.children[0].astext()
    text = " ".join(text.split("\n\n")[0].split())
    harmless = any(phrase in text for phrase in _HARMLESS) or message["level"] < 3
    source.problem(ProblemKind.MARKUP, f"RST: {text.rstrip('.')}", message.get("line", 1), harmless=harmless)


def _events(source: Source, node: nodes.Element) -> Iterator[events.Event]:
    """Walk a parsed file in source order."""
    for child in node.children:
        if isinstance(child, claim):
            yield from child["events"]
        elif isinstance(child, heading):
            yield events.Heading(source.path, child.line or 1, child["level"], child["text"])
        elif isinstance(child, nodes.comment):
            yield events.Comment(source.path, _line(child), child.astext())
        elif isinstance(child, nodes.literal_block | nodes.doctest_block):
            yield events.InlineSample(source.path, _line(child), child.astext(), "")
        elif isinstance(child, nodes.paragraph | nodes.term | nodes.line | nodes.field_name):
            yield events.Paragraph(source.path, _line(child), child.rawsource or child.astext())
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message):
            yield from _events(source, child)


def _line(node: nodes.Element) -> int:
    """The line where a node stands, or the nearest one above it that docutils knows."""
    current: Any = node
    while current is not None and current.line is None:
        current = current.parent
    return int(current.line) if current is not None else 1
