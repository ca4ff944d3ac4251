"""Whether anything that a check rested on has changed since."""

from __future__ import annotations

import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from apiref_verify.evidence.recordings.errors import RecordingError
from apiref_verify.evidence.recordings.files import find_recordings
from apiref_verify.reading.stamps import paths_of, stamps, tool_stamp
from apiref_verify.sphinx_ext.checked.verdicts import Basis

if TYPE_CHECKING:
    from apiref_verify.configuration import Configuration
    from apiref_verify.model.contract_source import ContractSource
    from apiref_verify.model.reference import Reference
    from apiref_verify.reading.tree import Tree

_MOST_FILES = 5_000
"""The folder of a contract with more files than this is not searched for changes: the check is made again."""


def basis_of(tree: Tree, reference: Reference, settings: Configuration) -> Basis:
    """What a check of ``reference`` rests on."""
    evidence = _evidence_files(settings)
    files = None if evidence is None else stamps(tree.root, {*paths_of(tree, reference), *evidence})
    return Basis(settings, tool_stamp(), files)


def still_holds(basis: Basis, tree: Tree, settings: Configuration) -> bool:
    """Whether a check would find the same as one with this basis did: nothing came, went or changed."""
    if basis.files is None or basis.settings != settings or basis.tool != tool_stamp():
        return False
    evidence = _evidence_files(settings)
    if evidence is None:
        return False
    return stamps(tree.root, {*basis.files, *tree.documents, *tree.others, *evidence}) == basis.files


def _evidence_files(settings: Configuration) -> set[str] | None:
    """The files (absolute) that contracts and recordings may be read from; ``None`` if they are no files alone."""
    found: set[str] = set()
    for source in settings.contracts:
        files = _contract_files(source)
        if files is None:
            return None
        found |= files
    try:
        recordings = find_recordings(settings.recordings)
    except RecordingError:
        return None
    if not all(recording.is_shared for recording in recordings):
        return None
    return found | {str(recording.place.resolve()) for recording in recordings}


def _contract_files(source: ContractSource) -> set[str] | None:
    """A contract's file with those beside it, that it may refer to; or all files of its folder."""
    path = Path(source.source).resolve()
    if source.allow_remote or source.python or not path.exists():
        return None
    found = set(islice(_below(path if path.is_dir() else path.parent), _MOST_FILES + 1))
    return found if len(found) <= _MOST_FILES else None


def _below(folder: Path) -> Iterable[str]:
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (str(Path(here, name)) for name in names)
