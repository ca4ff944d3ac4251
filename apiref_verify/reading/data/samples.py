"""Samples: JSON text into values, with what is wrong and where."""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import NOT_JSON, Direction, Problem, ProblemKind
from apiref_verify.reading.data.json_text import DEEPEST, fault, line_and_column, repeats

_LONGEST_EXPLAINED = 1024 * 1024
"""Longer texts get the plain message of the standard library: a walk through them takes seconds."""

_JSON_LANGUAGES = frozenset(("json", "javascript", "js", "json5"))
_NOT_JSON_LANGUAGES = frozenset(
    ("bash", "console", "shell", "sh", "http", "text", "none", "xml", "yaml", "python", "ini", "html", "pycon", "rest")
)
_OTHER_SUFFIXES = (".xml", ".txt", ".http", ".yaml", ".yml", ".sh", ".text", ".ini", ".html", ".crt", ".pem")
_PLAIN_TEXT = re.compile(r"(?:[$>%#]\s*curl\b|[$>%]\s+[A-Za-z]|[A-Za-z][\w.-]*[:\s/]|<)")
_PATH_VERSION = re.compile(r"(?:^|/)v(\d+\.\d+)(?=/)")
_FILE_VERSION = re.compile(r"[-_]v?(\d+\.\d+)(?=[-_.][A-Za-z])")
_REQUEST = re.compile(r"(?:^|[-_./])(?:req|request|requests)(?=$|[-_.\d/])", re.I)
_RESPONSE = re.compile(r"(?:^|[-_./])(?:resp|response|responses)(?=$|[-_.\d/])", re.I)
_MAYBE_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_ESCAPES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)


def parse_sample(path: str, text: str, first_line: int, language: str, inline: bool) -> tuple[Any, list[Problem]]:
    """Return the JSON value of a sample (or ``NOT_JSON``), and what is wrong with it.

    A sample that does not mean to be JSON (a curl command, headers, XML, a fragment with other text) is no problem.
    """
    if not means_json(path, text, language, inline):
        return NOT_JSON, []
    found = _Found(path, text, first_line)
    value = _value(text, found)
    if value is NOT_JSON and inline and not language:
        return NOT_JSON, []
    return value, found.problems


def means_json(path: str, text: str, language: str, inline: bool) -> bool:
    """Whether a sample claims to be JSON: by suffix, by its declared language, or by how it begins and ends."""
    stripped = text.strip("\ufeff \r\n\t")
    if not inline and path.lower().endswith(".json"):
        return stripped in ("true", "false", "null") or not _PLAIN_TEXT.match(stripped)
    if language.lower() in _NOT_JSON_LANGUAGES or (path.lower().endswith(_OTHER_SUFFIXES) and not inline):
        return False
    if not stripped.startswith(("{", "[")):
        return False
    return language.lower() in _JSON_LANGUAGES or stripped.endswith(("}", "]"))


class _Found:
    """The problems of one sample; offsets into its text become lines and columns of its file."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.problems: list[Problem] = []
        self._path = path
        self._text = text
        self._first_line = first_line

    def line(self, offset: int) -> int:
        """Return the line of the file in which an offset lies."""
        return self._first_line + line_and_column(self._text, offset)[0] - 1

    def add(self, message: str, offset: int, hint: str) -> None:
        """Note a problem."""
        line, column = line_and_column(self._text, offset)
        place = Location(self._path, self._first_line + line - 1, column)
        self.problems.append(Problem(ProblemKind.SAMPLE, message, place, hint))


def _value(text: str, found: _Found) -> Any:
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(items)
        if len(value) < len(items):
            repeated.append(items[0][0])
        return value

    try:
        value = json.loads(_whole_characters(text, found), object_pairs_hook=pairs, **_STRICT)
    except (ValueError, RecursionError) as error:
        _explain(text, error, found)
        return NOT_JSON
    if text.count("{") + text.count("[") > DEEPEST and _is_too_deep(value):
        _explain(text, RecursionError(), found)
        return NOT_JSON
    if repeated:
        _tell_repeats(text, found)
    return value


def _refuse(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _refuse(text)


_STRICT: dict[str, Any] = {"parse_constant": _refuse, "parse_float": _finite}


def _explain(text: str, error: Exception, found: _Found) -> None:
    """Note why a text is not JSON: what our own walk through it says, else what the standard library said."""
    reason = fault(text) if len(text) <= _LONGEST_EXPLAINED else None
    if reason is not None:
        where = "" if reason.opened is None else f" of line {found.line(reason.opened)}"
        found.add(f"not valid JSON: {reason}{where}", reason.offset, reason.hint)
    elif isinstance(error, json.JSONDecodeError):
        found.add(f"not valid JSON: {error.msg[0].lower()}{error.msg[1:]}", error.pos, "")
    elif isinstance(error, RecursionError):
        found.add(f"not valid JSON: nested more than {DEEPEST} deep", 0, "show less of it")
    else:
        found.add(f"not valid JSON: {str(error).split(';', 1)[0][:100]}", 0, "")


def _is_too_deep(value: Any) -> bool:
    level, depth = [value], 0
    while level and depth <= DEEPEST:
        children = (child for node in level for child in (node.values() if isinstance(node, dict) else node))
        level = [child for child in children if isinstance(child, dict | list)]
        depth += 1
    return depth > DEEPEST


def _tell_repeats(text: str, found: _Found) -> None:
    if len(text) > _LONGEST_EXPLAINED:
        found.add("a key stands twice in one object: the first value is lost", 0, "")
        return
    for repeat in repeats(text):
        line = found.line(repeat.first)
        message = f"the key {repeat.key!r} stands twice in one object: the value in line {line} is lost"
        found.add(message, repeat.second, "remove one of the two")


def _whole_characters(text: str, found: _Found) -> str:
    r"""Return the text without halves of characters (``\ud83d`` alone), which no encoding can write."""
    if not _MAYBE_SURROGATE.search(text):
        return text
    halves = [match for match in _ESCAPES.finditer(text) if match["half"]]
    for match in halves[:1]:
        found.add(f"{match[0]} is half of a character", match.start(), "write both halves, or the character itself")
    return _ESCAPES.sub(lambda match: r"\ufffd" if match["half"] else match[0], text) if halves else text


def version_in_path(path: str) -> Microversion | None:
    """Return the microversion that a sample's path names: a folder ``v2.26``, else a part of the file name."""
    found = _PATH_VERSION.findall(path) or _FILE_VERSION.findall(path.rsplit("/", 1)[-1])
    return Microversion.parse(found[-1]) if found else None


def direction_in_name(text: str) -> Direction | None:
    """Return the direction that a file name tells: ``-req``, ``_response`` and their like."""
    asks, answers = bool(_REQUEST.search(text)), bool(_RESPONSE.search(text))
    if asks == answers:
        return None
    return Direction.REQUEST if asks else Direction.RESPONSE


def property_names(body: object) -> frozenset[str]:
    """Return the names of all properties that stand anywhere in a JSON value."""
    found: set[str] = set()
    stack = [body]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            found.update(value)
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
    return frozenset(found)
