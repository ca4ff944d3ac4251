"""YAML with places."""

from __future__ import annotations

import pytest

from apiref_verify.reading.data.positions import Merges, YAMLProblem, compose, key_text, locate


def test_nothing_is_no_node() -> None:
    assert compose("") is None
    assert compose("# comment\n") is None


def test_nodes_keep_their_marks() -> None:
    node = compose("a:\n  b: [x, y]\n")
    ((_, inner),) = node.value
    ((key, value),) = inner.value
    assert (key.start_mark.line, key.start_mark.column) == (1, 2)
    assert (value.value[1].value, value.value[1].start_mark.column) == ("y", 9)


def test_versions_stay_text() -> None:
    ((_, value),) = compose("min_version: 2.10\n").value
    assert value.value == "2.10"


@pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
def test_only_line_feeds_end_a_line(separator: str) -> None:
    with pytest.raises(YAMLProblem) as caught:
        compose(f"a: |\n  one{separator}two\nb: @\n")
    assert (caught.value.line, caught.value.column) == (3, 4)


def test_the_end_is_in_the_last_line() -> None:
    with pytest.raises(YAMLProblem) as caught:
        compose("a: [")
    assert (caught.value.line, caught.value.column) == (1, 5)


@pytest.mark.parametrize("text", ["[" * 50_000, "- " * 50_000, "{a: " * 50_000, "? " * 50_000])
def test_deep_nesting_is_refused_before_it_overflows_the_stack(text: str) -> None:
    with pytest.raises(YAMLProblem, match="nested too deeply"):
        compose(text)


def test_many_brackets_are_not_deep() -> None:
    assert compose("- [a, {b: c}]\n" * 1_000) is not None


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        ("a:\n  b: 1\n", ["a", "b"], (2, 3)),
        ("a:\n- x\n- y: 1\n", ["a", 1, "y"], (3, 3)),
        ("a:\n- x\n", ["a", 7], (1, 1)),
        ("a: 1\n", ["b"], (1, 1)),
        ("a: [", ["a"], (1, 1)),
        ('{\n  "a": "\\ud83d\\ude00",\n  "b": [1,\n 2]}', ["b", 1], (4, 2)),
        ("{a: 1,\n b: 2}", ["b"], (2, 2)),
        ("200: x\n404: y\n", ["404"], (2, 1)),
        ("200: x\n404: y\n", [404], (2, 1)),
        ("", ["a"], (1, 1)),
    ],
)
def test_locate(text: str, pointer: list[str | int], place: tuple[int, int]) -> None:
    assert locate(text, pointer) == place


def _merged(text: str, name: str) -> tuple[dict[str, str], list[str]]:
    root = compose(text)
    node = next(value for key, value in root.value if key_text(key) == name)
    merges = Merges()
    pairs = {key_text(key): value.value for key, value, _ in merges.pairs(node)}
    return pairs, [message for _, message in merges.faults]


def test_own_fields_win_over_merged_ones() -> None:
    text = "a: &a {x: 1, y: 1}\nb:\n  <<: *a\n  y: 2\n"
    assert _merged(text, "b") == ({"x": "1", "y": "2"}, [])


def test_earlier_sources_of_a_list_win() -> None:
    text = "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc:\n  <<: [*a, *b]\n"
    assert _merged(text, "c") == ({"x": "1", "y": "2"}, [])


def test_merges_of_merges() -> None:
    text = "a: &a {x: 1}\nb: &b\n  <<: *a\n  y: 2\nc:\n  <<: *b\n"
    assert _merged(text, "c") == ({"x": "1", "y": "2"}, [])


def test_quoted_merge_keys_are_plain_keys() -> None:
    assert _merged("a: &a {x: 1}\nb:\n  '<<': y\n", "b") == ({"<<": "y"}, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("b: &b\n  <<: *b\n", "<< merges the mapping into itself"),
        ("b: &b\n  <<: [*b]\n", "<< merges the mapping into itself"),
        ("b:\n  <<: &c\n    <<: *c\n", "<< merges the mapping into itself"),
        ("b:\n  <<: text\n", "<< must name a mapping, not a scalar"),
        ("b:\n  <<: [[x]]\n", "<< must name a mapping, not a sequence"),
        ("b:\n  <<:\n", "<< must name a mapping, not a scalar"),
    ],
)
def test_bad_merges_are_told(text: str, fault: str) -> None:
    assert _merged(text, "b") == ({}, [fault])


def test_long_chains_of_merges_end() -> None:
    chain = "".join(f"a{n}: &a{n}\n  <<: *a{n - 1}\n" for n in range(1, 5_000))
    _, faults = _merged("a0: &a0 {x: 1}\n" + chain + "b:\n  <<: *a4999\n", "b")
    assert faults == ["<< merges too much to be read"]
