"""Parts done by the workers of a Dask cluster, which see the same files: https://distributed.dask.org."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from apiref_verify.evidence.recordings.files import RecordingFile
from apiref_verify.gathering.engines import Engine, EngineError
from apiref_verify.gathering.part import Part, Plan, gather_part

_PATIENCE = 10
"""For how many seconds a cluster may be without an answer, or without a worker."""

_LOOK = 1


def cluster(address: str) -> Engine:
    """The workers of a Dask cluster; standard input is read in this process.

    :param address: host and port of the scheduler.
    :raises EngineError: when it is used, if Dask is not installed, its scheduler cannot be reached, or its workers die.
    """

    def run(plan: Plan, files: Sequence[RecordingFile]) -> Iterator[Part]:
        with _connected(address) as client:
            shared = [replace(file, folder=str(Path.cwd())) for file in files if file.is_shared]
            told = client.scatter(plan, broadcast=True)
            futures = iter(client.map(gather_part, [told] * len(shared), shared, pure=False))
            for file in files:
                yield _result(client, next(futures), address) if file.is_shared else gather_part(plan, file)

    return run


@contextmanager
def _connected(address: str) -> Iterator[Any]:
    """A client of a scheduler that has workers; what goes wrong with them is told in one line."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise EngineError("--engine dask:// needs Dask: pip install 'apiref-verify[dask]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = distributed.Client(f"tcp://{address}", timeout=_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineError(f"no Dask scheduler answers at {address}: {_line(error)}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise EngineError(f"the Dask scheduler at {address} has no workers: start some") from None
        try:
            yield client
        except (EngineError, GeneratorExit):
            raise
        except Exception as error:  # whatever Dask raises for workers and schedulers that are lost
            raise EngineError(f"the Dask cluster at {address} failed, or its workers died: {_line(error)}") from None


def _result(client: Any, future: Any, address: str) -> Part:
    """A part as soon as it is done; a cluster all of whose workers are gone would be waited for without end."""
    alone = 0
    while alone < _PATIENCE:
        try:
            part: Part = future.result(timeout=_LOOK)
        except TimeoutError:
            alone = 0 if client.nthreads() else alone + _LOOK
        else:
            return part
    raise EngineError(f"the Dask cluster at {address} has lost its workers")


def _line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0] if text else type(error).__name__
