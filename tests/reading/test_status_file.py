"""Status files: the reasons of each code, with their places."""

from __future__ import annotations

from apiref_verify.model.location import Location
from apiref_verify.reading.data.status_file import Reason, read_status_file


def test_reasons_are_found_by_code_and_name() -> None:
    file, problems = read_status_file(
        "s.yaml", "200:\n  default: Fine.\n409:\n  default: No.\n  moored: |\n    Moored.\n"
    )
    assert problems == []
    assert file.reason("200") == Reason("Fine.", Location("s.yaml", 2, 3))
    assert file.reason("409", "moored") == Reason("Moored.\n", Location("s.yaml", 5, 3))
    assert file.reason("409", "sunk") is None
    assert file.reason("410") is None


def test_merge_keys_bring_reasons() -> None:
    file, _ = read_status_file("s.yaml", "400: &bad\n  default: Bad.\n422:\n  <<: *bad\n  shape: Odd.\n")
    assert file.reason("422") == Reason("Bad.", Location("s.yaml", 2, 3))


def test_what_says_nothing_is_left_out() -> None:
    file, problems = read_status_file("s.yaml", "200: Fine.\n201:\n  default: [a]\n")
    assert file.reason("200") is file.reason("201") is None
    assert problems == []


def test_what_is_no_status_file_is_a_problem() -> None:
    for text, told in [("", "is empty"), ("- 1\n", "not a mapping"), ("a: [\n", "not YAML")]:
        file, (problem,) = read_status_file("s.yaml", text)
        assert file.codes == {}
        assert told in problem.message
