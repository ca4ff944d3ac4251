"""The language in which fixtures say what is to be found in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.expectations import Expectation, expected


def write(tree: Path, **files: str) -> Path:
    for name, text in files.items():
        (tree / name.replace("_", ".")).write_text(text)
    return tree


def test_an_expectation_is_about_the_next_line_that_says_anything(tmp_path: Path) -> None:
    text = "First\n=====\n\n.. expect: AR404 403 [note]\n.. expect: AR405\n\nNormal response codes: 200\n"
    found = expected(write(tmp_path, a_inc=text))
    assert found == [Expectation("a.inc", 7, "AR404", "403", True), Expectation("a.inc", 7, "AR405", "", False)]


def test_rows_and_definitions_expect_in_yaml_comments(tmp_path: Path) -> None:
    found = expected(
        write(tmp_path, a_rst="   # expect: AR203 x:y\n   - x:y: z\n", b_yaml="x:\n  # expect: AR004 x\n  in: y\n")
    )
    assert found == [Expectation("a.rst", 2, "AR203", "x:y", False), Expectation("b.yaml", 3, "AR004", "x", False)]


def test_files_without_comments_expect_in_a_list(tmp_path: Path) -> None:
    found = expected(write(tmp_path, expect_txt="AR005 samples/a.json:2 name\nAR002 parameters.yaml:1 [note]\n"))
    assert found == [
        Expectation("parameters.yaml", 1, "AR002", "", True),
        Expectation("samples/a.json", 2, "AR005", "name", False),
    ]


@pytest.mark.parametrize(
    "files",
    [
        {"a_inc": ".. expect: AR2 name\n\nText.\n"},
        {"a_inc": ".. expect: AR201 two names\n\nText.\n"},
        {"a_inc": "Text.\n\n.. expect: AR201 name\n"},
        {"expect_txt": "AR005 a.json name\n"},
    ],
)
def test_an_expectation_that_says_nothing_clear_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="AR"):
        expected(write(tmp_path, **files))
