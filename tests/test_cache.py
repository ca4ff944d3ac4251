"""What is remembered of a whole run serves the next check of one file, and never changes its verdicts."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from apiref_verify import cache
from apiref_verify.cli.main import cli
from apiref_verify.reading.tree import find_tree

ROOT = Path(__file__).parent.parent


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(ROOT / "api-ref", tmp_path / "project/api-ref")
    return tmp_path / "project"


def findings(path: Path, *options: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(cli, ["check", "-f", "json", *options, str(path)], standalone_mode=False)
    assert result.exception is None
    return list(json.loads(result.output)["findings"])


def remembered(path: Path) -> bool:
    return cache.recall(find_tree(path)) is not None


def test_a_whole_run_is_remembered_for_each_of_its_files(tree: Path) -> None:
    section = tree / "api-ref/source/servers.inc"
    assert not remembered(section)
    findings(tree)
    assert remembered(section)
    assert findings(section) == findings(section, "--no-cache")


def test_an_edit_of_the_file_is_seen_at_once(tree: Path) -> None:
    section = tree / "api-ref/source/aggregates.inc"
    before = findings(section)
    section.write_text(section.read_text().replace("- update_at: updated_at", "- updated_at: updated_at"))
    after = findings(section)
    assert remembered(section)
    assert {f["code"] for f in before} - {f["code"] for f in after} == {"AR203"}
    assert after == findings(section, "--no-cache")


@pytest.mark.parametrize(
    "changed", ["source/parameters.yaml", "source/flavors.inc", "samples/servers/server-get-resp.json"]
)
def test_a_change_elsewhere_makes_the_tree_read_anew(tree: Path, changed: str) -> None:
    section = tree / "api-ref/source/servers.inc"
    findings(section)
    path = next((tree / "api-ref").glob(changed), None) or next((tree / "api-ref/samples/servers").glob("*.json"))
    path.write_text(path.read_text() + "\n")
    assert not remembered(section)


def test_a_new_file_makes_the_tree_read_anew(tree: Path) -> None:
    section = tree / "api-ref/source/servers.inc"
    findings(section)
    (tree / "api-ref/source/more.inc").write_text("More\n====\n")
    assert not remembered(section)


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0 and then nothing"])
def test_a_broken_store_is_no_hindrance(tree: Path, tmp_path: Path, content: bytes) -> None:
    store = tmp_path / "cache/apiref-verify/trees.sqlite"
    store.parent.mkdir(parents=True)
    store.write_bytes(content)
    section = tree / "api-ref/source/servers.inc"
    assert findings(section) == findings(section, "--no-cache")


def test_nothing_is_kept_where_nothing_can_be_written(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a-file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a-file"))
    assert findings(tree / "api-ref/source/servers.inc")
