"""Folders of plain schema files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.load import load
from apiref_verify.model.contract import EVERY_PART, Part, Standing
from tests.evidence.contracts.documents import at, ranges, route


def write(folder: Path, contents: dict[str, Any]) -> Path:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def test_files_by_name(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "widgets",
        {
            "servers/GET@2.1-2.5.query.json": {"type": "object"},
            "servers/GET@2.3-2.9.response.json": {"items": {"$ref": "../common.json#/Server"}},
            "servers/{server_id}/action/POST+resize@2.5.request.json": {"type": "integer"},
            "common.json": {"Server": {"type": "string"}},
        },
    )
    contract = load(folder)
    assert [str(one) for one in contract.routes] == ["GET /servers", "POST /servers/{server_id}/action (resize)"]
    listed, resized = contract.routes
    assert ranges(listed) == ["2.1 to 2.2", "2.3 to 2.5", "2.6 to 2.9"]
    assert [promise.query for promise in listed.promises] == [{"type": "object"}, {"type": "object"}, None]
    assert at(listed, "2.6").responses == {"2XX": {"items": {"type": "string"}}}
    assert at(resized, "2.5").request == {"type": "integer"}
    assert str(contract.versions) == "2.1 to 2.9"
    assert contract.authority == EVERY_PART
    assert (contract.provenance.source, contract.provenance.package) == ("folder", "widgets")


def test_files_without_versions_are_for_all(tmp_path: Path) -> None:
    contents = {"GET.response.json": {}, "PUT@2.1-.request.json": {"type": "object"}, "PUT@-2.0.request.json": {}}
    contract = load(write(tmp_path, contents))
    assert {str(one): ranges(one) for one in contract.routes} == {
        "GET /": ["all versions"],
        "PUT /": ["up to 2.0", "2.1 and later"],
    }
    assert contract.versions.is_open


def test_an_index(tmp_path: Path) -> None:
    index = """\
service: widgets
version: "1.4.0"
authority: [routes, requests]
operations:
- {method: get, path: /widgets, min_version: "2.1", max_version: "2.4", response: a.json, success_codes: [200]}
- {method: GET, path: /widgets, min_version: "2.5", response: b.json, success_codes: [202, 200], error_codes: [404]}
- {method: POST, path: "/widgets/{id}/action", action: paint, request: c.json}
"""
    files = {"a.json": {"type": "array"}, "b.json": {"type": "object"}, "c.json": {"$ref": "a.json"}}
    contract = load(write(tmp_path, {"contract.yaml": index, **files}))
    listed = route(contract, "GET /widgets")
    assert ranges(listed) == ["2.1 to 2.4", "2.5 and later"]
    assert at(listed, "2.5").success.codes == (200, 202)
    assert at(listed, "2.5").success.standing is Standing.DECLARED
    assert at(listed, "2.1").errors.standing is Standing.INCOMPLETE
    assert route(contract, "POST /widgets/{id}/action (paint)").promises[0].request == {"type": "array"}
    assert contract.authority == {Part.ROUTES, Part.REQUESTS}
    assert str(contract.provenance) == "widgets 1.4.0"
    assert load(tmp_path, authority=frozenset({Part.CODES})).authority == {Part.CODES}


def test_an_older_dialect_is_named_in_the_schema(tmp_path: Path) -> None:
    old = {"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}
    contract = load(write(tmp_path, {"GET.response.json": old}))
    assert contract.routes[0].promises[0].responses["2XX"] == old


def test_a_schema_may_refer_to_itself(tmp_path: Path) -> None:
    contract = load(write(tmp_path, {"GET.response.json": {"items": {"$ref": "#"}}}))
    found = contract.routes[0].promises[0].responses["2XX"]
    assert found == {"items": {"$ref": "#/$defs/root"}, "$defs": {"root": {"items": {"$ref": "#/$defs/root"}}}}


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ({"notes.txt": "none"}, ": no index and no schema files in this folder"),
        ({"GET@two.response.json": {}}, "GET@two.response.json: not a microversion: 'two'; write @2.1-2.5"),
        ({"GET.response.json": "{"}, "GET.response.json:1: not JSON"),
        ({"GET.response.json": {"$ref": "none.json"}}, "GET.response.json:1: $ref 'none.json' leads nowhere"),
        ({"GET.response.json": []}, "GET.response.json:1: a schema is a list"),
        ({"GET@2.1-.response.json": {}, "GET@3.0-.query.json": {}}, "GET /: the version before 3.0 cannot be known"),
        ({"contract.yaml": "operations: 5"}, "contract.yaml:1: operations must be a list"),
        ({"contract.yaml": "operation: []"}, "contract.yaml:1: an index has no 'operation'; did you mean operations?"),
        ({"contract.yaml": "operations: [{}]"}, "an operation needs a method and a path"),
        ({"contract.yaml": "operations: []"}, "no index and no schema files"),
        (
            {"contract.yaml": "operations:\n- {method: GET, path: /, min_version: 2.10}"},
            "contract.yaml:2: min_version is 2.1, not text; put it in quotes",
        ),
        (
            {"contract.yaml": "operations:\n- {method: GET, path: /, min_version: two}"},
            "contract.yaml:2: not a microversion: 'two'; write a version, such as '2.10'",
        ),
        (
            {"contract.yaml": "operations:\n- {method: GET, path: /, success_codes: 200}"},
            "contract.yaml:2: success_codes must be a list of status codes",
        ),
        ({"contract.yaml": "operations:\n- {method: GET, path: /, response: a.json}"}, "a.json: there is no such file"),
        ({"GET.response.json": {"properties": []}}, ": GET /, response 2XX, #: properties is []; it should be a map"),
        ({"GET.response.json": {"items": {"minLength": "x"}}}, ": GET /, response 2XX, #/items: minLength is 'x'; it"),
        (
            {"GET.response.json": {"items": {"$ref": "a.json", "allOf": 5}}, "a.json": {"minLength": 1}},
            "allOf is 5; it",
        ),
        ({"GET@2.9-2.2.response.json": {}}, "GET@2.9-2.2.response.json: 2.2 comes before 2.9; write @2.2-2.9"),
        ({"FROB.response.json": {}}, "FROB.response.json: 'FROB' is no HTTP method; begin the name with GET"),
        (
            {"a/GET@2.1-2.5.response.json": {}, "a/GET@2.4-.response.json": {}},
            ": GET /a: there are two response schemas for 2.4 to 2.5; keep one of them, or give each its own versions",
        ),
        ({"POST+a.request.json": {}, "POST+a@2.1.request.json": {}}, ": POST / (a): there are two request schemas for"),
        (
            {"contract.yaml": "operations:\n- {method: GET, path: /, min_version: '2.9', max_version: '2.2'}"},
            "contract.yaml:2: max_version 2.2 comes before min_version 2.9; exchange them",
        ),
        (
            {"contract.yaml": "operations:\n- {method: frob, path: /}"},
            "contract.yaml:2: 'frob' is no HTTP method; write GET, POST or the like",
        ),
        (
            {"contract.yaml": "operations:\n" + "- {method: GET, path: /, success_codes: [200]}\n" * 2},
            ": GET /: there are two success_codes for all versions; keep one of them",
        ),
        ({"contract.yaml": "authority: all\noperations: []"}, "contract.yaml:1: authority must be a list"),
        ({"contract.yaml": "authority: [cods]\noperations: []"}, "did you mean codes?"),
    ],
)
def test_broken_folders(tmp_path: Path, contents: dict[str, Any], message: str) -> None:
    with pytest.raises(ContractError) as caught:
        load(write(tmp_path, contents))
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path))
