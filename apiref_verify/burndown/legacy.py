"""What the script of Nova's sprint in 2016 counted: files and their markers, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from apiref_verify.burndown.snapshot import Snapshot
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Claim, claim_of

COLUMNS = tuple(f"needs:{phase.value}_verification" for phase in Phase)
"""The phases, as they are called in the files of 2016."""

_CELLS = {Claim.TODO: "TODO", Claim.DONE: "✓", Claim.NOT_CLAIMED: "-"}


@dataclass(frozen=True, slots=True)
class LegacyRow:
    """One source file, and its cells in the order of ``COLUMNS``; a dash where the reference has no marker at all."""

    filename: str
    cells: tuple[str, ...]


def rows(snapshot: Snapshot) -> list[LegacyRow]:
    """The files with markers or operations, by name: the script knew nothing of operations."""
    reference = snapshot.reference
    return sorted(
        (
            LegacyRow(
                snapshot.short(section.path),
                tuple(_CELLS[claim_of(reference, section, phase)] for phase in Phase),
            )
            for section in reference.sections
            if section.operations or section.markers
        ),
        key=lambda row: row.filename,
    )


def counts(snapshot: Snapshot) -> tuple[int, ...]:
    """How many files have each marker, in the order of ``COLUMNS``."""
    todo = _CELLS[Claim.TODO]
    return tuple(sum(row.cells[n] == todo for row in rows(snapshot)) for n in range(len(COLUMNS)))
