"""``apiref-verify record``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import Unable, secret_option, warn
from apiref_verify.model.exchange import BodyKind, Exchange, Unread

if TYPE_CHECKING:
    from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter
    from apiref_verify.evidence.recordings.files import RecordingFile
    from apiref_verify.evidence.recordings.secrets import Secrets

_MOST_REASONS = 10


@click.command()
@click.argument("recordings", nargs=-1, required=True, metavar="RECORDING...", type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    help="Where to; - for standard output. A name that ends in .gz is compressed.",
)
@click.option("--append", is_flag=True, help="Add to FILE; otherwise what it held is lost.")
@secret_option
def record(recordings: tuple[str, ...], output: Path, append: bool, secrets: tuple[str, ...]) -> int:
    """Write what RECORDINGs hold to one clean file of exchanges, without secrets.

    A RECORDING is a file, a pattern, a folder, or - for standard input, which is read as it comes. Its format is told
    by its content: logs of clients with --debug (keystoneauth), tempest logs, betamax and VCR.py cassettes, HAR of
    browsers and proxies, and files that this command wrote. Files may be compressed with gzip, bzip2 or xz.

    Tokens, passwords, keys and cookies are replaced while reading; they are never written. What cannot be read is left
    out, and told.

    \b
    Examples:
      apiref-verify record -o nova.jsonl tempest.log.gz
      apiref-verify record -o all.jsonl.gz cassettes/ 'captures/*.har'
      openstack --debug server list 2>&1 | apiref-verify record -o live.jsonl --append -
      apiref-verify record -o clean.jsonl --secret X-Customer --secret licence old.jsonl

    Exit codes: 0 exchanges were written, 2 there were none, 130 interrupted; what was read until then is kept.
    """
    from apiref_verify.evidence.recordings.errors import RecordingError
    from apiref_verify.evidence.recordings.files import find_recordings
    from apiref_verify.evidence.recordings.secrets import Secrets

    if not all(recordings) or not all(secrets):
        raise Unable("an empty word names nothing")
    if append and output.suffix == ".gz":
        raise Unable(f"{output}: a compressed file cannot be appended to; write to one without .gz")
    try:
        files = find_recordings(recordings)
    except RecordingError as error:
        raise Unable(str(error)) from None
    for file in files:
        if output.exists() and Path(file.path).exists() and output.samefile(file.path):
            raise Unable(f"{file.path}: this is the output too; write to another file")
    tally = Tally()
    try:
        _copy(files, Secrets(secrets), output, append, tally)
    finally:
        tally.tell("" if str(output) == "-" else str(output))
    if not tally.exchanges:
        raise Unable("no exchange was read: nothing was written")
    return 0


def _writer(output: Path, append: bool) -> ExchangeWriter:
    from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter

    return ExchangeWriter(sys.stdout.buffer if str(output) == "-" else output, append)


def _copy(files: Iterable[RecordingFile], secrets: Secrets, output: Path, append: bool, tally: Tally) -> None:
    """Copy exchanges; the output is not touched before there is one."""
    from apiref_verify.evidence.recordings.read import read_file

    writer: ExchangeWriter | None = None
    with ExitStack() as stack:
        for file in files:
            for found in read_file(file, secrets, warn):
                tally.add(found)
                if isinstance(found, Exchange):
                    with _told(output):
                        if writer is None:
                            writer = stack.enter_context(_writer(output, append))
                        writer.write(found)


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """An output that cannot be written is told; that nobody reads it is for the command line."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Unable(f"{output}: {(error.strerror or str(error)).lower()}") from None


@dataclass
class Tally:
    """Counts what was read, and what was not."""

    exchanges: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    bodies: Counter[str] = field(default_factory=Counter)

    def add(self, found: Exchange | Unread) -> None:
        """Count an exchange by its format, and the reasons why something could not be read."""
        if isinstance(found, Unread):
            self.skipped[found.reason] += 1
            return
        self.exchanges[found.source.format] += 1
        for body in (found.request, found.response):
            if body.kind is BodyKind.UNREADABLE:
                self.bodies[body.cause] += 1

    def tell(self, output: str) -> None:
        """Say all that to standard error."""
        place = f"{output}: " if output else ""
        formats = ", ".join(f"{name} {count}" for name, count in self.exchanges.most_common())
        total = self.exchanges.total()
        told = f"{total} exchange{'' if total == 1 else 's'}{f' ({formats})' if formats else ''}"
        click.echo(f"{place}{told}", err=True)
        for counts, what in ((self.skipped, "skipped"), (self.bodies, "bodies not readable")):
            if counts:
                click.echo(f"{what}: {counts.total()}", err=True)
                for reason, count in counts.most_common(_MOST_REASONS):
                    click.echo(f"  {count} {reason}", err=True)
                if len(counts) > _MOST_REASONS:
                    click.echo(f"  {sum(sorted(counts.values())[:-_MOST_REASONS])} for other reasons", err=True)
