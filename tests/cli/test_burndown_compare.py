"""``apiref-verify burndown compare``: what a change fixes or adds."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.common import Unable
from apiref_verify.cli.main import cli
from tests.burndown.history.repositories import SOURCE, Git

MARKER = ".. needs:parameter_verification\n"
ROWS = "Request\n-------\n\n.. rest_parameters:: parameters.yaml\n\n  - name: name\n"
PARAMETERS = "name:\n  description: Its name.\n  in: body\n  required: true\n  type: string\n"


def boats(*rows: str, before: str = "") -> str:
    text = (
        f"{before}\nBoats\n=====\n\n.. rest_method:: POST /boats\n\nBuild one.\n\nNormal response codes: 201\n\n{ROWS}"
    )
    return text + "".join(f"  - {row}: {row}\n" for row in rows)


@pytest.fixture
def git(tmp_path: Path) -> Git:
    found = Git(tmp_path / "repository")
    found.write(f"{SOURCE}/index.rst", "=====\nFleet\n=====\n\n.. include:: boats.inc\n")
    found.write(f"{SOURCE}/parameters.yaml", PARAMETERS)
    found.write("pyproject.toml", '[tool.apiref-verify]\nselect = ["AR003"]\n')
    found.commit(boats=boats("mast", before=MARKER))
    return found


def run(*words: str | Path) -> Result:
    command = ["burndown", "compare", *map(str, words)]
    return CliRunner().invoke(cli, command, standalone_mode=False)


def test_a_change_that_only_moves_lines_changes_nothing(git: Git) -> None:
    git.commit(boats=boats("mast", before=MARKER + "\n.. moved\n"))
    result = run("HEAD~1", "HEAD", git.folder)
    assert result.return_value == 0
    assert result.output == "0 fixed, 0 added; markers: 0 gone, 0 new\n"


def test_a_change_that_fixes_is_no_failure(git: Git) -> None:
    git.commit(boats=boats())
    result = run("HEAD~1", "HEAD", git.folder)
    assert result.return_value == 0
    assert result.output.startswith("fixed:\n  api-ref/source/boats.inc:18:5: AR003 mast is not defined")
    assert "\nno longer to do:\n  boats.inc: parameter\n" in result.output


def test_a_change_that_adds_fails(git: Git) -> None:
    git.commit(boats=boats("mast", "mast", "keel"))
    result = run("HEAD~1", "HEAD", git.folder, "-f", "json")
    assert result.return_value == 1
    found = json.loads(result.output)
    schema = json.loads((importlib.resources.files("apiref_verify") / "schemas/compare-1.json").read_text("utf-8"))
    jsonschema.validate(found, schema, cls=jsonschema.Draft202012Validator)
    assert [finding["message"].split()[0] for finding in found["added"]] == ["mast", "keel"]
    assert (found["fixed"], found["to_do"]) == ([], [])
    assert found["done"] == [{"section": "boats.inc", "phase": "parameter"}]
    assert run("HEAD", "HEAD~1", git.folder).return_value == 0


def test_a_reference_that_was_moved_is_the_same(git: Git) -> None:
    git.run("mv", "api-ref/source", "api-ref/sources")
    (git.folder / "doc").mkdir()
    git.run("mv", "api-ref/sources", "doc/source")
    (git.folder / "doc/api-ref").mkdir()
    git.run("mv", "doc/source", "doc/api-ref/source")
    git.commit()
    assert run("HEAD~1", "HEAD", git.folder).output.startswith("0 fixed, 0 added;")


def test_a_bare_repository_is_compared_too(git: Git, tmp_path: Path) -> None:
    git.commit(boats=boats())
    git.run("clone", "-q", "--bare", str(git.folder), str(tmp_path / "bare"))
    assert run("main~1", "main", tmp_path / "bare").output.startswith("fixed:\n")


def test_the_work_tree_and_its_index_stay_as_they_are(git: Git) -> None:
    git.commit(boats=boats())
    git.write(f"{SOURCE}/boats.inc", "under way\n")
    git.run("add", "-A")
    before = git.run("status", "--porcelain"), git.run("rev-parse", "HEAD")
    run("HEAD~1", "HEAD", git.folder)
    assert (git.run("status", "--porcelain"), git.run("rev-parse", "HEAD")) == before
    assert (git.folder / SOURCE / "boats.inc").read_text() == "under way\n"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["HEAD", "nowhere"], "no commit is called 'nowhere'"),
        (["HEAD", "HEAD", "-f", "csv"], "unknown format 'csv' (known: text, json)"),
    ],
)
def test_what_means_nothing_is_refused(git: Git, words: list[str], reason: str) -> None:
    error = run(*words, git.folder).exception
    assert isinstance(error, Unable)
    assert reason in str(error)


def test_help_of_its_own() -> None:
    result = CliRunner().invoke(cli, ["burndown", "compare", "--help"])
    assert result.output.startswith("Usage: cli burndown compare [OPTIONS] REV REV [PATH]")
