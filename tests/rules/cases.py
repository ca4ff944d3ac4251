"""The fixtures of the rules: where they are, and what stands in the folder of a case beside its tree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from apiref_verify.model.contract import Contract
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Reference
from apiref_verify.reading.reader import read
from apiref_verify.rules import RULES
from apiref_verify.verification import Result, default_rules, verify
from tests.contracts import contract
from tests.exchanges import PATH, observed

FIXTURES = Path(__file__).parent / "fixtures"


def verified(path: Path, case: Path) -> Result:
    """What the rule of a case finds in its tree, or in one file of it, with all that stands beside the tree.

    A rule that judges claims by what others find is run with them.
    """
    reference, contracts = read(path), contracts_of(case)
    observations = observations_of(case, reference, contracts)
    rule = RULES[case.parent.name]
    rules = default_rules() if rule.judges_claims else [rule]
    result = verify(reference, rules, contracts=contracts, observations=observations)
    return replace(result, findings=tuple(finding for finding in result.findings if finding.code == rule.code))


def contracts_of(case: Path) -> list[Contract]:
    """The contracts of a case, by file name."""
    return [contract(path.read_text(encoding="utf-8"), path.name) for path in sorted(case.glob("contract*.yaml"))]


def observations_of(case: Path, reference: Reference, contracts: list[Contract]) -> Observations | None:
    """What the exchanges of a case show; ``None`` if it has none."""
    path = case / PATH
    if not path.exists():
        return None
    operations = [operation for _, operation in reference.operations]
    return observed(path.read_text(encoding="utf-8"), operations, contracts)
