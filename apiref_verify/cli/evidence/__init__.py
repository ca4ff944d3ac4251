"""``apiref-verify evidence``: a group; one file per command."""

from __future__ import annotations

import click

from apiref_verify.cli.evidence.gather import gather
from apiref_verify.cli.evidence.merge import merge


@click.group(
    epilog="""\b
Examples:
  apiref-verify evidence gather --recording monday.log.gz -o monday.evidence.gz
  apiref-verify evidence gather --recording tuesday.log.gz -o tuesday.evidence.gz
  apiref-verify evidence merge monday.evidence.gz tuesday.evidence.gz -o week.evidence.gz
  apiref-verify check --recording week.evidence.gz""",
)
def evidence() -> None:
    """Keep what recordings show, counted: small files that can be joined.

    Evidence has counts: for each documented operation and version which codes, keys, types and headers were seen, how
    often, and where first. It stays small however large the recordings are, is the same wherever they are read, and
    takes their place for ``check``, ``burndown`` and ``evidence merge``.
    """


for command in (gather, merge):
    evidence.add_command(command)
