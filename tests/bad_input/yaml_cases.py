"""Parameters files that are not what they should be."""

from __future__ import annotations

from functools import partial
from typing import Any

from apiref_verify.model.reference import ProblemKind
from tests.bad_input.cases import BROKEN, PARAMETERS, Case

TABLE = """\
Broken
======

.. rest_method:: GET /broken

Request
-------

.. rest_parameters:: parameters.yaml

   - name: name
"""


def case(name: str, text: str | bytes, **expected: Any) -> Case:
    """Return a case of a parameters file that one table uses."""
    return Case(
        f"yaml-{name}",
        {BROKEN: TABLE, PARAMETERS: text},
        **{"kind": ProblemKind.PARAMETERS_FILE, "path": PARAMETERS, "titles": ("Broken",), **expected},
    )


definition = partial(case, kind=ProblemKind.DEFINITION)

_GOOD = "name:\n  in: body\n  required: true\n  type: string\n  description: x\n"
_LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
_MERGED_LAUGHS = "a0: &a0 {in: body, type: string, required: true}\n" + "".join(
    f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 40)
)

CASES = (
    case(
        "unclosed-quote",
        'name:\n  in: "body\n  type: string\n',
        line=2,
        column=7,
        message="a quote is opened here and not closed",
        hint="close it",
    ),
    case("tab", "name:\n\tin: body\n", line=2, message="a tab where YAML wants blanks", hint="indent with blanks"),
    case("tab-later", "name:\n  in: body\n\ttype: string\n", line=3, message="a tab"),
    case(
        "colon-in-value",
        "name:\n  description: one: two\n",
        line=2,
        column=19,
        message="a colon and a blank inside a value",
        hint="quotes",
    ),
    case("no-colon", "name:\n  in body\n  type: string\n", line=3, column=7, message="above this line is not"),
    case("no-colon-at-all", "name:\n  in: body\nother\n", line=3, message="this line is not `name: value`"),
    case("at-sign", "name:\n  in: @body\n", line=2, column=7, message="cannot begin with @", hint="quotes"),
    case("indentation", "name:\n  in: body\n type: string\n", line=3, column=2, message="indentation does not fit"),
    case("text-after-quote", 'name:\n  in: "body" or so\n', line=2, column=14, message="text after the end"),
    case("open-bracket", "name:\n  in: [body\n", line=2, column=7, message=r"a \[ is opened here and not closed"),
    case(
        "unknown-anchor",
        "name:\n  <<: *nobody\n",
        line=2,
        column=7,
        message=r"\*nobody stands for nothing",
        hint="&nobody",
    ),
    case(
        "anchor-twice",
        "name: &x\n  in: body\nother: &x\n  in: body\n",
        line=3,
        column=8,
        message="the anchor &x is defined twice",
    ),
    case("second-document", _GOOD + "---\nother: {}\n", line=6, message="a second document begins here"),
    case("escape", 'name:\n  description: "\\q"\n', line=2, column=17, message=r"\\q is no escape"),
    case("control-character", "name:\n  in: bo\x01dy\n", line=2, column=9, message=r"U\+0001 is not allowed"),
    case("deep-flow", "name: " + "[" * 100_000, message="nested too deeply", hint="less"),
    case("deep-block", "- " * 100_000 + "x\n", message="nested too deeply"),
    case("deep-indentation", "".join(" " * n + "a:\n" for n in range(2_000)), line=401, message="nested too deeply"),
    definition("long-line", _GOOD + "  enum: [" + "x" * 5_000_000 + "]\n", kind=None, count=0),
    case("list", "- name\n- other\n", message="is a list, not a mapping", hint="its name and a colon"),
    case("scalar", "nothing to see\n", message="is a single value, not a mapping"),
    case("empty", "", message="the parameters file is empty"),
    case("comments-only", "# variables in body\n\n", message="the parameters file is empty"),
    case(
        "binary",
        b"\x00\x01\x02name",
        kind=ProblemKind.PARAMETERS_FILE,
        path=BROKEN,
        line=9,
        column=22,
        message=r"parameters\.yaml is binary, not text",
    ),
    case("utf-16", _GOOD.encode("utf-16"), path=BROKEN, line=9, column=22, message="is UTF-16, not UTF-8"),
    case(
        "latin-1",
        _GOOD.replace("x", "caf\xe9").encode("latin-1"),
        line=5,
        column=19,
        message="not UTF-8: its byte 0xe9 is read as é",
        hint="as UTF-8",
    ),
    case(
        "missing",
        "",
        path=BROKEN,
        line=9,
        column=22,
        message=r"parameters\.yaml does not exist",
        prepare=lambda root: (root / PARAMETERS).unlink(),
    ),
    case(
        "folder",
        "",
        path=BROKEN,
        line=9,
        column=22,
        message=r"parameters\.yaml is a folder, not a file",
        prepare=lambda root: ((root / PARAMETERS).unlink(), (root / PARAMETERS).mkdir())[0],
    ),
    definition("key-twice", _GOOD + _GOOD, line=6, message="name is defined twice: the definition in line 1 is lost"),
    definition("field-twice", _GOOD + "  type: object\n", line=6, column=3, message="the field type is given twice"),
    definition("no-mapping", "name: body\n", message="the definition is a single value, not a mapping"),
    definition("list-definition", "name: [body]\n", message="the definition is a list, not a mapping"),
    definition("empty-definition", "name:\n", message="the definition is empty", hint="indent"),
    definition("key-is-list", _GOOD + "[a, b]: {}\n", line=6, message="the name of a definition is a list"),
    definition(
        "merge-of-scalar",
        _GOOD + "  <<: body\n",
        line=6,
        column=3,
        message="<< must name a mapping, not a scalar",
        hint=r"<<: \*name",
    ),
    definition(
        "merge-of-list",
        "x: &x [a]\n" + _GOOD + "  <<: *x\n",
        line=7,
        column=3,
        count=2,
        message="<< must name a mapping, not a scalar",
    ),
    definition(
        "recursive-alias",
        _GOOD.replace("name:", "name: &n") + "  <<: *n\n",
        line=6,
        column=3,
        message="<< merges the mapping into itself",
    ),
    definition("recursive-value", _GOOD.replace("body", "&b [*b]"), line=2, column=3, message="in is a list"),
    definition("billion-laughs", _LAUGHS + _GOOD, line=1, message="a0: the definition is a list", count=10),
    definition("merged-billion-laughs", _MERGED_LAUGHS + _GOOD, kind=None, count=0),
    definition(
        "misspelt-field",
        _GOOD.replace("required", "requried"),
        line=3,
        column=3,
        message="unknown field 'requried'",
        hint="did you mean required",
    ),
    definition(
        "misspelt-place",
        _GOOD.replace("body", "bdoy"),
        line=2,
        column=3,
        message="bdoy is not a place",
        hint="did you mean body",
    ),
    definition(
        "misspelt-truth",
        _GOOD.replace("true", "ture"),
        line=3,
        column=3,
        message="required: ture is neither true nor false",
        hint="did you mean true",
    ),
    definition("long-name", "x" * 900 + ": y\n", message="^x+…$"),
    definition("no-required", _GOOD.replace("  required: true\n", ""), message="not say whether it is required"),
    definition("no-place", _GOOD.replace("  in: body\n", ""), message="does not say where it travels"),
    definition("no-type", _GOOD.replace("  type: string\n", ""), message="does not say its type"),
    definition(
        "version",
        _GOOD + "  min_version: soon\n",
        line=6,
        column=3,
        hint="2.10",
        message="min_version: soon is not a version",
    ),
    definition("no-break-space", _GOOD.replace("  type", "  \xa0type"), line=4, column=3, message="an invisible blank"),
    definition(
        "lost-indentation", _GOOD + '  -H "X: y"\n', line=6, column=3, hint="indentation", message="unknown field"
    ),
)
