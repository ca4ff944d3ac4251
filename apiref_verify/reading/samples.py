"""Samples: JSON text into values, with what is wrong and where."""

from __future__ import annotations

import json
import re
from typing import Any

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import NOT_JSON, Direction, Problem, ProblemKind

LARGEST = 16 * 1024 * 1024
"""Samples of more bytes than this are reported, not read."""

_NOT_JSON_LANGUAGES = frozenset("bash console shell sh http text none xml yaml python ini html pycon rest".split())
_OTHER_SUFFIXES = (".xml", ".txt", ".http", ".yaml", ".yml", ".sh", ".text", ".ini", ".html", ".crt", ".pem")
_PATH_VERSION = re.compile(r"(?:^|/)v(\d+\.\d+)(?=/)")
_FILE_VERSION = re.compile(r"[-_]v?(\d+\.\d+)(?=[-_.][A-Za-z])")
_REQUEST = re.compile(r"(?:^|[-_./])(?:req|request|requests)(?=$|[-_.\d/])", re.I)
_RESPONSE = re.compile(r"(?:^|[-_./])(?:resp|response|responses)(?=$|[-_.\d/])", re.I)


class _RepeatedKey(ValueError):
    pass


def parse_sample(path: str, text: str, first_line: int, language: str, inline: bool) -> tuple[Any, list[Problem]]:
    """The JSON value of a sample (or ``NOT_JSON``), and what is wrong with it.

    A sample that does not mean to be JSON (a curl command, headers, XML, a fragment with other text) is no problem.
    """
    repeated: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in items]
        repeated.extend(key for key in dict.fromkeys(keys) if keys.count(key) > 1)
        return dict(items)

    if not means_json(path, text, language, inline):
        return NOT_JSON, []
    try:
        body = json.loads(text, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        if inline and not language:
            return NOT_JSON, []
        return NOT_JSON, [_broken(path, text, first_line, error)]
    except (RecursionError, ValueError) as error:
        what = "nested too deeply to be read" if isinstance(error, RecursionError) else str(error).split(";")[0]
        return NOT_JSON, [Problem(ProblemKind.SAMPLE, f"the sample is {what}", Location(path, first_line))]
    problems = []
    for key in repeated:
        line, column = _second_use(text, key)
        message = f"the key {key!r} stands twice in one object: the first value is lost"
        problems.append(Problem(ProblemKind.SAMPLE, message, Location(path, first_line + line - 1, column)))
    return body, problems


def means_json(path: str, text: str, language: str, inline: bool) -> bool:
    """Whether a sample claims to be JSON: by suffix, by its declared language, or by how it begins and ends."""
    if not inline and path.lower().endswith(".json"):
        stripped = text.lstrip("\ufeff \r\n\t")
        return not stripped.startswith(("HTTP/", "curl ", "<", "GET ", "POST ", "PUT ", "DELETE ", "PATCH "))
    if language.lower() in _NOT_JSON_LANGUAGES or path.lower().endswith(_OTHER_SUFFIXES) and not inline:
        return False
    stripped = text.strip()
    return stripped[:1] in "{[" and stripped[-1:] in "}]" and bool(stripped)


def _broken(path: str, text: str, first_line: int, error: json.JSONDecodeError) -> Problem:
    line, column = error.lineno, error.colno
    message = error.msg[0].lower() + error.msg[1:]
    before = text[: error.pos].rstrip()
    at = text[error.pos : error.pos + 1]
    hint = ""
    if before.endswith(",") and at in "}]":
        hint = "remove the comma before it"
    elif not text.strip():
        message, hint = "the file is empty", "put the sample in, or take the literalinclude out"
    elif error.msg.startswith("Expecting ',' delimiter"):
        hint = "a comma or a closing bracket is missing before this place"
    elif error.msg.startswith("Extra data"):
        hint = "the value ends before this place: a bracket too many, or a second value"
    elif error.msg.startswith("Illegal trailing comma"):
        hint = "remove the comma"
    elif text[error.pos : error.pos + 3] == "...":
        hint = "an ellipsis is not JSON: leave it out, or show the whole"
    place = Location(path, first_line + line - 1, column)
    return Problem(ProblemKind.SAMPLE, f"not valid JSON: {message}", place, hint)


def _second_use(text: str, key: str) -> tuple[int, int]:
    """Where ``"key":`` stands for the second time, roughly: line and column from 1."""
    uses = list(re.finditer(re.escape(json.dumps(key)) + r"\s*:", text))
    at = uses[1].start() if len(uses) > 1 else 0
    return text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1


def version_in_path(path: str) -> Microversion | None:
    """The microversion that a sample's path names: a folder ``v2.26``, else a part of the file name."""
    found = _PATH_VERSION.findall(path) or _FILE_VERSION.findall(path.rsplit("/", 1)[-1])
    return Microversion.parse(found[-1]) if found else None


def direction_in_name(text: str) -> Direction | None:
    """The direction that a file name tells: ``-req``, ``_response``…"""
    asks, answers = bool(_REQUEST.search(text)), bool(_RESPONSE.search(text))
    if asks == answers:
        return None
    return Direction.REQUEST if asks else Direction.RESPONSE
