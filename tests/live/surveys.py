"""Surveys of the bundled reference, made short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from apiref_verify import read
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.asking.credentials import PlainHeaders
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.coverage import Coverage, Exercise
from apiref_verify.live.door import Door
from apiref_verify.live.survey import Seen, Survey, prepare
from apiref_verify.model.reference import Reference

ROOT = Path(__file__).parent.parent.parent
QUICK = Limits(connect=5, read=20, total=30, largest=1 << 20, retries=1, backoff=0.01, patience=0.3, rate=0)
"""Limits that only what misbehaves on purpose can reach, however busy the machine is."""
HASTY = replace(QUICK, read=1, total=2.5, retries=0)
"""Limits for what never answers."""


@lru_cache(maxsize=1)
def bundled() -> Reference:
    return read(ROOT)


def survey(url: str, token: str = "admin", **more: Any) -> Survey:
    door = Door(url, PlainHeaders({"X-Auth-Token": token}))
    return Survey(bundled(), door, Secrets(), "compute", QUICK, 2, **more)


def walked(
    url: str, receive: Callable[[Seen], None] | None = None, limits: Limits = QUICK, **more: Any
) -> tuple[Coverage, list[Seen]]:
    """The coverage of a survey, and all that was seen."""
    seen: list[Seen] = []
    prepared = prepare(replace(survey(url, **more), limits=limits))
    prepared.run(receive or seen.append, lambda step, done, total: None)
    return prepared.coverage, seen


def exercise(coverage: Coverage, name: str) -> Exercise:
    """The exercise of the operation with a name such as ``GET /servers``."""
    return next(one for one in coverage.exercises.values() if f"{one.operation.method} {one.operation.url}" == name)
