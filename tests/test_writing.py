"""Files are whole, whatever happens while they are written."""

from __future__ import annotations

import multiprocessing
import os
import stat
from pathlib import Path

import pytest

from apiref_verify.writing import locked, write_whole


def test_a_new_file_and_one_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_whole(path, b"one")
    write_whole(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["report.json"]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(tmp_path / "new", b"")
    finally:
        os.umask(mask)
    (tmp_path / "old").write_bytes(b"")
    (tmp_path / "old").chmod(0o604)
    write_whole(tmp_path / "old", b"more")
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("new", "old")] == [0o640, 0o604]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder/file")
    write_whole(tmp_path / "link", b"text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "folder" / "file").read_bytes() == b"text"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_whole(Path("/dev/null"), b"text")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_what_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report"
    path.write_bytes(b"before")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["report"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "nowhere" / "report", b"")


def _count(path: Path) -> None:
    for _ in range(20):
        with locked(path):
            write_whole(path, str(int(path.read_bytes()) + 1).encode())


def test_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_bytes(b"0")
    workers = [multiprocessing.get_context("spawn").Process(target=_count, args=(path,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert path.read_bytes() == b"60"
    assert [each.name for each in tmp_path.iterdir()] == ["count"]
