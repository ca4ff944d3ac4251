"""Every machine format is what its published schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

import apiref_verify
from apiref_verify.cli.main import cli

ROOT = Path(__file__).parent.parent.parent
SCHEMAS = Path(apiref_verify.__file__).parent / "schemas"
FIXTURES = sorted((ROOT / "tests/rules/fixtures").glob("*/wrong"))


def schema(name: str) -> dict[str, Any]:
    return dict(json.loads((SCHEMAS / f"{name}-1.json").read_text("utf-8")))


def output(*words: str) -> Any:
    result = CliRunner().invoke(cli, list(words), standalone_mode=False)
    assert result.exception is None, result.exception
    return json.loads(result.output)


@pytest.mark.parametrize("name", ["check", "inspect", "burndown"])
def test_schemas_are_schemas_and_strict(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["additionalProperties"] is False


@pytest.mark.parametrize("name", ["check", "inspect", "burndown"])
def test_the_bundled_reference(name: str) -> None:
    jsonschema.validate(output(name, "-f", "json", str(ROOT)), schema(name))


@pytest.mark.parametrize("tree", FIXTURES, ids=lambda path: path.parent.name)
def test_trees_with_every_kind_of_finding(tree: Path) -> None:
    jsonschema.validate(
        output("check", "-f", "json", "--extend-select", "ALL", "--no-cache", str(tree)), schema("check")
    )
    jsonschema.validate(output("inspect", "-f", "json", str(tree)), schema("inspect"))
