"""One body, right at one microversion and wrong at another: who ignores the version gets both wrong.

A validator that tries the schemas of all versions finds the oldest body ambiguous, and lets properties of later
versions pass in it. These two must stay right for ever.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apiref_verify.evidence.contracts.bundle import write
from apiref_verify.evidence.contracts.load import load
from apiref_verify.model.finding import Finding
from apiref_verify.reading.reader import read
from apiref_verify.rules import RULES
from apiref_verify.verification import verify
from tests.contracts import contract

CONTRACT = """
package: vault
min_version: "2.1"
max_version: "2.20"
routes:
- path: POST /os-keypairs
  ranges:
  - min_version: "2.1"
    max_version: "2.1"
    request:
      type: object
      properties:
        keypair:
          type: object
          properties: {name: {type: string}, public_key: {type: string}}
          required: [name]
          additionalProperties: false
      required: [keypair]
      additionalProperties: false
  - min_version: "2.2"
    max_version: "2.9"
    request:
      type: object
      properties:
        keypair:
          type: object
          properties: {name: {type: string}, public_key: {type: string}, type: {enum: [ssh, x509]}}
          required: [name]
          additionalProperties: false
      required: [keypair]
      additionalProperties: false
  - min_version: "2.10"
    max_version: "2.20"
    request:
      type: object
      properties:
        keypair:
          type: object
          properties:
            name: {type: string}
            public_key: {type: string}
            type: {enum: [ssh, x509]}
            user_id: {type: string}
          required: [name]
          additionalProperties: false
      required: [keypair]
      additionalProperties: false
"""

SECTION = """========
Keypairs
========

Import Keypair
==============

.. rest_method:: POST /os-keypairs

Request
-------

.. rest_parameters:: parameters.yaml

   - keypair: keypair
   - name: keypair_name
   - public_key: keypair_public_key
   - type: keypair_type
   - user_id: keypair_user

"""

PARAMETERS = """
keypair: {description: The keypair., in: body, required: true, type: object}
keypair_name: {description: What it is called., in: body, required: true, type: string}
keypair_public_key: {description: The key to import., in: body, required: false, type: string}
keypair_type: {description: Of which kind it is., in: body, required: false, type: string, min_version: 2.2}
keypair_user: {description: Whose it is., in: body, required: false, type: string, min_version: '2.10'}
"""


def check(tmp_path: Path, *samples: tuple[str, dict[str, Any]]) -> list[Finding]:
    """The findings of a reference that shows these bodies at these versions, judged by a bundle on disk."""
    source = tmp_path / "api-ref" / "source"
    shown = "".join(f".. literalinclude:: samples/v{version}/keypair-req.json\n\n" for version, _ in samples)
    for version, keypair in samples:
        path = source / "samples" / f"v{version}" / "keypair-req.json"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"keypair": keypair}))
    (source / "keypairs.inc").write_text(SECTION + shown)
    (source / "index.rst").write_text("===\nAPI\n===\n\n.. include:: keypairs.inc\n")
    (source / "parameters.yaml").write_text(PARAMETERS)
    write(contract(CONTRACT), tmp_path / "vault.json.gz")
    bundle = load(tmp_path / "vault.json.gz")
    return list(verify(read(tmp_path), rules=[RULES["AR302"]], contracts=[bundle]).findings)


@pytest.mark.parametrize(
    ("version", "keypair"),
    [
        ("2.1", {"name": "a"}),
        ("2.1", {"name": "a", "public_key": "ssh-rsa …"}),
        ("2.2", {"name": "a", "type": "ssh"}),
        ("2.10", {"name": "a", "type": "x509", "user_id": "7d2c"}),
        ("2.20", {"name": "a"}),
    ],
)
def test_a_body_that_its_version_admits_is_accepted(tmp_path: Path, version: str, keypair: dict[str, Any]) -> None:
    assert check(tmp_path, (version, keypair)) == []


@pytest.mark.parametrize(
    ("version", "keypair", "told"),
    [
        (
            "2.1",
            {"name": "a", "type": "ssh"},
            "/keypair: type may not stand here (the schema has type in 2.2 to 2.20)",
        ),
        (
            "2.1",
            {"name": "a", "user_id": "7d2c"},
            "/keypair: user_id may not stand here (the schema has user_id in 2.10 to 2.20)",
        ),
        (
            "2.9",
            {"name": "a", "type": "ssh", "user_id": "7d2c"},
            "/keypair: user_id may not stand here (the schema has user_id in 2.10 to 2.20)",
        ),
    ],
)
def test_a_property_of_a_later_version_is_refused_with_the_version_that_brought_it(
    tmp_path: Path, version: str, keypair: dict[str, Any], told: str
) -> None:
    (found,) = check(tmp_path, (version, keypair))
    assert found.message == f"{version}: keypair-req.json is not valid by vault: {told}"


def test_both_at_the_first_version_are_told_together(tmp_path: Path) -> None:
    (found,) = check(tmp_path, ("2.1", {"name": "a", "type": "ssh", "user_id": "7d2c"}))
    assert found.message == (
        "2.1: keypair-req.json is not valid by vault: /keypair: type, user_id may not stand here "
        "(the schema has type in 2.2 to 2.20, user_id in 2.10 to 2.20)"
    )


def test_each_sample_is_judged_by_its_own_version(tmp_path: Path) -> None:
    body = {"name": "a", "type": "ssh"}
    found = check(tmp_path, ("2.1", body), ("2.2", body), ("2.10", body))
    assert [str(each.versions) for each in found] == ["2.1"]
