"""The Sphinx domain ``apiref``: what each document claims, its operations as targets of links, and the verdicts."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any, ClassVar

from sphinx.domains import Domain, ObjType
from sphinx.locale import _
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode

from apiref_verify.sphinx_ext.targets import Place, Target, find

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from apiref_verify.reading.rst.parsing import Document
    from apiref_verify.sphinx_ext.checked.verdicts import Verdicts

DATA_VERSION = 3
"""Counts up when the data of the domain change their form."""


class ReferenceDomain(Domain):
    """All that a build knows of an API reference, document by document."""

    name = "apiref"
    label = "API reference"
    object_types: ClassVar[dict[str, ObjType]] = {"operation": ObjType(_("operation"), "op")}
    roles: ClassVar[dict[str, Any]] = {"op": XRefRole(warn_dangling=True)}
    data_version = DATA_VERSION
    initial_data: ClassVar[dict[str, Any]] = {
        "documents": {},
        "targets": {},
        "views": {},
        "verdicts": None,
        "written": {},
    }
    dangling_warnings: ClassVar[dict[str, str]] = {"op": "no operation %(target)s is documented"}
    reads_something = True
    """Whether any document is read in this build."""

    @property
    def _packed(self) -> dict[str, bytes]:
        """By docname, what a document says, pickled: thousands of small objects would slow the rest of a build."""
        found: dict[str, bytes] = self.data["documents"]
        return found

    def keep(self, docname: str, document: Document) -> None:
        """Keep what a document says."""
        self._packed[docname] = pickle.dumps(document, pickle.HIGHEST_PROTOCOL)

    @property
    def collected(self) -> Set[str]:
        """The documents of which it is kept what they say."""
        return self._packed.keys()

    def documents(self) -> dict[str, Document]:
        """By docname, what each document says."""
        return {docname: pickle.loads(packed) for docname, packed in self._packed.items()}

    @property
    def targets(self) -> dict[str, dict[Place, Target]]:
        """By docname, the operations of a document by the place of their ``rest_method``."""
        found: dict[str, dict[Place, Target]] = self.data["targets"]
        return found

    @property
    def views(self) -> dict[str, frozenset[str]]:
        """By docname, the names of our directives that show verdicts, of those documents that hold any."""
        found: dict[str, frozenset[str]] = self.data["views"]
        return found

    @property
    def written(self) -> dict[str, dict[str, str]]:
        """By output folder and docname, a digest of what each page there showed of the verdicts when last written."""
        found: dict[str, dict[str, str]] = self.data["written"]
        return found

    @property
    def verdicts(self) -> Verdicts | None:
        """What the last check found; ``None`` if there was none yet."""
        found: Verdicts | None = self.data["verdicts"]
        return found

    @verdicts.setter
    def verdicts(self, verdicts: Verdicts | None) -> None:
        self.data["verdicts"] = verdicts

    def clear_doc(self, docname: str) -> None:
        """Forget a document that is read anew, or is gone."""
        self._packed.pop(docname, None)
        self.targets.pop(docname, None)
        self.views.pop(docname, None)

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        for kind in ("documents", "targets", "views"):
            self.data[kind].update({name: otherdata[kind][name] for name in docnames if name in otherdata[kind]})

    def rename(self, names: Mapping[Place, str]) -> None:
        """Call operations by their whole names: the one of an action is known only when all is read."""
        for targets in self.targets.values():
            for place, target in targets.items():
                targets[place] = target._replace(name=names.get(place, target.name))

    def target_at(self, place: Place) -> Target | None:
        """The target of the operation whose ``rest_method`` stands at a place."""
        return next((targets[place] for targets in self.targets.values() if place in targets), None)

    def find(self, name: str) -> Target | None:
        """The operation that a link calls by ``name``."""
        return find(name, self._all_targets())

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Make a link of ``:apiref:op:`GET /servers```."""
        found = self.find(target)
        if found is None:
            return None
        return make_refnode(builder, fromdocname, found.docname, found.anchor, contnode, found.name)

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Make a link of ``:any:`GET /servers```."""
        found = self.resolve_xref(env, fromdocname, builder, "op", target, node, contnode)
        return [("apiref:op", found)] if found is not None else []

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """The operations, for the inventory and the search."""
        seen: set[str] = set()
        for target in self._all_targets():
            if target.name not in seen:
                seen.add(target.name)
                yield target.name, target.name, "operation", target.docname, target.anchor, 1

    def _all_targets(self) -> Iterator[Target]:
        for docname in sorted(self.targets):
            yield from self.targets[docname].values()
