"""Whatever a file holds, reading it raises nothing, and every problem has a place inside its file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apiref_verify.model.reference import NOT_JSON, Problem
from apiref_verify.reading.data import json_text
from apiref_verify.reading.data.parameters_file import read_parameters_file
from apiref_verify.reading.data.positions import YAMLProblem, compose, locate
from apiref_verify.reading.data.samples import parse_sample
from apiref_verify.reading.reader import read
from apiref_verify.reading.rst import events, markup
from apiref_verify.reading.rst.inline import suspicious
from apiref_verify.reading.rst.source import Source

FEW = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
MORE = settings(FEW, max_examples=400)

CHARACTERS = st.characters(exclude_categories=("Cs",))
LINES = st.text(CHARACTERS, max_size=20).map(lambda text: text.replace("\n", " ").replace("\r", " "))

RST_FRAGMENTS = st.sampled_from(
    (
        "Title", "=====", "-----", "~~~~~", "====", "==", "", "  ", "::", "Text::", "Text ``code`` and *more*.",
        "``open", "**open", "* item", "  * inner", "- ", "1. one", "#. auto", "iii. three", "(a) letter",
        ":field: value", "-o  option", "| line", "  | line", ">>> doctest", "term", "   definition", ".. comment",
        "..", ".. needs:method_verification", ".. needs:x_verification", ".. rest_method:: GET /a/{b}",
        ".. rest_method::", ".. rest_method:: /x", "   GET /y", "   min_version: 2.10", "   max_version: x",
        ".. rest_parameters:: parameters.yaml", ".. rest_parameters::", "   - name: key", "   - name",
        "   - {a: [b", "   - 'name: key", "   name: key", ".. rest_status_code:: success x.yaml",
        ".. rest_status_code:: error", "   - 200", "   - 404: why", ".. literalinclude:: a.json",
        "   :language: json", ".. literalinclude:: ../../../etc/passwd", ".. include:: b.inc",
        ".. include:: a.inc", ".. include::", "   :start-after: Title", "   :end-before: Text",
        "   :start-line: -2", "   :start-line: x", ".. include:: \x00", ".. code-block:: json", "   {",
        '   "a": [1,', "   }", ".. note::", "   Text.", ".. only:: html", ".. list-table::", "   * - cell",
        "     - cell", ".. csv-table::", '   "a", "b"', ".. frob:: x", ".. |x| raw:: html", ".. |y| frob:: x",
        ".. _target:", ".. _target: x", "__ anonymous", ".. __: x", ".. [1] foot", ".. [#] foot", ".. [C] cite",
        "+---+---+", "| a | b |", "+===+===+", "=== ===", "a   b", "..\n", "\tTab", "\x0c", "200, 404 (not found)",
        "Normal response codes: 200", "Error response codes: badRequest(400), 404", "**Response codes**",
        "Response (2.3 - 2.1)", ".. versionadded:: 2.10", ".. versionchanged:: x", "New in version 2.10",
        "(v2.26): JSON response", "Request", "Response",
    )
)  # fmt: skip
INDENTS = st.sampled_from(("", "", "", "  ", "   ", "    ", "      "))
RST_LINES = st.tuples(INDENTS, st.one_of(RST_FRAGMENTS, RST_FRAGMENTS, RST_FRAGMENTS, LINES)).map("".join)
RST = st.lists(RST_LINES, max_size=40).map("\n".join)

YAML_FRAGMENTS = st.sampled_from(
    (
        "name:", "name: ", "  in: body", "  in: [body]", "  in: BODY", "  required: true", "  requried: ture",
        "  type: string", "  description: |", "    Text: more", "  min_version: 2.10", "  max_version: null",
        "  max_version: x", "  <<: *a", "  <<: [*a, *b]", "  <<: x", "<<: *a", "name: &a", "other: &b", "  x: &c",
        "*a : b", "? [a]", ": b", "- item", "---", "...", "%YAML 1.1", "{a: b", "}", "[", "]", '"', "'",
        "# comment", "\t", "@", "!!binary x", "!x y", "name: *a", "~:", "1: 2", "null: {}", "  \xa0type: x",
        "  ? a", "\x85", "\u2028", "  default: >-", "name: {in: body, type: x}",
    )
)  # fmt: skip
YAML = st.lists(st.one_of(YAML_FRAGMENTS, YAML_FRAGMENTS, LINES), max_size=25).map("\n".join)
TEXTS = st.one_of(YAML, st.deferred(lambda: JSON)).map(lambda text: text.replace("\r", " "))

JSON_FRAGMENTS = st.sampled_from(
    (
        "{", "}", "[", "]", ",", ":", '"a"', '"b"', '"a": ', '"a": 1', "1", "-1.5e3", "1e999", "007", "true",
        "True", "null", "NaN", "-Infinity", '"', "'a'", "\\", '"\\u12"', '"\\ud83d"', '"\\ud83d\\ude00"', '"\\x"',
        '"\n"', '"\t"', "...", "//", "# x", "\uff0c", "\uff1a", "\u3000", "\xa0", "\ufeff", "\x00", "<x>", "word",
        " ", "\n", "\r", '"a" "b"', "curl -X", "HTTP/1.1", "[[", "]]", "{}", "[]", ", ",
    )
)  # fmt: skip
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)
JSON = st.one_of(
    st.lists(st.one_of(JSON_FRAGMENTS, JSON_FRAGMENTS, LINES), max_size=20).map("".join),
    JSON_VALUES.map(json.dumps),
    st.tuples(JSON_VALUES.map(lambda v: json.dumps(v, indent=1)), st.integers(0, 60), JSON_FRAGMENTS).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)


def assert_places(problems: tuple[Problem, ...] | list[Problem], texts: dict[str, str]) -> None:
    for problem in problems:
        where = problem.location
        lines = texts[where.path].split("\n")
        assert 1 <= where.line <= len(lines), problem
        assert 1 <= where.column <= len(lines[where.line - 1]) + 1, problem
        assert "docutils cannot" not in problem.message, problem


def strict(text: str) -> bool:
    try:
        json.loads(text, parse_constant=lambda word: int("no " + word))
    except ValueError:
        return False
    return True


@MORE
@given(JSON, st.booleans())
def test_samples(text: str, inline: bool) -> None:
    value, problems = parse_sample("a.json", text, 1, "json" if inline else "", inline)
    assert_places(problems, {"a.json": text})
    if value is not NOT_JSON:
        assert json.dumps(value).encode("utf-8")
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")
        assert strict(text)


@MORE
@given(JSON)
def test_our_walk_and_the_standard_library_agree(text: str) -> None:
    fault = json_text.fault(text)
    if fault is None:
        assert strict(text)
    else:
        assert not strict(text) or "too large" in str(fault)
        assert 0 <= fault.offset <= len(text)


@FEW
@given(JSON_VALUES, st.data())
def test_every_value_is_located(value: object, data: st.DataObject) -> None:
    pointer: list[str | int] = []
    at = value
    while isinstance(at, dict | list) and at and data.draw(st.booleans()):
        step = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        pointer.append(step)
        at = at[step]
    text = json.dumps(value, indent=2)
    line, column = locate(text, pointer)
    shown = text.split("\n")[line - 1][column - 1 :]
    if pointer and isinstance(pointer[-1], str):
        assert shown.startswith(json.dumps(pointer[-1]) + ":")
    else:
        assert shown.startswith(json.dumps(at, indent=2).split("\n")[0])


@MORE
@given(YAML)
def test_parameters_files(text: str) -> None:
    file, problems = read_parameters_file("p.yaml", text)
    assert_places(problems, {"p.yaml": text})
    for definition in file.definitions.values():
        assert 1 <= definition.location.line <= text.count("\n") + 1


@MORE
@given(TEXTS, st.lists(st.one_of(st.sampled_from("ab"), st.integers(0, 3)), max_size=4))
def test_compose_and_locate(text: str, pointer: list[str | int]) -> None:
    lines = text.split("\n")
    line, column = locate(text, pointer)
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
    try:
        compose(text)
    except YAMLProblem as broken:
        assert 1 <= broken.line <= len(lines)
        assert 1 <= broken.column <= len(lines[broken.line - 1]) + 1


@MORE
@given(st.lists(st.sampled_from(["`", "``", *"* a\\_|(\n", "**", ":r:"]), max_size=30).map("".join))
def test_inline_markup(text: str) -> None:
    found = suspicious(text)
    assert found is None or text[found[1]] in "`*"


@settings(MORE, max_examples=600)
@given(RST)
def test_markup(text: str) -> None:
    lines = text.split("\n")
    source = Source("a.inc", lines, "", [], lambda *_: [])
    found = markup.parse(source)
    for event in found:
        assert event.path == "a.inc"
        assert 1 <= event.line <= len(lines), event
    assert_places([event.problem for event in found if isinstance(event, events.Unreadable)], {"a.inc": text})


@pytest.fixture(scope="module")
def folder() -> str:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "api-ref/source").mkdir(parents=True)
        yield name


@FEW
@given(RST, RST, RST, YAML, JSON)
def test_trees(folder: str, index: str, first: str, second: str, parameters: str, sample: str) -> None:
    index = index.replace("b.inc", "b.inc\n.. include:: a.inc")
    written = {"index.rst": index, "a.inc": first, "b.inc": second, "parameters.yaml": parameters, "a.json": sample}
    texts = {}
    for name, text in written.items():
        (Path(folder) / "api-ref/source" / name).write_text(text, encoding="utf-8", newline="")
        seen = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        texts[f"api-ref/source/{name}"] = seen
    reference = read(folder)
    assert_places(reference.problems, texts)
    for problem in reference.problems:
        assert (problem.message + problem.hint + str(problem.location)).isprintable(), repr(problem)
    for section in reference.sections:
        assert section.path in texts
