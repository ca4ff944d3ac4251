"""The tree of a build: laid out as the command line sees it, with the documents that Sphinx found."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from apiref_verify.reading.tree import Tree, tree_of_source

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


@cache
def tree_around(source: Path) -> Tree:
    """The tree of a source folder, read once in a process: its documents are not to be relied on.

    :raises TreeError: if the folder cannot be read.
    """
    return tree_of_source(source)


def tree_of(environment: BuildEnvironment) -> Tree:
    """The tree as this build sees it, its documents in the order of the command line: the main one, then by name.

    :raises TreeError: if the folder cannot be read.
    """
    tree = tree_of_source(Path(environment.srcdir))
    paths = {name: document_path(environment, tree.root, name) for name in environment.found_docs}
    root_doc = environment.config.root_doc
    documents = tuple(sorted(filter(None, paths.values()), key=lambda path: (path != paths.get(root_doc), path)))
    others = tuple(path for path in (*tree.others, *tree.documents) if path not in documents)
    return replace(tree, documents=documents, others=others)


def document_path(environment: BuildEnvironment, root: Path, docname: str) -> str:
    """The path of a document relative to the root; empty if it is not reStructuredText, or lies elsewhere."""
    file = Path(environment.doc2path(docname))
    suffixes = environment.config.source_suffix
    if suffixes.get(file.suffix) not in ("restructuredtext", None):
        return ""
    return relative_path(file, root)


def relative_path(file: Path, root: Path) -> str:
    """The path of a file relative to the root; empty if it lies elsewhere. Links below the root are not followed."""
    path = Path(os.path.abspath(file))  # noqa: PTH100  (what is linked is known by the name of the link)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
