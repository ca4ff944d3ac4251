"""Draw findings for a hand check: a random sample of what ``check`` reports, in a form that a person can fill in.

    apiref-verify check TREE -f json | python benchmarks/draw_findings.py --count 40 --seed round-2 > sheet.json
    apiref-verify check TREE --contract FILE -f json | python benchmarks/draw_findings.py --evidence contract > sheet

Each entry holds the finding, and ``verdict`` (true, harmless, false) and ``why`` to be filled in by someone who did
not write the rule. ``--summary SHEET...`` counts the verdicts of filled-in sheets.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

_SHOWN = (
    "code",
    "message",
    "path",
    "line",
    "operation",
    "direction",
    "parameter",
    "severity",
    "evidence",
    "min_version",
    "max_version",
)


def draw(count: int, seed: str, kind: str | None) -> None:
    findings = json.load(sys.stdin)["findings"]
    if kind:
        findings = [f for f in findings if any(proof["kind"] == kind for proof in f["evidence"])]
    chosen = random.Random(seed).sample(findings, min(count, len(findings)))
    sheet = [{**{key: f[key] for key in _SHOWN}, "verdict": None, "why": ""} for f in chosen]
    json.dump(sheet, sys.stdout, indent=1)


def summarise(paths: list[Path]) -> None:
    for path in paths:
        sheet = json.loads(path.read_text("utf-8"))
        tally = Counter(entry["verdict"] for entry in sheet)
        kept = 100 * (len(sheet) - tally["false"]) / len(sheet)
        wrong = Counter(entry["code"] for entry in sheet if entry["verdict"] == "false")
        print(f"{path.stem:20} {len(sheet):3} checked, {kept:5.1f} % not false  {dict(tally)}  false: {dict(wrong)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", default="hand-check")
    parser.add_argument("--evidence", help="only findings that rest on this kind of evidence: sample or contract")
    parser.add_argument("--summary", nargs="+", type=Path, metavar="SHEET")
    args = parser.parse_args()
    if args.summary:
        summarise(args.summary)
    else:
        draw(args.count, args.seed, args.evidence)


if __name__ == "__main__":
    main()
