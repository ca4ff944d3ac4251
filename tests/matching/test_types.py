"""Which JSON types a documented type admits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.types import (
    ANYTHING,
    SPELLINGS,
    admitted,
    family,
    harmless_string,
    json_type,
)
from tests.builders import PROPERTY


@pytest.mark.parametrize(
    ("documented", "types"),
    [
        ("string", "string"),
        ("String", "string"),
        ("uuid", "string"),
        ("datestamp", "string"),
        ("hostname", "string"),
        ("csapi:UUID", "string"),
        ("xsd:string", "string"),
        ("enum", "string"),
        ("integer", "integer"),
        ("int", "integer"),
        ("xsd:int", "integer"),
        ("boolean", "boolean"),
        ("bool", "boolean"),
        ("float", "integer number"),
        ("number", "integer number"),
        ("integer (float)", "integer number"),
        ("array", "array"),
        ("list", "array"),
        ("list of strings", "array"),
        ("array of objects", "array"),
        ("string[]", "array"),
        ("object", "object"),
        ("dict", "object"),
        ("key-value pairs", "object"),
        ("Key value", "object"),
        ("string or object", "object string"),
        ("string/integer", "integer string"),
        ("array|object", "array object"),
        ("boolean, string", "boolean string"),
    ],
)
def test_dialects_admit_the_types_that_they_mean(documented: str, types: str) -> None:
    assert admitted(documented) == {*types.split(), "null"}


@pytest.mark.parametrize(
    "documented", ["", "  ", "any", "json", "none", "null", "file", "frobnicator", "string or what"]
)
def test_where_nobody_can_tell_everything_is_admitted(documented: str) -> None:
    assert admitted(documented) is ANYTHING


@PROPERTY
@given(st.text(max_size=30))
def test_null_is_admitted_by_every_type(documented: str) -> None:
    assert "null" in admitted(documented) <= ANYTHING


@pytest.mark.parametrize("word", sorted(word for words in SPELLINGS.values() for word in words))
def test_spellings_of_one_type_admit_the_same(word: str) -> None:
    kind = next(kind for kind, words in SPELLINGS.items() if word in words)
    assert family(word) == kind
    assert admitted(word) == admitted(kind)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        ("", "string"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "number"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_values_have_their_json_type(value: object, name: str) -> None:
    assert json_type(value) == name


@pytest.mark.parametrize(
    ("value", "documented", "harmless"),
    [
        ("5", "integer", True),
        ("-5.5", "number", True),
        ("True", "boolean", True),
        ("", "object", True),
        ("null", "object", True),
        ("None", "integer", True),
        ("5", "boolean", False),
        ("yes", "boolean", False),
        ("five", "integer", False),
        ("5 GB", "integer", False),
        ("text", "object", False),
    ],
)
def test_a_string_is_harmless_if_it_spells_a_value_of_the_type(value: str, documented: str, harmless: bool) -> None:
    assert harmless_string(value, admitted(documented)) is harmless
