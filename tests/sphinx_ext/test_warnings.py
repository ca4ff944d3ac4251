"""Findings as warnings of Sphinx: where they point, how they are silenced, and when they fail a build."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import CONF, PARAMETERS, closed, definition, write
from tests.sphinx_ext.builds import build

SOURCE = "api-ref/source"
MESSAGE = "length is documented as string, but is an integer in boats"


def configure(root: Path, line: str) -> None:
    write(root, f"{SOURCE}/conf.py", f"{CONF}{line}\n")


def test_a_finding_is_a_warning_at_its_line_with_type_and_code(boats: Path) -> None:
    made = build(boats)
    assert made.exit_code == 0
    assert made.warnings == [
        f"{boats / SOURCE}/boats.inc:{line}: WARNING: {MESSAGE} [apiref.AR204]" for line in (22, 52)
    ]


@pytest.mark.parametrize("silenced", ["apiref.AR204", "apiref", "apiref.*"])
def test_suppress_warnings_silences_a_code_or_all_of_them(boats: Path, silenced: str) -> None:
    configure(boats, f"suppress_warnings = [{silenced!r}]")
    made = build(boats, "html", "-W")
    assert (made.exit_code, made.warnings) == (0, [])


def test_suppressing_one_code_leaves_others_be(boats: Path) -> None:
    configure(boats, 'suppress_warnings = ["apiref.AR105"]')
    assert len(build(boats).told) == 2


@pytest.mark.parametrize("options", [["-W"], ["-W", "--keep-going"]])
def test_warnings_as_errors_fail_the_build_and_all_of_them_are_told(boats: Path, options: list[str]) -> None:
    made = build(boats, "html", *options)
    assert (made.exit_code, len(made.told)) == (1, 2)


def test_notes_are_told_but_are_no_warnings(boats: Path) -> None:
    write(boats, "pyproject.toml", '[tool.apiref-verify]\nselect = ["AR212"]\n')
    write(boats, f"{SOURCE}/parameters.yaml", PARAMETERS + definition("spare", "body", "string"))
    made = build(boats, "html", "-W")
    note = f"{boats / SOURCE}/parameters.yaml:55: note: spare is used by no table [apiref.AR212]"
    assert (made.exit_code, made.warnings) == (0, [])
    assert note in made.status
    configure(boats, 'suppress_warnings = ["apiref.AR212"]')
    assert note not in build(boats).status


def test_a_warnings_file_has_the_findings_too(boats: Path) -> None:
    build(boats, "html", "-w", boats / "warnings.txt")
    assert (boats / "warnings.txt").read_text("utf-8").count("[apiref.AR204]") == 2


def test_quiet_builds_tell_findings_only(boats: Path) -> None:
    made = build(boats, "html", "-q")
    assert (made.status, len(made.told)) == ("", 2)


def test_collecting_checks_in_silence(boats: Path) -> None:
    configure(boats, 'apiref_verify_mode = "collect"')
    made = build(boats, "html", "-W")
    assert (made.exit_code, made.warnings) == (0, [])
    assert made.domain.verdicts is not None
    assert len(made.domain.verdicts.findings) == 2


def test_off_leaves_the_claims_alone(boats: Path) -> None:
    configure(boats, 'apiref_verify_mode = "off"')
    made = build(boats, "html", "-W")
    assert (made.exit_code, made.warnings, made.domain.verdicts) == (0, [], None)
    assert "Found" not in made.status


@pytest.mark.parametrize("written", ['"loud"', "3", "None", '["off"]'])
def test_a_mode_that_is_none_is_told_by_sphinx_and_the_default_holds(boats: Path, written: str) -> None:
    configure(boats, f"apiref_verify_mode = {written}")
    made = build(boats)
    assert "The config value `apiref_verify_mode` has to be a one of" in made.warnings[0]
    assert f"but `{ast.literal_eval(written)}` is given" in made.warnings[0]
    assert len(made.told) == 2


def test_settings_are_those_of_the_file_that_conf_py_names(boats: Path) -> None:
    configure(boats, 'apiref_verify_config = "../quiet.toml"')
    write(boats, "api-ref/quiet.toml", 'select = ["AR1"]\n')
    assert build(boats).warnings == []


def document_nothing(root: Path) -> None:
    write(root, "pyproject.toml", "[tool.apiref-verify]\n")
    write(root, f"{SOURCE}/index.rst", "=====\nBoats\n=====\n\n.. toctree::\n\n   crews/index\n")
    write(root, f"{SOURCE}/crews/index.rst", "=====\nCrews\n=====\n")
    for name in ("boats.inc", "crews/crew.inc"):
        (root / SOURCE / name).unlink()


UNABLE = {
    "settings that are not TOML": (lambda root: write(root, "pyproject.toml", "[tool"), "pyproject.toml: not TOML"),
    "an unknown setting": (
        lambda root: write(root, "pyproject.toml", "[tool.apiref-verify]\ncontract = []\n"),
        "unknown setting 'contract': did you mean contracts?",
    ),
    "an unknown rule": (
        lambda root: write(root, "pyproject.toml", '[tool.apiref-verify]\nselect = ["AR999"]\n'),
        "AR999",
    ),
    "settings that are not there": (
        lambda root: configure(root, 'apiref_verify_config = "lost.toml"'),
        "lost.toml: no such file",
    ),
    "settings that are a folder": (
        lambda root: configure(root, 'apiref_verify_config = "crews"'),
        "crews: a folder, not a file",
    ),
    "a contract that is not there": (
        lambda root: write(root, "pyproject.toml", '[tool.apiref-verify]\ncontracts = ["lost.yaml"]\n'),
        "lost.yaml",
    ),
    "a contract that is none": (lambda root: write(root, "contract/contract.yaml", "operations: {\n"), "contract.yaml"),
    "a recording that is not there": (
        lambda root: write(root, "pyproject.toml", '[tool.apiref-verify]\nrecordings = ["lost.jsonl"]\n'),
        "lost.jsonl",
    ),
    "recordings of another API": (
        lambda root: write(root, "boats.jsonl", (root / "boats.jsonl").read_text("utf-8").replace("/crews", "/ships")),
        "none of the 1 exchanges is of an API that is documented here",
    ),
    "nothing documented": (document_nothing, "nothing was checked"),
}
"""By what is wrong: how to make it so, and what the one warning says."""


@pytest.mark.parametrize("what", UNABLE)
@pytest.mark.parametrize("builder", ["html", "apiref-verify"])
def test_a_check_that_cannot_be_done_is_one_warning_and_no_traceback(boats: Path, what: str, builder: str) -> None:
    write(boats, f"{SOURCE}/index.rst", (boats / SOURCE / "index.rst").read_text("utf-8").replace("See :api", "See :x"))
    break_it, message = UNABLE[what]
    break_it(boats)
    made = build(boats, builder)
    assert made.exit_code == (2 if builder == "apiref-verify" else 0)
    assert len(made.told) == 1
    assert message in made.told[0]
    assert made.told[0].endswith(" [apiref.unable]")
    assert "Traceback" not in "".join(made.warnings) + made.status


def test_a_check_that_could_not_be_done_is_done_again_once_it_can_be(boats: Path) -> None:
    settings = (boats / "pyproject.toml").read_text("utf-8")
    write(boats, "pyproject.toml", "[tool")
    build(boats)
    write(boats, "pyproject.toml", settings)
    assert [line.rpartition(" ")[2] for line in build(boats).told] == ["[apiref.AR204]"] * 2


def test_evidence_that_cannot_be_used_as_meant_is_a_warning_each_time(boats: Path) -> None:
    dangerous = closed(crew=closed(size={"type": "string", "pattern": "^(a+)+$"}))
    write(boats, "contract/boat.json", json.dumps(dangerous))
    for _ in range(2):
        (told,) = (line for line in build(boats).told if line.endswith(" [apiref.evidence]"))
        assert "1 pattern is not checked, since it cannot be read or could take for ever: ^(a+)+$" in told
