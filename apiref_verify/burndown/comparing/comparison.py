"""What one verification found and another did not, and the markers that came and went."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apiref_verify.model.finding import Finding, Severity
from apiref_verify.model.reference import Phase, Reference
from apiref_verify.verification import Result

_NUMBER = re.compile(r"\d+")

Identity = tuple[str, str, str, str, str]
"""What makes two findings the same in spite of other line numbers: code, section, operation, parameter and message."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: ``rev`` as it was said, the id of its commit, and what was found there."""

    rev: str
    commit: str
    result: Result


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one to the other. Sections are paths from the source folder.

    ``done`` are the phases of sections whose marker went, or whose section did; ``to_do`` those whose marker is new.
    """

    before: Side
    after: Side
    fixed: tuple[Finding, ...]
    added: tuple[Finding, ...]
    done: tuple[tuple[str, Phase], ...]
    to_do: tuple[tuple[str, Phase], ...]

    @property
    def is_worse(self) -> bool:
        """Whether a finding was added that is more than a note."""
        return any(finding.severity is not Severity.NOTE for finding in self.added)


def compare(before: Side, after: Side) -> Comparison:
    """Set two verifications beside each other."""
    old, new = before.result, after.result
    marked_before, marked_after = list(_marked(old.reference)), list(_marked(new.reference))
    return Comparison(
        before,
        after,
        tuple(_only_in(old, new)),
        tuple(_only_in(new, old)),
        tuple(phase for phase in marked_before if phase not in marked_after),
        tuple(phase for phase in marked_after if phase not in marked_before),
    )


def _only_in(one: Result, other: Result) -> Iterator[Finding]:
    """Yield the findings of one that the other has not, or has less often: then the last ones."""
    known = _by_identity(other)
    found = [finding for same, findings in _by_identity(one).items() for finding in findings[len(known[same]) :]]
    return iter(sorted(found, key=lambda finding: finding.sort_key))


def _by_identity(result: Result) -> defaultdict[Identity, list[Finding]]:
    found: defaultdict[Identity, list[Finding]] = defaultdict(list)
    for finding in result.findings:
        found[_identity(finding, result.reference)].append(finding)
    return found


def _identity(finding: Finding, reference: Reference) -> Identity:
    return (
        finding.code,
        _short(finding.section, reference),
        finding.operation.name if finding.operation else "",
        finding.parameter or "",
        _NUMBER.sub("", finding.message),
    )


def _marked(reference: Reference) -> Iterable[tuple[str, Phase]]:
    """Return the phases of sections that carry a marker, in reading order."""
    return dict.fromkeys(
        (_short(section.path, reference), phase)
        for section in reference.sections
        for phase in Phase
        if any(marker.phase is phase for marker in section.markers)
    )


def _short(path: str, reference: Reference) -> str:
    return path.removeprefix(f"{reference.source}/")
