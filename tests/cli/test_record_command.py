"""``record``, in this process and, where it reads as things come, in one of its own."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.main import cli
from tests.evidence.recordings.recordings import (
    BODY,
    KEYSTONEAUTH,
    PLANTED,
    TEMPEST,
    betamax,
    har,
    har_entry,
    interaction,
)

SEVERAL = {
    "keystoneauth.log": KEYSTONEAUTH,
    "tempest.log": TEMPEST,
    "a.har": har(har_entry(), har_entry(response={"status": 0})),
    "betamax.json": betamax(interaction(BODY, {"string": BODY})),
    "notes.txt": f"the password is {PLANTED}",
    "broken.json": betamax(interaction(BODY, {"string": BODY}))[:-60],
    "odd.har": har(har_entry(response={"content": {"text": f"{{{PLANTED}", "mimeType": "application/json"}})),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name, text in SEVERAL.items():
        (tmp_path / "in" / name).write_text(text)
    return tmp_path


def run(*words: str | Path, text: str = "") -> Result:
    return CliRunner().invoke(cli, ["record", *map(str, words)], input=text)


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
def test_no_secret_is_in_any_output(folder: Path, name: str) -> None:
    result = run("-o", folder / name, folder / "in", "--secret", "Location")
    assert result.exit_code == 0
    data = (folder / name).read_bytes()
    written = gzip.decompress(data) if name.endswith("gz") else data
    assert PLANTED not in result.output
    assert PLANTED.encode() not in written
    lines = [json.loads(line) for line in written.splitlines()]
    assert len(lines) == 7
    assert {line["response"]["headers"].get("location", "***") for line in lines} == {"***"}
    assert result.stderr == (
        f"Warning: {folder}/in/broken.json: the JSON ends too early\n"
        f"{folder}/{name}: 7 exchanges (har 2, keystoneauth 2, tempest 2, betamax 1)\n"
        "skipped: 3\n"
        "  1 no answer\n"
        "  1 the JSON ends too early\n"
        "  1 no known format\n"
        "bodies not readable: 1\n"
        "  1 not JSON: expecting property name enclosed in double quotes\n"
    )


def test_standard_input_to_standard_output(folder: Path) -> None:
    result = run("-o", "-", "-", text=TEMPEST)
    assert [json.loads(line)["source"]["path"] for line in result.stdout.splitlines()] == ["-", "-"]
    assert result.stderr == "2 exchanges (tempest 2)\n"
    again = run("-o", "-", "-", text=result.stdout)
    assert again.stdout == result.stdout


def test_append(folder: Path) -> None:
    out = folder / "out.jsonl"
    for words, expected in ((["--append"], 2), (["--append"], 4), ([], 2)):
        assert run("-o", out, *words, folder / "in" / "tempest.log").exit_code == 0
        assert len(out.read_text().splitlines()) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "out", "none"], "none: there is no such file"),
        (["-o", "out", "in/*.none"], "in/*.none: no file has a name of this pattern"),
        (["-o", "out", ""], "an empty word names nothing"),
        (["-o", "out", "--secret", "", "in"], "an empty word names nothing"),
        (["-o", "out.gz", "--append", "in"], "out.gz: a compressed file cannot be appended to"),
        (["-o", "in/a.har", "in"], "in/a.har: this is the output too; write to another file"),
        (["-o", "none/out", "in/a.har"], "none/out: no such file or directory"),
        (["-o", "in", "in/a.har"], "'in' is a directory"),
        (["-o", "out", "in/notes.txt"], "no exchange was read: nothing was written"),
        (["in"], "Missing option '-o'"),
        (["-o", "out"], "Missing argument 'RECORDING...'"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(folder)
    Path("out").write_text("kept")
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.stderr.splitlines()[-1]
    assert Path("out").read_text() == "kept"
    assert PLANTED not in result.output


def wait_for_lines(path: Path, count: int) -> None:
    until = time.monotonic() + 30
    while not path.exists() or len(path.read_bytes().splitlines()) < count:
        assert time.monotonic() < until
        time.sleep(0.02)


def test_live_traffic_is_written_as_it_comes_and_kept_when_interrupted(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    command = [sys.executable, "-m", "apiref_verify", "record", "-o", str(out), "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        lines = KEYSTONEAUTH.splitlines(keepends=True)
        running.stdin.write("START with options: server list\n" + "".join(lines[:6]))
        running.stdin.flush()
        wait_for_lines(out, 1)
        running.stdin.write("".join(lines[6:]))
        running.stdin.flush()
        wait_for_lines(out, 2)
        running.send_signal(signal.SIGINT)
        assert running.wait(30) == 130
        assert running.stderr.read() == f"{out}: 2 exchanges (keystoneauth 2)\n\ninterrupted\n"
    assert len(out.read_text().splitlines()) == 2
    assert PLANTED not in out.read_text()
    assert out.stat().st_mode & 0o077 == 0
