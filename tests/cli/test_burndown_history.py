"""``apiref-verify burndown --history`` as users meet it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.common import Unable
from apiref_verify.cli.main import cli
from tests.burndown.history.repositories import START, Git, section

HOUR = 3600


def run(*words: str | Path, given: str | None = None) -> Result:
    command = ["burndown", *map(str, words)]
    return CliRunner().invoke(cli, command, standalone_mode=False, input=given)


def rows(*words: str | Path, given: str | None = None) -> list[list[str]]:
    result = run("--history", "-f", "csv", *words, given=given)
    assert result.exception is None, result.exception
    return [line.split(",") for line in result.stdout.splitlines()[1:]]


def refused(*words: str | Path) -> str:
    error = run(*words).exception
    assert isinstance(error, Unable)
    return str(error)


@pytest.fixture
def git(tmp_path: Path) -> Git:
    found = Git(tmp_path / "repository")
    found.commit(boats=section("parameter", "body"), ships=section("body"))
    found.commit(boats=section("body"))
    found.commit(boats=section())
    return found


def test_each_change_is_a_row(git: Git) -> None:
    assert [row[1:] for row in rows(git.folder)] == [
        [str(START), "2", "0", "1", "0", "2", "0"],
        [str(START + HOUR), "2", "0", "0", "0", "2", "0"],
        [str(START + 2 * HOUR), "2", "0", "0", "0", "1", "1"],
    ]


def test_times_narrow_it(git: Git) -> None:
    assert len(rows(git.folder, "--since", str(START + 1))) == 2
    assert len(rows(git.folder, "--until", "2023-11-14T23:00:00Z")) == 1
    assert len(rows(git.folder, "--every", "1d")) == 2
    assert len(rows(git.folder, "--every", "commit")) == 3


def test_the_state_at_given_times(git: Git, tmp_path: Path) -> None:
    times = f"{START + HOUR + 5}\n{START + HOUR - 1}\n0\n"
    found = rows(git.folder, "--at", "-", given=times)
    assert [row[1] for row in found] == [str(START + HOUR), str(START), ""]
    (tmp_path / "times").write_text(times)
    assert rows(git.folder, "--at", tmp_path / "times") == found


def test_another_repository_branch_and_tree(git: Git, tmp_path: Path) -> None:
    git.run("branch", "stable", "HEAD~1")
    git.run("clone", "-q", "--bare", str(git.folder), str(tmp_path / "bare"))
    assert len(rows("--repo", tmp_path / "bare", "--rev", "stable", "--tree", "api-ref/source/")) == 2
    assert len(rows("--repo", tmp_path / "bare", "--source", "api-ref")) == 3


def test_the_settings_say_where_it_is(git: Git) -> None:
    git.write("pyproject.toml", '[tool.apiref-verify]\nsource = "elsewhere"\n')
    git.write("elsewhere/canoes.inc", section("method"))
    git.write("tools/README", "")
    git.commit()
    assert rows(git.folder) == rows(git.folder / "tools") == rows("--tree", "elsewhere", git.folder)
    assert len(rows(git.folder)) == 1


def test_several_formats_in_one_run(git: Git, tmp_path: Path) -> None:
    result = run("--history", git.folder, "-f", "text", "-f", f"json:{tmp_path}/a.json", "-f", f"svg:{tmp_path}/a.svg")
    assert result.return_value == 0
    assert result.stdout.splitlines()[0].split() == (
        ["date", "(UTC)", "commit", "sections", "method", "parameter", "example", "body", "done"]
    )
    assert json.loads((tmp_path / "a.json").read_text())["reference"]["folders"] == ["api-ref/source"]
    assert (tmp_path / "a.svg").read_text().startswith("<svg")


def test_what_cannot_be_seen_is_a_warning(git: Git, tmp_path: Path) -> None:
    git.run("clone", "-q", "--depth", "1", f"file://{git.folder}", str(tmp_path / "shallow"))
    result = run("--history", tmp_path / "shallow")
    assert result.stderr.startswith("Warning: the clone is shallow")
    assert result.return_value == 0


def test_rows_are_appended_once(git: Git, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    first = run("--history", git.folder, "--until", str(START + 1), "--append", kept)
    assert (first.stdout, first.stderr) == ("", f"{kept}: 1 row added\n")
    assert run("--history", git.folder, "--append", kept).stderr == f"{kept}: 2 rows added\n"
    assert run("--history", git.folder, "--append", kept).stderr == f"{kept}: 0 rows added\n"
    assert [line.split(",") for line in kept.read_text().splitlines()[1:]] == rows(git.folder)


def test_a_folder_without_git_is_told(tmp_path: Path) -> None:
    assert refused("--history", tmp_path).startswith(f"{tmp_path}: not in a git repository")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--since", "2016-05-09"], "--since says nothing without --history"),
        (["--at", "-"], "--at says nothing without --history"),
        (["--history", "-f", "pdf"], "unknown format 'pdf' (known: text, json, csv, svg)"),
        (["--history", "--since", "soon"], "'soon' is no time"),
        (["--history", "--every", "week"], "'week' is no step"),
        (["--history", "--at", "-", "--every", "1d"], "--at names the times itself"),
        (["--history", "--at", "no-such-file"], "no-such-file: No such file or directory"),
        (["--history", "--repo", "no-such-folder"], "no-such-folder: no such folder"),
        (["--history", __file__], "a file: name a folder in a repository"),
        (["--history", "--rev", "nowhere", str(Path(__file__).parent)], "no commit is called 'nowhere'"),
    ],
)
def test_what_means_nothing_is_refused(words: list[str], reason: str) -> None:
    assert reason in refused(*words)


def test_a_kept_file_of_others_is_refused(git: Git, tmp_path: Path) -> None:
    (tmp_path / "kept.csv").write_text("a,b\n")
    assert "its columns are not" in refused("--history", git.folder, "--append", tmp_path / "kept.csv")
    assert "No such file" in refused("--history", git.folder, "--append", tmp_path / "nowhere/kept.csv")
