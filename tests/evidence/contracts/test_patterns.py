"""Patterns that could hang are told from those that cannot, and left out of contracts."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiref_verify.evidence.contracts.load import load
from apiref_verify.evidence.contracts.patterns.unsafe import is_safe
from tests.evidence.contracts.documents import document, post

CATASTROPHIC = [
    r"(a+)+$",
    r"^(a*)*b",
    r"(a|a)*$",
    r"(a|aa)+$",
    r"(a|b|ab)*c",
    r"^(\w+\s?)*$",
    r"([a-zA-Z]+)*$",
    r"(.*a){20}",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    r"(x+x+)+y",
    r"(?=(a+)+$)b",
    r"^(?:a?){30}a{30}$",
    r"(((a{1,20}){1,20}){1,20})",
    r"(?i)(ab|AB)*c",
    r".*.*.*.*x",
    r"\s*\s*\s*\s*x",
    r"((a)\2*)*b",
]

HARMLESS = [
    r"^[a-z]+$",
    r"^(?:[a-z]+\.)*[a-z]+$",
    r"^\d{1,3}(\.\d{1,3}){3}$",
    r"^[{}]*(?:(?:urn:|uuid:|-)*[0-9a-fA-F]){32}-*[{}]*$",
    r"^(0x)?[0-9a-f]+$",
    r"^[a-zA-Z0-9-._]*$",
    r"^([0-9]{4}){12}$",
    r"^(GET|PUT)(,(GET|PUT))*$",
    r"^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$",
    r"^\S+@\S+\.\S+$",
    r"^(?!\s)[^/]{1,255}(?<!\s)$",
    r'^"(?:[^"\\]|\\.)*"$',
    r"^[a-z]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,61}[a-z0-9])?)*$",
    r"(a|b)*c",
    r"",
]


@pytest.mark.parametrize("pattern", CATASTROPHIC)
def test_a_pattern_that_can_be_read_in_too_many_ways_is_unsafe(pattern: str) -> None:
    re.compile(pattern)
    assert not is_safe(pattern)


@pytest.mark.parametrize("pattern", ["(", r"\p{L}", r"(?<name>a)", "a{99999999999}", "a" * 30_000])
def test_a_pattern_that_is_none_for_python_is_unsafe(pattern: str) -> None:
    assert not is_safe(pattern)


@pytest.mark.parametrize("pattern", HARMLESS)
def test_other_patterns_are_safe(pattern: str) -> None:
    assert is_safe(pattern)


PIECES = st.recursive(
    st.sampled_from(["a", "b", "[ab]", ".", "[^a]", r"\w", r"\d"]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?"])).map(
            lambda one: f"(?:{one[0]}){one[1]}"
        ),
    ),
    max_leaves=8,
)


@given(PIECES)
@settings(max_examples=400, deadline=None)
def test_what_is_called_safe_fails_at_once(pattern: str) -> None:
    """Sixty characters would take an unsafe pattern longer than the world has stood."""
    if is_safe(pattern):
        for text in ("a" * 60 + "\n", "ab" * 30 + "\n", "b" * 60 + "\n", "aab" * 20 + "\n"):
            re.search(f"^{pattern}$(?<!\n)", text)


@given(st.text(st.sampled_from("ab()[]{}*+?|\\^$.,1-:=!<>wds "), max_size=30))
@settings(max_examples=500, deadline=None)
def test_any_text_is_judged(pattern: str) -> None:
    assert is_safe(pattern) in (True, False)


def test_unsafe_patterns_are_left_out_and_told_in_one_warning(tmp_path: Path) -> None:
    schema: dict[str, Any] = {
        "properties": {
            "bad": {"type": "string", "pattern": "(a+)+$"},
            "good": {"type": "string", "pattern": "^a+$"},
            "map": {"patternProperties": {"(": {}, "^b$": {"pattern": r"\p{L}"}}, "additionalProperties": False},
        }
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document({"/widgets": post(schema)})), "utf-8")
    warnings: list[str] = []
    contract = load(path, warn=warnings.append)
    assert contract.routes[0].promises[0].request == {
        "properties": {
            "bad": {"type": "string"},
            "good": {"type": "string", "pattern": "^a+$"},
            "map": {"patternProperties": {"^b$": {}}},
        }
    }
    assert warnings == [
        f"{path}: 3 patterns are not checked, since they cannot be read or could take for ever: (, (a+)+$, \\p{{L}}"
    ]


def test_a_contract_without_unsafe_patterns_gives_no_warning(tmp_path: Path) -> None:
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(document({"/widgets": post({"pattern": "^a+$"})})), "utf-8")
    warnings: list[str] = []
    load(path, warn=warnings.append)
    assert warnings == []
