"""The walk through a JSON text: faults, repeated keys, places."""

from __future__ import annotations

import pytest

from apiref_verify.reading.data.json_text import Repeat, fault, line_and_column, offset_of, repeats


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "0", "-0.5e+10", '"x"', "true", "null", ' {"a": [1, {"b": []}]} ', '"\\u00e9\\n\\/"', '{"": ""}'],
)
def test_json_has_no_fault(text: str) -> None:
    assert fault(text) is None


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        ("", "it is empty", 0),
        ('{"a": 1,}', "a comma before the closing }", 7),
        ("[1,]", "a comma before the closing ]", 2),
        ("[1 2]", "a comma is missing after this value", 2),
        ("[1,, 2]", "two commas in a row", 3),
        ("[, 1]", "a comma where a value belongs", 1),
        ('{"a", "b"}', "no colon after the key a", 4),
        ('{"a": }', "the key a has no value", 6),
        ("{1: 2}", "a key that is no string", 1),
        ('{"a": 1: 2}', "a colon where a comma or a closing bracket belongs", 7),
        ("[: 1]", "a colon where a value belongs", 1),
        ("}", "it begins with a closing }", 0),
        ("[1}", "a closing } inside the list", 2),
        ('{"a": 1]', "a closing ] inside the object", 7),
        ("[1]]", "a closing ] too many", 3),
        ("[1],", "a comma after the end", 3),
        ("[1] 2", "text after the end of the value", 4),
        ('{"a": "x"y"}', "a quote inside a string", 8),
        ("[01]", "01 is no number", 1),
        ("[+1]", "+1 is no number", 1),
        ("[.5]", ".5 is no number", 1),
        ("[tru]", "the word tru without quotes", 1),
        ("[None]", "the word None", 1),
        ("[1;]", "unexpected ;", 2),
        ('"a\x07b"', "the control character U+0007 inside a string", 2),
        ('["\\u12"]', "\\u is no escape", 2),
        ("[1 \x0c]", "the character U+000C (control character) between values", 3),
    ],
)
def test_each_fault_has_its_words_and_place(text: str, message: str, offset: int) -> None:
    found = fault(text)
    assert found is not None
    assert (str(found), found.offset) == (message, offset)
    assert found.hint


def test_an_unclosed_bracket_is_named() -> None:
    found = fault('{"a": [\n1, 2\n')
    assert found is not None
    assert (str(found), found.offset, found.opened) == ("the text ends inside the list", 12, 6)


def test_repeated_keys_are_those_of_one_object() -> None:
    text = '[{"id": 1}, {"id": 2, "x": {"id": 3}, "\\u0069d": 4}]'
    assert repeats(text) == [Repeat("id", text.index('"id": 2'), text.index('"\\u0069d"'))]


def test_a_key_that_stands_three_times_is_told_twice() -> None:
    assert [(r.first, r.second) for r in repeats('{"a": 1, "a": 2, "a": 3}')] == [(1, 9), (1, 17)]


def test_values_are_found() -> None:
    text = '{\n  "a": [\n    10,\n    {"b": 20}\n  ]\n}'
    assert line_and_column(text, offset_of(text, ["a"])) == (2, 3)
    assert line_and_column(text, offset_of(text, ["a", 0])) == (3, 5)
    assert line_and_column(text, offset_of(text, ["a", 1])) == (4, 5)
    assert line_and_column(text, offset_of(text, ["a", 1, "b"])) == (4, 6)


def test_what_is_not_there_is_found_at_its_nearest_ancestor() -> None:
    text = '{"a": {"b": 1}, "c": 2}'
    assert offset_of(text, ["a", "x", "y"]) == 1
    assert offset_of(text, ["x"]) == 0
    assert offset_of(text, []) == 0
    assert offset_of('{"a": {"b": [1, oops', ["a", "b", 5]) == 7
