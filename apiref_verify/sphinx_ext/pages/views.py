"""The two directives. What they show is known only when all documents are read: until then a node holds their place."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from apiref_verify.model.finding import Severity
from apiref_verify.model.reference import Phase
from apiref_verify.rules import find
from apiref_verify.rules.registry import UnknownRuleError
from apiref_verify.sphinx_ext.domain import ReferenceDomain

BURNDOWN = "burndown"
FINDINGS = "findings"


class view(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The place of what a directive shows; ``sections`` are those it is limited to, as written, if it is."""


class burndown_view(view):  # noqa: N801
    """Shows a burndown: ``chart`` and ``table`` say what of it."""


class findings_view(view):  # noqa: N801
    """Lists findings: those with one of the ``codes``, ``phases`` and ``severities``; all of them where it is empty."""


def words(argument: str | None) -> list[str]:
    """The words of an option, with blanks or commas between them.

    :raises ValueError: if there are none.
    """
    found = (argument or "").replace(",", " ").split()
    if not found:
        raise ValueError("something must be named")
    return found


def codes(argument: str | None) -> list[str]:
    """The codes of the rules that an option names as ``--select`` does.

    :raises ValueError: for a word that means no rule.
    """
    try:
        return sorted({rule.code for word in words(argument) for rule in find(word)})
    except UnknownRuleError as error:
        raise ValueError(str(error)) from None


def phases(argument: str | None) -> list[Phase]:
    """The phases that an option names.

    :raises ValueError: for a word that is none.
    """
    return [Phase(directives.choice(word, [phase.value for phase in Phase])) for word in words(argument)]


def severities(argument: str | None) -> list[Severity]:
    """The severities that an option names.

    :raises ValueError: for a word that is none.
    """
    return [Severity(directives.choice(word, [severity.value for severity in Severity])) for word in words(argument)]


class _ViewDirective(SphinxDirective):
    """A directive that shows verdicts."""

    def _hold(self, kind: str, node: view) -> list[nodes.Node]:
        """Hold the place, and let it be known that this document shows verdicts."""
        self.set_source_info(node)
        domain = cast(ReferenceDomain, self.env.get_domain("apiref"))
        held = domain.views.get(self.env.docname, frozenset())
        domain.views[self.env.docname] = held | {kind}
        return [node]


class BurndownDirective(_ViewDirective):
    """The burndown as chart and table, or as the one that is asked for."""

    option_spec: ClassVar[dict[str, Any]] = {"chart": directives.flag, "table": directives.flag, "section": words}

    def run(self) -> list[nodes.Node]:
        """Return the place of the burndown."""
        asked = {"chart", "table"} & self.options.keys() or {"chart", "table"}
        node = burndown_view(
            "", sections=self.options.get("section", []), chart="chart" in asked, table="table" in asked
        )
        return self._hold(BURNDOWN, node)


class FindingsDirective(_ViewDirective):
    """The findings, or those that are asked for."""

    option_spec: ClassVar[dict[str, Any]] = {
        "section": words,
        "code": codes,
        "phase": phases,
        "severity": severities,
    }

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        node = findings_view(
            "",
            sections=self.options.get("section", []),
            codes=self.options.get("code", []),
            phases=self.options.get("phase", []),
            severities=self.options.get("severity", []),
        )
        return self._hold(FINDINGS, node)
