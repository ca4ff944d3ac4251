from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.recordings import bodies
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.builders import PROPERTY

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.just("é"),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from("abc"), inner),
)


@PROPERTY
@given(VALUES)
def test_json_is_read_as_it_is(value: Any) -> None:
    text = json.dumps(value)
    assert bodies.read_text(text, "application/json", Secrets()) == Body(BodyKind.JSON, value)
    assert bodies.read_bytes(text.encode(), "", "", Secrets()) == Body(BodyKind.JSON, value)
    assert bodies.read_value(value, Secrets()) == Body(BodyKind.JSON, value)


@PROPERTY
@given(st.text(), st.sampled_from(["application/json", "", "text/plain", "x", "application/json; charset=latin-1"]))
def test_no_text_is_too_odd(text: str, content_type: str) -> None:
    for found in (
        bodies.read_text(text, content_type, Secrets()),
        bodies.read_base64(text, content_type, "gzip", Secrets()),
    ):
        assert found.kind in BodyKind
        assert (found.kind is BodyKind.UNREADABLE) <= bool(found.reason)


@PROPERTY
@given(st.binary(), st.sampled_from(["gzip", "deflate", "br", ""]))
def test_no_bytes_are_too_odd(data: bytes, encoding: str) -> None:
    assert bodies.read_bytes(data, "application/json; charset=none-such", encoding, Secrets()).kind in BodyKind


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 100_000, f"nested more than {bodies.DEEPEST} deep"),
        ("[" * 101 + "]" * 101, f"nested more than {bodies.DEEPEST} deep"),
        ("9" * 5000, "not JSON: a number that JSON does not have"),
        ("-Infinity", "not JSON: a number that JSON does not have"),
        ("\udcff{}", "not UTF-8"),
        ('{"a": 1} x', "not JSON: extra data at character 10"),
        ("[" + "1," * (bodies.LARGEST_BODY // 2) + "1]", f"larger than {bodies.LARGEST_BODY >> 20} MiB"),
    ],
)
def test_what_is_refused(text: str, reason: str) -> None:
    assert bodies.read_text(text, "application/json", Secrets()) == Body(BodyKind.UNREADABLE, reason=reason)


def test_many_brackets_are_not_yet_deep() -> None:
    assert bodies.read_text(json.dumps([[]] * 500), "application/json", Secrets()).kind is BodyKind.JSON
    assert bodies.read_text("[" * 99 + "]" * 99, "application/json", Secrets()).kind is BodyKind.JSON


def test_blanks_are_empty_and_charsets_are_known() -> None:
    assert bodies.read_text(" \n", "application/json", Secrets()) == EMPTY
    found = bodies.read_bytes('"é"'.encode("latin-1"), "application/json; charset=ISO-8859-1", "", Secrets())
    assert found == Body(BodyKind.JSON, "é")


def test_a_bomb_is_not_unpacked() -> None:
    import gzip

    data = gzip.compress(b" " * (bodies.LARGEST_BODY + 1))
    found = bodies.read_bytes(data, "application/json", "gzip", Secrets())
    assert found.reason == f"larger than {bodies.LARGEST_BODY >> 20} MiB"
    assert math.isclose(len(data) / bodies.LARGEST_BODY, 0, abs_tol=0.01)


def test_numbers_that_nothing_could_write_again_are_refused() -> None:
    for text in ("1e999", "[-1e400]", "NaN", '{"a": Infinity}', "9" * 5000):
        found = bodies.read_text(text, "application/json", Secrets())
        assert found.reason == "not JSON: a number that JSON does not have"


def test_half_a_character_is_refused_and_a_whole_one_is_not() -> None:
    for text in (r'{"\ud800": 1}', r'["a\uDFFFb"]'):
        found = bodies.read_text(text, "application/json", Secrets())
        assert found.reason == "half a character (a surrogate)"
    assert bodies.read_text(r'"\ud83d\ude00"', "application/json", Secrets()).value == "\U0001f600"
