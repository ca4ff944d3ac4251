"""The fast gate beside the judge: every schema of every contract given, on bodies made from the schema itself.

    python benchmarks/differential.py CONTRACT [...] [--bodies 40]

``jsonschema-rs`` may say valid only where ``jsonschema`` does: what it lets through is not looked at again. For each
schema bodies are made that follow it, each also with one value replaced or taken away, with a fixed seed. Counted are
the bodies, those that both find valid, and the disagreements of each kind; one that the gate wrongly lets through
fails the run.
"""

from __future__ import annotations

import argparse
import copy
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from apiref_verify.evidence.contracts.load import load
from apiref_verify.matching.contracts.validation import Validators
from apiref_verify.model.contract import Contract, Schema

_ODD = (None, True, 0, -1, 1.5, 1.0, 10**20, "", "x", "é", "2026-01-01T00:00:00Z", "10.0.0.1", [], ["x"], {}, {"a": 1})
_DEEPEST = 6


def schemas_of(contract: Contract) -> list[Schema]:
    """Every schema of a contract, once."""
    found: dict[int, Schema] = {}
    for _, promise in contract.rows:
        for schema in (promise.request, promise.query, *promise.responses.values()):
            if schema is not None:
                found[id(schema)] = schema
    return list(found.values())


def body_of(schema: Any, draw: random.Random, depth: int = 0) -> Any:
    """A body that follows a schema as far as its plain words go."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return draw.choice(_ODD)
    for word in ("oneOf", "anyOf"):
        if isinstance(schema.get(word), list) and schema[word]:
            return body_of(
                {**schema, **draw.choice([b for b in schema[word] if isinstance(b, dict)] or [{}]), word: 0},
                draw,
                depth,
            )
    if schema.get("enum"):
        return draw.choice(schema["enum"])
    if "const" in schema:
        return schema["const"]
    kinds = schema.get("type", "object" if "properties" in schema else "string")
    kind = draw.choice(kinds) if isinstance(kinds, list) else kinds
    if kind == "object":
        named = schema.get("properties", {})
        needed = set(schema.get("required", ())) if isinstance(schema.get("required", ()), list) else set()
        return {k: body_of(v, draw, depth + 1) for k, v in named.items() if k in needed or draw.random() < 0.5}
    if kind == "array":
        return [body_of(schema.get("items"), draw, depth + 1) for _ in range(draw.randint(0, 2))]
    return {"string": "abc", "integer": 3, "number": 2.5, "boolean": True, "null": None}.get(kind, draw.choice(_ODD))


def spoilt(body: Any, draw: random.Random) -> Any:
    """A body with one value replaced or taken away."""
    changed = copy.deepcopy(body)
    places = list(_places(changed))
    if not places:
        return draw.choice(_ODD)
    holder, key = draw.choice(places)
    if draw.random() < 0.3:
        del holder[key]
    else:
        holder[key] = draw.choice(_ODD)
    return changed


def _places(body: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(body) if isinstance(body, dict) else range(len(body)) if isinstance(body, list) else ():
        yield body, key
        yield from _places(body[key])


def compare(contract: Contract, bodies: int) -> Counter[str]:
    """What judge and gate say of made bodies, counted; those wrongly let through are printed."""
    judge, gate = Validators(contract, fast=False), Validators(contract, fast=True)
    tally: Counter[str] = Counter()
    draw = random.Random("differential-2026")
    for schema in schemas_of(contract):
        check = gate.gate(schema)
        tally["schemas" if check else "schemas without a gate"] += 1
        for _ in range(bodies if check else 0):
            body = body_of(schema, draw)
            for one in (body, spoilt(body, draw)):
                fast, slow = check(one), not judge.violations(one, schema)
                tally["bodies"] += 1
                tally["both valid"] += fast and slow
                tally["refused by the gate alone"] += slow and not fast
                if fast and not slow:
                    tally["wrongly let through"] += 1
                    print(f"  let through: {one!r:.120} by {schema!r:.160}: {judge.violations(one, schema)[0]}")
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contracts", nargs="+", type=Path)
    parser.add_argument("--bodies", type=int, default=40, help="how many bodies for each schema, and as many spoilt")
    args = parser.parse_args()
    wrong = 0
    for path in args.contracts:
        tally = compare(load(path), args.bodies)
        wrong += tally["wrongly let through"]
        print(f"{path.name:36}", ", ".join(f"{count} {what}" for what, count in tally.items() if count))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
