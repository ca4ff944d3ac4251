"""``path:line:col: CODE message``, one finding a line: what OpenStack's CI turns into comments on a review."""

from __future__ import annotations

from apiref_verify.live.coverage import Coverage
from apiref_verify.verification import Result


def render(result: Result, coverage: Coverage | None = None) -> str:
    """The findings, one a line, in the order of the files."""
    return "".join(f"{f.location}: {f.code} {f.message}\n" for f in result.findings)
