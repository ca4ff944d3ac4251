"""What changed between two microversions of a contract: operations, properties, codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from apiref_verify.evidence.contracts.outlines.constraints import Kind
from apiref_verify.evidence.contracts.outlines.outline import Entry, Form, outline, query_outline
from apiref_verify.evidence.contracts.outlines.wording import described, type_of
from apiref_verify.model.contract import Contract, Promise, Route, Schema
from apiref_verify.model.microversion import Microversion

NOT_KNOWN = "not known"


class What(StrEnum):
    """What happened to a property; a change of a constraint has the kind of the constraint instead."""

    ADDED = "added"
    REMOVED = "removed"
    TYPE = "type"
    REQUIRED = "required"
    OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one property: ``path`` has the names that lead to it, none for the body itself.

    ``what`` is a :class:`What`, or the kind of a constraint, of the items of a list if ``of_items``. ``before`` and
    ``after`` have what was said: a description for added and removed ones, types, or values of the constraint.
    """

    path: tuple[str, ...]
    what: What | Kind
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    of_items: bool = False


@dataclass(frozen=True, slots=True)
class PartChanges:
    """The changes of one part of an exchange: ``request``, ``query``, or ``response`` with its status."""

    part: str
    changes: tuple[Change, ...]
    status: str = ""


@dataclass(frozen=True, slots=True)
class CodeChanges:
    """Status codes that came and went; ``success`` or ``errors``."""

    kind: str
    added: tuple[int, ...]
    removed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OperationChanges:
    """What changed of an operation that both versions have."""

    route: Route
    parts: tuple[PartChanges, ...]
    codes: tuple[CodeChanges, ...]


@dataclass(frozen=True, slots=True)
class ContractChanges:
    """All that changed; operations are in the order of the contract."""

    contract: Contract
    before: Microversion
    after: Microversion
    added: tuple[Route, ...]
    removed: tuple[Route, ...]
    changed: tuple[OperationChanges, ...]


def changes(contract: Contract, before: Microversion, after: Microversion) -> ContractChanges:
    """What changed on the way from one version to another, which may be the older one."""
    added, removed, changed = [], [], []
    for route in contract.routes:
        old, new = route.at(before), route.at(after)
        if old is None and new is not None:
            added.append(route)
        elif old is not None and new is None:
            removed.append(route)
        elif old is not None and new is not None and old is not new:
            found = _operation(route, old, new)
            if found.parts or found.codes:
                changed.append(found)
    return ContractChanges(contract, before, after, tuple(added), tuple(removed), tuple(changed))


def _operation(route: Route, old: Promise, new: Promise) -> OperationChanges:
    parts = [
        PartChanges("request", tuple(_of_schemas(old.request, new.request))),
        PartChanges("query", tuple(_of_schemas(old.query, new.query, in_query=True))),
        *_responses(old.responses, new.responses),
    ]
    codes = [
        CodeChanges(kind, tuple(c for c in b.codes if c not in a.codes), tuple(c for c in a.codes if c not in b.codes))
        for kind, a, b in (("success", old.success, new.success), ("errors", old.errors, new.errors))
    ]
    return OperationChanges(
        route,
        tuple(part for part in parts if part.changes),
        tuple(code for code in codes if code.added or code.removed),
    )


def _responses(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> Iterator[PartChanges]:
    """Answers are compared by status; if one status became another, the two are compared."""
    gone, come = [s for s in old if s not in new], [s for s in new if s not in old]
    renamed = {come[0]: gone[0]} if len(gone) == len(come) == 1 else {}
    left = [] if renamed else gone
    for status in [*left, *new]:
        earlier = old.get(renamed.get(status, status))
        yield PartChanges("response", tuple(_of_schemas(earlier, new.get(status))), status)


@dataclass(slots=True)
class _Facts:
    """What is said of one path, in all the forms that it occurs in."""

    types: dict[str, None] = field(default_factory=dict)
    required: bool = True
    constraints: dict[tuple[Kind, bool], dict[str, None]] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)

    @property
    def description(self) -> str:
        return f"{'required' if self.required else 'optional'} {described(self.forms)}"


def _of_schemas(old: Schema | None, new: Schema | None, in_query: bool = False) -> Iterator[Change]:
    if old is new or old == new:
        return
    read = query_outline if in_query else outline
    if old is None or new is None:
        told = [() if schema is None else (described(read(schema)),) for schema in (old, new)]
        yield Change((), What.TYPE, told[0] or (NOT_KNOWN,), told[1] or (NOT_KNOWN,))
        return
    before, after = _facts(read(old)), _facts(read(new))
    for path in _in_order(before, after):
        if path not in before:
            if _parent(path) in before:
                yield Change(path, What.ADDED, after=(after[path].description,))
        elif path not in after:
            if _parent(path) in after:
                yield Change(path, What.REMOVED, before=(before[path].description,))
        else:
            yield from _of_facts(path, before[path], after[path])


def _facts(forms: tuple[Form, ...]) -> dict[tuple[str, ...], _Facts]:
    found: dict[tuple[str, ...], _Facts] = {}
    _collect(found, (), Entry("", True, forms))
    return found


def _collect(found: dict[tuple[str, ...], _Facts], path: tuple[str, ...], entry: Entry) -> None:
    facts = found.setdefault(path, _Facts())
    facts.required &= entry.required
    for form in entry.forms:
        facts.forms.append(form)
        _note(facts, form, of_items=False)
        for inner in form.inner:
            _collect(found, (*path, inner.name), inner)


def _note(facts: _Facts, form: Form, of_items: bool) -> None:
    if not of_items:
        facts.types[type_of(form)] = None
    for constraint in form.constraints:
        facts.constraints.setdefault((constraint.kind, of_items), {}).update(dict.fromkeys(constraint.values))
    for item in form.items:
        _note(facts, item, of_items=True)


def _in_order(
    before: Mapping[tuple[str, ...], _Facts], after: Mapping[tuple[str, ...], _Facts]
) -> Iterator[tuple[str, ...]]:
    yield from after
    yield from (path for path in before if path not in after)


def _parent(path: tuple[str, ...]) -> tuple[str, ...]:
    return path[:-1]


def _of_facts(path: tuple[str, ...], before: _Facts, after: _Facts) -> Iterator[Change]:
    if before.types.keys() != after.types.keys():
        yield Change(path, What.TYPE, tuple(before.types), tuple(after.types))
    if before.required != after.required:
        yield Change(path, What.REQUIRED if after.required else What.OPTIONAL)
    for key in dict.fromkeys([*before.constraints, *after.constraints]):
        old, new = before.constraints.get(key, {}), after.constraints.get(key, {})
        kind, of_items = key
        is_new_object = kind is Kind.OTHERS and not (old and new)
        if old.keys() != new.keys() and not is_new_object:
            yield Change(path, kind, tuple(old), tuple(new), of_items)
