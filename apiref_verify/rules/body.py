"""AR4xx: the text: response codes and descriptions."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from apiref_verify.matching import names
from apiref_verify.matching.habits import Habit
from apiref_verify.model.finding import Severity
from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Operation, Phase, Section, StatusCode
from apiref_verify.rules.codes import code_report
from apiref_verify.rules.context import Context, Report, is_habit, refers_elsewhere
from apiref_verify.rules.registry import rule

_ORDERLY = 0.8
_GAP = 3
_USUAL = 0.8
_TODO = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!\s*state)")
_LITERAL = re.compile(r"``[^`]+``")
_WIKI = re.compile(r"https?://wiki\.[\w.]+[^\s>`]*")
_PLACEHOLDER = re.compile(r"\(v?\d+\.[xX]{1,3}\)|\bTBD\b")
_NO_BODY = re.compile(
    r"\bno (?:\w+ )?(?:body|content|data)\b|\bno response returned\b|\bempty (?:response|body)\b|"
    r"body is (?:always )?empty|"
    r"does not (?:return|contain|have|produce|include)[^.]*\b(?:body|content|anything|response)|nothing is returned|"
    r"without (?:a |any )?(?:response )?body|not return (?:a|any)",
    re.I,
)
_REQUEST_ID = re.compile(r"request[-_]id", re.I)
_NEW_IN = re.compile(r"\*\*New in (?:API )?(?:micro)?version (\d+\.\d+)\*\*", re.I)
_UNTIL = re.compile(r"\*\*Available until (?:API )?(?:micro)?version (\d+\.\d+)\*\*", re.I)


def _lists(operation: Operation) -> Iterator[list[StatusCode]]:
    """The lists of codes as written, each of two or more: of one kind, and without a gap of lines between."""
    for success in (True, False):
        codes = [code for code in operation.codes if code.success is success]
        starts = [n for n, (a, b) in enumerate(itertools.pairwise(codes), 1) if _are_apart(a.location, b.location)]
        for first, last in itertools.pairwise([0, *starts, len(codes)]):
            if last - first > 1:
                yield codes[first:last]


def _are_apart(first: Location, second: Location) -> bool:
    return first.path != second.path or not 0 <= second.line - first.line <= _GAP


@rule("AR404", "code-order", Phase.BODY, Severity.NOTE)
def code_order(context: Context) -> Iterator[Report]:
    """The response codes of a list are not in ascending order.

    Silent in a reference where less than four fifths of the lists are.

    Wrong::

        Error response codes: unauthorized(401), itemNotFound(404), forbidden(403)

    Right::

        Error response codes: unauthorized(401), forbidden(403), itemNotFound(404)
    """
    lists = [codes for _, o in context.reference.operations for codes in _lists(o)]
    habit = Habit("codes ascend", sum(_descent(codes) is None for codes in lists), len(lists), "")
    if not is_habit(habit, _ORDERLY):
        return
    for section, operation in context.operations:
        for codes in _lists(operation):
            late = _descent(codes)
            if late:
                before, code = late
                message = f"{code.code} stands after {before.code}"
                yield code_report(section, operation, code, message, "write the codes in ascending order")


def _descent(codes: list[StatusCode]) -> tuple[StatusCode, StatusCode] | None:
    return next(((a, b) for a, b in itertools.pairwise(codes) if b.code < a.code), None)


@rule("AR405", "code-name", Phase.BODY)
def code_name(context: Context) -> Iterator[Report]:
    """Name and number of a response code disagree, or the name is spelt otherwise than everywhere else.

    Which name goes with which number is inferred from the whole reference.

    Wrong::

        Error response codes: itemNotFound(409), notfound(404)

    Right::

        Error response codes: itemNotFound(404), conflict(409)
    """
    by_name: dict[str, Counter[int]] = defaultdict(Counter)
    by_code: dict[int, Counter[str]] = defaultdict(Counter)
    for _, operation in context.reference.operations:
        for code in operation.codes:
            if code.name and re.fullmatch(r"[A-Za-z]+", code.name):
                by_name[code.name][code.code] += 1
                by_code[code.code][code.name] += 1
    for section, operation in context.operations:
        for code in operation.codes:
            if code.name not in by_name:
                continue
            usual, count = by_name[code.name].most_common(1)[0]
            if usual != code.code and count >= 4 and count >= 0.8 * by_name[code.name].total():
                message = f"{code.name}({code.code}): elsewhere {code.name} is {usual} ({count} times)"
                yield code_report(section, operation, code, message, f"is {code.name}({usual}) meant?")
                continue
            name, count = by_code[code.code].most_common(1)[0]
            rare = by_code[code.code][code.name] <= 0.05 * count
            if name != code.name and rare and count >= 10 and _is_misspelling(code.name, name):
                message = f"{code.name}({code.code}) is {name}({code.code}) elsewhere ({count} times)"
                yield code_report(section, operation, code, message, f"write {name}({code.code})")


def _is_misspelling(odd: str, usual: str) -> bool:
    left, right = odd.lower(), usual.lower()
    return left == right or left in right or right in left or names.are_close(odd, usual)


@rule("AR406", "no-codes", Phase.BODY)
def no_codes(context: Context) -> Iterator[Report]:
    """An operation gives no response codes, or no success code, in a reference that gives them.

    Wrong: an operation with error codes and without "Normal response codes".

    Right::

        Normal response codes: 200
    """
    operations = [o for _, o in context.reference.operations]
    habit = Habit("operations give a success code", sum(_succeeds(o) for o in operations), len(operations), "")
    if not is_habit(habit, _USUAL):
        return
    told = {(o.method, o.url) for o in operations if _succeeds(o) and not o.action}
    for section, operation in context.operations:
        gone = any(code.code in (410, 501) for code in operation.codes)
        elsewhere = gone or (operation.method, operation.url) in told or refers_elsewhere(operation)
        if not _succeeds(operation) and not elsewhere:
            what = "no success code" if operation.codes else "no response codes"
            yield Report(
                operation.location,
                f"{operation.method} {operation.url} gives {what}",
                section,
                operation,
                Direction.RESPONSE,
                hint="add the normal response codes",
            )


def _succeeds(operation: Operation) -> bool:
    return any(code.success for code in operation.codes)


@rule("AR407", "no-description", Phase.BODY, Severity.NOTE)
def no_description(context: Context) -> Iterator[Report]:
    """An operation has no description, in a reference that describes its operations.

    Wrong: ``rest_method`` directly followed by the response codes.

    Right: a sentence that says what the operation does.
    """
    operations = [o for _, o in context.reference.operations]
    habit = Habit("operations are described", sum(bool(o.description) for o in operations), len(operations), "")
    if not is_habit(habit, _USUAL):
        return
    for section, operation in context.operations:
        alone = len(section.operations) == 1 and bool(section.prose)
        if not operation.description and not alone and not _is_introduced(section, operation):
            yield Report(
                operation.location,
                f"{operation.method} {operation.url} has no description",
                section,
                operation,
                hint="say what it does, in a sentence",
            )


def _is_introduced(section: Section, operation: Operation) -> bool:
    """Whether the introduction of a section speaks of the operation's URL."""
    path = operation.path.strip("/")
    return bool(path) and any(path in text for text, _ in section.prose)


@rule("AR408", "unfinished-text", Phase.BODY)
def unfinished_text(context: Context) -> Iterator[Report]:
    """A TODO, FIXME, link to a wiki, or a placeholder such as "(2.xx)" is left in what readers see.

    A wiki is no documentation: nobody reviews it, and OpenStack's is closed (a note).

    Wrong: ``**Example server topology (2.xx)**``.

    Right: ``**Example server topology (2.78)**``.
    """
    for section in context.sections:
        owned = [
            (o, text, place) for o in section.operations for text, place in [*o.prose, (o.title, o.title_location)]
        ]
        loose = [(None, text, place) for text, place in section.prose]
        for operation, text, place in [*owned, *loose]:
            prose = _LITERAL.sub(lambda literal: " " * len(literal[0]), text)
            match, wiki = _TODO.search(prose) or _PLACEHOLDER.search(text), _WIKI.search(text)
            if match:
                where = _line_of(place, text, match.start())
                yield Report(where, f"{match[0]} is left in the text", section, operation, hint="finish it")
            if wiki:
                where, message = _line_of(place, text, wiki.start()), f"the text refers to a wiki: {wiki[0]}"
                hint = "say it here, or link to reviewed documentation"
                yield Report(where, message, section, operation, hint=hint, severity=Severity.NOTE)
    if context.reference.focus is None:
        for file in context.reference.parameters_files:
            for definition in file.definitions.values():
                match = _TODO.search(_LITERAL.sub("", definition.description))
                if match:
                    place = definition.fields.get("description", definition.location)
                    yield Report(
                        place,
                        f"{match[0]} is left in the description of {definition.key}",
                        parameter=definition.key,
                        hint="finish it",
                    )


def _line_of(place: Location, text: str, offset: int) -> Location:
    """Where an offset into a paragraph stands; the column is known on the paragraph's first line only."""
    line = place.line + text.count("\n", 0, offset)
    return Location(place.path, line, place.column if line == place.line else 1)


@rule("AR409", "version-in-prose", Phase.BODY)
def version_in_prose(context: Context) -> Iterator[Report]:
    """A description gives another version than the definition's own ``min_version`` or ``max_version``.

    Wrong::

        description: |
          The tags of the server. **New in version 2.26**
        min_version: 2.62

    Right: one and the same version.
    """
    if context.reference.focus is not None:
        return
    for file in context.reference.parameters_files:
        for definition in file.definitions.values():
            ends = (
                ("min_version", _NEW_IN, definition.versions.minimum),
                ("max_version", _UNTIL, definition.versions.maximum),
            )
            for field, pattern, claimed in ends:
                said = {Microversion.parse(text) for text in pattern.findall(definition.description)}
                if claimed is not None and len(said) == 1 and claimed not in said:
                    yield Report(
                        definition.fields.get(field, definition.location),
                        f"{definition.key}: the description says {said.pop()}, {field} says {claimed}",
                        parameter=definition.key,
                        hint="one of the two is wrong",
                    )


@rule("AR410", "no-body-statement", Phase.BODY, Severity.NOTE)
def no_body_statement(context: Context) -> Iterator[Report]:
    """An operation answers without a body and does not say so, in a reference where such operations do.

    Without the sentence a reader cannot tell an empty answer from a forgotten table. Silent where less than half
    of the operations without a response table or sample say it.

    Wrong: ``DELETE /servers/{server_id}`` ends with its request table.

    Right::

        Response
        --------

        There is no body content for the response of a successful DELETE query.
    """
    silent = [o for _, o in context.reference.operations if _answers_nothing(o)]
    habit = Habit("empty answers are said to be", sum(_says_no_body(o) for o in silent), len(silent), "")
    if not is_habit(habit, 0.5):
        return
    for section, operation in context.operations:
        if _answers_nothing(operation) and not _says_no_body(operation) and not refers_elsewhere(operation):
            yield Report(
                operation.location,
                f"{operation.method} {operation.url} has no response body and does not say so",
                section,
                operation,
                Direction.RESPONSE,
                hint="add a sentence: there is no body content for the response of a successful request",
            )


def _answers_nothing(operation: Operation) -> bool:
    rows = any(not _REQUEST_ID.search(row.name) for row in operation.rows(Direction.RESPONSE))
    shown = any(sample.direction is Direction.RESPONSE for sample in operation.samples)
    empty = {code.code for code in operation.codes if code.success} <= {202, 204}
    silent = operation.method == "DELETE" or (empty and operation.method not in ("GET", "HEAD") and operation.codes)
    return bool(not rows and not shown and silent)


def _says_no_body(operation: Operation) -> bool:
    return _any(_NO_BODY.search(" ".join(text.split())) for text, _ in operation.prose)


def _any(matches: Iterable[object]) -> bool:
    return any(match is not None for match in matches)
