"""``apiref-verify contract diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import write
from apiref_verify.cli.contract.common import check_versions, contract_argument, contract_at, microversion

if TYPE_CHECKING:
    from apiref_verify.model.microversion import Microversion


@click.command()
@contract_argument
@click.argument("before", metavar="VERSION", callback=microversion)
@click.argument("after", metavar="VERSION", callback=microversion)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True
)
@click.option("-o", "--output", metavar="FILE", help="Write to FILE.")
def diff(
    source: str,
    before: Microversion,
    after: Microversion,
    form: str,
    output: str | None,
    python: Path | None,
    allow_remote: bool,
) -> int:
    """Show what changed in the contract in FILE from one VERSION to another.

    Operations that came and went; then, operation by operation, the properties of request, query and response that
    were added or removed, or got another type, other values or bounds, or became required or optional; and the
    status codes. What a page of release notes, or the "New in version" of a parameter, has to say.

    \b
    Examples:
      apiref-verify contract diff nova.bundle.json 2.89 2.90
      apiref-verify contract diff nova.bundle.json 2.89 2.90 -f markdown -o changes.md
    """
    from apiref_verify.evidence.contracts.changes import changes
    from apiref_verify.reports.contracts.differences import FORMATS

    contract = contract_at(source, python, allow_remote)
    check_versions(contract, before, after)
    write(FORMATS[form](changes(contract, before, after)), output)
    return 0
