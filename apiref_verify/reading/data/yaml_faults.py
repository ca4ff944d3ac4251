"""What is wrong with a YAML text, in words that say what to do about it."""

from __future__ import annotations

import re
from typing import Any

import yaml


class YAMLProblem(ValueError):  # noqa: N818  (it becomes a Problem)
    """The text is not YAML; ``line`` and ``column`` count from 1, ``hint`` says what to do."""

    def __init__(self, message: str, line: int, column: int, hint: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.hint = hint


_NOT_A_PAIR = "this line is not `name: value`"
_MISPLACED = (
    "did not find expected key",
    "did not find expected <document start>",
    "did not find expected '-' indicator",
)


def explain(error: yaml.YAMLError, text: str) -> YAMLProblem:
    """Return what an error of PyYAML means."""
    if isinstance(error, yaml.reader.ReaderError):
        return _forbidden_character(error, text)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return YAMLProblem(" ".join(str(error).split())[:200] or "it cannot be parsed", 1, 1)
    start = getattr(error, "context_mark", None) or mark
    message, hint, place = _meaning(
        str(getattr(error, "problem", "") or ""), str(getattr(error, "context", "") or ""), mark, start, text
    )
    last = text.count("\n")
    if place.line > last:  # the end, for PyYAML, is a line of its own
        return YAMLProblem(message, last + 1, len(_line(text, last)) + 1, hint)
    return YAMLProblem(message, place.line + 1, place.column + 1, hint)


def _forbidden_character(error: Any, text: str) -> YAMLProblem:
    number = error.character if isinstance(error.character, int) else ord(error.character)
    at = max(text.find(chr(number)), 0)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return YAMLProblem(f"the character U+{number:04X} is not allowed", line, column, "take it out")


def _meaning(problem: str, context: str, mark: Any, start: Any, text: str) -> tuple[str, str, Any]:
    """Return message, hint and mark. ``start`` is where the construct begins that the error is in."""
    line = _line(text, mark.line)
    at = line[mark.column : mark.column + 1]
    if problem.startswith(("found character that cannot start", "found a tab")):
        if at == "\t":
            return "a tab where YAML wants blanks", "indent with blanks", mark
        return f"a value cannot begin with {at}", "put it in quotes", mark
    if "quoted scalar" in context and "unexpected" in problem:
        return "a quote is opened here and not closed", "close it", start
    if problem.startswith("mapping values are not allowed"):
        if ": " in line[: mark.column]:
            return "a colon and a blank inside a value", "put the value in quotes", mark
        return "the text above this line is not `name: value`", "is a colon missing there?", mark
    if problem.startswith("could not find expected ':'"):
        return _NOT_A_PAIR, "is a colon or an indentation missing?", start
    if problem in _MISPLACED:
        if line[: mark.column].strip(" -"):
            return "text after the end of the value", "put the whole value in quotes", mark
        return "the indentation does not fit", "align it with its siblings", mark
    if problem.startswith("did not find expected ','"):
        opened = _line(text, start.line)[start.column : start.column + 1] or "["
        return f"a {opened} is opened here and not closed", "close it, or put the value in quotes", start
    return _meaning_of_nodes(problem, context, mark, line) or (problem or "it cannot be parsed", "", mark)


def _meaning_of_nodes(problem: str, context: str, mark: Any, line: str) -> tuple[str, str, Any] | None:
    rest = line[mark.column :]
    word = re.match(r"[*&!]?([^\s,\[\]{}]*)", rest)
    name = word[1] if word else ""
    if problem.startswith("found undefined alias"):
        return f"*{name} stands for nothing", f"put &{name} at what it means, further up", mark
    if "duplicate anchor" in context:
        return f"the anchor &{name} is defined twice", "rename one of the two", mark
    if problem.startswith("but found another document"):
        return "a second document begins here", "remove the line ---", mark
    if problem.startswith("did not find expected node content"):
        return "a value is missing here", "write it, or put the text in quotes", mark
    if problem.startswith("found unknown escape"):
        return f"{rest[:2]} is no escape", "use single quotes, or write a backslash twice", mark
    if problem.startswith("found invalid Unicode"):
        return "this escape stands for no character", "write the character itself", mark
    return None


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""
