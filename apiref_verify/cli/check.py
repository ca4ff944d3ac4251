"""``apiref-verify check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from apiref_verify.cli.common import (
    Unable,
    configuration,
    contract_options,
    contract_sources,
    path_argument,
    recording_options,
    run,
    shared_options,
    write,
)


def _words(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _per_path(values: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    for value in values:
        pattern, _, codes = value.rpartition(":")
        if not pattern or not codes:
            raise Unable(f"--per-path-ignore {value!r}: write it as GLOB:CODE[,CODE…]")
        found.append((pattern, _words((codes,))))
    return tuple(found)


@click.command()
@path_argument
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text, concise or json; repeat for several. Default: text on a terminal, concise elsewhere.",
)
@click.option(
    "--select", multiple=True, metavar="CODES", help="Run these rules only: codes, AR2 for all AR2xx, or names."
)
@click.option("--ignore", multiple=True, metavar="CODES", help="Leave these rules out; the more exact setting wins.")
@click.option("--extend-select", multiple=True, metavar="CODES", help="Run these rules too.")
@click.option("--per-path-ignore", multiple=True, metavar="GLOB:CODES", help="Leave rules out for some files.")
@click.option("--statistics", is_flag=True, help="Count the findings per rule instead of listing them.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option("--strict", is_flag=True, help="Let notes alone fail the run too.")
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
    from apiref_verify.reports.formats import FORMATS, UnknownFormatError, parse_output
    from apiref_verify.reports.summary import statistics_lines

    default = "text" if sys.stdout.isatty() else "concise"
    try:
        outputs = [parse_output(word) for word in formats or (default,)]
    except UnknownFormatError as error:
        raise Unable(str(error)) from None
    settings = configuration(
        path,
        config,
        source=source,
        select=_words(select),
        ignore=_words(ignore),
        extend_select=_words(extend_select),
        per_path_ignores=_per_path(per_path_ignore),
        contracts=contract_sources(contracts, authority, python, allow_remote),
        recordings=recordings,
        secrets=secrets,
    )
    result = run(path, settings, jobs, use_cache=not no_cache, engine=engine)
    for output in outputs:
        if statistics and output.path is None and output.format != "json":
            write("".join(f"{line}\n" for line in statistics_lines(result)), None)
        else:
            write(FORMATS[output.format](result), output.path)
    grave = [f for f in result.findings if strict or f.severity != "note"]
    return 1 if grave and not exit_zero else 0
