"""Who is heard beside exchanges: what an API did weighs more than what it promises.

What a sample shows against a table stays a finding where exchanges confirm the table: then the sample is to be mended,
and nobody else tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from apiref_verify.matching.alignment import Fit, Match
from apiref_verify.matching.comparison import Comparison
from apiref_verify.matching.exchanges.comparison import Observed
from apiref_verify.matching.skeleton import Node
from apiref_verify.matching.types import admitted
from apiref_verify.matching.verdicts import (
    Absent,
    Missing,
    Verdict,
    WrongBound,
    WrongRequired,
    WrongType,
    ranges_of,
)
from apiref_verify.model.reference import Parameter

_C = TypeVar("_C", bound=Comparison)


def not_refuted(verdicts: Iterable[tuple[_C, Verdict]], observed: Observed | None) -> Iterator[tuple[_C, Verdict]]:
    """The verdicts of contracts that no exchange shows to be wrong: there the API breaks its own contract."""
    for comparison, verdict in verdicts:
        if observed is None or not _refutes(observed, verdict):
            yield comparison, verdict


def _refutes(observed: Observed, verdict: Verdict) -> bool:
    """Whether exchanges show that the document is right where a contract says that it is wrong."""
    match verdict:
        case Absent():
            return bool(_shown(observed, verdict.row, verdict))
        case WrongType():
            types = _shown(observed, verdict.row, verdict)
            return bool(types and types <= admitted(verdict.row.type) and not types & verdict.types)
        case WrongBound():
            return bool(_shown(observed, verdict.row, verdict)) and _claims_more(verdict)
        case WrongRequired():
            return verdict.always and not verdict.described and _was_missing(observed, verdict)
        case _:
            return False


def _claims_more(verdict: WrongBound) -> bool:
    """Whether it is the document that has a parameter in more versions than the contract."""
    claimed, promised = verdict.claimed, verdict.promised
    if verdict.lower:
        return promised is not None and (claimed is None or claimed < promised)
    return promised is not None and (claimed is None or claimed > promised)


def _shown(observed: Observed, row: Parameter, verdict: Verdict) -> set[str]:
    """The types that exchanges showed of a row's property in the versions of a verdict."""
    match = _settled(observed, row)
    found: set[str] = set()
    for index in match.node.seen if match else ():
        if match and _is_of(observed, index, verdict):
            found |= match.node.types_in[index]
    return found - {"null"}


def _is_of(observed: Observed, index: int, verdict: Verdict) -> bool:
    """Whether what was seen at one version is evidence on a verdict."""
    version = observed.skeleton.instances[index].version
    return version is None or any(version in limits for limits in ranges_of(verdict))


def _was_missing(observed: Observed, verdict: WrongRequired) -> bool:
    """Whether an object was seen without what a contract says that it must have."""
    match = _settled(observed, verdict.row)
    if match is None:
        lost = next((each for each in observed.alignment.unmatched if each.row is verdict.row), None)
        around = observed.traces.get(lost.parent, {}) if lost and lost.under is None else {}
        return any(trace.objects and _is_of(observed, index, verdict) for index, trace in around.items())
    own, around = observed.traces[match.node], observed.traces.get(match.node.parent, {}) if match.node.parent else {}
    return any(trace.objects > own[index].count for index, trace in around.items() if index in own)


def unheard_beside(verdicts: Iterable[Verdict], observed: Observed | None) -> list[Verdict]:
    """The verdicts of samples, but for a table that is missing where exchanges had a body too."""
    seen = observed is not None and bool(observed.skeleton.nodes)
    return [verdict for verdict in verdicts if not (seen and isinstance(verdict, Missing))]


def _settled(observed: Observed, row: Parameter) -> Match | None:
    """What a row means in exchanges, by its own name."""
    found = next((match for match in observed.alignment.matches if match.row is row), None)
    return found if found is not None and found.fit in (Fit.LITERAL, Fit.DOTTED) else None


def same_place(observed: Observed, node: Node) -> Node | None:
    """The property that exchanges showed where another kind of evidence has ``node``."""
    found: Node | None = observed.skeleton.root
    for step in (*reversed(list(node.ancestors)), node):
        found = found.children.get(step.name) if found else None
    return found
