"""What several commands share: reading a reference, running rules, and saying what went wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.model.contract_source import ContractSource
    from apiref_verify.reading.tree import Tree
    from apiref_verify.verification import Observer, Result

CLEAN, UNABLE, INTERRUPTED = 0, 2, 130
"""Exit codes; findings are 1."""

_F = TypeVar("_F", bound=Callable[..., Any])


class Unable(click.ClickException):
    """The job could not be done: exit code 2."""

    exit_code = UNABLE


def path_argument(function: _F) -> _F:
    """The PATH that most commands take."""
    return click.argument("path", default=".", type=click.Path(path_type=Path))(function)


def shared_options(function: _F) -> _F:
    """Options of every command that reads a reference."""
    function = click.option("--source", metavar="DIR", help="The source folder, relative to PATH.")(function)
    return click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Read settings from FILE, not from apiref-verify.toml or pyproject.toml.",
    )(function)


def access_options(function: _F) -> _F:
    """How contracts are to be had, where it is not by a file alone."""
    function = click.option(
        "--allow-remote", is_flag=True, help="Let documents refer to others by URL; otherwise they are refused."
    )(function)
    return click.option(
        "--python",
        metavar="PATH",
        type=click.Path(path_type=Path),
        help="For services: the interpreter or virtual environment in which they are installed.",
    )(function)


def contract_options(function: _F) -> _F:
    """Options of every command that judges by contracts."""
    function = access_options(function)
    function = click.option(
        "--authority",
        metavar="PARTS",
        help="What the contracts of --contract may judge: of routes, requests, responses, types and codes.",
    )(function)
    return click.option(
        "--contract",
        "contracts",
        multiple=True,
        metavar="FILE|SERVICE",
        help="Judge by a contract too: a schema bundle, an OpenAPI document, a folder of schemas, or an installed "
        "service; repeat for several.",
    )(function)


def secret_option(function: _F) -> _F:
    """The option of every command that reads exchanges: what else is secret in them."""
    return click.option(
        "--secret",
        "secrets",
        metavar="NAME",
        multiple=True,
        help="A header, a key of JSON (with all below it) or a parameter of a URL that is secret too; repeat for "
        "several.",
    )(function)


def recording_options(function: _F) -> _F:
    """Options of every command that judges by recordings."""
    function = click.option(
        "--engine", metavar="dask://HOST:PORT", help="Read the recordings on a Dask cluster that sees the same files."
    )(function)
    function = secret_option(function)
    return click.option(
        "--recording",
        "recordings",
        metavar="FILE",
        multiple=True,
        help="Judge by what the API did: a log, cassette, HAR, exchange file or evidence file, a pattern, a folder, "
        "or - for standard input; repeat for several.",
    )(function)


def configuration(path: Path, config: Path | None, **options: Any) -> Configuration:
    """The settings for a run, options first."""
    from apiref_verify.configuration import ConfigurationError, load, load_file

    try:
        found = load_file(config) if config else load(path)
    except ConfigurationError as error:
        raise Unable(str(error)) from None
    return found.with_options(**options)


def find(path: Path, settings: Configuration) -> Tree:
    """Find the tree at a path, or say why there is none."""
    from apiref_verify.reading.tree import TreeError, find_tree

    base = path
    if settings.source and settings.path and not settings.source_is_option:
        base = settings.path.parent
    try:
        return find_tree(base, settings.source) if settings.source and path.is_dir() else find_tree(path)
    except TreeError as error:
        raise Unable(str(error)) from None


def contract_sources(
    words: tuple[str, ...], authority: str | None, python: Path | None, allow_remote: bool
) -> tuple[ContractSource, ...]:
    """The contracts that options name."""
    from apiref_verify.model.contract_source import ContractSource, UnknownPartError, parts_of

    if not words and (authority is not None or allow_remote):
        raise Unable(f"{'--authority' if authority is not None else '--allow-remote'} says nothing without --contract")
    if not all(words):
        raise Unable("--contract: name a file, a folder or a service")
    try:
        parts = parts_of(authority.split(",")) if authority is not None else None
    except UnknownPartError as error:
        raise Unable(f"--authority: {error}") from None
    return tuple(ContractSource(word, parts, str(python) if python else None, allow_remote) for word in words)


def warn(message: str) -> None:
    """Say something that does not stop the job."""
    click.echo(f"Warning: {message}", err=True)


@contextmanager
def told(path: Path | None = None) -> Iterator[None]:
    """Let the reason why the job could not be done end the command."""
    from apiref_verify.steps import UnableError

    try:
        yield
    except UnableError as error:
        raise Unable(f"{path}: {error}" if path else str(error)) from None


def run(
    path: Path, settings: Configuration, jobs: int = 1, use_cache: bool = True, engine: str | None = None
) -> Result:
    """Read and verify, with a progress bar for whoever sits at a terminal."""
    from apiref_verify import steps
    from apiref_verify.cache import recall, remember
    from apiref_verify.reading.reader import read_again, read_tree

    with told(), progress() as observer:
        rules = steps.rules_of(settings)
        observer("contracts", 0, len(rules) + 1)
        contracts = steps.load_contracts(settings, warn)
        observer("reading", 0, len(rules) + 1)
        tree = find(path, settings)
        memory = recall(tree, settings.habits) if use_cache and tree.focus else None
        reference = read_again(tree, memory.reference) if memory else read_tree(tree, jobs)
        habits = memory.habits if memory else None
        observations = steps.gathered(settings, reference, contracts, warn, observer, jobs, engine)
        with told(path):
            result = steps.judged(settings, reference, rules, contracts, observations, observer, habits)
        if use_cache and memory is None:
            remember(tree, reference, result.matching.habits)
    return result


@contextmanager
def progress() -> Iterator[Observer]:
    """An observer: a bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda step, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description:<28}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1)

        def observe(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total, refresh=True)

        yield observe


def write(content: str | bytes, path: str | None) -> None:
    """Write to a file, whole or not at all, or to standard output where ``path`` is ``None`` or ``-``."""
    if path is None or path == "-":
        click.echo(content, nl=False)
        return
    from apiref_verify.writing import write_whole

    try:
        write_whole(Path(path), click.unstyle(content).encode() if isinstance(content, str) else content)
    except OSError as error:
        raise Unable(f"{path}: {error.strerror}") from None
