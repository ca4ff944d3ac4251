"""``apiref-verify check``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import (
    configuration,
    contract_options,
    contract_sources,
    path_argument,
    recording_options,
    run,
    shared_options,
)
from apiref_verify.cli.reporting import Reporting, report_options, rule_settings


@click.command()
@path_argument
@report_options
@click.option("-j", "--jobs", type=click.IntRange(min=1), default=1, show_default=True, help="Processes to read with.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what earlier runs learnt of the tree.")
@contract_options
@recording_options
@shared_options
def check(
    path: Path,
    formats: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    per_path_ignore: tuple[str, ...],
    statistics: bool,
    exit_zero: bool,
    strict: bool,
    jobs: int,
    no_cache: bool,
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
    """Compare the reference at PATH with itself, its samples, contracts and recordings.

    PATH is a repository, an api-ref/source folder or one file of it; by default, the current folder.

    \b
    Exit codes:
      0  no findings (notes alone do not fail; see --strict)
      1  findings
      2  the job could not be done, or there was nothing to check
    """
    reporting = Reporting(formats, statistics, exit_zero, strict)
    settings = configuration(
        path,
        config,
        source=source,
        **rule_settings(select, ignore, extend_select, per_path_ignore),
        contracts=contract_sources(contracts, authority, python, allow_remote),
        recordings=recordings,
        secrets=secrets,
    )
    return reporting.finish(run(path, settings, jobs, use_cache=not no_cache, engine=engine))
