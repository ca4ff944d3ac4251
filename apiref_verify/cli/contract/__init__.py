"""``apiref-verify contract``: a group; one file per command."""

from __future__ import annotations

import click

from apiref_verify.cli.contract.diff import diff
from apiref_verify.cli.contract.export import export
from apiref_verify.cli.contract.list import list_
from apiref_verify.cli.contract.show import show


@click.group(
    epilog="""\b
Examples:
  apiref-verify contract export nova --python /opt/nova/bin/python
  apiref-verify contract list nova-34.0.0.bundle.json.gz servers --at 2.90
  apiref-verify contract show nova-34.0.0.bundle.json.gz POST /servers --at 2.52
  apiref-verify contract diff nova-34.0.0.bundle.json.gz 2.89 2.90

A contract is a schema bundle, an OpenAPI document, a folder of schemas, or the name of an installed service.""",
)
def contract() -> None:
    """Keep and look at contracts: what an API promises by itself.

    A contract has the operations of an API with their schemas and status codes, microversion by microversion. It is
    exported once from an installed service, and kept as one file: a schema bundle.
    """


for command in (export, list_, show, diff):
    contract.add_command(command)
