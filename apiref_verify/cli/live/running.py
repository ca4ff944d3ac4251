"""A live run, from its settings to its exit code."""

from __future__ import annotations

import signal
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from apiref_verify.cli.common import INTERRUPTED, Unable, find, progress, told, warn, write

if TYPE_CHECKING:
    from apiref_verify.cli.reporting import Reporting
    from apiref_verify.configuration import Configuration
    from apiref_verify.evidence.recordings.secrets import Secrets
    from apiref_verify.live.allowance import Allowance
    from apiref_verify.live.scenarios.scenario import Scenario
    from apiref_verify.live.survey import Seen, Survey
    from apiref_verify.model.exchange import Exchange


def scenario_of(path: Path | None, is_allowed: bool, entries: tuple[str, ...]) -> tuple[Scenario | None, Allowance]:
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


def show_plan(
    path: Path,
    settings: Configuration,
    most: int,
    given: dict[str, str],
    queries: dict[str, str],
    scenario: Scenario | None,
    allowance: Allowance,
) -> int:
    """Show what would be sent."""
    from apiref_verify.live.scenarios.file import ScenarioError
    from apiref_verify.live.scenarios.lookup import Lookup, check
    from apiref_verify.reading.reader import read_tree
    from apiref_verify.reports.plan import as_text, scenario_as_text

    reference = read_tree(find(path, settings))
    if scenario is not None:
        try:
            check(scenario, Lookup(reference), allowance)
        except ScenarioError as error:
            raise Unable(str(error)) from None
        write(scenario_as_text(scenario), None)
    write(as_text(reference, most, given, queries), None)
    return 0


def recorded_before(record: Path | None, resume: bool, secrets: Secrets) -> list[Exchange]:
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


def run_live(
    path: Path, settings: Configuration, survey: Survey, record: Path | None, resume: bool, reporting: Reporting
) -> int:
    """Walk, record, judge by what was seen, and show that and what was exercised."""
    from apiref_verify import steps
    from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter
    from apiref_verify.live.door import DoorError
    from apiref_verify.live.scenarios.file import ScenarioError
    from apiref_verify.live.survey import prepare
    from apiref_verify.matching.exchanges.aggregation import Aggregator

    with told():
        rules, contracts = steps.rules_of(settings), steps.load_contracts(settings, warn)
    aggregator = Aggregator((operation for _, operation in survey.reference.operations), contracts)
    try:
        prepared = prepare(survey)
    except (DoorError, ScenarioError) as error:
        raise Unable(str(error)) from None
    interrupted = False
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever cancels a job wants it cleaned up, too
    with progress() as observer, ExchangeWriter(record, append=resume) if record else nullcontext() as writer:

        def receive(seen: Seen) -> None:
            if seen.is_new and writer is not None:
                writer.write(seen.exchange)
            aggregator.add(seen.exchange)

        try:
            prepared.run(receive, observer)
        except KeyboardInterrupt:
            interrupted = True
        with told(path):
            result = steps.judged(settings, survey.reference, rules, contracts, aggregator.observations, observer)
    code = reporting.finish(result, prepared.coverage)
    if not prepared.coverage.exercised and not interrupted:
        reasons = "; ".join(dict.fromkeys(str(one.why) for one in prepared.coverage.others if one.why))
        raise Unable(f"nothing was answered: {reasons}" if reasons else "nothing was answered")
    return INTERRUPTED if interrupted else code
