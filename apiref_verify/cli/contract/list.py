"""``apiref-verify contract list``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import write
from apiref_verify.cli.contract.common import at_option, check_versions, contract_argument, contract_at

if TYPE_CHECKING:
    from apiref_verify.model.microversion import Microversion


@click.command(name="list")
@contract_argument
@click.argument("words", metavar="[WORDS]...", nargs=-1)
@at_option
@click.option("--removed/--no-removed", default=None, help="Removed operations only, or none of them.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def list_(
    source: str,
    words: tuple[str, ...],
    at: Microversion | None,
    removed: bool | None,
    form: str,
    python: Path | None,
    allow_remote: bool,
) -> int:
    """List the operations of the contract in FILE, a row for each range of versions.

    WORDS keep the operations that have them in their method, URL or action. The columns tell which schemas are
    known, and the status codes; an ellipsis behind them says that there may be others.

    \b
    Examples:
      apiref-verify contract list nova.bundle.json
      apiref-verify contract list nova.bundle.json POST /servers --at 2.90
      apiref-verify contract list nova.bundle.json --removed
    """
    from apiref_verify.reports.contracts import listing

    contract = contract_at(source, python, allow_remote)
    check_versions(contract, at)
    rows = listing.chosen(contract, " ".join(words), at, removed)
    if form == "json":
        write(listing.render_json(rows), None)
        return 0
    write(listing.render_text(rows, shutil.get_terminal_size().columns if sys.stdout.isatty() else None), None)
    click.echo(
        f"{contract.provenance}: {listing.summary(rows)}" if rows else f"{contract.provenance}: no operation fits",
        err=True,
    )
    return 0
