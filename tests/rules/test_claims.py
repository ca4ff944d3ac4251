"""Rules that judge claims see what the others found, and count for no phase themselves."""

from __future__ import annotations

from pathlib import Path

from apiref_verify.burndown.snapshot import take
from apiref_verify.markers import choosing
from apiref_verify.model.reference import Phase
from apiref_verify.rules import RULES
from apiref_verify.verification import default_rules, verify
from tests.burndown.harbours import harbour

CLAIMS = [rule for rule in RULES.values() if rule.judges_claims]


def test_they_run_last_whatever_their_order(tmp_path: Path) -> None:
    reference = harbour(tmp_path).reference
    steps: list[str] = []
    others = [rule for rule in default_rules() if not rule.judges_claims]
    result = verify(reference, [*CLAIMS, *others], lambda step, done, total: steps.append(step))
    assert steps[-3:] == [*(rule.name for rule in CLAIMS), "done"]
    assert {"AR903", "AR904"} <= {finding.code for finding in result.findings}
    assert list(result.findings) == sorted(result.findings, key=lambda finding: finding.sort_key)


def test_their_findings_are_of_the_phase_that_they_are_about_and_do_not_count_in_it(tmp_path: Path) -> None:
    plain = harbour(tmp_path)
    result = verify(plain.reference, [*default_rules(), RULES["AR903"]])
    told = [finding for finding in result.findings if finding.code == "AR903"]
    assert [finding.phase for finding in told] == [Phase.PARAMETER]
    assert take(result) == take(plain)
    assert result.outcomes == plain.outcomes


def test_a_marker_is_ready_to_go_exactly_where_mark_takes_it_out(tmp_path: Path) -> None:
    result = harbour(tmp_path)
    ready = {(f.section, f.phase) for f in result.findings if f.code == "AR904"}
    changes = choosing.verified(result.reference, result.standings, [])
    assert ready == {(change.section.path, change.phase) for change in changes} != set()


def test_without_the_rules_that_decide_nothing_is_verified_and_nothing_can_go(tmp_path: Path) -> None:
    assert verify(harbour(tmp_path).reference, [RULES["AR904"]]).findings == ()
