"""The steps that both doors take, the command line and Sphinx: rules, contracts, recordings, verdicts.

What a step needs is imported when it is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.matching.habits import Habits
    from apiref_verify.model.contract import Contract
    from apiref_verify.model.observed.observations import Observations
    from apiref_verify.model.reference import Reference
    from apiref_verify.rules import Rule
    from apiref_verify.verification import Observer, Result

Warn = Callable[[str], None]
"""Told, in one line, what does not stop the job."""


class UnableError(Exception):
    """The job could not be done; the message says why, and what to do."""


def rules_of(settings: Configuration) -> list[Rule]:
    """The rules of a run.

    :raises UnableError: if a setting names a rule that does not exist, or none is left.
    """
    from apiref_verify.rules.registry import UnknownRuleError
    from apiref_verify.selection import chosen_rules

    try:
        rules = chosen_rules(settings)
    except UnknownRuleError as error:
        raise UnableError(str(error)) from None
    if not rules:
        raise UnableError("no rule is left to run: the settings ignore every one that they select")
    return rules


def load_contracts(settings: Configuration, warn: Warn) -> list[Contract]:
    """The contracts of a run.

    :raises UnableError: if one of them cannot be had.
    """
    if not settings.contracts:
        return []
    from apiref_verify.evidence.contracts.errors import ContractError
    from apiref_verify.evidence.contracts.find import find_contract

    try:
        return [find_contract(source, warn) for source in settings.contracts]
    except ContractError as error:
        raise UnableError(str(error)) from None


def gathered(
    settings: Configuration,
    reference: Reference,
    contracts: Sequence[Contract],
    warn: Warn,
    observer: Observer,
    jobs: int = 1,
    engine: str | None = None,
) -> Observations | None:
    """What the recordings of a run show, ``None`` if it has none.

    :raises UnableError: if they cannot be read, or show nothing of this API.
    """
    if not settings.recordings:
        if engine:
            raise UnableError("--engine says nothing without --recording")
        return None
    from apiref_verify.evidence.recordings.errors import RecordingError
    from apiref_verify.gathering.engines import EngineError, engine_of
    from apiref_verify.gathering.gather import gather
    from apiref_verify.gathering.part import Plan
    from apiref_verify.matching.exchanges.services import of_this_api

    plan = Plan(tuple(operation for _, operation in reference.operations), tuple(contracts), settings.secrets)
    try:
        found = gather(
            settings.recordings,
            plan,
            warn,
            engine_of(engine, jobs),
            lambda done, total: observer("recordings", done, total),
        )
    except (RecordingError, EngineError) as error:
        raise UnableError(str(error)) from None
    if not found.read:
        reasons = "; ".join(f"{count} {reason}" for reason, count in found.skipped.most_common(3))
        raise UnableError(f"the recordings hold no exchange that could be read{f' ({reasons})' if reasons else ''}")
    if not any(service.matched for service in of_this_api(found.services)[0].values()):
        raise UnableError(
            f"none of the {found.read} exchanges is of an API that is documented here: "
            "are they of this one? 'apiref-verify inspect' shows what is documented"
        )
    return found


def judged(
    settings: Configuration,
    reference: Reference,
    rules: list[Rule],
    contracts: Sequence[Contract],
    observations: Observations | None,
    observer: Observer,
    habits: Habits | None = None,
) -> Result:
    """What comes of a reference and its evidence, but for what the settings leave out.

    :raises UnableError: if there was nothing at all to check.
    """
    from apiref_verify.selection import counted
    from apiref_verify.verification import verify

    result = verify(reference, rules, observer, habits, settings.habits, contracts, observations)
    if result.checked_nothing:
        raise UnableError(f"{result.nothing_because}: nothing was checked")
    return replace(result, findings=counted(result.findings, settings))
