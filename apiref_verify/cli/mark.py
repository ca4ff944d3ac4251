"""``apiref-verify mark``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apiref_verify.cli.common import (
    Unable,
    configuration,
    contract_options,
    contract_sources,
    find,
    recording_options,
    run,
    shared_options,
    write,
)

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.markers.change import Change
    from apiref_verify.model.reference import Reference

_WISHES = "--done, --needs, --claim NAME, --verified or --init"


@click.command()
@click.argument("words", nargs=-1, metavar="[SECTION]... [PHASE]...")
@click.option("--done", is_flag=True, help="Delete the markers: these phases are done.")
@click.option("--needs", is_flag=True, help="Add the markers where they are missing: these phases are left to do.")
@click.option("--claim", metavar="NAME", help="Add the markers, and write NAME into them; '' takes the name out.")
@click.option("--verified", is_flag=True, help="Delete the markers of all phases that evidence has verified.")
@click.option("--init", is_flag=True, help="Give a reference that has no markers all four in every section.")
@click.option("--diff", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--reference",
    "path",
    metavar="PATH",
    default=".",
    type=click.Path(path_type=Path),
    help="The repository or source folder; by default, the current folder.",
)
@contract_options
@recording_options
@shared_options
def mark(
    words: tuple[str, ...],
    done: bool,
    needs: bool,
    claim: str | None,
    verified: bool,
    init: bool,
    diff: bool,
    path: Path,
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
    """Change the comments that claim what is left to do, such as ".. needs:parameter_verification".

    SECTION is a source file, by its path or without its ending; PHASE is method, parameter, example, body or all.
    Nothing but these comments is touched in the files.

    \b
    Examples:
      apiref-verify mark servers parameter --done
      apiref-verify mark servers flavors all --needs --diff
      apiref-verify mark flavors body --claim Ann
      apiref-verify mark --verified --contract nova
      apiref-verify mark --init

    Exit codes: 0 done, or nothing was to be changed; 2 it could not be done.
    """
    from apiref_verify.markers.errors import MarkError

    if sum((done, needs, claim is not None, verified, init)) != 1:
        raise Unable(f"say one of {_WISHES}")
    judges = contract_sources(contracts, authority, python, allow_remote)
    if not verified and (judges or recordings or engine):
        raise Unable("--contract, --recording and --engine say nothing without --verified")
    settings = configuration(path, config, source=source, contracts=judges, recordings=recordings, secrets=secrets)
    try:
        if verified:
            reference, changes = _verified(path, settings, words, engine)
        else:
            reference = _read(path, settings)
            changes = _initial(reference, words) if init else _wished(reference, words, done, claim)
        _make(reference, changes, diff)
    except MarkError as error:
        raise Unable(str(error)) from None
    return 0


def _read(path: Path, settings: Configuration) -> Reference:
    from apiref_verify.reading.reader import read_tree

    return read_tree(find(path, settings))


def _verified(
    path: Path, settings: Configuration, words: tuple[str, ...], engine: str | None
) -> tuple[Reference, Iterable[Change]]:
    """The markers of what evidence has verified."""
    from apiref_verify.markers import choosing

    result = run(path, settings, engine=engine)
    sections = choosing.find_sections(result.reference, _sections_alone(words))
    return result.reference, choosing.verified(result.reference, result.standings, sections)


def _initial(reference: Reference, words: tuple[str, ...]) -> Iterable[Change]:
    """All four markers for each section."""
    from apiref_verify.markers import choosing

    return choosing.initial(reference, choosing.find_sections(reference, _sections_alone(words)))


def _sections_alone(words: tuple[str, ...]) -> list[str]:
    from apiref_verify.markers.choosing import sorted_words

    sections, phases = sorted_words(words)
    if phases:
        raise Unable("--verified and --init are for all phases: name sections, or nothing")
    return sections


def _wished(reference: Reference, words: tuple[str, ...], done: bool, claim: str | None) -> Iterable[Change]:
    """What was said of each section and phase that was named."""
    from apiref_verify.markers import choosing
    from apiref_verify.markers.change import Mark, claimant

    sections, phases = choosing.sorted_words(words)
    if not sections or not phases:
        missing = "SECTION: name a source file" if not sections else "PHASE: method, parameter, example, body or all"
        raise Unable(f"missing {missing}")
    wish: dict[str, Any] = {"mark": Mark.DONE if done else Mark.NEEDS}
    if claim is not None:
        wish = {"mark": Mark.CLAIM, "name": claimant(claim)}
    return choosing.wished(choosing.find_sections(reference, sections), phases, **wish)


def _make(reference: Reference, changes: Iterable[Change], diff: bool) -> None:
    """Make the changes, or show them, and say which they are."""
    from apiref_verify.markers import edit

    wanted = edit.edits(reference, changes)
    if not wanted:
        click.echo("nothing to change", err=True)
    if diff:
        write(b"".join(each.diff for each in wanted), None)
        return
    edit.write(reference, wanted)
    for each in wanted:
        for change in each.changes:
            click.echo(str(change))
