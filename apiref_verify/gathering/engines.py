"""Where parts are done: here, in several processes, or on a cluster. Each gives them in the order of the files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from apiref_verify.evidence.recordings.files import RecordingFile
from apiref_verify.gathering.part import Part, Plan, gather_part

Engine: TypeAlias = Callable[[Plan, Sequence[RecordingFile]], Iterator[Part]]
_DASK = re.compile(r"dask://([^/\s]+:\d{1,5})")


class EngineError(ValueError):
    """An engine that is not known, not installed, not to be reached or broken, with what to do about it."""


def engine_of(word: str | None, jobs: int) -> Engine:
    """The engine that a user asks for.

    :param word: ``None``, or ``dask://HOST:PORT``, the scheduler of a cluster whose workers see the same files.
    :param jobs: how many processes to use here.
    :raises EngineError: if the word means nothing.
    """
    if word is None:
        return here if jobs == 1 else processes(jobs)
    scheduler = _DASK.fullmatch(word)
    if not scheduler:
        raise EngineError(f"no engine {word!r}: name a scheduler as dask://HOST:PORT, or leave it out")
    from apiref_verify.gathering.cluster import cluster

    return cluster(scheduler[1])


def here(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
    """One part after the other, in this process."""
    return (gather_part(plan, file) for file in files)


def processes(jobs: int) -> Engine:
    """Several processes on this machine; standard input is read in this one.

    :raises EngineError: when it is used, if one of them dies.
    """

    def run(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
        if len(files) < 2 or any(not file.is_shared for file in files):
            yield from here(plan, files)
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        context = get_context("spawn")
        with ProcessPoolExecutor(min(jobs, len(files)), context, initializer=_start, initargs=(plan,)) as pool:
            try:
                yield from pool.map(_part, files)
            except BrokenProcessPool:
                raise EngineError("a process that read recordings died: try with fewer --jobs") from None

    return run


_plan: Plan | None = None


def _start(plan: Plan) -> None:
    """Tell a process once what it counts by."""
    global _plan
    _plan = plan


def _part(file: RecordingFile) -> Part:
    assert _plan is not None
    return gather_part(_plan, file)
