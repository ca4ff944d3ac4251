"""Whether a tree is still what it was when it was read: size and time of all its files, and of this tool."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import Path

from apiref_verify import __version__
from apiref_verify.model.reference import Reference
from apiref_verify.reading.tree import Tree

Stamps = dict[str, tuple[int, int]]
"""By path: size in bytes, and time of the last change in nanoseconds."""


def tool_stamp() -> str:
    """The version of this tool, and when its code last changed."""
    return f"{__version__} {max(path.stat().st_mtime_ns for path in Path(__file__).parent.parent.rglob('*.py'))}"


def paths_of(tree: Tree, reference: Reference) -> set[str]:
    """Every file that a reading saw, or that would now be part of the tree, and the folders of its samples."""
    folders = {posixpath.dirname(path) for path in reference.sample_files}
    return {*reference.files, *reference.sample_files, *folders, *tree.documents, *tree.others}


def stamps(root: Path, paths: Iterable[str]) -> Stamps:
    """Size and time of each of ``paths`` (relative to ``root``) that is there."""
    found: Stamps = {}
    for path in paths:
        try:
            status = (root / path).stat()
        except OSError:
            continue
        found[path] = (status.st_size, status.st_mtime_ns)
    return found
