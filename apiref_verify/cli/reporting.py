"""What the commands that report findings share: which rules run, what is written where, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from apiref_verify.cli.common import Unable, write

if TYPE_CHECKING:
    from apiref_verify.live.coverage import Coverage
    from apiref_verify.verification import Result

_F = TypeVar("_F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "-f",
        "--format",
        "formats",
        multiple=True,
        metavar="FORMAT[:FILE]",
        help="text, concise or json; repeat for several. Default: text on a terminal, concise elsewhere.",
    ),
    click.option(
        "--select", multiple=True, metavar="CODES", help="Run these rules only: codes, AR2 for all AR2xx, or names."
    ),
    click.option(
        "--ignore", multiple=True, metavar="CODES", help="Leave these rules out; the more exact setting wins."
    ),
    click.option("--extend-select", multiple=True, metavar="CODES", help="Run these rules too."),
    click.option("--per-path-ignore", multiple=True, metavar="GLOB:CODES", help="Leave rules out for some files."),
    click.option("--statistics", is_flag=True, help="Count the findings per rule instead of listing them."),
    click.option("--exit-zero", is_flag=True, help="Exit with 0 even if there are findings."),
    click.option("--strict", is_flag=True, help="Let notes alone fail the run too."),
)


def report_options(function: _F) -> _F:
    """Options of every command that reports findings."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def rule_settings(
    select: tuple[str, ...], ignore: tuple[str, ...], extend_select: tuple[str, ...], per_path_ignore: tuple[str, ...]
) -> dict[str, Any]:
    """The settings that options about rules make."""
    return {
        "select": _words(select),
        "ignore": _words(ignore),
        "extend_select": _words(extend_select),
        "per_path_ignores": _per_path(per_path_ignore),
    }


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


class Reporting:
    """How a run ends: ``formats`` are the words of the user, refused before anything is done if they mean nothing."""

    def __init__(self, formats: tuple[str, ...], statistics: bool, exit_zero: bool, strict: bool) -> None:
        from apiref_verify.reports.formats import FORMATS
        from apiref_verify.reports.outputs import UnknownFormatError, parse_output

        default = "text" if sys.stdout.isatty() else "concise"
        try:
            self._outputs = [parse_output(word, FORMATS) for word in formats or (default,)]
        except UnknownFormatError as error:
            raise Unable(str(error)) from None
        self._statistics = statistics
        self._exit_zero = exit_zero
        self._strict = strict

    def finish(self, result: Result, coverage: Coverage | None = None) -> int:
        """Write what was found, to each output; the exit code of the run."""
        from apiref_verify.reports.formats import FORMATS
        from apiref_verify.reports.summary import statistics_lines

        for output in self._outputs:
            if self._statistics and output.path is None and output.format != "json":
                write("".join(f"{line}\n" for line in statistics_lines(result)), None)
            else:
                write(FORMATS[output.format](result, coverage), output.path)
        grave = [finding for finding in result.findings if self._strict or finding.severity != "note"]
        return 1 if grave and not self._exit_zero else 0
