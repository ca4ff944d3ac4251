"""``apiref-verify burndown --history``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apiref_verify.cli.common import Unable, configuration, warn, write

if TYPE_CHECKING:
    from apiref_verify.burndown.history.read import History
    from apiref_verify.burndown.history.series import Series

_F = TypeVar("_F", bound=Callable[..., Any])

_FOLDER = click.Path(path_type=Path)
_OPTIONS = (
    click.option("--history", is_flag=True, help="Show how the claims changed, from the history of the repository."),
    click.option("--since", metavar="TIME", help="With --history: from this time on; a date or epoch seconds, UTC."),
    click.option("--until", metavar="TIME", help="With --history: up to this time."),
    click.option("--every", metavar="STEP", help="With --history: commit (all), or the last state of each 1h or 1d."),
    click.option("--at", metavar="FILE|-", help="With --history: the state at each time in FILE, epoch seconds."),
    click.option("--repo", metavar="DIR", type=_FOLDER, help="With --history: the repository, in place of PATH."),
    click.option("--rev", metavar="REV", help="With --history: a branch or commit; default: HEAD."),
    click.option("--tree", metavar="DIR", help="With --history: the reference, from the root of the repository."),
    click.option("--append", metavar="FILE", type=_FOLDER, help="With --history: add the new states to a CSV file."),
)


def history_options(function: _F) -> _F:
    """Add the options of ``--history``, all handed on by their names."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def is_of_history(history: bool, **options: Any) -> bool:
    """Whether the history is asked for; options that would say nothing without it are refused."""
    given = next((name for name, value in options.items() if value is not None), None)
    if given is not None and not history:
        raise Unable(f"--{given} says nothing without --history")
    return history


def show_history(
    path: Path,
    formats: tuple[str, ...],
    *,
    source: str | None,
    config: Path | None,
    repo: Path | None,
    rev: str | None,
    tree: str | None,
    append: Path | None,
    **times: str | None,
) -> int:
    """Read the history and write it; ``times`` are since, until, every and at, as they were said."""
    from apiref_verify.burndown.history.formats.known import FORMATS, renderer
    from apiref_verify.reports.outputs import UnknownFormatError, parse_output

    try:
        outputs = [parse_output(word, FORMATS) for word in formats or (() if append else ("text",))]
    except UnknownFormatError as error:
        raise Unable(str(error)) from None
    choose = _chosen(**times)
    series = choose(_read(path, source, config, repo, rev, tree))
    for note in series.history.notes:
        warn(note)
    for output in outputs:
        write(renderer(output.format)(series), output.path)
    if append:
        _append(append, series)
    return 0


def _chosen(since: str | None, until: str | None, every: str | None, at: str | None) -> Callable[[History], Series]:
    """Return what picks the states out of a history; what was said wrongly is told before anything is read."""
    from apiref_verify.burndown.history import series, times

    if at is not None and (since, until, every) != (None, None, None):
        raise Unable("--at names the times itself: leave out --since, --until and --every")
    try:
        if at is not None:
            asked = times.moments(_lines(at), "standard input" if at == "-" else at)
            return lambda history: series.at(history, asked)
        start = times.moment(since) if since is not None else None
        end = times.moment(until, end=True) if until is not None else None
        step = times.step(every) if every is not None else None
    except times.TimeError as error:
        raise Unable(str(error)) from None
    return lambda history: series.changes(history, start, end, step)


def _lines(name: str) -> list[str]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text("utf-8")
    except UnicodeDecodeError:
        raise Unable(f"{name}: no plain text: write epoch seconds, one a line") from None
    except OSError as error:
        raise Unable(f"{name}: {error.strerror}") from None
    return text.splitlines()


def _read(
    path: Path, source: str | None, config: Path | None, repo: Path | None, rev: str | None, tree: str | None
) -> History:
    from apiref_verify.burndown.history.git import GitError
    from apiref_verify.burndown.history.read import read_history
    from apiref_verify.reading.files import printable

    folder = repo or path
    shown = printable(str(folder))
    if not folder.is_dir():
        raise Unable(f"{shown}: {'a file' if folder.exists() else 'no such folder'}: name a folder in a repository")
    names: tuple[str, ...] = ()
    if not tree:
        folder, names = _likely(folder, source, config)
    try:
        return read_history(folder, rev or "HEAD", names, tree)
    except GitError as error:
        raise Unable(f"{shown}: {error}") from None


def _likely(folder: Path, source: str | None, config: Path | None) -> tuple[Path, tuple[str, ...]]:
    """Return where the reference may be, and from which folder: as the settings say, else where one usually is."""
    from apiref_verify.reading.tree import SOURCES

    settings = configuration(folder, config, source=source)
    if not settings.source:
        return folder, SOURCES
    base = settings.path.parent if settings.path and not settings.source_is_option else folder
    return base, (settings.source,)


def _append(path: Path, series: Series) -> None:
    from apiref_verify.burndown.history.append import AppendError, append_rows

    try:
        added = append_rows(path, (point.state for point in series.points))
    except AppendError as error:
        raise Unable(str(error)) from None
    except OSError as error:
        raise Unable(f"{path}: {error.strerror}") from None
    click.echo(f"{path}: {added} row{'s' * (added != 1)} added", err=True)
