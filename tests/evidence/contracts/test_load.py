"""Contracts are told apart by their content."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from apiref_verify.evidence.contracts import bundle
from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.evidence.contracts.load import load
from apiref_verify.model.contract import EVERY_PART, Part
from apiref_verify.model.contract_source import parts_of
from tests.evidence.contracts.documents import document, get, read


@pytest.mark.parametrize("name", ["contract.json", "contract.json.gz", "contract"])
def test_a_bundle_is_one_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    contract = read(tmp_path, document({"/widgets": get({"type": "object"})}))
    bundle.write(contract, tmp_path / name)
    again = load(tmp_path / name)
    assert again.routes == contract.routes
    assert again.authority == contract.authority
    assert load(tmp_path / name, authority=frozenset({Part.ROUTES})).authority == {Part.ROUTES}


def test_a_document_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "api").write_text("openapi: 3.1.0\npaths: {/widgets: {get: {}}}\n", "utf-8")
    assert [str(one) for one in load(tmp_path / "api").routes] == ["GET /widgets"]


def test_a_bundle_is_read_without_yaml_and_jsonschema(tmp_path: Path) -> None:
    bundle.write(read(tmp_path, document({"/widgets": get({})})), tmp_path / "bundle.json")
    script = (
        "import sys; from pathlib import Path; from apiref_verify.evidence.contracts.load import load;"
        "load(Path(sys.argv[1])); print([name for name in ('yaml', 'jsonschema', 'requests') if name in sys.modules])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "bundle.json")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_document_may_speak_of_bundles(tmp_path: Path) -> None:
    contract = read(tmp_path, document({"/bundles": get({"properties": {"bundle_version": {"type": "integer"}}})}))
    assert [str(one) for one in contract.routes] == ["GET /bundles"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("routes,requests", {Part.ROUTES, Part.REQUESTS}),
        (" codes ", {Part.CODES}),
        ("all", EVERY_PART),
        ("none", set()),
        ("", set()),
    ],
)
def test_words_for_authority(text: str, parts: set[Part]) -> None:
    assert parts_of(text.split(",")) == parts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("respones", "'respones' is no part of a contract: did you mean responses?"),
        (
            "x",
            "'x' is no part of a contract: known are routes, requests, responses, types, codes, all, none",
        ),
    ],
)
def test_other_words_are_told(text: str, message: str) -> None:
    with pytest.raises(ValueError, match="is no part") as caught:
        parts_of(text.split(","))
    assert str(caught.value) == message


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="this is not a file"):
        load(Path("/dev/null"))


def test_a_file_that_is_compressed_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "contract.json.gz").write_bytes(gzip.compress(gzip.compress(b"{}")))
    with pytest.raises(ContractError, match=r"contract\.json\.gz: compressed twice; unpack it once"):
        load(tmp_path / "contract.json.gz")


def test_half_a_character_is_refused(tmp_path: Path) -> None:
    content = document({"/widgets": get({"title": "\\ud800 and \U0001f6a2"})})
    assert read(tmp_path, content).routes, "a whole character, written as two, and a text that looks like half of one"
    with pytest.raises(ContractError, match=r"not JSON: \\ud800 is half a character; mend the JSON"):
        read(tmp_path, document({"/widgets": get({"title": "\ud800"})}))


def test_a_contract_without_operations_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    read(tmp_path, document({}), warn=said.append)
    assert said == [f"{tmp_path / 'openapi.json'}: the contract has no operations; nothing is checked by it"]


def test_a_long_pattern_is_told_in_short(tmp_path: Path) -> None:
    said: list[str] = []
    read(tmp_path, document({"/widgets": get({"pattern": "(" * 300})}), warn=said.append)
    assert said == [
        f"{tmp_path / 'openapi.json'}: 1 pattern is not checked, since it cannot be read or could take for ever: "
        + "(" * 79
        + "…"
    ]


def test_a_bundle_with_a_schema_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    bundle.write(read(tmp_path, document({"/widgets": get({"minLength": 7})})), path)
    path.write_text(path.read_text("utf-8").replace("7", json.dumps("x")), "utf-8")
    with pytest.raises(
        ContractError, match=r"bundle\.json: GET /widgets, response 200, #: minLength is 'x'; it should"
    ):
        load(path)
