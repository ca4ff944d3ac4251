"""What all that is shown in a page has in common: the verdicts, and where links lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Phase
from apiref_verify.reading.tree import TreeError
from apiref_verify.sphinx_ext.claims import collecting
from apiref_verify.sphinx_ext.claims.tree import tree_around
from apiref_verify.sphinx_ext.domain import ReferenceDomain
from apiref_verify.sphinx_ext.targets import Place

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from apiref_verify.sphinx_ext.checked.verdicts import ShownFinding, ShownOperation, Verdicts


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is about to be written: one document, or several that were put together."""

    app: Sphinx
    doctree: nodes.document
    docname: str

    @property
    def domain(self) -> ReferenceDomain:
        """All that the build knows."""
        return cast(ReferenceDomain, self.app.env.get_domain("apiref"))

    @property
    def verdicts(self) -> Verdicts | None:
        """What was found, if the reference was checked."""
        return self.domain.verdicts

    @property
    def is_interactive(self) -> bool:
        """Whether people see it in a browser."""
        return self.app.builder.format == "html" and not getattr(self.app.builder, "embedded", False)

    def operations(self) -> Iterator[tuple[nodes.Element, Place, ShownOperation]]:
        """The nodes of those operations that were checked, with their places."""
        root = self._root
        verdicts = self.verdicts
        if root is None or verdicts is None:
            return
        for node in collecting.operation_nodes(self.app, self.doctree):
            place = collecting.place_of(node, root)
            if place in verdicts.operations:
                yield node, place, verdicts.operations[place]

    def place_of(self, node: nodes.Element) -> Place | None:
        """Where a node is written."""
        root = self._root
        return collecting.place_of(node, root) if root else None

    def link(self, place: Place | None, name: str) -> nodes.Node:
        """A link to an operation; its name alone where that is in no page."""
        target = self.domain.target_at(place) if place else None
        return self._reference(target.docname, target.anchor, name) if target else nodes.inline("", name)

    def section_link(self, path: str, name: str) -> nodes.Node:
        """A link to the section of a page that a source file makes; its name alone where there is none."""
        places = (place for targets in self.domain.targets.values() for place in targets if place[0] == path)
        target = self.domain.target_at(first) if (first := min(places, default=None)) else None
        return self._reference(target.docname, target.around, name) if target else nodes.inline("", name)

    def _reference(self, docname: str, anchor: str, name: str) -> nodes.Node:
        words = nodes.inline("", name)
        try:
            return make_refnode(self.app.builder, self.docname, docname, anchor, words)
        except NoUri:
            return words

    @property
    def _root(self) -> Path | None:
        try:
            return tree_around(Path(self.app.srcdir)).root
        except TreeError:
            return None


def by_phase(findings: Iterable[ShownFinding]) -> dict[tuple[Place, Phase], list[ShownFinding]]:
    """The findings because of which phases of operations disagree: notes do not count."""
    found: dict[tuple[Place, Phase], list[ShownFinding]] = defaultdict(list)
    for finding in findings:
        if finding.operation and finding.severity is not Severity.NOTE:
            found[finding.operation, finding.phase].append(finding)
    return found
