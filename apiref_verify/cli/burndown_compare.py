"""``apiref-verify burndown compare``."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration


@click.command()
@click.argument("before", metavar="REV")
@click.argument("after", metavar="REV")
@path_argument
@click.option("-f", "--format", "formats", multiple=True, metavar="FORMAT[:FILE]", help="text (default) or json.")
@contract_options
@recording_options
@shared_options
def compare(
    before: str,
    after: str,
    path: Path,
    formats: tuple[str, ...],
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
    """Show the findings and phases that a change fixes or adds, from the first REV to the second.

    Both are written to a temporary folder and checked, each with its own settings. PATH is a folder in a repository.
    Exits with 1 if a finding was added that is more than a note.
    """
    from apiref_verify.burndown.comparing import comparison
    from apiref_verify.burndown.comparing.formats import FORMATS
    from apiref_verify.reports.outputs import UnknownFormatError, parse_output

    try:
        outputs = [parse_output(word, FORMATS) for word in formats or ("text",)]
    except UnknownFormatError as error:
        raise Unable(str(error)) from None
    judges = contract_sources(contracts, authority, python, allow_remote)

    def settings_of(folder: Path) -> Configuration:
        return configuration(folder, config, source=source, contracts=judges, recordings=recordings, secrets=secrets)

    sides = []
    for rev in (before, after):
        with _exported(path, rev) as (commit, folder):
            result = run(folder, settings_of(folder), use_cache=False, engine=engine)
            sides.append(comparison.Side(rev, commit, result))
    found = comparison.compare(*sides)
    for output in outputs:
        write(FORMATS[output.format](found), output.path)
    return 1 if found.is_worse else 0


@contextmanager
def _exported(path: Path, rev: str) -> Iterator[tuple[str, Path]]:
    """The id of a commit, and the folder ``path`` as it was then, for a while."""
    from apiref_verify.burndown.history.git import GitError, open_repository
    from apiref_verify.reading.files import printable

    shown = printable(str(path))
    if not path.is_dir():
        raise Unable(f"{shown}: {'a file' if path.exists() else 'no such folder'}: name a folder in a repository")
    with tempfile.TemporaryDirectory(prefix="apiref-verify-") as folder:
        try:
            repository = open_repository(path)
            commit, _ = repository.commit(rev)
            repository.export(commit, Path(folder))
        except GitError as error:
            raise Unable(f"{shown}: {error}") from None
        inside = Path(folder, os.fsdecode(repository.prefix))
        if not inside.is_dir():
            raise Unable(f"{shown}: no such folder in {printable(rev)}")
        yield commit, inside
