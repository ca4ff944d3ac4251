"""The commands that keep contracts and look at them, in this process."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import apiref_verify
from apiref_verify.cli.main import cli
from apiref_verify.evidence.contracts import bundle
from tests.contracts import contract
from tests.evidence.contracts.exporters.fakes import install

BOATS = """
min_version: "1.1"
max_version: "1.9"
formats: {knots: "^[0-9]+$", flag: null}
routes:
- path: GET /boats
  handler: harbour.boats.index
  query: {type: object, properties: {limit: {type: integer}}, additionalProperties: false}
  response: {type: object, properties: {boats: {type: array}}}
  success: [200]
- path: POST /boats
  ranges:
  - max_version: "1.3"
    request: &old {type: object, properties: {name: {type: string}}, required: [name], additionalProperties: false}
    responses: {"201": {type: "null"}}
    success: [201]
    errors: [400]
  - min_version: "1.4"
    request:
      type: object
      properties: {name: {type: string, maxLength: 9}, flag: {type: [string, "null"]}}
      required: [name]
      additionalProperties: false
    responses: {"201": {type: "null"}}
    success: [201]
    errors: [400, 409]
- {path: "POST /boats/{id}/action", action: moor, request: *old}
- {path: "POST /boats/{id}/action", action: sail, request: *old}
- path: GET /oars
  ranges: [{max_version: "1.6"}, {min_version: "1.7", removed: true}]
"""


@pytest.fixture
def boats(tmp_path: Path) -> str:
    path = tmp_path / "harbour.bundle.json.gz"
    bundle.write(contract(BOATS), path)
    return str(path)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["contract", *words], standalone_mode=False)


def printed(*words: str) -> str:
    result = run(*words)
    assert (result.exception, result.return_value) == (None, 0)
    return result.stdout


def refusal(*words: str) -> str:
    result = run(*words)
    assert result.exception is not None
    assert result.stdout == ""
    return str(result.exception.format_message())  # type: ignore[attr-defined]


def valid(name: str, *words: str) -> Any:
    """The JSON that a command prints, once it is what its published schema says."""
    value = json.loads(printed(*words, "-f", "json"))
    path = Path(apiref_verify.__file__).parent / "schemas" / f"contract-{name}-1.json"
    schema = json.loads(path.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema)
    return value


def test_the_list_has_a_row_for_each_range(boats: str) -> None:
    lines = printed("list", boats).splitlines()
    assert [" ".join(line.split()) for line in lines[:4]] == [
        "METHOD PATH (ACTION) VERSIONS SCHEMAS SUCCESS ERRORS",
        "GET /boats query, response 200",
        "POST /boats up to 1.3 request, response 201 400",
        "POST /boats 1.4 and later request, response 201 400 409",
    ]
    assert len(lines) == 8
    assert lines[-1].split() == ["GET", "/oars", "1.7", "and", "later", "removed"]
    assert run("list", boats).stderr == (
        "harbour: 5 operations, 7 rows, 1 removed; 4 with request, 1 with query, 3 with response schema\n"
    )


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ((), 7),
        (("boats",), 5),
        (("post", "/boats"), 4),
        (("sail",), 1),
        (("--at", "1.4"), 5),
        (("--removed",), 1),
        (("--no-removed",), 6),
        (("POST", "--at", "1.1"), 3),
        (("nothing",), 0),
    ],
)
def test_the_list_is_narrowed(boats: str, words: tuple[str, ...], rows: int) -> None:
    assert len(valid("list", "list", boats, *words)) == rows


def test_a_list_of_nothing_says_so(boats: str) -> None:
    result = run("list", boats, "nothing")
    assert (result.stdout, result.stderr) == ("", "harbour: no operation fits\n")


def test_a_row_of_the_list_as_json(boats: str) -> None:
    assert valid("list", "list", boats, "POST", "/boats", "--at", "1.5")[0] == {
        "method": "POST",
        "path": "/boats",
        "action": None,
        "min_version": "1.4",
        "max_version": None,
        "request": True,
        "query": False,
        "response": True,
        "success_codes": [201],
        "error_codes": [400, 409],
        "removed": False,
    }


def test_a_contract_is_shown_in_short(boats: str) -> None:
    text = printed("show", boats)
    for part in ("harbour, in ", "1.1 to 1.9", "routes, requests", "5, 2 actions", "checked: knots; not checked: flag"):
        assert part in text
    shown = valid("show", "show", boats)
    assert shown["operations"] == []
    assert shown["contract"]["counts"]["rows_served"] == 6


def test_an_operation_is_shown_at_a_version(boats: str) -> None:
    assert printed("show", boats, "post", "boats", "--at", "1.4") == (
        "POST /boats, 1.4 and later\n"
        "\n"
        "Request: object\n"
        "  name  required  string (at most 9 characters)\n"
        "  flag  optional  string or null\n"
        "\n"
        "Query: not known\n"
        "\n"
        "Response 201: no body\n"
        "\n"
        "Success codes: 201\n"
        "Error codes: 400, 409\n"
    )
    assert "flag" not in printed("show", boats, "POST", "/boats", "--at", "1.3")


def test_the_schemas_of_an_operation_as_they_are(boats: str) -> None:
    (operation,) = valid("show", "show", boats, "GET", "/v1/boats/")["operations"]
    assert operation["query"]["properties"] == {"limit": {"type": "integer"}}
    assert operation["handler"] == "harbour.boats.index"


def test_several_actions_are_listed_until_one_is_named(boats: str) -> None:
    text = printed("show", boats, "POST", "/boats/7/action")
    assert "stands for 2 actions; choose one with --action:\n\n  moor\n  sail\n" in text
    assert printed("show", boats, "--action", "sail").startswith("POST /boats/{id}/action (sail)")
    assert len(valid("show", "show", boats, "POST", "/boats/7/action")["operations"]) == 2


def test_what_changed_as_text(boats: str) -> None:
    assert printed("diff", boats, "1.3", "1.7") == (
        "harbour: from 1.3 to 1.7\n"
        "\n"
        "- GET /oars\n"
        "\n"
        "POST /boats\n"
        "  request\n"
        "    ~ name: length none → at most 9 characters\n"
        "    + flag  optional string or null\n"
        "  error codes: new 409\n"
        "\n"
        "0 operations added, 1 removed, 1 changed.\n"
    )
    assert printed("diff", boats, "1.1", "1.2") == "harbour: from 1.1 to 1.2\n\nNothing changed.\n"


def test_what_changed_as_markdown(boats: str, tmp_path: Path) -> None:
    target = tmp_path / "changes.md"
    assert printed("diff", boats, "1.7", "1.3", "-f", "markdown", "-o", str(target)) == ""
    assert target.read_text("utf-8") == (
        "# harbour: from 1.7 to 1.3\n"
        "\n## Added operations\n"
        "\n- `GET /oars`\n"
        "\n## `POST /boats`\n"
        "\nRequest:\n"
        "\n- `name`: length at most 9 characters → none\n"
        "- removed `flag`: was optional string or null\n"
        "\n- error codes: no longer 409\n"
        "\n1 operation added, 0 removed, 1 changed.\n"
    )


def test_what_changed_as_json(boats: str) -> None:
    found = valid("diff", "diff", boats, "1.3", "1.7")
    assert found["removed"] == [{"method": "GET", "path": "/oars", "action": None}]
    assert found["changed"][0]["parts"][0]["changes"][1] == {
        "path": "flag",
        "what": "added",
        "of_items": False,
        "before": [],
        "after": ["optional string or null"],
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "BOATS", "POST"), "POST alone names no operation"),
        (("show", "BOATS", "GET", "/boat"), "did you mean GET /boats?"),
        (("show", "BOATS", "GET", "/oars", "--at", "1.8"), "removed at 1.8 (410): it is served in up to 1.6"),
        (("show", "BOATS", "GET", "/boats", "--at", "1.10"), "its versions are 1.1 to 1.9"),
        (("show", "BOATS", "GET", "/boats", "--at", "1"), "write it as two numbers, such as 2.10"),
        (("list", "BOATS", "--at", "2.1"), "its versions are 1.1 to 1.9"),
        (("diff", "BOATS", "1.1", "3.1"), "its versions are 1.1 to 1.9"),
        (("diff", "BOATS", "1.1", "new"), "is no microversion"),
        (("list", "nowhere.json"), "there is no such file"),
        (("list", "plasement"), "did you mean placement?"),
        (("export", "plasement"), "did you mean placement? known are cinder, "),
        (("export", "placement", "--python", "nowhere"), "no such file"),
    ],
)
def test_a_mistake_gets_one_clear_message(boats: str, words: tuple[str, ...], message: str) -> None:
    assert message in refusal(*(boats if word == "BOATS" else word for word in words))


EXPORTER = """
from apiref_verify.model.contract import Contract, Promise, Provenance, Route

def export():
    return Contract(Provenance("service", "harbour", "1.0"), (Route("GET", "/boats", promises=(Promise(),)),))
"""


@pytest.fixture
def harbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A service that is installed where exporters run, and a folder to work in."""
    folder = tmp_path / "site"
    folder.mkdir()
    install(folder, "harbour", {"harbour.contract": EXPORTER})
    offered = "[apiref_verify.exporters]\nharbour = harbour.contract:export\n"
    (folder / "harbour-1.0.dist-info" / "entry_points.txt").write_text(offered, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("harbour")
def test_a_contract_is_exported_to_a_file_with_the_name_of_the_service(tmp_path: Path) -> None:
    result = run("export", "harbour")
    assert (result.exception, result.stdout) == (None, "")
    assert result.stderr.startswith("harbour-1.0.bundle.json.gz: harbour 1.0: 1 operation, 1 row; ")
    text = gzip.decompress((tmp_path / "harbour-1.0.bundle.json.gz").read_bytes())
    assert bundle.from_json(json.loads(text)).routes[0].template == "/boats"
    assert printed("list", "harbour-1.0.bundle.json.gz").splitlines()[1].split() == ["GET", "/boats", "none"]


@pytest.mark.usefixtures("harbour")
def test_a_contract_is_exported_where_it_is_wanted(tmp_path: Path) -> None:
    assert json.loads(printed("export", "harbour", "-o", "-"))["provenance"]["package"] == "harbour"
    assert printed("export", "harbour", "-o", "plain.json") == ""
    assert json.loads((tmp_path / "plain.json").read_text("utf-8"))["bundle_version"] == 1
    assert "No such file or directory" in refusal("export", "harbour", "-o", "nowhere/plain.json")


@pytest.mark.usefixtures("harbour")
def test_a_service_is_looked_at_without_a_file() -> None:
    assert printed("show", "harbour").startswith("harbour 1.0\n")
