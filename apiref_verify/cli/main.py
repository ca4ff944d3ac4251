"""``apiref-verify``: the group of commands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from apiref_verify import __version__
from apiref_verify.cli.burndown import burndown
from apiref_verify.cli.check import check
from apiref_verify.cli.common import CLEAN, INTERRUPTED, UNABLE
from apiref_verify.cli.completion import completion
from apiref_verify.cli.contract import contract
from apiref_verify.cli.evidence import evidence
from apiref_verify.cli.inspect import inspect
from apiref_verify.cli.live.command import live
from apiref_verify.cli.mark import mark
from apiref_verify.cli.record import record
from apiref_verify.cli.rule import rule


@click.group(
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  apiref-verify check                        the reference in this repository
  apiref-verify check api-ref/source/servers.inc
  apiref-verify check -f text -f json:out.json
  apiref-verify rule AR201                   what a finding means
  apiref-verify burndown                     what is verified, what is left
  apiref-verify mark servers parameter --done  delete a marker
  apiref-verify live --base-url URL          ask a running API what the reference claims
  apiref-verify contract export nova         the schemas of an installed service, to check with --contract
  apiref-verify record -o out.jsonl x.har    recorded traffic, clean of secrets
  apiref-verify evidence gather --recording x.har -o x.evidence.gz

\b
Exit codes: 0 nothing found, 1 findings, 2 could not do the job (or there was nothing to check),
130 interrupted.""",
)
@click.version_option(__version__, prog_name="apiref-verify")
def cli() -> None:
    """Tell a REST project the truth about its API reference.

    Reads an OpenStack-style API reference (RST with rest_method and rest_parameters, parameters.yaml, JSON samples),
    compares what it claims with what its samples show, what the API promises and what it answered, and reports every
    disagreement at its line.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


for command in (check, inspect, burndown, mark, contract, live, record, evidence, rule, completion):
    cli.add_command(command)


def main() -> None:
    """Run the command line and exit; no traceback is ever shown."""
    try:
        outcome: Any = cli.main(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(outcome if isinstance(outcome, int) else CLEAN)
    except click.exceptions.Abort:
        click.echo("interrupted", err=True)
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(UNABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(CLEAN)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else "output: "
        click.echo(f"Error: {where}{error.strerror or error}", err=True)
        _leave()
    except Exception as error:
        if os.environ.get("APIREF_VERIFY_DEBUG"):
            raise
        click.echo(f"Error: {type(error).__name__}: {error}", err=True)
        click.echo("This is a bug in apiref-verify; run again with APIREF_VERIFY_DEBUG=1 to see where.", err=True)
        sys.exit(UNABLE)


def _leave() -> None:
    """Exit with nothing more to write: what is left in the buffers cannot be written either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(UNABLE)
