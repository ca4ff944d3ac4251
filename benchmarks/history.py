"""The history of a burndown against what git alone takes, and against what a script recorded at the time.

    python benchmarks/history.py REPOSITORY [--recorded CSV] [--rev REV] [--tree api-ref/source] [--rounds 7]

REPOSITORY is a clone of nova that is there already, bare or not. Three questions:

- CPU: ``burndown --history`` beside ``git log --first-parent --raw`` of the same folder and one ``git cat-file
  --batch`` of the same blobs, in alternating pairs; the ratio is the median of those of the pairs.
- The recorded rows (a time, and four counts): how many are equal to ``burndown --history --at``.
- All states: how many are equal to the counts that ``git grep`` makes at each commit.

Exits with 1 if a count differs, or if the ratio is above 1.5 or a run takes 2 s.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PHASES = ("method", "parameter", "example", "body")
TOOL = [sys.executable, "-m", "apiref_verify", "burndown", "--history", "-f", "csv"]


CACHE = tempfile.TemporaryDirectory(prefix="apiref-verify-bytecode-")
ENVIRONMENT = {**os.environ, "PYTHONPYCACHEPREFIX": CACHE.name, "PYTHONDONTWRITEBYTECODE": ""}
"""With Python's bytecode kept between runs, as that of an installed package is."""


def measured(commands: list[tuple[list[str], bytes]]) -> tuple[float, float]:
    """The CPU time and the elapsed time of some commands, each with its input; their output is dropped."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    for command, fed in commands:
        subprocess.run(command, input=fed, stdout=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - start


def of_git(repository: Path, rev: str, tree: str) -> list[tuple[list[str], bytes]]:
    """The two commands of git that the same facts need, the second with the blobs that the first names."""
    git = ["git", "-C", str(repository)]
    log = [*git, "log", "--first-parent", "-m", "--raw", "--no-abbrev", "--no-renames", "--format=%H %ct", rev]
    log += ["--", tree]
    lines = subprocess.run(log, capture_output=True, check=True).stdout.splitlines()
    changes = [line.split() for line in lines if line.startswith(b":") and line.endswith((b".inc", b".rst"))]
    blobs = dict.fromkeys(change[3] for change in changes if change[4] != b"D")
    return [(log, b""), ([*git, "cat-file", "--batch", "--buffer"], b"".join(blob + b"\n" for blob in blobs))]


def rows_of(words: list[str], fed: str = "") -> list[dict[str, str]]:
    """The rows that the tool writes."""
    done = subprocess.run([*TOOL, *words], input=fed, capture_output=True, text=True, check=True)
    return list(csv.DictReader(done.stdout.splitlines()))


def counts(row: dict[str, str]) -> tuple[int, ...]:
    return tuple(int(row[phase]) for phase in PHASES)


def against_recorded(words: list[str], recorded: Path) -> bool:
    """Print how many of the recorded rows are equal, and each that is not."""
    with recorded.open(encoding="utf-8", newline="") as file:
        _, *lines = csv.reader(file)
    found = rows_of([*words, "--at", "-"], "".join(f"{line[0]}\n" for line in lines))
    wrong = [(line, row) for line, row in zip(lines, found, strict=True) if tuple(map(int, line[1:5])) != counts(row)]
    for line, row in wrong:
        print(f"  {line}: {row}")
    print(f"recorded rows: {len(lines) - len(wrong)} of {len(lines)} equal")
    return not wrong


def against_grep(repository: Path, words: list[str], tree: str) -> bool:
    """Print at how many of all states ``git grep`` counts the same."""
    found = rows_of(words)
    wrong = [row for row in found if _grepped(repository, row["commit"], tree) != counts(row)]
    for row in wrong:
        print(f"  {row}")
    print(f"states: {len(found) - len(wrong)} of {len(found)} as git grep counts them")
    return not wrong


def _grepped(repository: Path, commit: str, tree: str) -> tuple[int, ...]:
    """In how many files of a commit each marker stands."""
    command = ["git", "-C", str(repository), "grep", "-oh", "needs:[a-z]*_verification", commit, "--", f"{tree}/*.inc"]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    return tuple(lines.count(f"needs:{phase}_verification") for phase in PHASES)


def against_git(repository: Path, words: list[str], rev: str, tree: str, rounds: int) -> bool:
    """Print what both take in alternating pairs."""
    base, tool = of_git(repository, rev, tree), [([*TOOL, *words], b"")]
    measured(base + tool)  # so that neither pays for a cold disk
    pairs = [(measured(base), measured(tool)) if turn % 2 else _turned(base, tool) for turn in range(rounds)]
    ratio = statistics.median(ours[0] / theirs[0] for theirs, ours in pairs)
    slowest = max(ours[1] for _, ours in pairs)
    for name, side in (("git alone", 0), ("burndown --history", 1)):
        used = [pair[side][0] for pair in pairs]
        print(f"{name:<20} CPU {statistics.median(used):.3f} s (least {min(used):.3f}, most {max(used):.3f})")
    print(f"ratio {ratio:.2f} (median of {rounds} pairs); slowest run {slowest:.2f} s elapsed")
    return ratio <= 1.5 and slowest < 2


def _turned(
    base: list[tuple[list[str], bytes]], tool: list[tuple[list[str], bytes]]
) -> tuple[tuple[float, float], tuple[float, float]]:
    ours = measured(tool)
    return measured(base), ours


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--recorded", type=Path, help="CSV: epoch seconds and four counts, under a header")
    parser.add_argument("--rev", default="HEAD")
    parser.add_argument("--tree", default="api-ref/source")
    parser.add_argument("--rounds", type=int, default=7)
    args = parser.parse_args()
    os.environ["LC_ALL"] = "C"
    words = ["--repo", str(args.repository), "--rev", args.rev, "--tree", args.tree]
    good = [against_git(args.repository, words, args.rev, args.tree, args.rounds)]
    good.append(against_grep(args.repository, words, args.tree))
    if args.recorded:
        good.append(against_recorded(words, args.recorded))
    return int(not all(good))


if __name__ == "__main__":
    sys.exit(main())
