"""Markup that cannot be read as meant."""

from __future__ import annotations

from typing import Any

from apiref_verify.model.reference import ProblemKind
from tests.bad_input.cases import BROKEN, INDEX, SOURCE, Case

_HEAD = "Broken\n======\n\n.. rest_method:: GET /broken\n\n"
_TABLE = ".. rest_parameters:: healthy.yaml\n\n"
_TAIL = "\nAfterwards\n==========\n\n.. rest_method:: GET /afterwards\n"


def case(name: str, text: str, **expected: Any) -> Case:
    """Return a case of a section."""
    return Case(f"rst-{name}", {BROKEN: text}, **{"kind": ProblemKind.MARKUP, **expected})


def after_head(name: str, text: str, line: int | None, **expected: Any) -> Case:
    """Return a case whose text stands in an operation, with a second operation below; ``line`` counts in the text."""
    titles = expected.pop("titles", ("Broken", "Afterwards"))
    line = None if line is None else line + _HEAD.count("\n")
    return case(name, _HEAD + text + _TAIL, line=line, titles=titles, **expected)


_DEEP_BULLETS = "- " * 1_000 + "x\n"
_DEEP_LINES = "".join(" " * n + "- x\n\n" for n in range(0, 2_000, 2))
_DEEP_QUOTES = "".join(" " * n + "x\n\n" for n in range(1_000))
_LONG_WORDS = "**a " * 1_250_000 + "\n"

CASES = (
    after_head(
        "unknown-directive",
        ".. frobnicate:: now\n",
        1,
        column=4,
        message="unknown directive 'frobnicate'",
        hint="conf.py",
        harmless=True,
    ),
    after_head(
        "misspelt-directive",
        ".. rest_paramters:: healthy.yaml\n\n   - thing: thing\n",
        1,
        column=4,
        message="unknown directive 'rest_paramters'",
        hint="did you mean rest_parameters",
    ),
    Case(
        "rst-misspelt-beside-foreign-extensions",
        {
            BROKEN: ".. rest_paramters:: healthy.yaml\n\n   - a: b\n\n.. foreign:: x\n",
            f"{SOURCE}/conf.py": "extensions = ['foreign.sphinxext']\n",
        },
        ProblemKind.MARKUP,
        column=4,
        message="unknown directive 'rest_paramters'",
        hint="rest_parameters",
    ),
    after_head("literalinclude-without-argument", ".. literalinclude::\n", 1, message="literalinclude names no file"),
    after_head(
        "include-without-argument", ".. include::\n", 1, kind=ProblemKind.INCLUDE, message="include names no file"
    ),
    after_head(
        "table-without-file",
        ".. rest_parameters::\n",
        1,
        message="names no parameters file",
        count=2,
        hint="rest_parameters:: parameters.yaml",
    ),
    after_head("table-without-rows", ".. rest_parameters:: healthy.yaml\n", 1, message="has no rows", harmless=True),
    after_head(
        "status-code-without-kind",
        ".. rest_status_code:: status.yaml\n\n   - 200\n",
        1,
        message="must say success or error",
    ),
    case(
        "method-without-url",
        "Broken\n======\n\n.. rest_method:: GET\n" + _TAIL,
        line=4,
        message="no URL after GET",
        hint="GET /servers",
        titles=("Afterwards",),
    ),
    case(
        "method-without-method",
        "Broken\n======\n\n.. rest_method:: /broken\n" + _TAIL,
        line=4,
        message="no method, only the URL /broken",
        hint="the method first",
        titles=("Afterwards",),
    ),
    case(
        "method-alone",
        "Broken\n======\n\n.. rest_method::\n" + _TAIL,
        line=4,
        message="needs a method and a URL",
        titles=("Afterwards",),
    ),
    after_head("rows-no-list", _TABLE + "   thing\n", 3, column=4, message="not `- name: key`", count=2),
    after_head("row-without-key", _TABLE + "   - thing: thing\n   - other\n", 4, column=4, message="not `- name: key`"),
    after_head("rows-no-yaml", _TABLE + "   - thing: thing\n   - 'other: x\n", 4, column=4, message="are not YAML"),
    case(
        "method-with-more",
        _HEAD + "   " + "words " * 100 + "\n" + _TAIL,
        line=6,
        column=4,
        harmless=True,
        message="rest_method does not understand",
        titles=("Broken", "Afterwards"),
    ),
    case(
        "long-url",
        "Broken\n======\n\n.. rest_method:: /" + "x" * 5_000 + "\n" + _TAIL,
        line=4,
        message="no method",
        titles=("Afterwards",),
    ),
    after_head(
        "unclosed-literal",
        "A ``literal without end,\nand more.\n",
        1,
        column=3,
        harmless=True,
        message="inline literal that begins here and does not end",
    ),
    after_head(
        "unclosed-literal-below",
        "Some ``good`` text,\nand a ``literal without end.\n",
        2,
        column=7,
        harmless=True,
        message="inline literal that begins here and does not end",
    ),
    after_head(
        "unclosed-strong",
        "A **strong text without end.\n",
        1,
        column=3,
        harmless=True,
        message="inline strong that begins here and does not end",
    ),
    after_head(
        "unterminated-table",
        "+---+---+\n| a | b |\n+---+---+\n| c | d |\n",
        None,
        count=None,
        message="malformed table",
        hint="align the borders",
    ),
    after_head("shifted-table", "+---+---+\n| a  | b |\n+---+---+\n", None, message="malformed table"),
    after_head("simple-table", "=== ===\na   b\n=== ===\nccccc d\n=== ===\n", 4, message="malformed table"),
    case(
        "short-underline",
        "Broken thing\n=====\n\n.. rest_method:: GET /broken\n",
        line=2,
        harmless=True,
        message="the underline is shorter than its title",
        hint="as the title",
        titles=("Broken thing",),
    ),
    case(
        "much-too-short-underline",
        "Broken thing\n==\n\n.. rest_method:: GET /broken\n",
        line=2,
        harmless=True,
        message="a title whose underline is too short",
    ),
    case(
        "over-and-underline",
        "=======\nBroken\n-------\n\n.. rest_method:: GET /broken\n",
        message="the lines around this title differ",
        hint="alike",
    ),
    case(
        "skipped-level",
        _HEAD + "Part\n----\n\nPart of a part\n~~~~~~~~~~~~~~\n\nOther\n=====\n\nLast\n=====\n\nSkipped\n~~~~~~~\n",
        line=18,
        message="level 4 right below one of level 2",
        hint="level 3",
    ),
    after_head(
        "title-in-a-quote",
        "Text\n\n    Title\n    =====\n",
        4,
        column=5,
        hint="indentation",
        message="title inside an indented block",
    ),
    after_head(
        "title-in-a-note",
        ".. note::\n\n   Text.\n\n   Title\n   =====\n",
        6,
        column=4,
        message="title inside an indented block",
    ),
    after_head(
        "indentation",
        "A text\nof two lines\n    and an indented one.\n\n",
        3,
        column=5,
        message="an indentation that nothing asks for",
        hint="blank line above",
    ),
    after_head("no-blank-line", "* one\ntwo\n", 2, message="bullet list ends without a blank line", harmless=True),
    after_head(
        "literal-block-missing", "Such as::\n\nnothing.\n", 3, harmless=True, message="no indented block follows"
    ),
    case("overline-alone", _HEAD + "====\nTitle", line=6, message="a line of signs that is no title"),
    after_head("unknown-marker", ".. needs:metod_verification\n", 1, message="metod", hint="method"),
    case(
        "deep-bullets", _DEEP_BULLETS + _TAIL, message="nested too deeply", titles=("Afterwards",), hint="indentation"
    ),
    case(
        "deep-bullet-lines",
        _DEEP_LINES + _TAIL,
        line=81,
        column=81,
        message="nested too deeply",
        titles=("Afterwards",),
    ),
    case("deep-quotes", _DEEP_QUOTES + _TAIL, line=83, column=42, message="nested too deeply", titles=("Afterwards",)),
    after_head("long-line", "x" * 5_000_000 + "\n", 1, message="5,000,000 characters", hint="break the line"),
    after_head("long-line-of-markup", _LONG_WORDS, 1, message="5,000,000 characters", count=2),
    after_head("long-line-of-colons", ":" * 5_000_000 + "\n", 1, message="5,000,000 characters"),
    after_head("long-paragraph", ("a **b `c :d: ``e 200, 201 " * 3 + "\n") * 20_000, 1, kind=None, count=0),
    after_head("many-titles", "".join(f"T{n}\n======\n\n" for n in range(2_000)), 1, kind=None, count=0),
    case(
        "crlf",
        (_HEAD + "Text ``x``.\n" + _TAIL).replace("\n", "\r\n"),
        kind=None,
        count=0,
        titles=("Broken", "Afterwards"),
    ),
    case("carriage-returns", (_HEAD + _TAIL).replace("\n", "\r"), kind=None, count=0, titles=("Broken", "Afterwards")),
    case("byte-order-mark", "\ufeff" + _HEAD + _TAIL, kind=None, count=0, titles=("Broken", "Afterwards")),
    case("tabs", _HEAD + ".. rest_parameters:: healthy.yaml\n\n\t- thing: thing\n", kind=None, count=0),
    case("form-feed", _HEAD + "\f\nText\v.\n" + _TAIL, kind=None, count=0, titles=("Broken", "Afterwards")),
    case(
        "line-separators",
        _HEAD + "Text\u2028``x``\x85\x1c.\n" + _TAIL,
        kind=None,
        count=0,
        titles=("Broken", "Afterwards"),
    ),
    case("no-break-space-in-url", _HEAD.replace("GET /broken", "GET\xa0/broken\xa0"), kind=None, count=0),
    case("zero-width-space-in-url", _HEAD.replace("/broken", "/broken\u200b"), kind=None, count=0),
    Case("rst-empty", {BROKEN: ""}, count=0),
    Case("rst-blank", {BROKEN: "\n\n   \n\t\n"}, count=0),
    Case(
        "rst-only-with-title",
        {INDEX: "===\nAPI\n===\n\n.. only:: html\n\n   Title\n   =====\n\n   .. include:: healthy.inc\n"},
        count=0,
    ),
    Case(
        "rst-substitutions",
        {BROKEN: ".. |x| raw:: html\n   :url: http://192.0.2.1/\n\n.. |y| frob:: z\n.. |z|\n"},
        count=0,
    ),
)
