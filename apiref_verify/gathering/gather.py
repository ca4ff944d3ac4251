"""The way in: from what a user names to what all of it showed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from apiref_verify.evidence.recordings.files import find_recordings
from apiref_verify.gathering.engines import Engine, here
from apiref_verify.gathering.part import Plan
from apiref_verify.model.observed.observations import Observations

Progress = Callable[[int, int], None]
"""Called with how many files are done, and how many there are."""


def gather(
    words: Iterable[str],
    plan: Plan,
    warn: Callable[[str], None],
    engine: Engine = here,
    progress: Progress = lambda done, total: None,
) -> Observations:
    """Count the exchanges of all files that words name, in their order, whatever the engine.

    :param warn: is told, in one line, of each file that breaks off or is no recording.
    :raises RecordingError: if a word names nothing.
    :raises EngineError: if the engine cannot be used.
    """
    files = find_recordings(words)
    whole = Observations()
    progress(0, len(files))
    for done, part in enumerate(engine(plan, files), 1):
        for warning in part.warnings:
            warn(warning)
        whole.merge(part.observations)
        progress(done, len(files))
    return whole
