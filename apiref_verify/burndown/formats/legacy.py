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
    """One source file, and what is claimed of it, in the order of ``COLUMNS``."""

    filename: str
    claims: tuple[Claim, ...]

    @property
    def cells(self) -> tuple[str, ...]:
        """The claims as they were shown; a dash where the reference has no marker at all."""
        return tuple(_CELLS[claim] for claim in self.claims)


def rows(snapshot: Snapshot) -> list[LegacyRow]:
    """The files with markers or operations, by name: the script knew nothing of operations."""
    reference = snapshot.reference
    return sorted(
        (
            LegacyRow(
                snapshot.short(section.path),
                tuple(claim_of(reference, section, phase) for phase in Phase),
            )
            for section in reference.sections
            if section.operations or section.markers
        ),
        key=lambda row: row.filename,
    )


def counts(snapshot: Snapshot) -> tuple[int, ...]:
    """How many files have each marker, in the order of ``COLUMNS``."""
    columns = zip(*(row.claims for row in rows(snapshot)), strict=True)
    return tuple(column.count(Claim.TODO) for column in columns) or (0,) * len(COLUMNS)
