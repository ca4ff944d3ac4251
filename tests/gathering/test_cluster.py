"""Parts done by a real cluster of two worker processes on this machine."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Thread

import pytest
from distributed import Client, LocalCluster

from apiref_verify.evidence.observations import file
from apiref_verify.gathering import cluster as module
from apiref_verify.gathering.engines import Engine, EngineError, engine_of, here
from apiref_verify.gathering.gather import gather
from apiref_verify.model.observed.observations import Observations
from tests.gathering.recordings import boats, plan, traffic, write

PATIENCE = 120
HOST = "127.0.0.1"


def local_cluster(workers: int) -> LocalCluster:
    return LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host=HOST,
        dashboard_address=None,
        silence_logs="CRITICAL",
    )


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take long to connect."""
    monkeypatch.setattr(module, "_PATIENCE", PATIENCE)


@pytest.fixture(scope="module")
def two_workers() -> Iterator[LocalCluster]:
    with local_cluster(2) as started, Client(started, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=PATIENCE)
        yield started


def engine(cluster: LocalCluster) -> Engine:
    return engine_of(cluster.scheduler_address.replace("tcp://", "dask://"), 1)


def gathered(*words: str | Path, by: Engine) -> Observations:
    return gather(map(str, words), plan(boats()), pytest.fail, by)


def test_a_cluster_tells_what_one_process_tells(
    two_workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of files that are named relative to a folder in which the workers do not work."""
    monkeypatch.chdir(tmp_path)
    names = [Path(write(Path(str(number)), traffic()[number:])).name for number in range(5)]
    file.write(gathered(*names, by=here), Path("kept.evidence"))
    names.insert(2, "kept.evidence")
    assert file.dumps(gathered(*names, by=engine(two_workers))) == file.dumps(gathered(*names, by=here))


def test_standard_input_is_read_here(
    two_workers: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = []
    for by in (here, engine(two_workers)):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(Path(write(tmp_path / "1", traffic())).read_bytes())))
        texts.append(file.dumps(gathered("-", write(tmp_path / "2", traffic()[:5]), by=by)))
    assert texts[0] == texts[1]


def test_broken_files_are_told_as_they_are_here(two_workers: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "odd").write_text("no recording\n")
    found = []
    for by in (here, engine(two_workers)):
        warnings: list[str] = []
        words = [str(tmp_path / "odd"), write(tmp_path / "good", traffic())]
        found.append((file.dumps(gather(words, plan(), warnings.append, by)), warnings))
    assert found[0] == found[1]
    assert len(found[0][1]) == 1


class Reading:
    """A cluster of two workers, one of which reads from a pipe that nobody writes to yet."""

    def __init__(self, pipe: Path, cluster: LocalCluster) -> None:
        os.mkfifo(pipe)
        self._pipe = pipe
        self._workers = list(cluster.workers.values())
        self._client = Client(cluster, set_as_default=False)
        self._client.wait_for_workers(2, timeout=PATIENCE)
        self.told: list[str] = []
        self._thread = Thread(target=self._read, args=(pipe, engine(cluster)))
        self._thread.start()
        self.writable = os.open(pipe, os.O_WRONLY)

    def _read(self, pipe: Path, by: Engine) -> None:
        try:
            self.told.append(file.dumps(gathered(pipe, by=by)))
        except EngineError as error:
            self.told.append(str(error))

    def busy(self) -> str:
        """The address of the worker that reads."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = [address for address, tasks in self._client.processing().items() if tasks]
            if found:
                return found[0]
        raise AssertionError(f"no worker reads: {self.told}")

    def write(self, content: bytes) -> None:
        """Write to the pipe, all that there will be, once a worker has opened it."""
        end = time.monotonic() + PATIENCE
        while not self._is_open():
            assert time.monotonic() < end, "no worker opens the pipe"
            time.sleep(0.01)
        os.write(self.writable, content)
        os.close(self.writable)
        self.writable = os.open(os.devnull, os.O_RDONLY)

    def _is_open(self) -> bool:
        try:
            os.close(os.open(self._pipe, os.O_WRONLY | os.O_NONBLOCK))
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            return False
        return True

    def kill(self, *addresses: str) -> None:
        """Kill workers, all if none is named; they are not started again."""
        for nanny in self._workers:
            nanny.auto_restart = False
            if not addresses or nanny.worker_address in addresses:
                os.kill(nanny.pid, signal.SIGKILL)

    def end(self) -> str:
        """What came of it."""
        self._thread.join(PATIENCE)
        self._client.close()
        os.close(self.writable)
        (told,) = self.told
        return told


def test_a_cluster_that_loses_its_workers_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 15)
    with local_cluster(2) as cluster:
        reading = Reading(tmp_path / "pipe", cluster)
        reading.busy()
        reading.kill()
        told = reading.end()
    assert told.startswith("the Dask cluster at 127.0.0.1:")
    assert "worker" in told
    assert "\n" not in told


def test_what_a_worker_leaves_when_it_dies_another_does(tmp_path: Path) -> None:
    recording = Path(write(tmp_path / "recording", traffic()))
    with local_cluster(2) as cluster:
        reading = Reading(tmp_path / "pipe", cluster)
        first = reading.busy()
        reading.kill(first)
        while reading.busy() == first:
            time.sleep(0.01)
        reading.write(recording.read_bytes())
        assert reading.end() == file.dumps(gathered(recording, by=here))


def test_a_cluster_without_workers_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 10)
    with local_cluster(0) as cluster, pytest.raises(EngineError, match=r"has no workers: start some$"):
        gathered(write(tmp_path / "1", traffic()), by=engine(cluster))


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 1)
    with pytest.raises(EngineError, match=rf"^no Dask scheduler answers at {HOST}:1: "):
        gathered(write(tmp_path / "1", traffic()), by=engine_of(f"dask://{HOST}:1", 1))


def test_without_dask_it_is_told_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys\nsys.modules['distributed'] = None\n"
        "from apiref_verify.cli.main import main\nsys.argv = ['apiref-verify', *sys.argv[1:]]\nmain()\n"
    )
    recording = write(tmp_path / "1", traffic())
    words = ["check", str(Path(__file__).parent.parent.parent), "--recording", recording, "--engine", "dask://h:1"]
    done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: --engine dask:// needs Dask: pip install 'apiref-verify[dask]'\n"
