"""``apiref-verify contract show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import Unable, write
from apiref_verify.cli.contract.common import at_option, check_versions, contract_argument, contract_at

if TYPE_CHECKING:
    from apiref_verify.model.microversion import Microversion


@click.command()
@contract_argument
@click.argument("method", required=False)
@click.argument("url", required=False)
@click.option("--action", metavar="NAME", help="The action, where a URL has several.")
@at_option
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def show(
    source: str,
    method: str | None,
    url: str | None,
    action: str | None,
    at: Microversion | None,
    form: str,
    python: Path | None,
    allow_remote: bool,
) -> int:
    """Show the contract in FILE, or one operation of it: its schemas and codes at one microversion.

    Without METHOD and URL: where the contract comes from, what it may judge, how much it knows. With them: each
    property with its type, whether it is required, and its constraints, at the newest version unless --at names
    another. The URL may be a real one; its variables may have any name. The JSON has the schemas as they are.

    \b
    Examples:
      apiref-verify contract show nova.bundle.json
      apiref-verify contract show nova.bundle.json POST /servers --at 2.52
      apiref-verify contract show nova.bundle.json --action evacuate
      apiref-verify contract show nova.bundle.json GET /flavors -f json
    """
    from apiref_verify.matching.contracts.lookup import NotInContractError, find
    from apiref_verify.reports.contracts import overview, showing

    if method and not url:
        raise Unable(f"{method} alone names no operation: write METHOD URL, such as GET /servers")
    contract = contract_at(source, python, allow_remote)
    check_versions(contract, at)
    if not url and not action:
        write(showing.render_json(contract) if form == "json" else overview.render_text(contract), None)
        return 0
    try:
        rows = find(contract, method, url, action, at)
    except NotInContractError as error:
        raise Unable(str(error)) from None
    write(showing.render_json(contract, rows) if form == "json" else showing.render_text(rows), None)
    return 0
