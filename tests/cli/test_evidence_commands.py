"""Gathering evidence, joining it and judging by it, as users do, in this process."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import apiref_verify
from apiref_verify.cli.main import cli

ROOT = Path(__file__).parent.parent.parent
HARBOUR = ROOT / "api-ref/recordings/harbour.jsonl"


def run(*words: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False, input=given)


def told(result: Result) -> str:
    """The one line of a job that could not be done."""
    assert result.exception is not None
    assert getattr(result.exception, "exit_code", None) == 2
    message: str = result.exception.format_message()  # type: ignore[attr-defined]
    assert "\n" not in message
    return message


def done(*words: str | Path, given: str | bytes | None = None) -> Result:
    result = run(*words, given=given)
    assert result.exception is None, result.exception
    assert result.return_value == 0
    return result


@pytest.fixture
def parts(tmp_path: Path) -> list[Path]:
    """The bundled recording in three files."""
    lines = HARBOUR.read_text("utf-8").splitlines(keepends=True)
    found = [tmp_path / f"part-{number}.jsonl" for number in range(3)]
    third = len(lines) // 3
    for number, path in enumerate(found):
        path.write_text("".join(lines[number * third : (number + 1) * third if number < 2 else None]), "utf-8")
    return found


def test_parts_that_were_gathered_and_merged_are_the_whole(tmp_path: Path, parts: list[Path]) -> None:
    kept = []
    for part in parts:
        kept.append(part.with_suffix(".evidence.gz"))
        done("evidence", "gather", ROOT, "--recording", part, "-o", kept[-1])
    result = done("evidence", "merge", *kept, "-o", tmp_path / "merged")
    named = [word for part in parts for word in ("--recording", part)]
    whole = done("evidence", "gather", ROOT, *named, "-o", tmp_path / "whole")
    assert (tmp_path / "merged").read_bytes() == (tmp_path / "whole").read_bytes()
    assert result.stderr.replace("merged", "whole") == whole.stderr
    count = len(HARBOUR.read_text("utf-8").splitlines())
    assert whole.stderr.startswith(f"{tmp_path / 'whole'}: {count} exchanges, ")
    assert " operations served)" in whole.stderr


def test_several_processes_write_the_same_file_and_tell_the_same(tmp_path: Path, parts: list[Path]) -> None:
    pattern = str(tmp_path / "part-*.jsonl")
    files, reports = [], []
    for jobs in ("1", "2"):
        files.append(tmp_path / f"{jobs}.evidence.gz")
        done("evidence", "gather", ROOT, "--recording", pattern, "-j", jobs, "-o", files[-1])
        words = ("check", ROOT, "--exit-zero", "--no-cache", "-f", "json", "--recording", pattern, "-j", jobs)
        reports.append(done(*words).stdout)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert reports[0] == reports[1]


def test_evidence_finds_what_its_recordings_find(tmp_path: Path, parts: list[Path]) -> None:
    kept = tmp_path / "kept.evidence"
    done("evidence", "gather", ROOT, "--recording", parts[0], "--recording", parts[1], "-o", kept)
    reports = []
    for first in ([parts[0], parts[1]], [kept]):
        named = [word for part in [*first, parts[2]] for word in ("--recording", part)]
        reports.append(json.loads(done("check", ROOT, "--exit-zero", "-f", "json", *named).stdout))
    assert reports[0] == reports[1]
    schema = json.loads((Path(apiref_verify.__file__).parent / "schemas/check-1.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(reports[0])
    exchanges = reports[0]["evidence"]["exchanges"]
    assert exchanges["read"] == exchanges["matched"] + exchanges["unmatched"] > 0
    assert sum(exchanges["formats"].values()) == exchanges["read"]


def test_standard_input_and_output(tmp_path: Path) -> None:
    data = HARBOUR.read_bytes()
    written = done("evidence", "gather", ROOT, "--recording", "-", "-o", "-", given=data)
    done("evidence", "gather", ROOT, "--recording", HARBOUR, "-o", tmp_path / "file")
    assert json.loads(written.stdout) == json.loads((tmp_path / "file").read_text())
    assert written.stderr.split(" exchanges")[0].isdigit()
    report = json.loads(
        done("check", ROOT, "--exit-zero", "-f", "json", "--recording", "-", given=gzip.compress(data)).stdout
    )
    assert report["evidence"]["exchanges"]["read"] == data.count(b"\n")


def strange(url: str = "http://other.example/v9/cats", **more: Any) -> str:
    line = {
        "exchange_version": 1,
        "method": "GET",
        "url": url,
        "status": 200,
        "request": {"headers": {}, "body": {"kind": "empty"}},
        "response": {"headers": {}, "body": {"kind": "empty"}},
        "source": {"path": "a", "line": 1, "format": "har"},
    }
    return json.dumps({**line, **more}) + "\n"


@pytest.mark.parametrize("command", [("check",), ("burndown",), ("evidence", "gather", "-o", "out.evidence")])
def test_recordings_that_show_nothing_are_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    empty, other, odd = tmp_path / "empty.jsonl", tmp_path / "other.jsonl", tmp_path / "odd.jsonl"
    empty.write_text('{"log": {"entries": []}}')
    other.write_text(strange())
    odd.write_text(strange(status=7) + strange("no url") + strange(status=8))

    def refused(*words: str | Path) -> str:
        return told(run(*command, ROOT, *words))

    assert refused("--recording", empty) == "the recordings hold no exchange that could be read"
    assert refused("--recording", odd).endswith("(2 no status of HTTP; 1 no URL of HTTP)")
    assert refused("--recording", other).startswith("none of the 1 exchanges is of an API that is documented here")
    assert "there is no such file" in refused("--recording", "nowhere.log")
    assert "no file has a name of this pattern" in refused("--recording", "*.nothing")
    assert "dask://HOST:PORT" in refused("--recording", other, "--engine", "spark://x")
    assert not (tmp_path / "out.evidence").exists()


def test_exchanges_with_another_api_are_counted_beside_those_with_this(tmp_path: Path) -> None:
    (tmp_path / "other.jsonl").write_text(strange())
    alone = done("evidence", "gather", ROOT, "--recording", HARBOUR, "-o", "-").stderr
    mixed = done("evidence", "gather", ROOT, "--recording", tmp_path, "--recording", HARBOUR, "-o", "-").stderr
    before, after = ([int(number) for number in re.findall(r"\d+", line)] for line in (alone, mixed))
    assert after == [before[0] + 1, *before[1:-1], before[-1] + 1]


def test_the_text_tells_what_was_read_and_what_was_not(tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.jsonl"
    mixed.write_text(HARBOUR.read_text("utf-8") + strange() + strange(status=7), "utf-8")
    lines = done("check", ROOT, "--exit-zero", "-f", "text", "--recording", mixed).stdout.splitlines()
    count = len(HARBOUR.read_text("utf-8").splitlines())
    (read,) = [line for line in lines if line.startswith("Exchanges: ")]
    assert read.startswith(f"Exchanges: {count + 1} read, ")
    assert "Skipped: 1 no status of HTTP." in lines
    assert any(line.endswith("is documented here: http://other.example/v9.") for line in lines)


def test_what_is_no_evidence_is_not_merged(tmp_path: Path) -> None:
    good, out = tmp_path / "good.evidence", tmp_path / "out"
    done("evidence", "gather", ROOT, "--recording", HARBOUR, "-o", good)

    def refused(*words: str | Path) -> str:
        return told(run("evidence", "merge", *words, "-o", out))

    assert refused(good, HARBOUR).startswith(f"{HARBOUR}: no sound evidence file (")
    assert refused(tmp_path / "none").endswith("or - for standard input")
    assert "no evidence file: 'evidence_version' is missing" in refused(
        ROOT / "api-ref/samples/servers/server-show-resp.json"
    )
    assert (
        told(run("evidence", "merge", good, "-o", good))
        == f"{good}: this is one of the parts too; write to another file"
    )
    assert told(run("evidence", "merge", good, "-o", tmp_path / "no/where")).endswith("no such file or directory")
    empty = tmp_path / "empty.evidence"
    empty.write_text(json.dumps({**json.loads(good.read_text()), "read": 0, "services": [], "formats": {}}))
    assert refused(empty) == "no exchange was counted in these files: nothing was written"
    assert not out.exists()
    assert done("evidence", "merge", good, empty, good, "-o", out).stderr.count("\n") == 1
    assert out.read_bytes() == good.read_bytes()


def test_there_is_nothing_to_gather_without_a_recording(tmp_path: Path) -> None:
    assert "name recordings with --recording" in told(run("evidence", "gather", tmp_path, "-o", tmp_path / "out"))


@pytest.mark.parametrize("words", [("evidence",), ("evidence", "gather"), ("evidence", "merge")])
def test_the_help_teaches_by_examples(words: tuple[str, ...]) -> None:
    _, examples = done(*words, "--help").output.split("Examples:\n")
    assert examples.lstrip().startswith(f"apiref-verify {' '.join(words)}")
