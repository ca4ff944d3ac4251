"""One part of the work: the exchanges of one file, counted."""

from __future__ import annotations

from dataclasses import dataclass

from apiref_verify.evidence.observations.file import EvidenceError, is_evidence, read
from apiref_verify.evidence.recordings.files import RecordingFile
from apiref_verify.evidence.recordings.read import read_file
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.matching.exchanges.aggregation import Aggregator
from apiref_verify.model.contract import Contract
from apiref_verify.model.exchange import Source, Unread
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Operation


@dataclass(frozen=True, slots=True)
class Plan:
    """What every part is counted by: the documented operations, the contracts, and the names of further secrets."""

    operations: tuple[Operation, ...]
    contracts: tuple[Contract, ...] = ()
    secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What one file showed, and the warnings about it."""

    observations: Observations
    warnings: tuple[str, ...] = ()


def gather_part(plan: Plan, file: RecordingFile) -> Part:
    """Count the exchanges of a file; an evidence file has been counted before. Nothing is raised for a broken one."""
    warnings: list[str] = []
    aggregator = Aggregator(plan.operations, plan.contracts)
    if file.is_shared and is_evidence(file.place):
        try:
            return Part(read(file.place))
        except EvidenceError as error:
            aggregator.add(Unread("no sound evidence file", Source(file.path, 1)))
            return Part(aggregator.observations, (str(error),))
    for item in read_file(file, Secrets(plan.secrets), warnings.append):
        aggregator.add(item)
    return Part(aggregator.observations, tuple(warnings))
