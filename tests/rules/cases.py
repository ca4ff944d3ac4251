"""The fixtures of the rules: where they are, and what stands in the folder of a case beside its tree."""

from __future__ import annotations

from pathlib import Path

from apiref_verify.model.contract import Contract
from tests.contracts import contract

FIXTURES = Path(__file__).parent / "fixtures"


def contracts_of(case: Path) -> list[Contract]:
    """The contracts of a case, by file name."""
    return [contract(path.read_text(encoding="utf-8"), path.name) for path in sorted(case.glob("contract*.yaml"))]
