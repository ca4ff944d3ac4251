"""What samples alone can verify: that every row of the tables is shown. Nothing here has seen the API."""

from __future__ import annotations

from apiref_verify.matching.coverage import left_over
from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Direction, Operation
from apiref_verify.rules.context import Context

METHOD = (Status.NOT_CHECKED, "no contract or recording says which operations the API has")
EXAMPLE = (Status.NOT_CHECKED, "no contract or recording says what the API answers")
BODY = (Status.NOT_CHECKED, "no contract or recording says which codes the API gives")


def parameters(context: Context, operation: Operation) -> tuple[Status, str]:
    """The parameter phase by samples: every body row shown, and nothing left over."""
    checked: list[str] = []
    rest: list[str] = []
    rows = shown = 0
    for direction in Direction:
        comparison = context.matching.of(operation, direction)
        if comparison.rows or comparison.skeleton.nodes:
            rows += len(comparison.rows)
            shown += len(comparison.alignment.matches)
            if comparison.skeleton.nodes:
                checked.append(str(direction))
                rest += [node.name for node in left_over(comparison, context.habits)]
    if not rows:
        return Status.NOT_CHECKED, "no body parameters are documented, and no evidence has the others"
    if not checked:
        return Status.NOT_CHECKED, "no sample of a body to check the tables by"
    if rest:
        return Status.NOT_CHECKED, f"{len(rest)} properties shown have no row of their own, {rest[0]} for one"
    if shown == rows:
        return Status.VERIFIED, f"every body row ({rows}) stands in the samples of the {' and '.join(checked)}"
    return Status.NOT_CHECKED, f"{shown} of {rows} body rows stand in samples; nothing contradicts the others"
