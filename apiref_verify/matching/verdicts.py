"""Verdicts: what a comparison shows, each a small fact that a rule can report."""

from __future__ import annotations

from dataclasses import dataclass

from apiref_verify.matching.skeleton import Instance, Node
from apiref_verify.model.microversion import Microversion, VersionRange
from apiref_verify.model.observed.tally import Mention
from apiref_verify.model.reference import Parameter


@dataclass(frozen=True, slots=True)
class Undocumented:
    """A property that no row means.

    ``elsewhere``: its name has a row at another level; ``child``: none of its parent's properties has one.
    """

    node: Node
    instances: tuple[Instance, ...]
    elsewhere: bool = False
    child: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """A body that is shown and has no table at all; ``names`` are its properties, outermost first."""

    names: tuple[str, ...]
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A row that no evidence in its versions shows, though the object that it belongs to is there.

    Where samples are the evidence, the row is a required one.
    """

    row: Parameter
    parent: Node
    instances: tuple[Instance, ...]
    ranges: tuple[VersionRange, ...] = ()


@dataclass(frozen=True, slots=True)
class Misnamed:
    """A row whose name is not that of the property which stands in its place."""

    row: Parameter
    node: Node
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class WrongType:
    """A row whose type no value shown admits; ``harmless`` where a string only spells the right value."""

    row: Parameter
    node: Node
    types: frozenset[str]
    instance: Instance
    harmless: bool
    ranges: tuple[VersionRange, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongPlace:
    """A row that says path, query or header, where evidence has it in the body."""

    row: Parameter
    node: Node
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True)
class WrongVersion:
    """A property shown at a version that its rows do not claim; ``later``: they claim later ones only."""

    row: Parameter
    node: Node
    instance: Instance
    version: Microversion
    later: bool


@dataclass(frozen=True, slots=True)
class Lacking:
    """A required row that some evidence shows, and one instance in its versions does not, though it should."""

    row: Parameter
    node: Node
    instance: Instance
    other: Instance


@dataclass(frozen=True, slots=True)
class NotAlways:
    """A required row whose property some of the objects that should have it lacked, in requests or answers.

    ``lacking`` of ``total`` objects did; ``first`` is the first exchange with one, of the version of ``instance``.
    """

    row: Parameter
    node: Node
    lacking: int
    total: int
    instance: Instance
    first: Mention


@dataclass(frozen=True, slots=True)
class WrongSpan:
    """A required row whose property answers had only from a version on, or only up to one (``lower`` is false).

    ``seen`` is the nearest version that has it, ``unseen`` the one that lacks it; ``first`` is an answer of
    ``instance``, one that lacks it.
    """

    row: Parameter
    node: Node
    lower: bool
    seen: Microversion
    unseen: Microversion
    instance: Instance
    first: Mention


@dataclass(frozen=True, slots=True)
class WrongBound:
    """A row that begins or ends in another version than a contract has it.

    ``lower``: the bound is the ``min_version``. ``claimed`` and ``promised`` are the bounds, ``None`` where that side
    has none. ``rows`` are all that share the mistake.
    """

    row: Parameter
    node: Node
    lower: bool
    claimed: Microversion | None
    promised: Microversion | None
    instances: tuple[Instance, ...]
    ranges: tuple[VersionRange, ...]
    rows: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class WrongRequired:
    """A row that says required where a contract says optional, or the other way round (``always``).

    ``nested``: an object around it is optional, so that only the house's habit decides. ``described``: it is the
    description that says optional, by saying who alone sees it.
    """

    row: Parameter
    node: Node
    always: bool
    instances: tuple[Instance, ...]
    ranges: tuple[VersionRange, ...]
    nested: bool = False
    described: bool = False


Verdict = (
    WrongBound
    | WrongSpan
    | WrongRequired
    | Lacking
    | NotAlways
    | Undocumented
    | Missing
    | Absent
    | Misnamed
    | WrongType
    | WrongPlace
    | WrongVersion
)


def ranges_of(verdict: Verdict) -> tuple[VersionRange, ...]:
    """The versions that a contract's verdict holds for; none where it holds for all, or is no contract's."""
    return verdict.ranges if isinstance(verdict, Absent | WrongType | WrongBound | WrongRequired) else ()
