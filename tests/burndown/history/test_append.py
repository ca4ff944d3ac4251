"""A CSV file that is kept: no commit twice, never torn."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from apiref_verify.burndown.history.append import AppendError, append_rows
from apiref_verify.burndown.history.formats.table import HEADER
from apiref_verify.burndown.history.states import NO_STATE, State

RACER = """
import sys
import time
from pathlib import Path
from apiref_verify.burndown.history.append import append_rows
from apiref_verify.burndown.history.states import State
states = [State(f"{n:040}", n, 1, (0, 0, 0, 1), 0, True) for n in range(120)]
sys.stdin.read()
for last in range(1, 120, int(sys.argv[2])):
    append_rows(Path(sys.argv[1]), states[:last])
append_rows(Path(sys.argv[1]), states)
"""


def states(*numbers: int) -> list[State]:
    return [State(f"{n:040}", n, 1, (0, 0, 0, 1), 0, True) for n in numbers]


def commits(path: Path) -> list[int]:
    header, *rows = path.read_text("utf-8").splitlines()
    assert header == "commit,timestamp,sections,method,parameter,example,body,done"
    assert all(len(row.split(",")) == 8 for row in rows)
    return [int(row.split(",")[0]) for row in rows]


def test_a_commit_has_one_row(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    assert append_rows(path, [*states(1, 2, 2), NO_STATE]) == 2
    assert append_rows(path, states(1, 2, 3)) == 1
    assert append_rows(path, states(1)) == 0
    assert commits(path) == [1, 2, 3]
    assert list(tmp_path.iterdir()) == [tmp_path / "kept.csv"]


def test_an_empty_history_makes_a_file_with_a_header(tmp_path: Path) -> None:
    assert append_rows(tmp_path / "kept.csv", []) == 0
    assert (tmp_path / "kept.csv").read_text() == HEADER


def test_rows_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    path.write_text(HEADER + "abc,1,1,9,9,9,9,0\n")
    path.chmod(0o640)
    append_rows(path, states(2))
    assert path.read_text().startswith(HEADER + "abc,1,1,9,9,9,9,0\n")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("kept.csv")
    append_rows(tmp_path / "link.csv", states(1))
    assert (tmp_path / "link.csv").is_symlink()
    assert commits(tmp_path / "kept.csv") == [1]


def test_other_line_ends_and_bytes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    old = HEADER.replace("\n", "\r\n").encode() + b"abc,1,1,9,9,9,9,\xff\r\n"
    path.write_bytes(old)
    assert append_rows(path, states(1)) == 1
    assert path.read_bytes().startswith(old)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date,needs\n", r":1: its columns are not commit,.*: name another file"),
        (HEADER + "abc,1\n", r":2: not 8 columns: mend or delete this line"),
        (HEADER + "abc,1,1,9,9,9,9,0", r":2: the last line has no end: mend or delete it"),
        ("\n", r":1: its columns are not"),
    ],
)
def test_a_file_of_others_is_left_alone(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "kept.csv"
    path.write_text(text)
    with pytest.raises(AppendError, match=reason):
        append_rows(path, states(1))
    assert path.read_text() == text


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "kept.csv").mkdir()
    with pytest.raises(OSError, match="directory"):
        append_rows(tmp_path / "kept.csv", states(1))
    assert list(tmp_path.iterdir()) == [tmp_path / "kept.csv"]


def test_runs_at_once_never_tear_it(tmp_path: Path) -> None:
    path = tmp_path / "kept.csv"
    words = [sys.executable, "-c", RACER, str(path)]
    racers = [subprocess.Popen([*words, step], stdin=subprocess.PIPE) for step in ("1", "2", "3")]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.close()
    seen, latest = [], time.monotonic() + 60
    while any(racer.poll() is None for racer in racers) and time.monotonic() < latest:
        if path.exists():
            seen.append(commits(path))
    assert [racer.wait(60) for racer in racers] == [0, 0, 0]
    assert commits(path) == list(range(120))
    assert all(found == sorted(set(found)) for found in seen)
