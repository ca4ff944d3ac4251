"""Coverage as a table for people, and as the part ``live`` of the JSON report."""

from __future__ import annotations

from collections import Counter
from typing import Any

from apiref_verify.live.coverage import Coverage, Exercise
from apiref_verify.live.reasons import ReasonKind

_WIDEST = 64
_TOLD_ONCE = frozenset((ReasonKind.WRITES, ReasonKind.INTERRUPTED, ReasonKind.STOPPED))
_ONCE = {
    ReasonKind.WRITES: "only read: what changes something needs a scenario",
    ReasonKind.INTERRUPTED: "the run was interrupted before their turn",
    ReasonKind.STOPPED: "the walk had ended before their turn",
}
_REFUSED = "most answers were 401: is the token right? Give one with --header-env X-Auth-Token=VARIABLE"


def as_text(coverage: Coverage) -> str:
    """Which operations were exercised, at which versions, with which codes; then which were not, and why."""
    lines = _table(coverage.exercised)
    others = [one for one in coverage.others if one.why is None or one.why.kind not in _TOLD_ONCE]
    if others:
        lines += ["", "Not exercised:"]
        width = max(len(one.operation.name) for one in others)
        lines += [f"  {one.operation.name:<{min(width, _WIDEST)}}  {one.why or 'it was not reached'}" for one in others]
    lines += [f"  {count} more: {_ONCE[kind]}" for kind, count in sorted(_counts(coverage).items())]
    notes = [*coverage.notes, *([_REFUSED] if coverage.is_refused else [])]
    lines += ["", *(f"Note: {note}" for note in notes)] if notes else []
    if any(one.why and one.why.kind is ReasonKind.NO_VALUE for one in coverage.others):
        lines += ["", "Give values with --value NAME=VALUE."]
    served = sum(one.is_served for one in coverage.exercised)
    total = len(coverage.exercises)
    lines += ["", f"{len(coverage.exercised)} of {total} operations exercised, {served} with success."]
    return "\n".join(lines).lstrip("\n") + "\n"


def _counts(coverage: Coverage) -> Counter[ReasonKind]:
    return Counter(one.why.kind for one in coverage.others if one.why is not None and one.why.kind in _TOLD_ONCE)


def _table(exercised: list[Exercise]) -> list[str]:
    if not exercised:
        return []
    rows = [(one.operation.name, _codes(one), _versions(one)) for one in exercised]
    widths = [min(max(len(row[column]) for row in rows), _WIDEST) for column in (0, 1)]
    lines = [f"{'OPERATION':<{widths[0]}}  {'CODES':<{widths[1]}}  VERSIONS"]
    lines += [f"{name:<{widths[0]}}  {codes:<{widths[1]}}  {versions}".rstrip() for name, codes, versions in rows]
    return lines


def _codes(exercise: Exercise) -> str:
    return " ".join(map(str, sorted({code for codes in exercise.codes.values() for code in codes})))


def _versions(exercise: Exercise) -> str:
    return " ".join(map(str, sorted(version for version in exercise.codes if version is not None)))


def as_json(coverage: Coverage) -> dict[str, Any]:
    """The part ``live`` of the JSON report."""
    return {
        "operations": len(coverage.exercises),
        "exercised": len(coverage.exercised),
        "served": sum(one.is_served for one in coverage.exercised),
        "notes": list(coverage.notes),
        "coverage": [_entry(one) for one in coverage.exercises.values()],
    }


def _entry(exercise: Exercise) -> dict[str, Any]:
    operation = exercise.operation
    return {
        "method": operation.method,
        "url": operation.url,
        "action": operation.action,
        "place": {
            "path": operation.location.path,
            "line": operation.location.line,
            "column": operation.location.column,
        },
        "answers": [
            {"version": str(version) if version else None, "codes": codes} for version, codes in exercise.codes.items()
        ],
        "failures": [
            {"version": str(version) if version else None, "kind": str(reason.kind), "reason": reason.detail}
            for version, reason in exercise.failures.items()
        ],
        "not_exercised": {"kind": str(exercise.why.kind), "reason": exercise.why.detail} if exercise.why else None,
    }
