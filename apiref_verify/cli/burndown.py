"""``apiref-verify burndown``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from apiref_verify.cli.burndown_history import history_options, is_of_history, show_history
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


@click.command()
@path_argument
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text (default) or json, of a history csv or svg too; repeat for several.",
)
@history_options
@contract_options
@recording_options
@shared_options
def burndown(
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
    **history: Any,
) -> int:
    """Show per section and phase what the markers claim and what evidence says.

    \b
    TODO   a ".. needs:parameter_verification" comment (or a sibling) says that it is left to do
    done   the comment is gone, in a reference where other sections have some
    -      the reference has no such comments at all
    """
    if is_of_history(**history):
        del history["history"]
        return show_history(path, formats, source=source, config=config, **history)
    from apiref_verify.burndown.render import render_json, render_text

    renderers = {"text": render_text, "json": render_json}
    outputs = [word.partition(":") for word in formats or ("text",)]
    for name, _, _ in outputs:
        if name not in renderers:
            raise Unable(f"unknown format {name!r} (known: text, json)")
    judges = contract_sources(contracts, authority, python, allow_remote)
    settings = configuration(path, config, source=source, contracts=judges, recordings=recordings, secrets=secrets)
    result = run(path, settings, engine=engine)
    for name, _, target in outputs:
        write(renderers[name](result), target or None)
    return 0
