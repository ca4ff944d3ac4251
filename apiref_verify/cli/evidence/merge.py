"""``apiref-verify evidence merge``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import Unable
from apiref_verify.cli.evidence.common import keep, output_option


@click.command()
@click.argument("parts", nargs=-1, required=True, metavar="EVIDENCE...", type=click.Path())
@output_option
def merge(parts: tuple[str, ...], output: Path) -> int:
    """Join evidence that was gathered in parts, by several processes or machines.

    EVIDENCE is a file that ``evidence gather`` wrote, a pattern, or a folder of such files. Their order is the order in
    which the exchanges are taken to have come: the first request that shows something is that of the first file. All
    must have been gathered by one reference.

    \b
    Examples:
      apiref-verify evidence merge part-1.evidence.gz part-2.evidence.gz -o whole.evidence.gz
      apiref-verify evidence merge parts/ -o whole.evidence.gz

    Exit codes: 0 the file was written, 2 it was not: something is no evidence, or holds nothing.
    """
    from apiref_verify.evidence.observations.file import EvidenceError, read
    from apiref_verify.evidence.recordings.errors import RecordingError
    from apiref_verify.evidence.recordings.files import find_recordings
    from apiref_verify.model.observed.observations import merged

    try:
        paths = [file.place for file in find_recordings(parts)]
        if any(output.exists() and path.exists() and output.samefile(path) for path in paths):
            raise Unable(f"{output}: this is one of the parts too; write to another file")
        whole = merged(map(read, paths))
    except (RecordingError, EvidenceError) as error:
        raise Unable(str(error)) from None
    if not whole.read:
        raise Unable("no exchange was counted in these files: nothing was written")
    keep(whole, output)
    return 0
