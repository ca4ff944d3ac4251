"""Settings, and which rules and findings they leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify import read, verify
from apiref_verify.configuration import Configuration, ConfigurationError, load, load_file
from apiref_verify.model.habit_settings import HabitSettings
from apiref_verify.model.microversion import Microversion
from apiref_verify.rules import RULES
from apiref_verify.selection import chosen_rules


def codes(**settings: tuple[str, ...]) -> set[str]:
    return {rule.code for rule in chosen_rules(Configuration(**settings))}  # type: ignore[arg-type]


DEFAULT = {rule.code for rule in RULES.values() if rule.default}


def test_by_default_the_rules_that_are_on_run() -> None:
    assert codes() == DEFAULT


def test_select_replaces_the_default_and_ignore_takes_out() -> None:
    assert codes(select=("AR20",)) == {code for code in RULES if code.startswith("AR20")}
    assert codes(ignore=("AR2",)) == {code for code in DEFAULT if not code.startswith("AR2")}


def test_extend_select_switches_on_what_is_off() -> None:
    assert codes(extend_select=("AR304",)) == DEFAULT | {"AR304"}


@pytest.mark.parametrize(
    ("settings", "inside"),
    [
        ({"select": ("AR2",), "ignore": ("AR201",)}, False),
        ({"ignore": ("AR2",), "extend_select": ("AR201",)}, True),
        ({"ignore": ("ALL",), "extend_select": ("undocumented-parameter",)}, True),
        ({"select": ("ALL",), "ignore": ("AR2",)}, False),
        ({"select": ("AR201",), "ignore": ("AR201",)}, False),
    ],
)
def test_the_more_exact_setting_wins_and_ignore_wins_a_tie(settings: dict[str, tuple[str, ...]], inside: bool) -> None:
    assert ("AR201" in codes(**settings)) is inside


def test_the_nearest_configuration_upwards_applies(tmp_path: Path) -> None:
    inner = tmp_path / "api-ref/source"
    inner.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.apiref-verify]\nselect = ["AR2"]\n')
    assert load(inner).select == ("AR2",)
    (tmp_path / "apiref-verify.toml").write_text('ignore = ["AR3"]\nper-path-ignores = { "a.inc" = ["AR4"] }\n')
    found = load(inner)
    assert (found.select, found.ignore, found.per_path_ignores) == ((), ("AR3",), (("a.inc", ("AR4",)),))


def test_habits_can_be_stated(tmp_path: Path) -> None:
    path = tmp_path / "apiref-verify.toml"
    path.write_text('[habits]\nenvelopes = false\nbase-version = "2.1"\nfree-names = ["labels"]\n')
    habits = load_file(path).habits
    assert (habits.envelopes, habits.one_row_for_levels) == (False, None)
    assert (str(habits.base_version), habits.free_names) == ("2.1", {"labels"})


def test_a_stated_habit_is_the_one_that_judges() -> None:
    reference = read(Path(__file__).parent.parent)
    stated = verify(reference, settings=HabitSettings(base_version=Microversion(2, 6)))
    assert "AR208" in {finding.code for finding in stated.findings}
    assert len(stated.findings) != len(verify(reference).findings)


def test_a_pyproject_without_our_table_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    assert load(tmp_path).path is None or tmp_path not in load(tmp_path).path.parents  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select = [", "not TOML"),
        ('slect = ["AR2"]', "did you mean select"),
        ('select = "AR2"', "must be a list"),
        ("source = 3", "must be a text"),
        ('per-path-ignores = ["a"]', "must map globs"),
        ("habits = 1", "must be a table"),
        ("habits = { envelope = true }", "unknown habit 'envelope'"),
        ('habits = { base-version = "two" }', "must be a version"),
    ],
)
def test_a_mistake_names_the_file_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "apiref-verify.toml"
    path.write_text(text + "\n")
    with pytest.raises(ConfigurationError, match=message) as caught:
        load_file(path)
    assert str(path) in str(caught.value)


def test_a_file_that_was_named_must_be_there_and_say_something(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        load_file(tmp_path / "pyproject.toml")
    (tmp_path / "pyproject.toml").write_text("[tool.other]\n")
    with pytest.raises(ConfigurationError, match=r"has no \[tool.apiref-verify\] table"):
        load_file(tmp_path / "pyproject.toml")
