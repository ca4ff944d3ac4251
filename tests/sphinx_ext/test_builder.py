"""``sphinx-build -b apiref-verify`` as a command: exit codes, reports, and a conf.py that does not know us."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from tests.sphinx_ext.boats import CONF, INDEX, write
from tests.sphinx_ext.builds import build, burnt_down, checked

SOURCE = "api-ref/source"
REPORTS = {"output.txt", "output.json", "burndown.txt", "burndown.json"}
CLEAN = '[tool.apiref-verify]\ncontracts = ["contract"]\nignore = ["AR204"]\n'


def command(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A build as a user starts it."""
    words = ["-m", "sphinx", "-b", "apiref-verify", *options, f"{root}/{SOURCE}", f"{root}/out/apiref-verify"]
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=120)


def test_findings_are_exit_code_1_and_stand_in_the_reports(boats: Path) -> None:
    made = build(boats, "apiref-verify")
    assert made.exit_code == 1
    assert {path.name for path in made.out.iterdir()} == REPORTS
    assert made.text("output.txt").splitlines() == [
        f"{SOURCE}/boats.inc:{line}:6: AR204 length is documented as string, but is an integer in boats"
        for line in (22, 52)
    ]
    assert [finding["code"] for finding in made.json()["findings"]] == ["AR204", "AR204"]
    assert made.text("burndown.txt").startswith("section ")


@pytest.mark.parametrize("name", ["check-1.json", "burndown-1.json"])
def test_reports_are_as_their_schemas_say(boats: Path, name: str) -> None:
    report = {"check-1.json": "output.json", "burndown-1.json": "burndown.json"}[name]
    schema = json.loads(files("apiref_verify").joinpath("schemas", name).read_text("utf-8"))
    jsonschema.validate(build(boats, "apiref-verify").json(report), schema)


def test_reports_are_those_of_the_command_line(boats: Path) -> None:
    made = build(boats, "apiref-verify")
    assert made.json() == checked(boats / SOURCE)
    assert made.json("burndown.json") == burnt_down(boats / SOURCE)


def test_no_findings_are_exit_code_0(boats: Path) -> None:
    write(boats, "pyproject.toml", CLEAN)
    made = build(boats, "apiref-verify", "-W")
    assert (made.exit_code, made.warnings, made.text("output.txt")) == (0, [], "")
    assert "Look for findings in the above output or in" in made.status


@pytest.mark.parametrize("options", [[], ["-W"], ["-q"], ["-j", "2"]])
def test_a_check_that_cannot_be_done_is_exit_code_2_and_leaves_no_report_of_an_earlier_run(
    boats: Path, options: list[str]
) -> None:
    assert build(boats, "apiref-verify").exit_code == 1
    write(boats, "pyproject.toml", '[tool.apiref-verify]\ncontracts = ["lost.yaml"]\n')
    made = build(boats, "apiref-verify", *options)
    assert (made.exit_code, list(made.out.iterdir())) == (2, [])


def test_warnings_as_errors_change_nothing_where_there_are_findings(boats: Path) -> None:
    assert build(boats, "apiref-verify", "-W").exit_code == 1


def test_suppressed_warnings_are_findings_all_the_same(boats: Path) -> None:
    made = build(boats, "apiref-verify", "-D", "suppress_warnings=apiref")
    assert (made.exit_code, made.warnings, len(made.json()["findings"])) == (1, [], 2)


@pytest.mark.parametrize("mode", ["collect", "off"])
def test_who_asks_for_the_builder_gets_its_reports_whatever_the_mode(boats: Path, mode: str) -> None:
    build(boats, "html", "-D", f"apiref_verify_mode={mode}")
    made = build(boats, "apiref-verify", "-D", f"apiref_verify_mode={mode}")
    assert (made.exit_code, made.warnings, len(made.json()["findings"])) == (1, [], 2)


def test_a_single_document_that_is_named_makes_the_reports_no_smaller(boats: Path) -> None:
    words = ["-m", "sphinx", "-b", "apiref-verify", f"{boats}/{SOURCE}", f"{boats}/out", f"{boats}/{SOURCE}/index.rst"]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    assert json.loads((boats / "out/output.json").read_text("utf-8")) == checked(boats / SOURCE)


def test_a_report_that_cannot_be_written_is_a_clear_error(boats: Path) -> None:
    (boats / "out/apiref-verify/output.json").mkdir(parents=True)
    done = command(boats)
    assert done.returncode == 2
    assert "output.json: Is a directory: the reports of apiref-verify cannot be written" in done.stderr


def test_a_conf_py_that_is_no_python_is_an_error_of_sphinx(boats: Path) -> None:
    write(boats, f"{SOURCE}/conf.py", "extensions = [\n")
    done = command(boats)
    assert done.returncode == 2
    assert "There is a syntax error in your configuration file" in done.stderr


@pytest.fixture
def strange(boats: Path) -> Path:
    """The project with a conf.py that does not name us, and no role of ours."""
    write(boats, f"{SOURCE}/conf.py", CONF.replace(', "apiref_verify"', ""))
    write(boats, f"{SOURCE}/index.rst", INDEX.replace("See :apiref:op:`GET /boats/{boat_id}`.\n", ""))
    return boats


def test_the_builder_is_known_without_a_word_in_conf_py(strange: Path) -> None:
    done = command(strange)
    assert (done.returncode, done.stderr.count("[apiref.AR204]")) == (1, 2)
    assert json.loads((strange / "out/apiref-verify/output.json").read_text("utf-8")) == checked(strange / SOURCE)


def test_without_us_in_conf_py_pages_and_reports_may_share_a_folder_of_doctrees(strange: Path) -> None:
    assert build(strange, "html").warnings == []
    reports = build(strange, "apiref-verify")
    assert (reports.exit_code, len(reports.told)) == (1, 2)
    assert build(strange, "html").warnings == []
    assert build(strange, "apiref-verify").json() == reports.json()


def test_a_second_run_says_the_same(strange: Path) -> None:
    first, second = command(strange), command(strange)
    assert (second.returncode, second.stderr) == (first.returncode, first.stderr)


def test_a_source_outside_of_any_repository_is_its_own_root(boats: Path) -> None:
    (boats / "pyproject.toml").unlink()
    made = build(boats, "apiref-verify")
    assert made.json()["reference"]["root"] == str(boats)
    assert made.json() == checked(boats / SOURCE)
