"""``apiref-verify live``."""

from __future__ import annotations

from pathlib import Path

import click

from apiref_verify.cli.common import (
    Unable,
    configuration,
    contract_options,
    contract_sources,
    find,
    path_argument,
    secret_option,
    shared_options,
)
from apiref_verify.cli.live.access import door_of, headers_of, pairs
from apiref_verify.cli.live.running import recorded_before, run_live, scenario_of, show_plan
from apiref_verify.cli.reporting import Reporting, report_options, rule_settings


@click.command()
@path_argument
@click.option("--cloud", metavar="NAME", help="A cloud of clouds.yaml; needs the extra apiref-verify[live].")
@click.option("--base-url", metavar="URL", help="Where the API is, such as https://cloud/compute/v2.1.")
@click.option("--header", multiple=True, metavar="'NAME: VALUE'", help="Send a header; repeat for several.")
@click.option(
    "--header-env", multiple=True, metavar="NAME=VAR", help="Send a header whose value is in the environment, as VAR."
)
@click.option("--insecure", is_flag=True, help="Believe any certificate.")
@click.option("--cacert", metavar="FILE", type=click.Path(exists=True), help="Believe the authorities in FILE.")
@click.option(
    "--service-type",
    metavar="TYPE",
    default="",
    help="The service in the catalog, and in the header that asks for a version: compute, placement, …",
)
@click.option("--record", metavar="FILE", type=click.Path(path_type=Path), help="Keep every exchange in FILE.")
@click.option("--resume", is_flag=True, help="Go on with FILE: what is in it is not asked again.")
@click.option("--dry-run", is_flag=True, help="Show what would be asked, and where values would come from.")
@click.option(
    "--value", "values", multiple=True, metavar="NAME=VALUE", help="A value for a variable of URLs, such as server_id."
)
@click.option(
    "--query", "queries", multiple=True, metavar="NAME=VALUE", help="A query parameter, sent where it is documented."
)
@click.option(
    "--max-versions",
    type=click.IntRange(min=1),
    default=6,
    show_default=True,
    help="The most versions at which an operation is asked.",
)
@click.option(
    "--rate", type=click.FloatRange(min=0), default=10.0, show_default=True, help="Requests a second; 0: no limit."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=30.0,
    show_default=True,
    help="Seconds for one request.",
)
@click.option(
    "--scenario",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Do what FILE says, walk, and clean up; needs --allow-writes and --allow.",
)
@click.option("--allow-writes", is_flag=True, help="Let the scenario send what --allow names.")
@click.option(
    "--allow",
    multiple=True,
    metavar="OPERATION",
    help="An operation that the scenario may send, such as 'POST /servers'; * and ** stand for parts of URLs.",
)
@secret_option
@report_options
@contract_options
@shared_options
def live(
    path: Path,
    secrets: tuple[str, ...],
    formats: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    per_path_ignore: tuple[str, ...],
    statistics: bool,
    exit_zero: bool,
    strict: bool,
    cloud: str | None,
    base_url: str | None,
    header: tuple[str, ...],
    header_env: tuple[str, ...],
    insecure: bool,
    cacert: str | None,
    service_type: str,
    record: Path | None,
    resume: bool,
    dry_run: bool,
    values: tuple[str, ...],
    queries: tuple[str, ...],
    max_versions: int,
    rate: float,
    timeout: float,
    scenario: Path | None,
    allow_writes: bool,
    allow: tuple[str, ...],
    contracts: tuple[str, ...],
    authority: str | None,
    python: Path | None,
    allow_remote: bool,
    source: str | None,
    config: Path | None,
) -> int:
    """Ask a running API what the reference at PATH claims.

    Only GET and HEAD are sent. Each documented operation of these is asked at the oldest and the newest version, and
    wherever its documentation changes; variables in URLs are filled from earlier answers. What changes something is
    sent only by a scenario, and only what --allow names.
    """
    given, asked = dict(pairs("--value", values, "=")), dict(pairs("--query", queries, "="))
    reporting = Reporting(formats, statistics, exit_zero, strict)
    settings = configuration(
        path,
        config,
        source=source,
        **rule_settings(select, ignore, extend_select, per_path_ignore),
        contracts=contract_sources(contracts, authority, python, allow_remote),
        secrets=secrets,
    )
    written, allowance = scenario_of(scenario, allow_writes, allow)
    if dry_run:
        return show_plan(path, settings, max_versions, given, asked, written, allowance)
    if insecure and cacert:
        raise Unable("--insecure and --cacert exclude each other")
    if resume and record is None:
        raise Unable("--resume needs --record: the file to go on with")
    door = door_of(cloud, base_url, headers_of(header, header_env), service_type, cacert or not insecure, timeout)
    from apiref_verify.evidence.recordings.secrets import Secrets
    from apiref_verify.live.asking.limits import Limits
    from apiref_verify.live.survey import Survey
    from apiref_verify.reading.reader import read_tree

    replaced = Secrets(settings.secrets)
    survey = Survey(
        read_tree(find(path, settings)),
        door,
        replaced,
        service_type,
        Limits.within(timeout, rate),
        max_versions,
        given,
        asked,
        recorded_before(record, resume, replaced),
        written,
        allowance,
    )
    return run_live(path, settings, survey, record, resume, reporting)
