"""Which pages show something else than when they were last written, though their documents may be the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from apiref_verify.sphinx_ext.pages.page import by_phase
from apiref_verify.sphinx_ext.pages.views import BURNDOWN, FINDINGS

if TYPE_CHECKING:
    from apiref_verify.sphinx_ext.domain import ReferenceDomain
    from apiref_verify.sphinx_ext.options import Shown


def digests(domain: ReferenceDomain, shown: Shown) -> dict[str, str]:
    """By docname, a digest of what its page shows of the verdicts; documents that show nothing of them have none."""
    by_directives = _by_directives(domain)
    by_options = _by_options(domain, shown) if shown.anything else {}
    return {
        docname: _digest(
            by_options.get(docname), *(by_directives[kind] for kind in sorted(domain.views.get(docname, ())))
        )
        for docname in {*domain.views, *by_options}
    }


def changed(before: Mapping[str, str], now: Mapping[str, str]) -> set[str]:
    """The documents that show something else now."""
    return {docname for docname in before.keys() | now.keys() if before.get(docname) != now.get(docname)}


def _by_directives(domain: ReferenceDomain) -> dict[str, str]:
    """By directive, a digest of what it may show. Both link to operations, wherever these stand."""
    verdicts = domain.verdicts
    if verdicts is None:
        return {BURNDOWN: "", FINDINGS: ""}
    targets = sorted(domain.targets.items())
    names = [operation.name for operation in verdicts.operations.values()]
    return {
        BURNDOWN: _digest(verdicts.burndown["sections"], targets),
        FINDINGS: _digest(verdicts.findings, targets, names),
    }


def _by_options(domain: ReferenceDomain, shown: Shown) -> dict[str, str]:
    """By docname, a digest of what the options show of its operations."""
    documents = {docname: places for docname, places in domain.targets.items() if places}
    verdicts = domain.verdicts
    if verdicts is None:
        return dict.fromkeys(documents, "")
    against = by_phase(verdicts.findings)
    return {
        docname: _digest(
            shown,
            verdicts.evidence,
            [(place, verdicts.operations.get(place)) for place in places],
            [found for (place, _), found in against.items() if place in places],
        )
        for docname, places in documents.items()
    }


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
