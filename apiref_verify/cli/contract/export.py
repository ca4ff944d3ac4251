"""``apiref-verify contract export``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import Unable, progress, write


@click.command()
@click.argument("service")
@click.option(
    "-o", "--output", metavar="FILE", help="Where to; - for standard output. Default: SERVICE-VERSION.bundle.json.gz."
)
@click.option(
    "--python",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="The interpreter or virtual environment in which the service is installed. Default: the running one.",
)
def export(service: str, output: str | None, python: Path | None) -> int:
    """Write the contract of an installed SERVICE to a schema bundle.

    The service is imported, not run: it needs neither configuration nor database. A file name that ends in .gz is
    compressed. An unknown service is answered with those that are known; a package may bring an exporter of its own.

    \b
    Examples:
      apiref-verify contract export nova --python /opt/nova
      apiref-verify contract export placement -o placement.json
    """
    from apiref_verify.evidence.contracts import bundle
    from apiref_verify.evidence.contracts.errors import ContractError
    from apiref_verify.evidence.contracts.find import exported
    from apiref_verify.reports.contracts.listing import summary

    with progress() as observer:
        observer(f"exporting {service}", 0, 1)
        try:
            contract = exported(service, str(python) if python else None)
        except ContractError as error:
            raise Unable(str(error)) from None
    version = contract.provenance.version
    target = output or f"{service}{'-' if version else ''}{version}.bundle.json.gz"
    if target == "-":
        write(bundle.dumps(contract), None)
    else:
        try:
            bundle.write(contract, Path(target))
        except OSError as error:
            raise Unable(f"{target}: {error.strerror}") from None
    place = "" if target == "-" else f"{target}: "
    click.echo(f"{place}{contract.provenance}: {summary(list(contract.rows))}", err=True)
    return 0
