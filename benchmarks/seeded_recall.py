"""Seeded recall: plant one error in one table, judge that table again, and see whether a new verdict names it.

    python benchmarks/seeded_recall.py TREE|PROJECT [...] [--mutations 300] [--misses]

With a contract as evidence, ``seeded_contract.py`` does the same.

Four kinds of error are planted in body rows of tables that have a JSON sample: a row dropped, renamed, added, or
given another type. A row takes part where its name stands in a sample of its own direction and version (dropped,
renamed), where a value other than null does (type), and any such table takes a required row that no sample has
(added). The habits are those of the unchanged tree. Mutations are drawn with a fixed seed; the model is mutated, not
the files, since reading is measured elsewhere.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus import tree_of

from apiref_verify import read
from apiref_verify.matching import names
from apiref_verify.matching.comparison import Comparison, compare, is_active
from apiref_verify.matching.judgement import judge
from apiref_verify.matching.matcher import Matching, match
from apiref_verify.matching.types import ANYTHING, admitted
from apiref_verify.matching.verdicts import Undocumented, WrongType
from apiref_verify.model.microversion import EVERY_VERSION
from apiref_verify.model.reference import Definition, Operation, Parameter, Place, Table

KINDS = ("dropped", "renamed", "added", "type")
_OTHER_TYPES = ("string", "integer", "boolean", "array", "object")


@dataclass(frozen=True)
class Mutation:
    """A planted error: the changed operation, and the names of which a new verdict must say one."""

    comparison: Comparison
    operation: Operation
    names: frozenset[str]
    label: str


def shown_rows(comparison: Comparison) -> list[Parameter]:
    """The body rows whose last name stands in a sample of a version that they claim."""
    found = []
    for row in comparison.rows:
        for node in comparison.skeleton.by_name.get(names.parts(row.name)[-1], ()) or (
            comparison.skeleton.by_name.get(names.clean(row.name), ())
        ):
            instances = comparison.instances(node.seen)
            if any(is_active(row, comparison.tables, instance.version) for instance in instances):
                found.append(row)
                break
    return found


def with_rows(operation: Operation, table: Table, rows: tuple[Parameter, ...]) -> Operation:
    """The operation with other rows in one of its tables."""
    changed = replace(table, rows=rows)
    return replace(operation, tables=tuple(changed if t is table else t for t in operation.tables))


def mutate(kind: str, comparison: Comparison, draw: random.Random) -> Mutation | None:
    """Plant one error of a kind, or ``None`` where the table has no place for it."""
    rows = shown_rows(comparison)
    if not rows:
        return None
    row = draw.choice(rows)
    table = next(t for t in comparison.tables if row in t.rows)
    at = table.rows.index(row)
    last = names.parts(row.name)[-1]
    if kind == "dropped":
        new = table.rows[:at] + table.rows[at + 1 :]
        wanted = {last, names.clean(row.name)}
    elif kind == "renamed":
        name = row.name[: -len(last)] + other_name(last, draw) if row.name.endswith(last) else row.name + "_x"
        new = (*table.rows[:at], replace(row, name=name), *table.rows[at + 1 :])
        wanted = {last, names.clean(row.name), name, names.parts(name)[-1]}
    elif kind == "added":
        where = draw.randrange(at, len(table.rows)) + 1
        place = table.location
        definition = Definition("planted", Place.BODY, "string", True, EVERY_VERSION, "Planted.", place)
        planted = Parameter("planted_attribute", "planted", definition, place._replace(line=place.line + 1))
        new = (*table.rows[:where], planted, *table.rows[where:])
        wanted = {"planted_attribute"}
    else:
        nodes = comparison.skeleton.by_name.get(last) or comparison.skeleton.by_name.get(names.clean(row.name), [])
        shown = {kind for node in nodes for kind in node.types} - {"null"}
        own = admitted(row.type)
        others = [t for t in _OTHER_TYPES if not admitted(t) & shown - {"null"} and not admitted(t) <= own]
        if row.definition is None or not shown or own is ANYTHING or not others or not own & shown:
            return None
        definition = replace(row.definition, type=draw.choice(others))
        new = (*table.rows[:at], replace(row, definition=definition), *table.rows[at + 1 :])
        wanted = {row.name}
    return Mutation(
        comparison, with_rows(comparison.operation, table, new), frozenset(wanted), f"{table.location} {row.name}"
    )


def other_name(name: str, draw: random.Random) -> str:
    """A misspelling, or another word: a letter gone, two swapped, a suffix, or a prefix."""
    at = draw.randrange(1, max(2, len(name) - 1))
    changes: list[Callable[[], str]] = [
        lambda: name[:at] + name[at + 1 :],
        lambda: name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :],
        lambda: f"{name}_info",
        lambda: f"my_{name}",
    ]
    new = draw.choice(changes)()
    return new if new and new != name else f"{name}_x"


def verdict_names(matching: Matching, comparison: Comparison) -> set[tuple[str, str]]:
    """What is said of a comparison: the kind of each verdict with every name that its finding would give."""
    found = set()
    for verdict in judge(comparison, matching.habits):
        kind = type(verdict).__name__
        for name in [
            verdict.row.name if hasattr(verdict, "row") else "",
            verdict.node.name if hasattr(verdict, "node") else "",
            *getattr(verdict, "names", ()),
        ]:
            if name:
                found.add((kind + (".".join(sorted(verdict.types)) if isinstance(verdict, WrongType) else ""), name))
        if isinstance(verdict, Undocumented) and verdict.child and verdict.node.parent:
            found |= {(kind, name) for name in verdict.node.parent.children}
    return found


def caught(matching: Matching, mutation: Mutation) -> bool:
    """Whether judging the changed operation says something new of the planted name."""
    old = mutation.comparison
    evidence = [*old.skeleton.instances, *old.unrelated]
    new = compare(old.section, mutation.operation, old.direction, evidence, matching.habits.free_names)
    new.sibling_names = old.sibling_names
    fresh = verdict_names(matching, new) - verdict_names(matching, old)
    return bool(new.unrelated and not old.unrelated) or any(name in mutation.names for _, name in fresh)


def measure(tree: Path, count: int, misses: bool) -> dict[str, float]:
    """The share of planted errors that are caught, per kind."""
    reference = read(tree)
    matching = match(reference)
    tables = [c for c in matching.comparisons.values() if c.rows and c.skeleton.nodes]
    result = {}
    for kind in KINDS:
        draw = random.Random(f"{kind}-2026")
        done = hits = tries = 0
        while done < count and tries < 50 * count:
            tries += 1
            mutation = mutate(kind, draw.choice(tables), draw)
            if mutation is None:
                continue
            done += 1
            hit = caught(matching, mutation)
            hits += hit
            if misses and not hit:
                print(f"  missed {kind}: {mutation.label} ({mutation.comparison.direction}) {sorted(mutation.names)}")
        result[kind] = 100 * hits / done if done else 0.0
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", help="a path, or the name of a project pinned in friends.json")
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--misses", action="store_true", help="list what was not caught")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    results = {}
    for name in args.trees:
        tree = Path(name) if Path(name).exists() else tree_of(name)
        results[tree.name] = measure(tree, args.mutations, args.misses)
        if not args.json:
            print(f"{tree.name:24}", "  ".join(f"{kind} {share:5.1f} %" for kind, share in results[tree.name].items()))
    if args.json:
        json.dump(results, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
