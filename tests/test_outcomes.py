"""Verified is said only where evidence decided, and nothing was left over."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify import read, verify
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.rules import RULES

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests/rules/fixtures"


def parameter_outcomes(tree: Path, *codes: str) -> list[Status]:
    rules = [RULES[code] for code in codes] if codes else None
    return [o.status for o in verify(read(tree), rules).outcomes if o.phase is Phase.PARAMETER]


@pytest.mark.parametrize("case", ["false-alarm-coincidence", "false-alarm-siblings"])
def test_properties_without_a_row_keep_an_operation_from_being_verified(case: str) -> None:
    outcomes = verify(read(FIXTURES / "AR201" / case)).outcomes
    assert any("have no row of their own" in outcome.reason for outcome in outcomes)


def test_operations_are_verified_only_where_all_deciding_rules_ran() -> None:
    assert Status.VERIFIED in parameter_outcomes(ROOT)
    assert Status.VERIFIED not in parameter_outcomes(ROOT, "AR201")


def test_phases_that_only_the_api_can_decide_are_never_verified() -> None:
    others = {o.status for o in verify(read(ROOT)).outcomes if o.phase is not Phase.PARAMETER}
    assert others == {Status.NOT_CHECKED, Status.DISAGREES}
