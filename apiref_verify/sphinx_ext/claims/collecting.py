"""While Sphinx reads a document: what it claims, which files that rests on, and where its operations stand."""

from __future__ import annotations

from collections.abc import Set
from pathlib import Path
from typing import TYPE_CHECKING, cast

from apiref_verify.reading.files import Files
from apiref_verify.reading.rst import events
from apiref_verify.reading.tree import TreeError
from apiref_verify.sphinx_ext import options
from apiref_verify.sphinx_ext.beside.os_api_ref import is_loaded, node_type
from apiref_verify.sphinx_ext.claims.tree import document_path, relative_path, tree_around
from apiref_verify.sphinx_ext.domain import ReferenceDomain
from apiref_verify.sphinx_ext.memory import without_collector
from apiref_verify.sphinx_ext.rendering.nodes import operation_line
from apiref_verify.sphinx_ext.targets import Place, Target, operation_name

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

    from apiref_verify.reading.rst.parsing import Document


def not_collected(
    app: Sphinx, environment: BuildEnvironment, added: Set[str], changed: Set[str], removed: Set[str]
) -> list[str]:
    """The documents that an earlier build read without collecting, since it was told not to: to be read anew."""
    if options.is_off(app):
        return []
    domain = cast(ReferenceDomain, environment.get_domain("apiref"))
    try:
        root = tree_around(Path(environment.srcdir)).root
    except TreeError:
        return []
    missing = environment.found_docs - added - domain.collected
    return [docname for docname in missing if document_path(environment, root, docname)]


def collect(app: Sphinx, doctree: nodes.document) -> None:
    """Keep in the domain what the document under way says. This may happen in a process of its own.

    Claims are read by the parser of the command line from the same files, so that both doors see the same lines; the
    tree that Sphinx made tells where operations stand in the pages.
    """
    environment = app.env
    domain = cast(ReferenceDomain, environment.get_domain("apiref"))
    docname = environment.docname
    try:
        tree = tree_around(Path(environment.srcdir))
    except TreeError:
        return  # told once, when the reference is checked
    domain.targets[docname] = _targets(app, doctree, tree.root, docname)
    path = document_path(environment, tree.root, docname)
    if options.is_off(app) or not path:
        return
    from apiref_verify.reading.rst.parsing import Parser

    files = Files(tree.root, tree.source)
    with without_collector():
        document = Parser(tree, files).document(path)
        domain.keep(docname, document)
    _note_dependencies(environment, files, document)


def _note_dependencies(environment: BuildEnvironment, files: Files, document: Document) -> None:
    """Let a document be read anew when a parameters file, list of codes or sample that it uses has changed.

    Sphinx knows of the files that a document includes; os_api_ref tells it nothing of its own.
    """
    used = set()
    for event in document.events:
        match event:
            case events.ParametersTable() | events.StatusCodes():
                used.add((event.file, event.path))
            case events.IncludedSample():
                used.add((event.target, event.path))
            case _:
                pass
    for target, path in used:
        if target:
            environment.note_dependency(str(files.root / files.resolve(target, document.folder, path)))


def _targets(app: Sphinx, doctree: nodes.document, root: Path, docname: str) -> dict[Place, Target]:
    """The operations of a document, by the places of their ``rest_method``."""
    found: dict[Place, Target] = {}
    for node in operation_nodes(app, doctree):
        place = place_of(node, root)
        if place is not None:
            anchor = _anchor(node)
            found[place] = Target(operation_name(node["method"], node["url"]), docname, anchor, _around(node, anchor))
    return found


def operation_nodes(app: Sphinx, doctree: nodes.document) -> list[nodes.Element]:
    """The nodes of all ``rest_method`` of a document, with ``method`` and ``url``."""
    kind = node_type() if is_loaded(app) else operation_line
    return list(doctree.findall(kind))


def place_of(node: nodes.Element, root: Path) -> Place | None:
    """Where a ``rest_method`` is written; ``None`` if not below the root."""
    if not node.source or not node.line:
        return None
    path = relative_path(Path(node.source), root)
    return (path, node.line) if path else None


def _anchor(node: nodes.Element) -> str:
    """The id of the section that an operation stands in."""
    if "target" in node:
        return str(node["target"])
    section = node.parent
    while section is not None and not section.get("ids"):
        section = section.parent
    return str(section["ids"][0]) if section is not None else ""


def _around(node: nodes.Element, anchor: str) -> str:
    """The id of the section around the one with an operation; its own if there is none."""
    section = node.parent
    while section is not None and anchor not in section.get("ids", ()):
        section = section.parent
    ids = section.parent.get("ids") if section is not None and section.parent is not None else None
    return str(ids[0]) if ids else anchor
