"""YAML and JSON as plain values."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.contracts.documents.values import LARGEST_YAML, parse
from apiref_verify.evidence.contracts.errors import ContractError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 2020-01-01", {"a": "2020-01-01"}),
        ("a: [yes, no, on, true, False]", {"a": ["yes", "no", "on", True, False]}),
        ("200: {1.5: x}", {"200": {"1.5": "x"}}),
        (
            "a: [1, -2, 1.5, 017, 0x1F, 1e3, .inf, ~, null, '1']",
            {"a": [1, -2, 1.5, "017", "0x1F", "1e3", ".inf", None, None, "1"]},
        ),
        ("a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}", {"a": {"b": 1, "c": 2}, "d": {"b": 1, "c": 3}}),
        ("a: &x [1]\nb: *x", {"a": [1], "b": [1]}),
        ("a: !!python/object:os.system {}", {"a": {}}),
        ("{a: b}", {"a": "b"}),
        ("", None),
    ],
)
def test_yaml_is_what_its_readers_mean(text: str, value: Any) -> None:
    assert parse(text, "x.yaml") == value


def test_an_anchor_is_one_object() -> None:
    found = parse("a: &x {b: 1}\nc: *x", "x.yaml")
    assert found["a"] is found["c"]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_json_is_read_as_it_is(value: Any) -> None:
    if isinstance(value, dict | list):
        assert parse(json.dumps(value), "x.json") == value


@given(st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), VALUES, max_size=4))
def test_yaml_says_the_same_as_json(value: Any) -> None:
    text = yaml.safe_dump(value, allow_unicode=False, default_flow_style=False)
    assert parse(text, "x.yaml") == value


def test_too_much_yaml_is_refused_at_once() -> None:
    with pytest.raises(ContractError, match="16 million characters are the limit for YAML; convert it to JSON"):
        parse("a: b\n" * (LARGEST_YAML // 5 + 1), "x.yaml")


@given(st.text(st.sampled_from("ab:{}[]&*<-? \n'\"!|>#%@,0123.~"), max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text, "x.yaml")
    except ContractError as error:
        assert str(error).startswith("x.yaml")
