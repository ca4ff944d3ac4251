"""``apiref-verify live`` as users meet it, in this process."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.main import cli
from apiref_verify.evidence.recordings.read import read_recordings
from apiref_verify.model.exchange import Exchange
from tests.harbour import Harbour
from tests.harbour import misbehaving as faults
from tests.harbour.misbehaving import misbehaving
from tests.harbour.quirks import QUIRKS
from tests.harbour.server import serving

ROOT = Path(__file__).parent.parent.parent


def run(*words: str | Path, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(cli, ["live", *map(str, words)], standalone_mode=False)


def said(result: Result) -> str:
    assert result.exception is not None
    return str(result.exception.format_message())  # type: ignore[attr-defined]


def usual(url: str, *words: str | Path) -> tuple[str | Path, ...]:
    quick = ("--service-type", "compute", "--rate", "0", "--max-versions", "2", "--exit-zero", "-f", "text")
    return (ROOT, "--base-url", url, *quick, *words)


def test_a_walk_with_a_token_of_the_environment_and_a_record(tmp_path: Path) -> None:
    record = tmp_path / "seen.jsonl"
    with serving(Harbour()) as served:
        words = usual(served.url, "--header-env", "X-Auth-Token=TOKEN", "--record", record)
        result = run(*words, TOKEN="admin")
        assert result.exception is None, result.exception
        before = len(served.requests)
        again = run(*words, "--resume", TOKEN="admin")
    read = [one for one in read_recordings([str(record)]) if isinstance(one, Exchange)]
    assert result.return_value == 0
    assert "14 of 40 operations exercised, 14 with success." in result.output
    assert again.output == result.output
    assert set(served.requests[before:]) <= {"GET /", "GET /v2.1/"}
    assert len(record.read_text().splitlines()) == len(read) == before - 1
    assert [one.source.line for one in read] == list(range(1, before))
    assert "x-auth-token" not in record.read_text().lower()


def test_a_dry_run_sends_nothing_and_needs_no_api() -> None:
    result = run(ROOT, "--dry-run", "--max-versions", "3", "--value", "key=role")
    assert result.return_value == 0
    for line in (
        "GET /servers/{server_id}\n    at oldest 2.6 newest\n    {server_id}: what GET /servers names",
        "    {key}: --value key=role",
        "Not asked: 26 operations that may change something",
        "14 operations would be asked, 36 requests at least. Nothing was sent.",
    ):
        assert line in result.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "either --cloud NAME or --base-url URL"),
        (("--cloud", "a", "--base-url", "http://b"), "either --cloud NAME or --base-url URL"),
        (("--cloud", "a"), "--cloud needs --service-type"),
        (("--cloud", "a", "--insecure"), "go with --base-url"),
        (("--base-url", "b"), "write it as https://host/path"),
        (("--base-url", "http://me:s3cret@b"), "leave out the user"),
        (("--base-url", "http://b?x=1"), "leave out what follows the path"),
        (("--base-url", "http://b", "--header", "X"), "--header: write it as NAME:VALUE"),
        (("--base-url", "http://b", "--header", "X y: z"), "'X y' is not the name of a header"),
        (("--base-url", "http://b", "--header", "X: s3\ncret"), "the value of the header X has characters"),
        (("--base-url", "http://b", "--header-env", "X=NOT_THERE"), "no NOT_THERE in the environment"),
        (("--base-url", "http://b", "--value", "x"), "--value: write it as NAME=VALUE"),
        (("--base-url", "http://b", "--resume"), "--resume needs --record"),
        (("--base-url", "http://b", "--allow", "POST /a"), "say nothing without --scenario"),
        (("--base-url", "http://b", "--allow-writes"), "say nothing without --scenario"),
        (("--base-url", "http://127.0.0.1:9"), "http://127.0.0.1:9: connection refused"),
    ],
)
def test_a_mistake_gets_one_clear_message(words: tuple[str, ...], message: str) -> None:
    told = said(run(ROOT, *words))
    assert message in told
    assert "s3cret" not in told
    assert "\n" not in told


def test_how_to_ask_for_versions_must_be_known() -> None:
    with serving(Harbour()) as served:
        told = said(run(ROOT, "--base-url", served.url))
    assert "has versions 2.1 to 2.12" in told
    assert "--service-type compute" in told


def test_a_live_run_and_its_replay_find_the_same(tmp_path: Path) -> None:
    record, reports = tmp_path / "seen.jsonl", [tmp_path / "live.json", tmp_path / "replay.json"]
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("steps:\n- operation: POST /servers\n  body: {}\n  expect: 400\n")
    with serving(Harbour(quirks=QUIRKS)) as served:
        words = ("--header", "X-Auth-Token: admin", "--record", record, "-f", f"json:{reports[0]}")
        allowed = ("--scenario", scenario, "--allow-writes", "--allow", "POST /servers")
        result = run(*usual(served.url, *words, *allowed))
        assert result.exception is None, result.exception
    again = ("check", str(ROOT), "--recording", str(record), "-f", f"json:{reports[1]}")
    CliRunner().invoke(cli, again, standalone_mode=False)
    live, replay = (json.loads(path.read_text()) for path in reports)
    assert any(proof["kind"] == "exchange" for finding in live["findings"] for proof in finding["evidence"])
    for part in ("findings", "outcomes", "evidence", "summary"):
        assert live[part] == replay[part]


def test_a_record_is_not_overwritten(tmp_path: Path) -> None:
    record = tmp_path / "seen.jsonl"
    record.write_text("mine\n")
    told = said(run(ROOT, "--base-url", "http://b", "--record", record))
    assert "it exists already; go on with it by --resume" in told
    assert record.read_text() == "mine\n"


def test_a_file_that_is_no_record_is_not_gone_on_with(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("mine\n")
    told = said(run(ROOT, "--base-url", "http://b", "--record", notes, "--resume"))
    assert "notes.txt: it holds no exchanges" in told
    assert notes.read_text() == "mine\n"


def test_a_compressed_record_cannot_be_gone_on_with(tmp_path: Path) -> None:
    record = tmp_path / "seen.jsonl.gz"
    record.write_bytes(b"")
    assert "unpack it first" in said(run(ROOT, "--base-url", "http://b", "--record", record, "--resume"))


def test_what_was_recorded_before_the_server_died_is_kept_and_gone_on_with(tmp_path: Path) -> None:
    record = tmp_path / "seen.jsonl"
    words = ("--header", "X-Auth-Token: admin", "--record", record)
    with misbehaving(Harbour(), faults.after(9, faults.dies)) as served:
        result = run(*usual(served.url, *words))
    assert result.return_value == 0
    assert "the walk ended early" in result.output
    first = record.read_text()
    assert len(first.splitlines()) == 8
    with serving(Harbour()) as served:
        result = run(*usual(served.url, *words, "--resume"))
    assert "14 of 40 operations exercised" in result.output
    assert record.read_text().startswith(first)
    ids = [json.loads(line)["source"]["line"] for line in record.read_text().splitlines()]
    assert ids == sorted(set(ids))


def test_a_scenario_needs_the_flag_and_the_list(tmp_path: Path) -> None:
    scenario = tmp_path / "scenario.yaml"
    scenario.write_text("steps:\n- operation: POST /servers\n")
    with serving(Harbour()) as served:
        words = usual(served.url, "--header", "X-Auth-Token: admin", "--scenario", scenario)
        assert "add --allow 'POST /servers'" in said(run(*words))
        assert "add --allow 'POST /servers'" in said(run(*words, "--allow-writes"))
        assert "--allow says nothing without --allow-writes" in said(run(*words, "--allow", "POST /servers"))
        assert "add --allow 'POST /servers'" in said(run(*words, "--allow-writes", "--allow", "POST /flavors"))
        assert served.requests == []
        assert "write it as 'POST /servers'" in said(run(*words, "--allow-writes", "--allow", "everything"))
        scenario.write_text("steps:\n- operation: POST /servers\n  body: {}\n  expect: 400\n")
        result = run(*words, "--allow-writes", "--allow", "POST /servers")
    assert result.return_value == 0
    assert served.methods["POST"] == 1
