"""Every rule against trees that say themselves what is to be found in them.

A case is a folder ``fixtures/<code>/<kind>`` or ``fixtures/<code>/<kind>-<what>``: in ``wrong`` the rule finds what
the tree expects, in ``right`` the same tree is sound, and ``false-alarm`` looks wrong and is not. Files
``contract*.yaml`` are what the API promises, in the form of ``tests/contracts.py``, and a file ``exchanges.yaml`` is
what it answered, in that of ``tests/exchanges.py``. A file ``known-bug.txt`` in a case says, in a sentence, what the
rule still gets wrong; the test fails as soon as it does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.rules import RULES
from tests.rules.cases import FIXTURES, verified
from tests.rules.expectations import Expectation, expected, found

KINDS = ("wrong", "right", "false-alarm")
OF_THE_WHOLE_TREE = frozenset({"AR102"})
"""Rules that are silent where one file is asked for: what no file documents is told of all of them."""

CASES = sorted(path for folder in FIXTURES.iterdir() for path in folder.iterdir())


def kind_of(case: Path) -> str:
    """The kind of a case by the name of its folder, or the empty string."""
    return next((kind for kind in KINDS if case.name == kind or case.name.startswith(f"{kind}-")), "")


def cases_of(*kinds: str) -> pytest.MarkDecorator:
    """A test for each case of some kinds."""
    chosen = [_parameter(case) for case in CASES if kind_of(case) in kinds]
    return pytest.mark.parametrize("case", chosen)


def _parameter(case: Path) -> object:
    bug = case / "known-bug.txt"
    marks = [pytest.mark.xfail(strict=True, reason=bug.read_text().strip())] if bug.exists() else []
    return pytest.param(case, id=f"{case.parent.name}-{case.name}", marks=marks)


def _found(path: Path, case: Path) -> list[Expectation]:
    result = verified(path, case)
    assert not result.checked_nothing, "the fixture documents no operation"
    return sorted(map(found, result.findings))


def _findings(case: Path) -> list[str]:
    return [str(item) for item in _found(case, case)]


@cases_of("wrong")
def test_rule_finds_exactly_what_the_tree_expects(case: Path) -> None:
    wanted = [str(item) for item in expected(case)]
    assert wanted, "a wrong tree must expect something"
    assert _findings(case) == wanted


@cases_of("wrong")
def test_a_check_of_one_file_finds_what_is_in_it_and_nothing_beyond(case: Path) -> None:
    section = case / "api-ref" / "source" / "boats.inc"
    whole, alone = _findings(case), [str(item) for item in _found(section, case)]
    own = [item for item in whole if item.startswith(f"{section.relative_to(case).as_posix()}:")]
    assert set(alone) <= set(whole)
    assert set(own) <= set(alone) or case.parent.name in OF_THE_WHOLE_TREE
    assert not any(".yaml:" in item for item in alone if case.parent.name != "AR002")


@cases_of("right", "false-alarm")
def test_rule_is_silent_on_a_sound_tree(case: Path) -> None:
    assert not expected(case), "a sound tree must expect nothing"
    assert _findings(case) == []


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_has_fixtures_of_every_kind(code: str) -> None:
    folder = FIXTURES / code
    kinds = {kind_of(case) for case in folder.iterdir()} if folder.is_dir() else set()
    assert kinds == set(KINDS)


@pytest.mark.parametrize("code", sorted(code for code, rule in RULES.items() if "exchanges" in rule.needs))
def test_every_rule_that_exchanges_decide_has_fixtures_with_some(code: str) -> None:
    found = {kind_of(case) for case in (FIXTURES / code).iterdir() if (case / "exchanges.yaml").exists()}
    assert found == set(KINDS)


def test_every_fixture_belongs_to_a_rule_and_is_of_a_known_kind() -> None:
    assert [str(case) for case in CASES if case.parent.name not in RULES or not kind_of(case)] == []


def test_every_expectation_is_of_the_rule_of_its_folder() -> None:
    assert [str(case) for case in CASES if any(item.code != case.parent.name for item in expected(case))] == []
