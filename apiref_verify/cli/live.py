"""``apiref-verify live``."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from apiref_verify.cli.common import (
    Unable,
    configuration,
    contract_options,
    contract_sources,
    find,
    judged,
    load_contracts,
    path_argument,
    progress,
    rules_of,
    shared_options,
    write,
)
from apiref_verify.cli.reporting import Reporting, report_options, rule_settings

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.evidence.recordings.secrets import Secrets
    from apiref_verify.live.allowance import Allowance
    from apiref_verify.live.door import Door
    from apiref_verify.live.scenarios.scenario import Scenario
    from apiref_verify.live.survey import Survey
    from apiref_verify.live.walk import Seen
    from apiref_verify.model.exchange import Exchange


INTERRUPTED = 130


def _pairs(option: str, words: tuple[str, ...], separator: str) -> list[tuple[str, str]]:
    found = []
    for word in words:
        name, mark, value = word.partition(separator)
        if not mark or not name.strip():
            raise Unable(f"{option}: write it as NAME{separator}VALUE")
        found.append((name.strip(), value.strip()))
    return found


def _headers(given: tuple[str, ...], from_environment: tuple[str, ...]) -> list[tuple[str, str]]:
    """The headers of the options; a value of the environment stands in no list of processes."""
    headers = _pairs("--header", given, ":")
    for name, variable in _pairs("--header-env", from_environment, "="):
        if variable not in os.environ:
            raise Unable(f"--header-env {name}={variable}: there is no {variable} in the environment")
        headers.append((name, os.environ[variable].strip()))
    return headers


def _door(
    cloud: str | None,
    base_url: str | None,
    headers: list[tuple[str, str]],
    service_type: str,
    verify: bool | str,
) -> Door:
    """The way in that the options describe."""
    from apiref_verify.live.asking.transport import Trust
    from apiref_verify.live.cloud import cloud_door
    from apiref_verify.live.door import DoorError, plain_door

    if (cloud is None) == (base_url is None):
        raise Unable("say where the API is: either --cloud NAME or --base-url URL")
    try:
        if base_url is not None:
            return plain_door(base_url, headers, Trust(verify))
        if headers or verify is not True:
            raise Unable("--header, --header-env, --insecure and --cacert go with --base-url; clouds.yaml has its own")
        if not service_type:
            raise Unable("--cloud needs --service-type: which service of the catalog, such as compute or placement")
        return cloud_door(cloud or "", service_type)
    except DoorError as error:
        raise Unable(str(error)) from None


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
    default=60.0,
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
@report_options
@contract_options
@shared_options
def live(
    path: Path,
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
    given, asked = dict(_pairs("--value", values, "=")), dict(_pairs("--query", queries, "="))
    reporting = Reporting(formats, statistics, exit_zero, strict)
    settings = configuration(
        path,
        config,
        source=source,
        **rule_settings(select, ignore, extend_select, per_path_ignore),
        contracts=contract_sources(contracts, authority, python, allow_remote),
    )
    written, allowance = _scenario(scenario, allow_writes, allow)
    if dry_run:
        return _dry_run(path, settings, max_versions, given, asked, written, allowance)
    if insecure and cacert:
        raise Unable("--insecure and --cacert exclude each other")
    if resume and record is None:
        raise Unable("--resume needs --record: the file to go on with")
    door = _door(cloud, base_url, _headers(header, header_env), service_type, cacert or not insecure)
    from apiref_verify.evidence.recordings.secrets import Secrets
    from apiref_verify.live.asking.limits import Limits
    from apiref_verify.live.survey import Survey
    from apiref_verify.reading.reader import read_tree

    secrets = Secrets(settings.secrets)
    survey = Survey(
        read_tree(find(path, settings)),
        door,
        secrets,
        service_type,
        Limits.within(timeout, rate),
        max_versions,
        given,
        asked,
        _earlier(record, resume, secrets),
        written,
        allowance,
    )
    return _run(path, settings, survey, record, resume, reporting)


def _scenario(path: Path | None, is_allowed: bool, entries: tuple[str, ...]) -> tuple[Scenario | None, Allowance]:
    """The scenario of the options, and what it may do: nothing without both the flag and the list."""
    from apiref_verify.live.allowance import NOTHING, Allowance, AllowanceError
    from apiref_verify.live.scenarios.file import ScenarioError, read_scenario

    if path is None:
        if is_allowed or entries:
            raise Unable("--allow-writes and --allow say nothing without --scenario")
        return None, NOTHING
    if entries and not is_allowed:
        raise Unable("--allow says nothing without --allow-writes")
    try:
        return read_scenario(path), Allowance(entries) if is_allowed else NOTHING
    except (AllowanceError, ScenarioError) as error:
        raise Unable(str(error)) from None


def _dry_run(
    path: Path,
    settings: Configuration,
    most: int,
    given: dict[str, str],
    queries: dict[str, str],
    scenario: Scenario | None,
    allowance: Allowance,
) -> int:
    """Show what would be sent."""
    from apiref_verify.live.plan_report import as_text, scenario_as_text
    from apiref_verify.live.scenarios.file import ScenarioError
    from apiref_verify.live.scenarios.lookup import Lookup, check
    from apiref_verify.reading.reader import read_tree

    reference = read_tree(find(path, settings))
    if scenario is not None:
        try:
            check(scenario, Lookup(reference), allowance)
        except ScenarioError as error:
            raise Unable(str(error)) from None
        write(scenario_as_text(scenario), None)
    write(as_text(reference, most, given, queries), None)
    return 0


def _earlier(record: Path | None, resume: bool, secrets: Secrets) -> list[Exchange]:
    """The exchanges that an earlier run recorded."""
    from apiref_verify.evidence.recordings.errors import RecordingError
    from apiref_verify.evidence.recordings.read import read_recordings
    from apiref_verify.model.exchange import Exchange

    if record is None or not record.exists():
        return []
    if not resume:
        raise Unable(f"{record}: it exists already; go on with it by --resume, or name another file")
    if record.suffix == ".gz":
        raise Unable(f"{record}: a compressed file cannot be gone on with; unpack it first")
    try:
        exchanges = [one for one in read_recordings([str(record)], secrets) if isinstance(one, Exchange)]
    except RecordingError as error:
        raise Unable(str(error)) from None
    if not exchanges and record.stat().st_size:
        raise Unable(f"{record}: it holds no exchanges; name another file")
    return exchanges


def _run(
    path: Path, settings: Configuration, survey: Survey, record: Path | None, resume: bool, reporting: Reporting
) -> int:
    """Walk, record, judge by what was seen, and show that and what was exercised."""
    from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter
    from apiref_verify.live.door import DoorError
    from apiref_verify.live.scenarios.file import ScenarioError
    from apiref_verify.live.survey import prepare
    from apiref_verify.matching.exchanges.aggregation import Aggregator

    rules, contracts = rules_of(settings), load_contracts(settings)
    aggregator = Aggregator((operation for _, operation in survey.reference.operations), contracts)
    try:
        prepared = prepare(survey)
    except (DoorError, ScenarioError) as error:
        raise Unable(str(error)) from None
    interrupted = False
    with progress() as observer, ExchangeWriter(record, append=resume) if record else nullcontext() as writer:

        def receive(seen: Seen) -> None:
            if seen.is_new and writer is not None:
                writer.write(seen.exchange)
            aggregator.add(seen.exchange)

        try:
            prepared.run(receive, observer)
        except KeyboardInterrupt:
            interrupted = True
        result = judged(path, settings, survey.reference, rules, contracts, aggregator.observations, observer)
    code = reporting.finish(result, prepared.coverage)
    if not prepared.coverage.exercised and not interrupted:
        reasons = "; ".join(dict.fromkeys(str(one.why) for one in prepared.coverage.others if one.why))
        raise Unable(f"nothing was answered: {reasons}" if reasons else "nothing was answered")
    return INTERRUPTED if interrupted else code
