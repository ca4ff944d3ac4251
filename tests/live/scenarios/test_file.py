"""Scenario files: what they say, and what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import apiref_verify
from apiref_verify.live.scenarios.file import ScenarioError, read_scenario
from apiref_verify.live.scenarios.scenario import BodyOrigin, Name, Scenario

GOOD = """\
scenario_version: 1
values: {flavor: "2"}
steps:
- operation: POST /servers
  version: [oldest, "2.10"]
  with: {server.flavorRef: $flavor}
  without: [server.networks]
  query: {dry: true}
  capture: {server_id: server.id}
  expect: 202
  wait: {operation: "GET /servers/{server_id}", until: {server.status: ACTIVE}, timeout: 5, every: 0.1}
  cleanup:
    operation: DELETE /servers/{server_id}
    wait: {operation: "GET /servers/{server_id}", status: 404}
- operation: POST /servers/{server_id}/action
  action: reboot
  body: {reboot: {type: HARD}}
- operation: POST /servers/{server_id}/action (os-stop)
  body: null
- operation: POST /servers
  body: {sample: v2.4/server-create-req.json}
- operation: POST /servers
  body: sample
"""


def read(tmp_path: Path, text: str) -> Scenario:
    path = tmp_path / "scenario.yaml"
    path.write_text(text)
    return read_scenario(path)


def test_what_a_file_says(tmp_path: Path) -> None:
    scenario = read(tmp_path, GOOD)
    create, reboot, stop, other, last = scenario.steps
    assert scenario.values == {"flavor": "2"}
    assert (create.operation, create.line) == (Name("POST", "/servers"), 4)
    assert create.versions == ("oldest", "2.10")
    assert create.expect == (202,)
    assert create.origin is BodyOrigin.USUAL
    assert create.wait is not None
    assert (create.wait.timeout, create.wait.line) == (5, 11)
    assert create.cleanup[0].operation == Name("DELETE", "/servers/{server_id}")
    assert create.cleanup[0].line == 12
    assert (reboot.operation.action, reboot.body) == ("reboot", {"reboot": {"type": "HARD"}})
    assert (stop.operation.action, stop.origin) == ("os-stop", BodyOrigin.NONE)
    assert (other.origin, other.sample) == (BodyOrigin.SAMPLE, "v2.4/server-create-req.json")
    assert (last.origin, last.versions) == (BodyOrigin.SAMPLE, ("newest",))


def test_json_is_a_scenario_too(tmp_path: Path) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(json.dumps({"steps": [{"operation": "GET /servers"}]}))
    assert read_scenario(path).steps[0].operation == Name("GET", "/servers")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("steps:\n- operaton: GET /\n", 2, "no 'operaton'; did you mean operation?"),
        ("steps:\n- operation: GET /\n  zzz: 1\n", 3, "no 'zzz'; there are action, body"),
        ("steps:\n- version: newest\n", 2, "needs 'operation'"),
        ("steps:\n- operation: GET /\n  version: 2.10\n", 3, "put versions in quotes"),
        ("steps:\n- operation: GET /\n  version: [2.1]\n", 3, "put versions in quotes"),
        ("steps:\n- operation: GET /\n  version: latest\n", 3, "oldest, newest, or each"),
        ("steps:\n- operation: get /servers\n", 2, "Method and documented URL"),
        ("steps:\n- operation: GET /\n  expect: yes\n", 3, "The status codes that are right"),
        ("steps:\n- operation: GET /\n  expect: [99]\n", 3, "expect.0 is 99"),
        ("steps:\n- operation: GET /\n  body: samples\n", 3, "the newest request sample"),
        ("steps:\n- operation: GET /\n  capture: [x]\n", 3, "Names for values"),
        ("steps:\n- operation: GET /\n  wait: {until: {a: 1}}\n", 3, "needs 'operation'"),
        ("steps:\n- operation: GET /\n  wait:\n    operation: GET /\n    timeout: 0\n", 5, "Seconds"),
        ("steps:\n- operation: GET /\n  cleanup:\n    operation: GET /\n    capture: {a: b}\n", 5, "no 'capture'"),
        ("steps: []\n", 1, "What is done, in this order"),
        ("values: {a: [1]}\nsteps:\n- operation: GET /\n", 1, "values.a"),
        ("scenario_version: 2\nsteps:\n- operation: GET /\n", 1, "The version of this format"),
        ("steps: {\n", 2, "not YAML"),
        ("- a\n", 1, "a scenario"),
        ("", 1, "a scenario is null"),
    ],
)
def test_what_is_wrong_is_told_in_one_line_with_its_place(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path, text)
    told = str(caught.value)
    assert told.startswith(f"{tmp_path}/scenario.yaml:{line}: "), told
    assert words in told
    assert "\n" not in told


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="there is no such file"):
        read_scenario(tmp_path / "nothing.yaml")


def test_the_schema_is_one() -> None:
    path = Path(apiref_verify.__file__).parent / "schemas" / "scenario-1.json"
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text()))
