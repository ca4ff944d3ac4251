"""``apiref-verify burndown``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from apiref_verify.cli.burndown_compare import compare
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

if TYPE_CHECKING:
    from apiref_verify.burndown.snapshot import Snapshot
    from apiref_verify.reports.outputs import Output


class _Burndown(click.Command):
    """Takes a name of ``inner`` as its first word for a command of its own; a folder of that name is ``./compare``."""

    inner: ClassVar[dict[str, click.Command]] = {"compare": compare}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and args[0] in self.inner:
            return self.inner[args[0]].make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=_Burndown)
@path_argument
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[:FILE]",
    help="text (default), json, csv, xlsx, md, svg, or as in 2016 legacy-txt, legacy-json, legacy-csv; of a history "
    "text, json, csv, svg; repeat for several.",
)
@click.option("--operations", is_flag=True, help="Show every operation, not sections alone.")
@click.option(
    "--next",
    "most",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    metavar="N",
    help="Suggest N things to do next, those first that evidence explains best.",
)
@history_options
@contract_options
@recording_options
@shared_options
def burndown(
    path: Path,
    formats: tuple[str, ...],
    operations: bool,
    most: int,
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

    "burndown compare REV REV [PATH]" shows what a change fixes or adds; it has a --help of its own.
    """
    if is_of_history(**history):
        del history["history"]
        return show_history(path, formats, source=source, config=config, **history)
    from apiref_verify.burndown.formats.registry import FORMATS
    from apiref_verify.burndown.snapshot import take
    from apiref_verify.reports.outputs import UnknownFormatError, parse_output

    try:
        outputs = [parse_output(word, FORMATS) for word in formats or ("text",)]
    except UnknownFormatError as error:
        raise Unable(str(error)) from None
    judges = contract_sources(contracts, authority, python, allow_remote)
    settings = configuration(path, config, source=source, contracts=judges, recordings=recordings, secrets=secrets)
    snapshot = take(run(path, settings, engine=engine), operations, most)
    for output in outputs:
        _write(snapshot, output)
    return 0


def _write(snapshot: Snapshot, output: Output) -> None:
    """Write one format; where files of it grow, join it to what is there."""
    from apiref_verify.burndown.formats.errors import FormatError
    from apiref_verify.burndown.formats.registry import FORMATS
    from apiref_verify.writing import locked

    form = FORMATS[output.format]
    place = output.path if output.path not in (None, "-") else None
    try:
        content = form.render(snapshot)
        if place and form.join and isinstance(content, str):
            with locked(Path(place)):
                write(form.join(_held(Path(place)), content), place)
        elif place is None and isinstance(content, bytes) and sys.stdout.isatty():
            raise Unable(
                f"{output.format} is nothing for a terminal: write it to a file, as in -f {output.format}:FILE"
            )
        else:
            write(content, place)
    except FormatError as error:
        raise Unable(f"{place}: {error}" if place else str(error)) from None
    except OSError as error:
        raise Unable(f"{place or 'output'}: {error.strerror}") from None


def _held(path: Path) -> str:
    """What a file holds, with its line ends; nothing if it is not there."""
    if not path.exists():
        return ""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise Unable(f"{path}: this is no text, nothing was added") from None
