"""``apiref-verify evidence gather``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import (
    Unable,
    configuration,
    contract_options,
    contract_sources,
    find,
    path_argument,
    progress,
    recording_options,
    shared_options,
    told,
    warn,
)
from apiref_verify.cli.evidence.common import keep, output_option


@click.command()
@path_argument
@output_option
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to read with.")
@contract_options
@recording_options
@shared_options
def gather(
    path: Path,
    output: Path,
    jobs: int,
    contracts: tuple[str, ...],
    authority: str | None,
    python: Path | None,
    allow_remote: bool,
    recordings: tuple[str, ...],
    secrets: tuple[str, ...],
    engine: str | None,
    source: str | None,
    config: Path | None,
) -> int:
    """Count what recordings show of the API whose reference is at PATH, and keep the counts in one file.

    The reference says which operations there are; requests that fit none are kept by their pattern. Contracts judge
    while the recordings are read, so name them here: what breaks them is kept too. A file is read by one process, so
    that --jobs helps where there are several. The outcome is the same with any number of them, and with --engine.

    Gather again when operations were added to the reference: what fitted none before is not told apart later.

    \b
    Examples:
      apiref-verify evidence gather --recording 'logs/*.gz' -j 4 -o nova.evidence.gz
      apiref-verify evidence gather --recording tempest.log --contract nova.bundle.json.gz -o part-1.evidence.gz

    Exit codes: 0 the file was written, 2 it was not, or there was nothing to count.
    """
    from apiref_verify import steps
    from apiref_verify.reading.reader import read_tree

    settings = configuration(
        path,
        config,
        source=source,
        contracts=contract_sources(contracts, authority, python, allow_remote),
        recordings=recordings,
        secrets=secrets,
    )
    if not settings.recordings:
        raise Unable("there is nothing to count: name recordings with --recording")
    with told(), progress() as observer:
        observer("contracts", 0, 1)
        judges = steps.load_contracts(settings, warn)
        observer("reading", 0, 1)
        reference = read_tree(find(path, settings), jobs)
        observations = steps.gathered(settings, reference, judges, warn, observer, jobs, engine)
    assert observations is not None
    keep(observations, output)
    return 0
