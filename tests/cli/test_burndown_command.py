"""``apiref-verify burndown`` as users meet it: its formats, and the files that they go to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from apiref_verify.burndown.formats.registry import FORMATS
from apiref_verify.cli.main import cli
from tests.burndown.harbours import FILES
from tests.reading.trees import write


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return write(tmp_path / "project", FILES)


def burndown(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, ["burndown", *map(str, words)], standalone_mode=False)


def message(result: Result) -> str:
    assert result.exception is not None
    return str(result.exception.format_message())  # type: ignore[attr-defined]


def test_all_formats_at_once(tree: Path, tmp_path: Path) -> None:
    outputs = {name: tmp_path / name for name in FORMATS}
    words = [word for name, path in outputs.items() for word in ("-f", f"{name}:{path}")]
    result = burndown(tree, *words, "-f", "text")
    assert result.exception is None
    assert result.output == outputs["text"].read_text("utf-8")
    assert outputs["xlsx"].read_bytes().startswith(b"PK")
    assert all(path.stat().st_size for path in outputs.values())


def test_the_help_names_every_format() -> None:
    told = " ".join(burndown("--help").output.split())
    assert [name for name in FORMATS if name not in told] == []


def test_a_workbook_goes_to_standard_output_as_it_is(tree: Path) -> None:
    assert burndown(tree, "-f", "xlsx").stdout_bytes.startswith(b"PK")


def test_operations_and_suggestions_on_demand(tree: Path) -> None:
    plain, more = (
        json.loads(burndown(tree, "-f", "json", *words).output) for words in ((), ("--operations", "--next", "1"))
    )
    assert "by_operation" not in plain["sections"][0]
    assert len(more["sections"][0]["by_operation"]) == 1
    assert (len(plain["next"]), len(more["next"])) == (2, 1)
    assert "Next:" not in burndown(tree, "--next", "0").output


def test_a_legacy_table_grows_by_one_row_per_time(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "data.csv"
    for time in ("1462759202", "1462759202", "1462762802"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
        assert burndown(tree, "-f", f"legacy-csv:{table}").exception is None
    assert [line.split(",")[0] for line in table.read_text().splitlines()] == ["date", "1462759202", "1462762802"]


@pytest.mark.parametrize(
    ("held", "told"), [(b"shoes\n", "its first line is not date,needs:"), (b"\xff\xfe", "this is no text")]
)
def test_a_file_that_is_no_legacy_table_stays_as_it_is(tree: Path, tmp_path: Path, held: bytes, told: str) -> None:
    table = tmp_path / "data.csv"
    table.write_bytes(held)
    assert f"{table}: {told}" in message(burndown(tree, "-f", f"legacy-csv:{table}"))
    assert table.read_bytes() == held


@pytest.mark.parametrize("name", ["json", "legacy-csv", "xlsx"])
def test_a_folder_that_is_not_there_is_told(tree: Path, tmp_path: Path, name: str) -> None:
    assert "No such file or directory" in message(burndown(tree, "-f", f"{name}:{tmp_path}/nowhere/file"))


def test_a_history_knows_no_operations(tree: Path) -> None:
    assert "--operations says nothing with --history" in message(burndown(tree, "--history", "--operations"))


def test_an_unknown_format_offers_the_nearest() -> None:
    assert "did you mean xlsx?" in message(burndown("-f", "xslx"))
