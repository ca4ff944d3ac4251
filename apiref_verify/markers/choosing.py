"""Which sections and phases are meant, and which changes come of it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from apiref_verify.markers.change import Change, Mark
from apiref_verify.markers.errors import MarkError
from apiref_verify.model.reference import Phase, Reference, Section
from apiref_verify.model.standing import Claim, Standings, State, claim_of

ALL = "all"
"""The word for all four phases."""


def sorted_words(words: Iterable[str]) -> tuple[list[str], list[Phase]]:
    """Tell the names of sections from those of phases."""
    sections: list[str] = []
    phases: set[Phase] = set()
    for word in words:
        if word == ALL:
            phases.update(Phase)
        elif word in Phase._value2member_map_:
            phases.add(Phase(word))
        else:
            sections.append(word)
    return sections, [phase for phase in Phase if phase in phases]


def find_sections(reference: Reference, words: Sequence[str]) -> list[Section]:
    """The sections that are named by a path, from here or from the root or the source folder, or without its ending.

    :raises MarkError: if a word means none, or several.
    """
    return [_find(reference, word) for word in words]


def _find(reference: Reference, word: str) -> Section:
    here = Path(word)
    found = [section for section in reference.sections if word in _names(reference, section)]
    if not found and here.is_file():
        found = [section for section in reference.sections if here.samefile(Path(reference.root, section.path))]
    if len(found) == 1:
        return found[0]
    if found:
        raise MarkError(f"{word!r} may be {' or '.join(section.path for section in found)}: say which")
    known = {name: section for section in reference.sections for name in _names(reference, section)}
    near = difflib.get_close_matches(word, known, n=1)
    raise MarkError(f"no section {word!r} in {reference.source}" + (f": did you mean {near[0]}?" if near else ""))


def _names(reference: Reference, section: Section) -> set[str]:
    short = section.path.removeprefix(f"{reference.source}/")
    return {section.path, short, str(PurePosixPath(short).with_suffix("")), PurePosixPath(short).stem}


def wished(sections: Iterable[Section], phases: Sequence[Phase], mark: Mark, name: str = "") -> list[Change]:
    """The same for all phases of all sections."""
    return [Change(section, phase, mark, name) for section in sections for phase in phases]


def initial(reference: Reference, sections: Sequence[Section]) -> list[Change]:
    """All four markers for each section with operations, or for those that were chosen.

    :raises MarkError: if the reference has markers.
    """
    marked = next((section for section in reference.sections if section.markers), None)
    if marked is not None:
        raise MarkError(
            f"this reference has markers already, in {marked.path} for one: "
            "set more by 'apiref-verify mark SECTION PHASE --needs'"
        )
    chosen = sections or [section for section in reference.sections if section.operations]
    return wished(chosen, list(Phase), Mark.NEEDS)


def verified(reference: Reference, standings: Standings, sections: Sequence[Section]) -> Iterator[Change]:
    """The markers that can go, in all sections or in those that were chosen: evidence has verified their phases."""
    for section in sections or reference.sections:
        for phase in Phase:
            is_marked = claim_of(reference, section, phase) is Claim.TODO
            if is_marked and standings[section.path, phase].state is State.VERIFIED:
                yield Change(section, phase, Mark.DONE)
