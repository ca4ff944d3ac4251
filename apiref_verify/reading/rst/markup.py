"""RST into a stream of events, through docutils with directives of our own.

Titles are kept flat (their nesting is that of the assembled document, which no single file knows), inline markup is
left as written, and included files are parsed on their own with the title styles known so far. The meaning of the
directives follows os-api-ref (https://docs.openstack.org/os-api-ref/latest/usage.html) and Sphinx.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, cast

from docutils import frontend, nodes, statemachine, utils
from docutils.parsers import rst
from docutils.parsers.rst import states

from apiref_verify.model.reference import ProblemKind
from apiref_verify.reading.rst import events
from apiref_verify.reading.rst.block import block_of
from apiref_verify.reading.rst.directives import DIRECTIVES, unknown_directive
from apiref_verify.reading.rst.faults import explain
from apiref_verify.reading.rst.inline import PlainInliner
from apiref_verify.reading.rst.source import Source

_DEEPEST = 40
"""Blocks nested more deeply are left out: docutils takes some five frames of the stack for each."""

_LONGEST_LINE = 20_000
"""Lines are read up to here: docutils takes seconds for lines of megabytes."""


_WITH_TITLES = frozenset(("only", "ifconfig"))
"""Directives whose content may have titles, as in Sphinx."""


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

    def run(  # type: ignore[override]
        self, input_lines: Any, input_offset: int, memo: Any, node: Any, match_titles: bool = True
    ) -> Any:
        """Parse a block, unless it is nested too deeply: then it is left out, and what comes after it is read."""
        source: Source = memo.document.settings.source
        source.depth += 1
        if source.depth > _DEEPEST:
            source.too_deep(input_offset + 1)
            input_lines = statemachine.StringList([], source.path)
        try:
            return super().run(input_lines, input_offset, memo, node, match_titles)
        finally:
            source.depth -= 1


class _FlatTitles(states.RSTState):
    """Mixed into every docutils state: a title is a node of its own and opens no section."""

    nested_sm = _NestedMachine
    nested_sm_cache: list[Any] = []  # noqa: RUF012  (so does docutils)

    def __init__(self, state_machine: Any, debug: bool = False) -> None:
        super().__init__(state_machine, debug)
        self.nested_sm_kwargs = {"state_classes": _STATES, "initial_state": "Body"}

    def unlink(self) -> None:
        """Let go of the machine, and of the transitions: by their methods the state would keep itself alive."""
        super().unlink()
        self.transitions.clear()

    def section(self, title: str, source: str, style: Any, lineno: int, messages: list[Any]) -> None:
        styles = self.document.settings.source.styles
        if style not in styles:
            styles.append(style)
        node = heading(text=title, level=styles.index(style) + 1)
        node.line = lineno
        self.parent += node
        self.parent += messages


def _directive(state: Any, match: Any) -> Any:
    """Stand in for ``states.Body.directive``: directives are looked up in our table alone."""
    name = match.group(1).lower()
    if name not in DIRECTIVES:
        unknown_directive(state.document.settings.source, name, state.state_machine.abs_line_number())
    found, blank_finish = state.run_directive(_ReadDirective, match, name, {})
    return found, blank_finish or name == "include"  # what docutils inserts ends in a blank line


def _substitution(state: Any, match: Any) -> Any:
    """Stand in for ``states.Body.substitution_def``: nothing is substituted, and no directive of docutils runs."""
    _, _, _, blank_finish = state.state_machine.get_first_known_indented(match.end(), strip_indent=False)
    return [], blank_finish


_OURS = {states.Body.directive: _directive, states.Body.substitution_def: _substitution}


class _OwnDirectives(states.Body):
    """Mixed into every docutils body state, whose table of explicit constructs names its methods directly."""

    explicit = copy.copy(states.Body.explicit)
    explicit.constructs = [  # noqa: RUF012  (no class attribute, but one of a copy)
        (_OURS.get(method, method), pattern) for method, pattern in states.Body.explicit.constructs
    ]

    def comment(self, match: Any) -> Any:
        """Read a comment, and keep the line where it begins: docutils keeps that of its end."""
        begins_here = bool(match.string[match.end() :].strip())
        line = self.state_machine.abs_line_number() + (0 if begins_here else 1)
        found, blank_finish = cast(Any, super()).comment(match)
        for node in found:
            node.line = line
        return found, blank_finish


class _ReadDirective(rst.Directive):
    """Hands the raw block of a directive to its reader, and parses on in what may hold more claims."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the claims of the directive, then what stands in its body."""
        source: Source = self.state.document.settings.source
        block = block_of(self.name, self.lineno, list(self.content), self.content_offset)
        reader = DIRECTIVES.get(self.name)
        found = list(reader(source, block)) if reader else []
        if not (block.parse_body and block.body):
            return [claim(events=found)]
        node = nodes.container()
        body = self.content[len(self.content) - len(block.body) :]
        with_titles = self.name in _WITH_TITLES
        self.state.nested_parse(body, block.body_line - 1, cast(Any, node), match_titles=with_titles)
        return [claim(events=found), node]


def _state_classes() -> tuple[type[Any], ...]:
    mixins = {False: (_FlatTitles,), True: (_FlatTitles, _OwnDirectives)}
    return tuple(
        type(state.__name__, (*mixins[issubclass(state, states.Body)], state), {}) for state in states.state_classes
    )


_STATES = _state_classes()


def _settings() -> Any:
    settings: Any = frontend.get_default_settings(rst.Parser)
    settings.report_level = settings.halt_level = 5
    settings.line_length_limit = _LONGEST_LINE + 1
    settings.warning_stream = False
    settings.file_insertion_enabled = settings.raw_enabled = False
    return settings


_SETTINGS: list[Any] = []


def parse(source: Source) -> list[events.Event]:
    """Return the events of one source file, those of included files in place.

    Problems of the file itself come as ``Unreadable`` events. Never raises on malformed markup.
    """
    if not _SETTINGS:
        _SETTINGS.append(_settings())
    settings = _SETTINGS[0].copy()
    settings.source = source
    document = utils.new_document(source.path, settings)
    document.reporter.attach_observer(lambda message: _note(source, message))
    machine = _Machine(state_classes=_STATES, initial_state="Body")
    found: list[events.Event] = []
    try:
        machine.run(_plain_lines(source), document, inliner=PlainInliner())
    except RecursionError:
        source.too_deep(machine.abs_line_number())
    except Exception as error:  # docutils has bugs of its own, and one file must not stop the reading of a tree
        message = f"docutils cannot read on from here ({type(error).__name__})"
        hint = "simplify the markup: the rest of the file is left out"
        source.problem(ProblemKind.MARKUP, message, machine.abs_line_number(), hint=hint)
    found += _events(source, document)
    found += [events.Unreadable(p.location.path, p.location.line, p) for p in source.problems]
    return found


def _plain_lines(source: Source) -> statemachine.StringList:
    """Return the lines as docutils wants them: no tabs, no blanks at their ends, none of excessive length."""
    lines = [""] * (source.first_line - 1)
    for number, line in enumerate(source.lines[source.first_line - 1 :], source.first_line):
        if len(line) > _LONGEST_LINE:
            message = f"a line of {len(line):,} characters: all beyond {_LONGEST_LINE:,} is left out"
            source.problem(ProblemKind.MARKUP, message, number, hint="break the line")
            line = line[:_LONGEST_LINE]
        if "\t" in line or "\v" in line or "\f" in line:
            line = line.expandtabs(8).replace("\v", " ").replace("\f", " ")
        lines.append(line.rstrip())
    return statemachine.StringList(lines, source.path)


def _note(source: Source, message: Any) -> None:
    """Note what docutils finds wrong."""
    text = message.children[0].astext() if message.children else message.astext()
    line = int(message.get("line") or 1)
    if message["level"] < 2 and not (text.startswith("Possible title underline") and source.is_rule(line)):
        return
    told = explain(text, message["level"])
    shown = message.get("shown", "")
    source.problem(ProblemKind.MARKUP, told.message, line, shown, hint=told.hint, harmless=told.harmless)


def _events(source: Source, node: nodes.Element) -> Iterator[events.Event]:
    """Walk a parsed file in source order."""
    for child in node.children:
        if isinstance(child, claim):
            yield from child["events"]
        elif isinstance(child, heading):
            yield events.Heading(source.path, child.line or 1, child["level"], child["text"])
        elif isinstance(child, nodes.comment):
            yield events.Comment(source.path, _line(source, child), child.astext())
        elif isinstance(child, nodes.literal_block | nodes.doctest_block):
            yield events.InlineSample(source.path, _line(source, child), child.astext(), "")
        elif isinstance(child, nodes.paragraph | nodes.term | nodes.line | nodes.field_name):
            yield events.Paragraph(source.path, _line(source, child), child.rawsource or child.astext())
        elif isinstance(child, nodes.Element) and not isinstance(child, nodes.system_message):
            yield from _events(source, child)


def _line(source: Source, node: nodes.Element) -> int:
    """Return the line where a node stands, or the nearest one above it that docutils knows."""
    current: Any = node
    while current is not None and current.line is None:
        current = current.parent
    return min(int(current.line), len(source.lines)) if current is not None else 1
