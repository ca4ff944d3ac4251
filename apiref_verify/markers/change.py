"""What is to become of the markers of a section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Phase, Section

_NAME = re.compile(r"[^()\x00-\x1f\x7f]{0,80}")


class Mark(StrEnum):
    """What is claimed of a phase from now on."""

    DONE = "done"
    NEEDS = "needs"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True)
class Change:
    """One phase of one section, and what is to be claimed of it; ``name`` is who is on it, for a claim."""

    section: Section
    phase: Phase
    mark: Mark
    name: str = ""

    def __str__(self) -> str:
        words = {Mark.DONE: "done", Mark.NEEDS: "to do", Mark.CLAIM: f"to do, {self.name or 'nobody'} is on it"}
        return f"{self.section.path}: {self.phase} {words[self.mark]}"


def claimant(name: str) -> str:
    """A name that can stand in a marker, or the empty string for nobody.

    :raises MarkError: if it cannot.
    """
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise MarkError(f"{name!r} cannot stand in a marker: write up to 80 characters in one line, without brackets")
    return name
