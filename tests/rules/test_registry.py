"""What every rule promises of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from docutils.core import publish_doctree

from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Phase
from apiref_verify.rules import RULES, Rule, find
from apiref_verify.rules.context import Context, Report
from apiref_verify.rules.registry import UnknownRuleError, rule

every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=lambda r: r.code)


@every_rule
def test_summary_is_one_sentence_on_one_line(rule: Rule) -> None:
    first, _, rest = rule.explanation.partition("\n")
    assert re.fullmatch(r"[A-Z].*[^.]\.", first)
    assert not re.search(r"[.!?] [A-Z]", first), "more than one sentence"
    assert rest.startswith("\n"), "a blank line ends the summary"
    assert rule.summary == first


@every_rule
def test_explanation_has_a_wrong_and_a_right_example(rule: Rule) -> None:
    begins = re.findall(r"^(Wrong|Right)\b[^:]*(?:\([^)]*\)[^:]*)?:", rule.explanation, re.M)
    assert begins == ["Wrong", "Right"]


@every_rule
def test_explanation_is_sound_rst(rule: Rule) -> None:
    settings = {"report_level": 5, "halt_level": 5, "file_insertion_enabled": False}
    tree = publish_doctree(rule.explanation, settings_overrides=settings)
    assert [message.astext() for message in tree.findall(lambda node: node.tagname == "system_message")] == []


@every_rule
def test_code_and_name_are_spelt_as_all_are(rule: Rule) -> None:
    assert re.fullmatch(r"AR\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", rule.name)
    assert isinstance(rule.phase, Phase) or rule.judges_claims
    assert isinstance(rule.severity, Severity)
    assert set(rule.needs) <= {"reference", "samples", "contract", "exchanges"}
    assert rule.needs
    assert re.fullmatch(r"\d+\.\d+", rule.since)


@every_rule
def test_hundreds_digit_tells_the_phase(rule: Rule) -> None:
    phases = {"1": Phase.METHOD, "2": Phase.PARAMETER, "3": Phase.EXAMPLE, "4": Phase.BODY}
    assert phases.get(rule.code[2], rule.phase) is rule.phase


def test_codes_and_names_are_unique() -> None:
    assert all(code == rule.code for code, rule in RULES.items())
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_a_code_cannot_be_registered_twice() -> None:
    def again(context: Context) -> Iterator[Report]:
        """Never run."""
        yield from ()

    before = dict(RULES)
    with pytest.raises(ValueError, match="AR201 is registered twice"):
        rule("AR201", "again", Phase.PARAMETER)(again)
    assert before == RULES


def test_a_rule_is_found_by_code_beginning_of_a_code_name_and_all() -> None:
    assert [r.code for r in find("AR201")] == ["AR201"]
    assert [r.code for r in find(" ar201 ")] == ["AR201"]
    assert [r.code for r in find("undocumented-parameter")] == ["AR201"]
    assert [r.code for r in find("AR2")] == sorted(code for code in RULES if code.startswith("AR2"))
    assert [r.code for r in find("all")] == sorted(RULES)


@pytest.mark.parametrize(
    ("word", "near"), [("AR999", ""), ("undocumented-parametre", "undocumented-parameter"), ("zzz", "")]
)
def test_an_unknown_rule_is_refused_with_the_nearest_offered(word: str, near: str) -> None:
    with pytest.raises(UnknownRuleError, match=f"did you mean {near}" if near else f"no rule '{word}'"):
        find(word)
