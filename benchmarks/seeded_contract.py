"""Seeded recall with a contract: plant one error, verify that operation again, and see whether a new finding names it.

    python benchmarks/seeded_contract.py TREE|PROJECT --contract FILE [--mutations 300] [--misses]

Nine kinds of error are planted: a row dropped, renamed, or added; another type, or one that is easily confused with the
right one; required flipped; ``min_version`` or ``max_version`` changed, removed or added, a third of each; another
success code. ``contract_mutations.py`` says which rows take part. Each is judged by the product itself, as a check of
one section with this one operation, with the habits of the unchanged tree. Mutations are drawn with a fixed seed.

A planted error is missed where nobody could see it, since the contract admits what the changed row says, or where the
product does not see it. ``contract_misses.py`` tells the two apart, and two shares are given: of all mutations, and of
those that the contract contradicts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contract_misses import reason_of
from contract_mutations import KINDS, ContractSubject, coded, given, is_disputed, subjects
from corpus import tree_of
from row_mutations import Mutation, plant, plant_code

from apiref_verify import read
from apiref_verify.evidence.contracts.load import load
from apiref_verify.matching.matcher import match
from apiref_verify.model.contract import Contract
from apiref_verify.model.finding import Finding
from apiref_verify.model.location import Location
from apiref_verify.model.reference import Operation, Reference
from apiref_verify.rules import RULES
from apiref_verify.verification import Result, verify

_MOST_TRIES = 200
_RULES = [rule for code, rule in sorted(RULES.items()) if code[:3] == "AR2" or code in ("AR401", "AR402", "AR403")]


@dataclass
class Score:
    """What became of the mutations of one kind; ``lax`` are misses that the contract admits."""

    done: int = 0
    hits: int = 0
    lax: int = 0
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def shares(self) -> tuple[float, float]:
        """The share of hits in per cent: of all, and of those that the contract contradicts."""
        told = self.done - self.lax
        return (100 * self.hits / self.done if self.done else 0.0, 100 * self.hits / told if told else 0.0)


class Bench:
    """A reference and its contract, and what is found of each operation alone."""

    def __init__(self, reference: Reference, contract: Contract) -> None:
        self.reference = reference
        self.contract = contract
        matching = match(reference, contracts=[contract])
        self.matching = matching.contracts[0]
        self.habits = matching.habits
        self.sections = {operation.location: section for section, operation in reference.operations}
        self._found: dict[Location, tuple[Finding, ...]] = {}

    def judge(self, operation: Operation) -> Result:
        """Verify one operation, which may be changed, as the only one of its section; the others stand beside it."""
        home = self.sections[operation.location]
        others = tuple(other for other in home.operations if other.location != operation.location)
        alone, rest = (
            replace(home, operations=(operation,)),
            replace(home, path=f"{home.path} (rest)", operations=others),
        )
        elsewhere = tuple(section for section in self.reference.sections if section is not home)
        changed = replace(self.reference, sections=(alone, rest, *elsewhere), focus=home.path)
        return verify(changed, _RULES, habits=self.habits, contracts=[self.contract])

    def found(self, operation: Operation) -> tuple[Finding, ...]:
        """The findings of an unchanged operation."""
        if operation.location not in self._found:
            self._found[operation.location] = self.judge(operation).findings
        return self._found[operation.location]

    def draw(self, kind: str, count: int) -> Iterable[Mutation[ContractSubject]]:
        """Mutations of one kind, as many as are asked for and can be had."""
        draw = random.Random(f"{kind}-2026")
        operations = {operation.location: operation for _, operation in self.reference.operations}
        codes = coded(self.matching, operations.values()) if kind == "success code" else []
        rows = subjects(self.matching) if kind != "success code" else []
        done = tries = 0
        while done < count and (codes or rows) and tries < _MOST_TRIES * count:
            tries += 1
            if codes:
                operation, code = draw.choice(codes)
                mutation: Mutation[ContractSubject] | None = plant_code(
                    operation, code, given(self.matching, operation), draw
                )
                before = self.found(operations[mutation.operation.location]) if mutation else ()
                mutation = None if any(f.code in KINDS[kind] for f in before) else mutation
            else:
                subject = draw.choice(rows)
                mutation = plant(kind, subject, draw, done)
                if mutation and is_disputed(kind, subject, self.found(subject.comparison.operation)):
                    mutation = None
            if mutation is not None:
                done += 1
                yield mutation


def fresh(mutation: Mutation[Any], before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    """The findings that the planted error brought, and that name it."""
    known = {(f.code, f.parameter, f.message) for f in before}
    direction = mutation.subject.comparison.direction if mutation.subject else None
    new = [f for f in after if (f.code, f.parameter, f.message) not in known]
    return [f for f in new if f.direction in (direction, None) or direction is None if _names(f, mutation.names)]


def _names(finding: Finding, names: frozenset[str]) -> bool:
    """Whether a finding says one of the names."""
    told = f"{finding.parameter} {finding.message}"
    return any(re.search(rf"(?<![\w:-]){re.escape(name)}(?![\w-])", told) for name in names)


def measure(bench: Bench, kind: str, count: int, misses: bool) -> Score:
    """Plant errors of one kind, and count those that are seen."""
    score = Score()
    originals = {operation.location: operation for _, operation in bench.reference.operations}
    for mutation in bench.draw(kind, count):
        result = bench.judge(mutation.operation)
        before = bench.found(originals[mutation.operation.location])
        score.done += 1
        if fresh(mutation, before, result.findings):
            score.hits += 1
            continue
        reason = reason_of(mutation, result)
        score.lax += reason.is_lax
        score.reasons[str(reason)] += 1
        if misses:
            print(f"  missed {kind}: {mutation.label}: {reason}")
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", help="a path, or the name of a project pinned in friends.json")
    parser.add_argument("--contract", required=True, help="whatever check --contract takes as a file")
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--misses", action="store_true", help="list what was not seen, and why")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    tree = Path(args.tree) if Path(args.tree).exists() else tree_of(args.tree)
    bench = Bench(read(tree), load(Path(args.contract)))
    shares = {}
    for kind in args.kinds:
        score = measure(bench, kind, args.mutations, args.misses and not args.json)
        shares[kind] = score.shares
        if not args.json:
            _print(kind, score)
    if args.json:
        json.dump(shares, sys.stdout, indent=2)


def _print(kind: str, score: Score) -> None:
    every, told = score.shares
    print(f"{kind:14} {score.hits:4} of {score.done:4}: {every:5.1f} %, where the contract contradicts {told:5.1f} %")
    for reason, number in score.reasons.most_common():
        print(f"{'':14} {number:4} not seen: {reason}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
