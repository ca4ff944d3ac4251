"""What a check found, in the form that is kept between builds: for warnings, and for the pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from apiref_verify.configuration import Configuration
from apiref_verify.model.finding import Severity, Status
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Phase
from apiref_verify.reading.stamps import Stamps
from apiref_verify.sphinx_ext.targets import Place


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding, for people: ``operation`` is the place of the one that it is about, if it is about one."""

    code: str
    name: str
    severity: Severity
    phase: Phase
    message: str
    hint: str
    location: Location
    section: str
    operation: Place | None


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    """What became of a phase of an operation, and by which evidence, or why not."""

    status: Status
    reason: str


@dataclass(frozen=True, slots=True)
class ShownSample:
    """A request sample: the place that shows it, whether it stands there in the text, and its version or ``""``."""

    place: Place
    inline: bool
    version: str


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """An operation, its outcomes by phase, and its request samples."""

    name: str
    method: str
    url: str
    minimum: str
    section: str
    outcomes: dict[Phase, ShownOutcome]
    requests: tuple[ShownSample, ...]


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A contract or recordings that the reference was verified against.

    ``name`` is as in ``nova 34.0.0``, ``versions`` as in ``2.1 to 2.104``, ``date`` in ISO 8601; both may be empty.
    """

    kind: str
    name: str
    versions: str
    date: str


@dataclass(frozen=True, slots=True)
class Basis:
    """What a check rested on: two with the same basis find the same.

    ``files`` are those of the tree and of its evidence; ``None`` if some of the evidence is no file, since nobody can
    tell whether that has changed.
    """

    settings: Configuration
    tool: str
    files: Stamps | None


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All that is kept of a check. ``burndown`` is as in ``burndown-1.json``, ``summary`` is for people.

    ``warnings`` are of evidence that could not be used as meant, ``basis`` is what the check rested on.
    """

    findings: tuple[ShownFinding, ...]
    operations: dict[Place, ShownOperation]
    evidence: tuple[ShownEvidence, ...]
    burndown: dict[str, Any]
    summary: tuple[str, ...]
    warnings: tuple[str, ...]
    basis: Basis
