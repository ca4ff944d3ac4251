"""One table against exchanges in short, and what is judged of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.exchanges.judgement import judge_observed
from apiref_verify.matching.matcher import Matching, match
from apiref_verify.matching.verdicts import Verdict
from apiref_verify.model.reference import Direction, Parameter
from tests.builders import RESPONSE, operation, reference, table
from tests.exchanges import observed


def answers(*bodies: Any, version: str = "") -> str:
    """Exchanges in short: each body is answered once to ``GET /boats``; a pair is a body with its version."""
    pairs = [body if isinstance(body, tuple) else (body, version) for body in bodies]
    listed = [{"request": "GET /boats", "answer": body} | ({"version": at} if at else {}) for body, at in pairs]
    return f"exchanges: {listed}"


def compared(
    rows: Sequence[Parameter], text: str, direction: Direction = RESPONSE, **of_operation: Any
) -> tuple[Matching, Observed]:
    """A reference of one operation, ``GET /boats``, and the comparison of its one table with exchanges."""
    single = operation([table(rows, direction)] if rows else [], **of_operation)
    matching = match(reference(single), observations=observed(text, [single]))
    assert matching.exchanges is not None
    comparison = matching.exchanges.compared(single, direction)
    assert comparison is not None, "no exchange shows a body"
    return matching, comparison


def verdicts(rows: Sequence[Parameter], text: str, **more: Any) -> list[Verdict]:
    """What exchanges show of one table."""
    matching, comparison = compared(rows, text, **more)
    return judge_observed(comparison, matching.habits)
