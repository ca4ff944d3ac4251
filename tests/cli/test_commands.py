"""The command line as users meet it, in this process."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from apiref_verify.cli.main import cli

ROOT = Path(__file__).parent.parent.parent


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], standalone_mode=False)


def output_of(*words: str | Path) -> dict[str, Any]:
    result = run(*words)
    assert result.exception is None, result.exception
    return json.loads(result.output)


@pytest.fixture
def clean_tree(tmp_path: Path) -> Path:
    source = tmp_path / "api-ref/source"
    source.mkdir(parents=True)
    (source / "index.rst").write_text("=====\nHello\n=====\n\n.. include:: hello.inc\n")
    (source / "hello.inc").write_text(
        "Greet\n=====\n\n.. rest_method:: GET /hello/{name}\n\nSay hello.\n\nNormal response codes: 200\n\n"
        "Request\n-------\n\n.. rest_parameters:: parameters.yaml\n\n  - name: name_path\n\n"
        "Response\n--------\n\n.. rest_parameters:: parameters.yaml\n\n  - greeting: greeting\n\n"
        ".. literalinclude:: samples/hello-resp.json\n"
    )
    (source / "parameters.yaml").write_text(
        "name_path:\n  description: Who.\n  in: path\n  required: true\n  type: string\n"
        "greeting:\n  description: What.\n  in: body\n  required: true\n  type: string\n"
    )
    (source / "samples").mkdir()
    (source / "samples/hello-resp.json").write_text('{"greeting": "hi"}')
    return tmp_path


def test_check_exits_with_one_where_it_finds_something() -> None:
    assert run("check", ROOT).return_value == 1


def test_check_exits_with_zero_where_all_is_well(clean_tree: Path) -> None:
    result = run("check", clean_tree)
    assert (result.return_value, result.output) == (0, "")


def test_exit_zero_says_so_whatever_is_found() -> None:
    assert run("check", "--exit-zero", ROOT).return_value == 0


def test_notes_alone_fail_only_a_strict_run() -> None:
    assert run("check", "--select", "AR404", ROOT).return_value == 0
    assert run("check", "--select", "AR404", "--strict", ROOT).return_value == 1


def test_plain_lines_are_what_ci_turns_into_comments() -> None:
    lines = run("check", "--select", "AR003", ROOT).output.splitlines()
    place, message = "api-ref/source/flavors.inc:37:5", "sort_key_flavors is not defined in parameters.yaml"
    assert lines == [f"{place}: AR003 {message}: the row sort_key is not shown"]


def test_text_shows_excerpt_caret_evidence_and_hint() -> None:
    text = run("check", "-f", "text", "--select", "AR203,AR302", ROOT).output
    for part in (
        "update_at is documented",
        "- update_at: updated_at",
        "  ^",
        "contract: harbour",
        "sample: api-ref/samples",
        "help: rename",
    ):
        assert part in text


def test_several_formats_in_one_run(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run("check", "-f", "concise", "-f", f"json:{target}", ROOT)
    assert len(result.output.splitlines()) == len(json.loads(target.read_text())["findings"])


def test_json_gives_the_whole_result() -> None:
    report = output_of("check", "-f", "json", ROOT)
    parts = ["schema_version", "tool", "reference", "evidence", "live", "findings", "outcomes", "summary"]
    assert list(report) == parts
    assert report["summary"]["findings"] == len(report["findings"])
    assert len(report["outcomes"]) == 4 * report["reference"]["operations"]


def test_two_runs_and_any_number_of_jobs_say_the_same() -> None:
    outputs = {run("check", "-f", "json", "--no-cache", "-j", jobs, ROOT).output for jobs in ("1", "1", "2")}
    assert len(outputs) == 1


def test_statistics_count_per_rule() -> None:
    assert "1  AR203  misnamed-parameter" in run("check", "--statistics", ROOT).output


def test_the_more_exact_of_two_settings_wins() -> None:
    codes = {
        f["code"]
        for f in output_of("check", "-f", "json", "--ignore", "AR2", "--extend-select", "AR203", ROOT)["findings"]
    }
    assert "AR203" in codes
    assert "AR201" not in codes


def test_rules_are_chosen_by_name_too() -> None:
    findings = output_of("check", "-f", "json", "--select", "misnamed-parameter", ROOT)["findings"]
    assert {f["code"] for f in findings} == {"AR203"}


def test_ignores_per_path_leave_other_files_alone() -> None:
    report = output_of("check", "-f", "json", "--per-path-ignore", "servers.inc:AR2", ROOT)
    where = {f["path"].rsplit("/", 1)[-1] for f in report["findings"] if f["code"].startswith("AR2")}
    assert where == {"aggregates.inc", "flavors.inc"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("check", "--select", "AR2O1"), "did you mean"),
        (("check", "-f", "jsn"), "did you mean json"),
        (("check", "--select", "AR404", "--ignore", "AR404"), "no rule is left"),
        (("check", "nowhere"), "no such file or folder"),
        (("rule", "AR999"), "no rule 'AR999'"),
        (("check", "--per-path-ignore", "AR2"), "GLOB:CODE"),
        (("burndown", "-f", "xml"), "unknown format 'xml'"),
    ],
)
def test_a_mistake_gets_one_clear_message(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exception is not None
    assert message in result.exception.format_message()  # type: ignore[attr-defined]


def test_a_tree_without_operations_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("Nothing\n=======\n\nat all\n")
    result = run("check", tmp_path)
    assert "nothing was checked" in result.exception.format_message()  # type: ignore[union-attr]


def test_one_file_gets_the_findings_that_the_whole_tree_gives_it() -> None:
    whole = output_of("check", "-f", "json", ROOT)["findings"]
    one = output_of("check", "-f", "json", ROOT / "api-ref/source/servers.inc")["findings"]
    assert one == [f for f in whole if f["path"] == "api-ref/source/servers.inc"]


def test_settings_come_from_pyproject_and_unknown_ones_are_errors(clean_tree: Path) -> None:
    (clean_tree / "pyproject.toml").write_text('[tool.apiref-verify]\nslect = ["AR2"]\n')
    assert "did you mean select" in run("check", clean_tree).exception.format_message()  # type: ignore[union-attr]
    (clean_tree / "pyproject.toml").write_text('[tool.apiref-verify]\nselect = ["AR212"]\n')
    assert run("check", clean_tree).return_value == 0


def test_inspect_shows_what_was_read(clean_tree: Path) -> None:
    assert "GET /hello/{name}" in run("inspect", clean_tree).output
    operation = output_of("inspect", "-f", "json", clean_tree)["sections"][0]["operations"][0]
    assert operation["response"][0]["place"] == {"path": "api-ref/source/hello.inc", "line": 22, "column": 5}


def test_habits_say_what_they_were_inferred_from() -> None:
    assert "the envelope of a body has a row (42 of 42)" in run("inspect", "--habits", ROOT).output


def test_burndown_shows_claims_and_findings() -> None:
    report = output_of("burndown", "-f", "json", ROOT)
    servers = next(s for s in report["sections"] if s["path"].endswith("/servers.inc"))
    assert servers["phases"]["parameter"]["claim"] == "todo"
    assert servers["phases"]["parameter"]["findings"] == 4
    assert "TODO, 4 found" in run("burndown", ROOT).output


def test_rule_explains_with_an_example_wrong_and_right() -> None:
    text = run("rule", "AR203").output
    assert "Wrong" in text
    assert "Right" in text
    assert len(run("rule").output.splitlines()) == len(output_of("rule", "-f", "json"))  # type: ignore[arg-type]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(shell: str) -> None:
    assert "apiref-verify" in run("completion", shell).output
