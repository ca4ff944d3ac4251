"""What the commands that write evidence share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import Unable, write

if TYPE_CHECKING:
    from apiref_verify.model.observed.observations import Observations

output_option = click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Where to; - for standard output. A name that ends in .gz is compressed.",
)


def keep(observations: Observations, output: Path) -> None:
    """Write evidence, and say to standard error what it holds."""
    from apiref_verify.evidence.observations import file
    from apiref_verify.reports.exchanges import summary

    if str(output) == "-":
        write(file.dumps(observations), None)
    else:
        try:
            file.write(observations, output)
        except file.EvidenceError as error:
            raise Unable(str(error)) from None
    place = "" if str(output) == "-" else f"{output}: "
    click.echo(f"{place}{summary(observations)}", err=True)
