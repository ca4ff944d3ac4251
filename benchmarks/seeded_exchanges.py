"""Seeded recall with exchanges: plant one error, verify again with the same recording, and see what is told.

    python benchmarks/seeded_exchanges.py TREE|PROJECT RECORDING [--contract FILE] [--mutations 300] [--misses]

RECORDING is whatever ``check --recording`` takes, an evidence file too. It is counted once: planted errors stand in
tables and codes, and change no URL. The kinds are those of ``seeded_contract.py``, with *required* cut in two: a row
made required, and one made optional; and an error code removed. Each row is drawn once at most, with a fixed seed, from
the tables of which a body was seen.

An error counts as found where a new finding names it and an exchange is a proof of it. Most errors nobody can see in a
recording: ``exchange_truth.py`` tells from the counts which ones the exchanges contradict. Of these each miss is given
with its reason (``exchange_misses.py``). Errors told though exchanges admit them are counted too: either the truth or
the rule is wrong, or the finding follows from something else.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from corpus import tree_of
from exchange_misses import code_reason_of, reason_of
from exchange_mutations import CODES, KINDS, ExchangeSubject, coded, is_disputed, plant_in_code, plant_in_row, subjects
from exchange_truth import admitted_because, code_admitted_because
from row_mutations import Mutation
from seeded_contract import fresh

from apiref_verify import read
from apiref_verify.evidence.contracts.load import load
from apiref_verify.gathering.gather import gather
from apiref_verify.gathering.part import Plan
from apiref_verify.matching.exchanges.comparison import ExchangeMatching
from apiref_verify.matching.matcher import match
from apiref_verify.model.contract import Contract
from apiref_verify.model.finding import Finding
from apiref_verify.model.location import Location
from apiref_verify.model.observed.observations import Observations
from apiref_verify.model.reference import Operation, Reference, StatusCode
from apiref_verify.rules import RULES
from apiref_verify.verification import Result, verify

_RULES = [rule for code, rule in sorted(RULES.items()) if code[:3] == "AR2" or code in ("AR401", "AR402", "AR403")]
Drawn = tuple[Mutation[ExchangeSubject], str, StatusCode | None]
"""A mutation, why exchanges admit it (or the empty string), and the unchanged code if it is one."""


@dataclass
class Score:
    """What became of the mutations of one kind."""

    done: int = 0
    contradicted: int = 0
    hits: int = 0
    admitted: Counter[str] = field(default_factory=Counter)
    misses: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)

    @property
    def share(self) -> float | None:
        """The share of hits in those that exchanges contradict, in per cent; ``None`` where there are none."""
        return 100 * self.hits / self.contradicted if self.contradicted else None


class Bench:
    """A reference with what exchanges showed of it, and what is found of each operation alone."""

    def __init__(self, reference: Reference, observations: Observations, contracts: Sequence[Contract]) -> None:
        self.reference = reference
        self.observations = observations
        self.contracts = contracts
        matching = match(reference, contracts=contracts, observations=observations)
        assert matching.exchanges is not None
        self.exchanges: ExchangeMatching = matching.exchanges
        self.habits = matching.habits
        self.operations = {operation.location: operation for _, operation in reference.operations}
        self._sections = {operation.location: section for section, operation in reference.operations}
        self._found: dict[Location, tuple[Finding, ...]] = {}

    def judge(self, operation: Operation) -> Result:
        """Verify one operation, which may be changed, as the only one of its section; the others stand beside it."""
        home = self._sections[operation.location]
        others = tuple(other for other in home.operations if other.location != operation.location)
        alone = replace(home, operations=(operation,))
        rest = replace(home, path=f"{home.path} (rest)", operations=others)
        elsewhere = tuple(section for section in self.reference.sections if section is not home)
        changed = replace(self.reference, sections=(alone, rest, *elsewhere), focus=home.path)
        return verify(changed, _RULES, habits=self.habits, contracts=self.contracts, observations=self.observations)

    def found(self, operation: Operation) -> tuple[Finding, ...]:
        """The findings of an unchanged operation."""
        if operation.location not in self._found:
            self._found[operation.location] = self.judge(operation).findings
        return self._found[operation.location]

    def draw(self, kind: str, count: int) -> Iterator[Drawn]:
        """Mutations of one kind, as many as are asked for and can be had."""
        draw = random.Random(f"{kind}-2026")
        mutations = self._in_codes(kind, draw) if kind in CODES else self._in_rows(kind, draw)
        yield from (drawn for drawn, _ in zip(mutations, range(count), strict=False))

    def _in_rows(self, kind: str, draw: random.Random) -> Iterator[Drawn]:
        rows = subjects(self.exchanges)
        draw.shuffle(rows)
        done = 0
        for subject in rows:
            mutation = plant_in_row(kind, subject, draw, done)
            if mutation and not is_disputed(kind, subject.row.name, self.found(subject.comparison.operation)):
                done += 1
                yield mutation, admitted_because(mutation, self.habits), None

    def _in_codes(self, kind: str, draw: random.Random) -> Iterator[Drawn]:
        codes = coded(kind, self.exchanges, self.operations.values())
        draw.shuffle(codes)
        for operation, code in codes:
            given = {status for seen in self.exchanges.of(operation).values() for status in seen.statuses}
            mutation = plant_in_code(kind, operation, code, draw, given)
            if not any(is_disputed(kind, str(number), self.found(operation)) for number in given):
                yield mutation, code_admitted_because(mutation, operation, code, self.exchanges), code


def measure(bench: Bench, kind: str, count: int, misses: bool) -> Score:
    """Plant errors of one kind, and count those that are told."""
    score = Score()
    for mutation, admits, code in bench.draw(kind, count):
        old = bench.operations[mutation.operation.location]
        result = bench.judge(mutation.operation)
        new = fresh(mutation, bench.found(old), result.findings)
        told = [finding for finding in new if any(proof.kind == "exchange" for proof in finding.proofs)]
        score.done += 1
        if admits:
            score.admitted[admits] += 1
            if told:
                score.odd[f"{told[0].code} though {admits}"] += 1
                _list(misses, f"told {kind}: {mutation.label}: {told[0].code} {told[0].message}, though {admits}")
            continue
        score.contradicted += 1
        if told:
            score.hits += 1
            continue
        reason = str(reason_of(mutation, result) if code is None else code_reason_of(mutation, old))
        reason = f"a {new[0].proofs[0].kind} tells it alone" if new and new[0].proofs else reason
        score.misses[reason] += 1
        _list(misses, f"missed {kind}: {mutation.label}: {reason}")
    return score


def _list(wanted: bool, line: str) -> None:
    if wanted:
        print(f"  {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tree", help="a path, or the name of a project pinned in friends.json")
    parser.add_argument("recording", help="whatever check --recording takes")
    parser.add_argument("--contract", help="whatever check --contract takes as a file")
    parser.add_argument("--mutations", type=int, default=300)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    parser.add_argument("--misses", action="store_true", help="list what was not told, and why")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    tree = Path(args.tree) if Path(args.tree).exists() else tree_of(args.tree)
    reference = read(tree)
    contracts = [load(Path(args.contract))] if args.contract else []
    operations = tuple(operation for _, operation in reference.operations)
    observations = gather(
        [args.recording], Plan(operations, tuple(contracts)), lambda line: print(line, file=sys.stderr)
    )
    bench = Bench(reference, observations, contracts)
    scores = {}
    for kind in args.kinds:
        scores[kind] = measure(bench, kind, args.mutations, args.misses and not args.json)
        if not args.json:
            _print(kind, scores[kind])
    if args.json:
        json.dump({kind: [s.done, s.contradicted, s.hits] for kind, s in scores.items()}, sys.stdout, indent=2)


def _print(kind: str, score: Score) -> None:
    share = "" if score.share is None else f": {score.share:5.1f} %"
    print(f"{kind:14} {score.done:4} planted, {score.contradicted:4} contradicted, {score.hits:4} told{share}")
    groups = (("not told", score.misses), ("admitted", score.admitted), ("also told", score.odd))
    for word, reasons in groups:
        for reason, number in reasons.most_common():
            print(f"{'':14} {number:4} {word}: {reason}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
