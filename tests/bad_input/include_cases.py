"""Includes that lead astray."""

from __future__ import annotations

from typing import Any

from apiref_verify.model.reference import ProblemKind
from tests.bad_input.cases import BROKEN, SOURCE, Case

_OPERATION = "{0}\n======\n\n.. rest_method:: GET /{0}\n\n"


def case(name: str, text: str, files: dict[str, str | bytes] | None = None, **expected: Any) -> Case:
    """Return a case of a section that includes; ``files`` are below the source folder."""
    more = {f"{SOURCE}/{path}": content for path, content in (files or {}).items()}
    return Case(f"include-{name}", {BROKEN: text, **more}, **{"kind": ProblemKind.INCLUDE, **expected})


_TWICE = {f"x{n}.inc": f".. include:: x{n + 1}.inc\n\nText.\n\n.. include:: x{n + 1}.inc\n" for n in range(20)}
_CHAIN: dict[str, str | bytes] = {f"c{n}.inc": f".. include:: c{n + 1}.inc\n" for n in range(60)}

CASES = (
    case(
        "missing",
        _OPERATION.format("before") + ".. include:: nowhere.inc\n",
        line=6,
        column=14,
        message=r"api-ref/source/nowhere\.inc does not exist",
        hint="folder of the document",
        titles=("before",),
    ),
    case("missing-on-next-line", ".. include::\n   nowhere.inc\n", message="does not exist"),
    case(
        "self",
        "Text.\n\n.. include:: broken.inc\n\n" + _OPERATION.format("after"),
        line=3,
        column=14,
        message="^broken.inc includes itself$",
        hint="take one",
        titles=("after",),
    ),
    case(
        "cycle",
        ".. include:: a.inc\n",
        {"a.inc": ".. include:: broken.inc\n"},
        path=f"{SOURCE}/a.inc",
        column=14,
        message="broken.inc includes itself, by way of a.inc",
    ),
    case(
        "three",
        ".. include:: a.inc\n",
        {"a.inc": ".. include:: b.inc\n", "b.inc": "\n.. include:: broken.inc\n"},
        path=f"{SOURCE}/b.inc",
        line=2,
        column=14,
        message="broken.inc includes itself, by way of a.inc and b.inc",
    ),
    case(
        "outside",
        ".. include:: ../../../elsewhere.inc\n",
        column=14,
        message="lies outside of the repository",
        hint="copy it",
    ),
    case("outside-by-slash", ".. include:: /../../../../../../../etc/passwd\n", column=14, message="lies outside"),
    case("parent-of-all", ".. include:: ../../..\n", column=14, message="lies outside of the repository"),
    case("folder", ".. include:: samples\n", column=14, message="samples is a folder, not a file"),
    case("below-a-file", ".. include:: healthy.yaml/x.inc\n", column=14, message="does not exist", hint="is a file"),
    case("binary", ".. include:: x.inc\n", {"x.inc": b"PNG\x00\x01"}, column=14, message="x.inc is binary, not text"),
    case("late-zero", ".. include:: x.inc\n", {"x.inc": b"a\n" * 10_000 + b"\x00"}, column=14, message="is binary"),
    case("utf-16", ".. include:: x.inc\n", {"x.inc": "Text".encode("utf-16")}, column=14, message="is UTF-16"),
    case(
        "latin-1",
        ".. include:: x.inc\n",
        {"x.inc": "\n caf\xe9".encode("latin-1")},
        path=f"{SOURCE}/x.inc",
        line=2,
        column=5,
        message="not UTF-8: its byte 0xe9 is read as é",
    ),
    case("long-name", f".. include:: {'x' * 5_000}\n", column=14, message="too long"),
    case("zero-in-name", ".. include:: x\x01y.inc\n", column=14, message="has a name that is no plain text"),
    case(
        "exponential",
        ".. include:: x0.inc\n",
        {**_TWICE, "x20.inc": _OPERATION.format("deep")},
        path=f"{SOURCE}/x9.inc",
        line=5,
        column=14,
        message="more than 2,000 files are included",
    ),
    case(
        "chain",
        ".. include:: c0.inc\n",
        {**_CHAIN, "c60.inc": "Text.\n"},
        path=f"{SOURCE}/c23.inc",
        column=14,
        message="more than 25 deep",
        count=2,
    ),
    case(
        "start-after",
        ".. include:: x.inc\n   :start-after: here\n",
        {"x.inc": _OPERATION.format("x")},
        column=14,
        message="start-after: the text 'here' is not in the file",
        hint="options",
        titles=("x",),
    ),
    case(
        "start-line",
        ".. include:: x.inc\n   :start-line: two\n",
        {"x.inc": _OPERATION.format("x")},
        column=14,
        message="start-line: 'two' is not a number",
        titles=("x",),
    ),
    case("of-docutils", ".. include:: <isonum.txt>\n", kind=None, count=0),
    case(
        "in-deep-list",
        "* " * 30 + "\n  " + "  " * 29 + ".. include:: nowhere.inc\n",
        line=2,
        column=74,
        message="does not exist",
    ),
)
