"""Where parts are done: here, in several processes, or on a cluster. Each gives them in the order of the files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, TypeAlias

from apiref_verify.evidence.recordings.files import RecordingFile
from apiref_verify.gathering.part import Part, Plan, gather_part

Engine: TypeAlias = Callable[[Plan, Sequence[RecordingFile]], Iterator[Part]]
_DASK = "dask://"


class EngineError(ValueError):
    """An engine that is not known, not installed or not to be reached, with what to do about it."""


def engine_of(word: str | None, jobs: int) -> Engine:
    """The engine that a user asks for.

    :param word: ``None``, or ``dask://HOST:PORT``, the scheduler of a cluster whose workers see the same files.
    :param jobs: how many processes to use here.
    :raises EngineError: if the word means nothing.
    """
    if word is None:
        return here if jobs == 1 else processes(jobs)
    if not word.startswith(_DASK) or word == _DASK:
        raise EngineError(f"no engine {word!r}: name a scheduler as dask://HOST:PORT, or leave it out")
    return cluster(word.removeprefix(_DASK))


def here(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
    """One part after the other, in this process."""
    return (gather_part(plan, file) for file in files)


def processes(jobs: int) -> Engine:
    """Several processes on this machine; standard input is read in this one."""

    def run(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
        if len(files) < 2 or any(not file.is_shared for file in files):
            yield from here(plan, files)
            return
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        context = get_context("spawn")
        with ProcessPoolExecutor(min(jobs, len(files)), context, initializer=_start, initargs=(plan,)) as pool:
            yield from pool.map(_part, files)

    return run


_plan: Plan | None = None


def _start(plan: Plan) -> None:
    """Tell a process once what it counts by."""
    global _plan
    _plan = plan


def _part(file: RecordingFile) -> Part:
    assert _plan is not None
    return gather_part(_plan, file)


def cluster(address: str) -> Engine:
    """The workers of a Dask cluster.

    :raises EngineError: when it is used, if Dask is not installed or its scheduler cannot be reached.
    """

    def run(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise EngineError("--engine dask:// needs Dask: pip install 'apiref-verify[dask]'") from None
        try:
            client = distributed.Client(f"tcp://{address}", timeout="10s")
        except (OSError, TimeoutError, ValueError) as error:
            raise EngineError(f"no Dask scheduler answers at {address}: {str(error) or 'timed out'}") from None
        with client:
            shared = client.scatter(plan, broadcast=True)
            for future in client.map(gather_part, [shared] * len(files), files, pure=False):
                yield future.result()

    return run
