"""``apiref-verify completion``."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> int:
    """Print the completion script for a SHELL.

    \b
    For bash, add to ~/.bashrc:
      eval "$(apiref-verify completion bash)"
    """
    from click.shell_completion import get_completion_class

    program = click.get_current_context().find_root().command
    complete = get_completion_class(shell)
    if complete is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(complete(program, {}, "apiref-verify", "_APIREF_VERIFY_COMPLETE").source())
    return 0
