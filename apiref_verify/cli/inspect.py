"""``apiref-verify inspect``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import Unable, configuration, find, path_argument, shared_options, write


@click.command()
@path_argument
@click.option("-f", "--format", "form", type=click.Choice(["tree", "json"]), default="tree", show_default=True)
@click.option("--habits", is_flag=True, help="Show the habits inferred from the tree, and from what.")
@click.option("-o", "--output", metavar="FILE", help="Write to FILE.")
@shared_options
def inspect(path: Path, form: str, habits: bool, output: str | None, source: str | None, config: Path | None) -> int:
    """Print what was read at PATH: what the tool thinks the reference says.

    In the tree, a star marks optional parameters and a question mark those without a definition.
    """
    import json

    from apiref_verify.reading.reader import read_tree
    from apiref_verify.reports import inspection

    settings = configuration(path, config, source=source)
    reference = read_tree(find(path, settings))
    if not reference.sections:
        raise Unable(f"{path}: there is no reference in {reference.source}")
    if habits:
        from apiref_verify.matching.matcher import match

        found = match(reference, settings=settings.habits).habits
        as_json = json.dumps(inspection.habits_as_json(found), indent=2) + "\n"
        write(as_json if form == "json" else inspection.render_habits(found), output)
    else:
        write(inspection.render_json(reference) if form == "json" else inspection.render_tree(reference), output)
    return 0
