"""``apiref-verify rule``."""

from __future__ import annotations

import json

import click

from apiref_verify.cli.common import Unable


@click.command()
@click.argument("code", required=False)
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rule(code: str | None, form: str) -> int:
    """Explain the rule CODE (or its name); without CODE, list all rules."""
    from apiref_verify.rules import find
    from apiref_verify.rules.registry import UnknownRuleError

    try:
        found = find(code or "ALL")
    except UnknownRuleError as error:
        raise Unable(str(error)) from None
    if form == "json":
        keys = ("code", "name", "needs", "default", "since", "summary", "explanation")
        rows = [
            {**{key: getattr(r, key) for key in keys}, "phase": r.of_phase, "severity": r.severity.value} for r in found
        ]
        click.echo(json.dumps(rows, indent=2))
    elif code and len(found) == 1:
        one = found[0]
        off = "" if one.default else ", off by default"
        click.secho(f"{one.code} {one.name}", bold=True)
        click.echo(f"{one.of_phase} phase, {one.severity}{off}, since {one.since}; needs {one.evidence}\n")
        click.echo(one.explanation)
    else:
        for one in found:
            off = "" if one.default else "  (off by default)"
            click.echo(f"{one.code}  {one.name:<28} {one.summary}{off}")
    return 0
