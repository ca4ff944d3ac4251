"""The pair that drift tools get wrong: a body that is valid at 2.1, and two that are not yet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from apiref_verify.evidence.contracts.load import load
from tests.evidence.contracts.documents import at, ranges, route

DOCUMENT = """\
openapi: 3.1.0
info: {title: Keys, version: "2.96"}
paths:
  /keypairs:
    post:
      x-openstack: {min-ver: "2.1"}
      requestBody:
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Create"}
      responses: {"201": {description: made}}
components:
  schemas:
    Create:
      oneOf:
      - {$ref: "#/components/schemas/Create_21"}
      - {$ref: "#/components/schemas/Create_22"}
      - {$ref: "#/components/schemas/Create_210"}
      x-openstack: {discriminator: microversion}
    Create_21:
      type: object
      properties:
        keypair: {type: object, properties: {name: {type: string}}, required: [name], additionalProperties: false}
      required: [keypair]
      x-openstack: {min-ver: "2.1", max-ver: "2.1"}
    Create_22:
      type: object
      properties:
        keypair:
          type: object
          properties: {name: {type: string}, type: {enum: [ssh, x509]}}
          required: [name]
          additionalProperties: false
      required: [keypair]
      x-openstack: {min-ver: "2.2", max-ver: "2.9"}
    Create_210:
      type: object
      properties:
        keypair:
          type: object
          properties: {name: {type: string}, type: {enum: [ssh, x509]}, user_id: {type: string}}
          required: [name]
          additionalProperties: false
      required: [keypair]
      x-openstack: {min-ver: "2.10"}
"""

PLAIN = {"name": "a"}
TYPED = {"name": "a", "type": "ssh"}
OWNED = {"name": "a", "user_id": "u"}


@pytest.mark.parametrize(
    ("version", "keypair", "is_valid"),
    [
        ("2.1", PLAIN, True),
        ("2.1", TYPED, False),
        ("2.1", OWNED, False),
        ("2.2", PLAIN, True),
        ("2.2", TYPED, True),
        ("2.2", OWNED, False),
        ("2.9", OWNED, False),
        ("2.10", PLAIN, True),
        ("2.10", TYPED, True),
        ("2.10", OWNED, True),
        ("2.96", OWNED, True),
    ],
)
def test_a_body_is_judged_by_the_branch_of_its_version(
    tmp_path: Path, version: str, keypair: dict[str, Any], is_valid: bool
) -> None:
    path = tmp_path / "keys.yaml"
    path.write_text(DOCUMENT, "utf-8")
    create = route(load(path), "POST /keypairs")
    assert ranges(create) == ["2.1", "2.2 to 2.9", "2.10 to 2.96"]
    schema = at(create, version).request
    assert schema is not None
    assert Draft202012Validator(schema).is_valid({"keypair": keypair}) is is_valid
