"""Documents that are broken, or made to do harm, end in one clear message."""

from __future__ import annotations

import gzip
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apiref_verify.evidence.contracts.documents import files
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.load import load
from apiref_verify.evidence.contracts.openapi import reader
from tests.evidence.contracts.documents import document, get, post, read


def said(folder: Path, text: str, name: str = "openapi.yaml") -> str:
    """What is said of a document, which must be one line that begins with its path."""
    path = folder / name
    path.write_text(text, "utf-8")
    with pytest.raises(ContractError) as caught:
        load(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    return message.removeprefix(str(folder) + "/")


COPY = "copy it here, or allow remote documents"
USUAL = "https://json-schema.org/draft/2020-12/schema is the usual one"

HEAD = "openapi: 3.1.0\ninfo: {title: Widgets, version: '1'}\n"

SCHEMA = (
    HEAD
    + """\
paths:
  /widgets:
    post:
      requestBody:
        content:
          application/json:
            schema: SCHEMA
components:
  schemas:
    Loop: {$ref: '#/components/schemas/Pool'}
    Pool: {$ref: '#/components/schemas/Loop'}
"""
)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            "{$ref: '#/components/schemas/None'}",
            "openapi.yaml:9: $ref '#/components/schemas/None' leads nowhere; there is no 'None' there",
        ),
        ("{$ref: other.yaml}", "openapi.yaml:9: $ref 'other.yaml' leads nowhere; there is no such file"),
        (
            "{$ref: 'https://example.org/x.yaml'}",
            "openapi.yaml:9: $ref 'https://example.org/x.yaml' is on another machine; " + COPY,
        ),
        (
            "{$ref: '../x.yaml'}",
            "openapi.yaml:9: $ref '../x.yaml' is outside of the document's folder; " + COPY,
        ),
        (
            "{$ref: 'file:///etc/passwd'}",
            "openapi.yaml:9: $ref 'file:///etc/passwd' is outside of the document's folder; " + COPY,
        ),
        ("{$ref: 'ftp://a/b'}", "openapi.yaml:9: $ref 'ftp://a/b' cannot be read; refer to a file, or to http(s)"),
        ("{$ref: 5}", "openapi.yaml:9: a $ref is no text; write a JSON pointer, such as '#/components/schemas/x'"),
        (
            "{$ref: '#name'}",
            "openapi.yaml:9: $ref '#name' names an anchor; only JSON pointers are followed; write '#/…'",
        ),
        (
            "{$ref: '#/components/schemas/Loop'}",
            "openapi.yaml:12: $ref '#/components/schemas/Pool' leads back to itself; name what it stands for",
        ),
        ("{$dynamicRef: '#meta'}", "openapi.yaml:9: dynamic references are not followed; use $ref"),
        ("[]", "openapi.yaml:9: a schema is a list; write a mapping"),
        (
            "{$schema: 'https://example.org/mine'}",
            "openapi.yaml:9: the $schema 'https://example.org/mine' is unknown; " + USUAL,
        ),
    ],
)
def test_schemas(tmp_path: Path, schema: str, message: str) -> None:
    assert said(tmp_path, SCHEMA.replace("SCHEMA", schema)) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("swagger: '2.0'\npaths: {}\n", "openapi.yaml: Swagger 2.0 is not read; convert it to OpenAPI 3"),
        (
            "openapi: 2.0.0\n",
            "openapi.yaml: OpenAPI 2.0.0 is not read; 3.0 and 3.1 are; write all of it, such as '3.1.0'",
        ),
        ("openapi: 3.1\n", "openapi.yaml: OpenAPI 3.1 is not read; 3.0 and 3.1 are; put the version in quotes"),
        (HEAD + "paths: []\n", "openapi.yaml:3: paths must be a mapping; see the OpenAPI specification"),
        (
            HEAD + "paths:\n  /widgets: [get]\n",
            "openapi.yaml:4: the path /widgets must be a mapping; see the OpenAPI specification",
        ),
        (
            HEAD + "paths:\n  /widgets:\n    get:\n      parameters: {a: b}\n",
            "openapi.yaml:6: the parameters of GET /widgets must be a list; begin each with -",
        ),
        (
            HEAD + "paths:\n  /widgets:\n    get:\n      parameters: [{in: query}]\n",
            "openapi.yaml:6: a parameter has no name; give it one",
        ),
        (
            HEAD + "jsonSchemaDialect: 'https://example.org/mine'\n",
            "openapi.yaml: the jsonSchemaDialect 'https://example.org/mine' is unknown; " + USUAL,
        ),
        (
            "openapi: 3.1.0\ninfo: {x-apiref-verify: {authority: [route]}}\n",
            "openapi.yaml:2: 'route' is no part of a contract: did you mean routes?",
        ),
        (
            "a: [1\n",
            "openapi.yaml:1: not YAML: a [ is opened here and not closed; close it, or put the value in quotes",
        ),
        ("a: &x [*x]\n", "openapi.yaml: an anchor stands inside of what it names; use a $ref for recursion"),
        ("? [a]\n: b\n", "openapi.yaml:1: a key is no text; name it by one word"),
        ("a: 1\n<<: 5\n", "openapi.yaml:2: << must name a mapping; merge a mapping"),
    ],
)
def test_documents(tmp_path: Path, text: str, message: str) -> None:
    assert said(tmp_path, text) == message


@pytest.mark.parametrize("text", ["", "just words\n", "[1, 2]\n", '{"a": 1}', "null"])
def test_what_is_no_contract_at_all(tmp_path: Path, text: str) -> None:
    empty = "" if text else " (it is empty)"
    assert said(tmp_path, text) == (
        f"openapi.yaml: no contract{empty}: neither a schema bundle (bundle_version) nor an OpenAPI document (openapi)"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"openapi": "3.1.0",}', "openapi.json:1: not JSON: illegal trailing comma"),
        ('{"a": NaN}', "openapi.json: not JSON: NaN is no number"),
        ("[" * 5000, "openapi.json: nested too deeply"),
        ("{" + '"a":{' * 150 + "}" * 151, "openapi.json: nested too deeply"),
        ('{"bundle_version": 99}', "openapi.json: bundle_version 99"),
        ('{"bundle_version": 1, "routes": [', "openapi.json:1: not JSON"),
    ],
)
def test_broken_json(tmp_path: Path, text: str, message: str) -> None:
    found = said(tmp_path, text, "openapi.json")
    assert found.startswith(message.split(": illegal")[0])


def test_aliases_cannot_make_a_document_grow(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "values, with what its anchors repeat" in said(tmp_path, "\n".join(lines) + "\n")


def test_merges_cannot_make_a_document_grow(tmp_path: Path) -> None:
    lines = ["a0: &a0 {" + ", ".join(f"k{n}: 1" for n in range(1000)) + "}"]
    lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 60)}]}}" for n in range(1, 9)]
    assert "<< merges too much to be read" in said(tmp_path, "\n".join(lines) + "\n")


def test_references_cannot_make_a_schema_grow(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {"s0": {"type": "string"}}
    for n in range(1, 40):
        schemas[f"s{n}"] = {"properties": {key: {"$ref": f"#/components/schemas/s{n - 1}"} for key in "abcdefgh"}}
    contract = read(
        tmp_path, document({"/w": get({"$ref": "#/components/schemas/s39"})}, components={"schemas": schemas})
    )
    assert len(json.dumps(contract.routes[0].promises[0].responses)) < 3_000_000


def test_a_schema_that_is_still_too_large_is_refused(tmp_path: Path) -> None:
    many = {f"k{n}": {"type": "string"} for n in range(4000)}
    wide = {f"k{n}": {"$ref": "#/components/schemas/Many"} for n in range(60)}
    content = document({"/w": get({"properties": wide})}, components={"schemas": {"Many": {"properties": many}}})
    with pytest.raises(ContractError, match="more than 200000 schemas in one"):
        read(tmp_path, content)


def test_a_long_chain_of_references_is_no_crash(tmp_path: Path) -> None:
    schemas: dict[str, Any] = {"s0": {"type": "string"}}
    for n in range(1, 3000):
        schemas[f"s{n}"] = {"items": {"$ref": f"#/components/schemas/s{n - 1}"}}
    content = document({"/w": post({"$ref": "#/components/schemas/s2999"})}, components={"schemas": schemas})
    with pytest.raises(ContractError, match="stand too deep in each other"):
        read(tmp_path, content)


def test_a_file_above_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    with path.open("wb") as file:
        file.truncate(files.LARGEST + 1)
    with pytest.raises(ContractError, match="too large to be read: 64 MiB are the limit"):
        load(path)


def test_a_small_file_that_unpacks_to_a_large_one_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json.gz"
    path.write_bytes(gzip.compress(b" " * (files.LARGEST + 1)))
    with pytest.raises(ContractError, match="too large to be read"):
        load(path)


def test_a_compressed_file_that_ends_too_early(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json.gz"
    path.write_bytes(gzip.compress(b"{}" * 1000)[:-12])
    with pytest.raises(ContractError, match="ends too early"):
        load(path)


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(b"openapi: 3.1.0\ninfo: {title: caf\xe9}\n")
    with pytest.raises(ContractError, match=r"openapi.yaml:2: the file is not UTF-8; save it as UTF-8"):
        load(path)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match=r"none.yaml: there is no such file; check the path"):
        load(tmp_path / "none.yaml")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a server of the files in ``remote``."""
    folder = tmp_path / "remote"
    folder.mkdir()
    (folder / "widget.json").write_text('{"Widget": {"items": {"$ref": "part.json"}}}', "utf-8")
    (folder / "part.json").write_text('{"type": "string"}', "utf-8")

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *given: Any) -> None:
            super().__init__(*given, directory=str(folder))

        def log_message(self, *given: Any) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_remote_documents_are_read_if_allowed(tmp_path: Path, served: str) -> None:
    content = document({"/widgets": get({"$ref": f"{served}/widget.json#/Widget"})})
    with pytest.raises(ContractError, match="is on another machine"):
        read(tmp_path, content)
    contract = read(tmp_path, content, allow_remote=True)
    assert contract.routes[0].promises[0].responses == {"200": {"items": {"type": "string"}}}


def test_a_remote_document_that_is_not_there_is_told(tmp_path: Path, served: str) -> None:
    content = document({"/widgets": get({"$ref": f"{served}/none.json"})})
    with pytest.raises(ContractError, match=r"none.json: cannot be fetched: 404"):
        read(tmp_path, content, allow_remote=True)


WORDS = st.sampled_from(
    [
        "$ref",
        "#/paths",
        "#",
        "type",
        "oneOf",
        "properties",
        "items",
        "x-openstack",
        "min-ver",
        "2.1",
        "discriminator",
        "get",
        "post",
        "requestBody",
        "content",
        "application/json",
        "schema",
        "responses",
        "200",
        "parameters",
        "/a",
        "action",
        "microversion",
        "action-name",
        "in",
        "query",
        "name",
        "required",
        "allOf",
        "additionalProperties",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=30,
)


@given(paths=VALUES, path=VALUES, operation=VALUES, schema=VALUES)
@settings(max_examples=300, deadline=None)
def test_any_document_is_read_or_refused(paths: Any, path: Any, operation: Any, schema: Any) -> None:
    body = {"content": {"application/json": {"schema": schema}}}
    known = {"/b": {"post": {"requestBody": body, "responses": {"200": body}}}, "/c": path, "/d": {"get": operation}}
    for content in (document(known), {**document({}), "paths": paths}):
        try:
            reader.from_text(json.dumps(content), Path("openapi.json"))
        except ContractError as error:
            assert str(error).startswith("openapi.json")
