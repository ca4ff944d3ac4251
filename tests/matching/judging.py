"""A judgement in words: the verdict, the row or property, and what else it says."""

from __future__ import annotations

from typing import Any

from apiref_verify.matching.verdicts import (
    Absent,
    Lacking,
    Misnamed,
    Missing,
    Undocumented,
    Verdict,
    WrongPlace,
    WrongType,
    WrongVersion,
)
from apiref_verify.model.reference import Parameter
from tests.builders import row, verdicts

BOAT = {"boat": {"id": "1", "name": "Gull"}}


def said(verdict: Verdict) -> str:
    match verdict:
        case Undocumented(node=node):
            weak = " elsewhere" * verdict.elsewhere + " child" * verdict.child
            return f"undocumented{weak}: {node.path}"
        case Missing():
            return f"no table: {' '.join(verdict.names)}"
        case Absent():
            return f"absent: {verdict.row.name} in {verdict.parent.path or 'body'}"
        case Misnamed(node=node):
            return f"misnamed: {verdict.row.name} is {node.path}"
        case WrongType():
            return f"type{' harmless' * verdict.harmless}: {verdict.row.name} is {' or '.join(sorted(verdict.types))}"
        case WrongPlace():
            return f"place: {verdict.row.name} is at {verdict.node.path}"
        case WrongVersion():
            return f"{'min' if verdict.later else 'max'}_version: {verdict.row.name} at {verdict.version}"
        case Lacking():
            return f"lacking: {verdict.row.name} at {verdict.instance.version} unlike {verdict.other.version}"


def judged(rows: str | list[Parameter], *bodies: Any, **more: Any) -> list[str]:
    """The verdicts in words; rows by name, ``name:type``, ``name?`` for optional ones."""
    return sorted(map(said, verdicts(rows_of(rows) if isinstance(rows, str) else rows, *bodies, **more)))


def rows_of(words: str) -> list[Parameter]:
    return [row(*word.rstrip("?").split(":"), required=not word.endswith("?")) for word in words.split()]
