"""Samples that are not what they claim to be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from apiref_verify.model.reference import ProblemKind
from tests.bad_input.cases import BROKEN, JSON, SOURCE, Case

SECTION = """\
Broken
======

.. rest_method:: GET /broken

Response
--------

.. literalinclude:: samples/broken.json
   :language: javascript
"""


def case(name: str, text: str | bytes, **expected: Any) -> Case:
    """Return a case of a sample file that one operation shows."""
    return Case(
        f"sample-{name}",
        {BROKEN: SECTION, JSON: text},
        **{"kind": ProblemKind.SAMPLE, "path": JSON, "titles": ("Broken",), **expected},
    )


def _huge(root: Path) -> None:
    os.truncate(root / JSON, 100 * 1024 * 1024)


_AT_INCLUDE = {"path": BROKEN, "line": 9, "column": 21}
_INLINE = 'Text.\n\n.. code-block:: json\n\n   {\n     "a": [1,\n   }\n'

CASES = (
    case(
        "missing",
        "",
        message=r"samples/broken\.json does not exist",
        hint="folder of the document",
        **_AT_INCLUDE,
        prepare=lambda root: (root / JSON).unlink(),
    ),
    case("empty", "", message="it is empty"),
    case("blank", "\n \n", message="it is empty"),
    case(
        "trailing-comma",
        '{\n  "a": 1,\n  "b": 2,\n}\n',
        line=3,
        column=9,
        message="a comma before the closing }",
        hint="remove the comma",
    ),
    case("trailing-comma-in-list", "[1, 2,\n]", column=6, message=r"a comma before the closing \]"),
    case("missing-comma", '{\n  "a": 1\n  "b": 2\n}\n', line=2, column=9, message="a comma is missing after"),
    case("missing-colon", '{"a" 1}', column=5, message="no colon after the key a"),
    case("missing-value", '{"a": }', column=7, message="the key a has no value"),
    case(
        "missing-bracket", '{"a": [1, 2}\n', column=12, hint="with ]", message="a closing } inside the list of line 1"
    ),
    case(
        "missing-brace",
        '{\n  "a": {\n    "b": 1\n  }\n',
        line=4,
        column=4,
        message="the text ends inside the object of line 1",
        hint="close it with }",
    ),
    case("raw-newline", '{"a": "b\n c"}', column=9, message="a line break inside a string", hint=r"\\n"),
    case("raw-tab", '{"a": "b\tc"}', column=9, message="a tab inside a string"),
    case("unclosed-string", '{"a": "b', column=7, message="a string that is not closed"),
    case("inner-quote", '{"a": "b"c"}', column=9, message="a quote inside a string"),
    case("escape", '{"a": "\\d"}', column=8, message=r"\\d is no escape"),
    case("two-values", '{"a": 1}\n{"a": 2}\n', line=2, message="text after the end of the value"),
    case("bracket-too-many", '{"a": 1}}\n', column=9, message="a closing } too many", hint="remove"),
    case("ellipsis", '{"a": 1,\n  ...\n}', line=2, column=3, message="an ellipsis", hint="leave it out"),
    case("comment", '{"a": 1 // one\n}', column=9, message="a comment", hint="take it out"),
    case("full-width", '{"a"：1}', column=5, message=r"the full-width ： \(U\+FF1A\)", hint="write :"),
    case("full-width-blank", '{"a":\u30001}', column=6, message=r"U\+3000 \(ideographic space\)"),
    case("curly-quotes", "{“a”: 1}", column=2, message="a string in curly quotes"),
    case("single-quotes", "{'a': 1}", column=2, message="a string in single quotes"),
    case("no-quotes", "{a: 1}", column=2, message="the word a without quotes"),
    case("python", '{"a": True}', column=7, message="the word True", hint="write true"),
    case("not-a-number", '{"a": NaN}', column=7, message="NaN is no number in JSON", hint="null"),
    case("infinity", '{"a": -Infinity}', column=7, message="-Infinity is no number in JSON"),
    case("leading-zero", '{"a": 007}', column=7, message="007 is no number"),
    case("huge-exponent", '{"a": 1e999}', column=7, message="1e999 is too large"),
    case("huge-integer", '{"a": ' + "9" * 10_000 + "}", column=7, message="a number of 10000 digits", hint="shorter"),
    case("placeholder", '{"a": <uuid>}', column=7, message="unexpected <", hint="double quotes"),
    case(
        "key-twice",
        '{\n  "b": {"a": 1},\n  "a": 1,\n  "a": 2\n}\n',
        line=4,
        column=3,
        message="the key 'a' stands twice in one object: the value in line 3 is lost",
        hint="remove one",
    ),
    case("lone-surrogate", '{"a": "\\ud83d"}', column=8, message=r"\\ud83d is half of a character"),
    case("deep", "[" * 100_000 + "]" * 100_000, column=101, message="nested more than 100 deep"),
    case("deep-but-well", "[" * 300 + "]" * 300, column=101, message="nested more than 100 deep"),
    case("wide", "[" + ", ".join("{}" for _ in range(20_000)) + "]", kind=None, count=0),
    case("many-keys", "{" + ", ".join(f'"{n}": 1' for n in range(50_000)) + "}", kind=None, count=0),
    case("long-and-broken", "[" + '{"a": "b"},\n' * 200_000, line=200_001, message="expecting value"),
    case("huge", "", message="is too large to be read: 100 MiB", hint="16 MiB", prepare=_huge, **_AT_INCLUDE),
    case("binary", b'{"a": 1}\x00', message="is binary, not text", **_AT_INCLUDE),
    case("utf-16", '{"a": 1}'.encode("utf-16"), message="is UTF-16, not UTF-8", **_AT_INCLUDE),
    case("utf-16-without-mark", '{"a": 1}'.encode("utf-16-le"), message="is binary", **_AT_INCLUDE),
    case("latin-1", '{"a": "caf\xe9"}'.encode("latin-1"), column=11, message="not UTF-8: its byte 0xe9"),
    case("byte-order-mark", '\ufeff{"a": 1}', kind=None, count=0),
    case("crlf", '{\r\n"a": 1\r\n}\r\n', kind=None, count=0),
    case("curl", "curl -X GET http://192.0.2.1/ -d '{\"a\": 1}'\n", kind=None, count=0),
    case("curl-at-a-prompt", "$ curl http://192.0.2.1/\n", kind=None, count=0),
    case("http", 'HTTP/1.1 200 OK\nContent-Type: application/json\n\n{"a": 1,}\n', kind=None, count=0),
    case("headers", "X-Auth-Token: abc\n", kind=None, count=0),
    case("plain-text", "Start: now\nHello\n", kind=None, count=0),
    case("xml", "<a/>\n", kind=None, count=0),
    Case(
        "sample-inline",
        {BROKEN: _INLINE},
        ProblemKind.SAMPLE,
        line=7,
        column=4,
        message="a closing } inside the list of line 6",
    ),
    Case(
        "sample-inline-cut-off",
        {BROKEN: _INLINE.replace("1,\n   }", "1")},
        ProblemKind.SAMPLE,
        line=6,
        column=13,
        message="the text ends inside the list of line 6",
    ),
    Case("sample-inline-text", {BROKEN: _INLINE.replace("json", "text")}, count=0),
    Case("sample-inline-undeclared", {BROKEN: "Such as::\n\n   {a, b}\n"}, count=0),
    Case(
        "sample-shown-nowhere",
        {f"{SOURCE}/samples/more/x.json": "{"},
        ProblemKind.SAMPLE,
        path=f"{SOURCE}/samples/more/x.json",
        column=2,
        harmless=True,
        message=r"\(shown nowhere\)",
    ),
)
