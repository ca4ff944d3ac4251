"""Lines that look like directives: ``.. rest_method: GET /x`` is a comment, ``..rest_method::`` is text."""

from __future__ import annotations

import re

from apiref_verify.model.location import Location
from apiref_verify.model.reference import Problem, ProblemKind
from apiref_verify.reading.rst import events
from apiref_verify.reading.rst.directives import DIRECTIVES

_ONE_COLON = re.compile(r"^([A-Za-z][\w-]*)\s*:(?=\s|$)")
_NO_BLANK = re.compile(r"^\.\.([A-Za-z][\w-]*)::(?=\s|$)", re.M)
_CLAIMS = frozenset({"rest_method", "rest_parameters", "rest_status_code", "literalinclude", "include"})


def in_comment(event: events.Comment) -> Problem | None:
    """Return the problem with a comment that was meant as a directive, if it is one."""
    match = _ONE_COLON.match(event.text)
    if not match or match[1] not in DIRECTIVES:
        return None
    message = f".. {match[1]}: is a comment, not a directive: what it says is not shown"
    return _problem(message, "write two colons", event, 0, match[1])


def in_paragraph(event: events.Paragraph) -> Problem | None:
    """Return the problem with a paragraph that holds what was meant as a directive, if it does."""
    match = _NO_BLANK.search(event.text) if event.text.startswith("..") or "\n.." in event.text else None
    if not match or match[1] not in DIRECTIVES:
        return None
    line = event.text.count("\n", 0, match.start())
    message = f"..{match[1]}:: is text, not a directive"
    return _problem(message, "write a blank after the two dots", event, line, match[1])


def _problem(message: str, hint: str, event: events.Comment | events.Paragraph, line: int, name: str) -> Problem:
    place = Location(event.path, event.line + line)
    return Problem(ProblemKind.MARKUP, message, place, hint, harmless=name not in _CLAIMS)
