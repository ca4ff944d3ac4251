"""Speed beside the docs build: CPU seconds of whole commands, side by side in one run, as ratios.

    python benchmarks/speed.py [--rounds 3] [--tree PATH] [--contract FILE]

Needs os-api-ref and openstackdocstheme for ``sphinx-build``. By default it runs on the pinned nova. Each figure is the
least of the rounds, user and system time of the process and its children. With a contract of the tree, a check by it
joins the others, and the time that loading it takes inside a process is the median of several times.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus import tree_of

from apiref_verify.evidence.contracts.load import load


def cpu_seconds(command: list[str], cwd: Path, environment: dict[str, str] | None = None) -> float:
    """The CPU time of a command, its own and its children's; fails if the command does not do its job."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def loading_time(contract: Path, times: int = 15) -> float:
    """The median CPU time of loading a contract, in seconds, after a first time that imports what it needs."""
    load(contract)
    taken = []
    for _ in range(times):
        start = time.process_time()
        load(contract)
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tree", type=Path)
    parser.add_argument("--contract", type=Path, help="a contract of the tree, such as a bundle")
    args = parser.parse_args()
    tree = args.tree or tree_of("nova")
    source = next(path for path in (tree / "api-ref/source", tree) if (path / "conf.py").is_file())
    section = max(source.glob("*.inc"), key=lambda path: path.stat().st_size)
    tool = [sys.executable, "-m", "apiref_verify"]
    scratch = Path(tempfile.mkdtemp(prefix="apiref-verify-speed-"))
    environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / "cache")}
    commands = {
        "sphinx-build -b html": [
            sys.executable,
            "-m",
            "sphinx",
            "-q",
            "-E",
            "-b",
            "html",
            str(source),
            str(scratch / "html"),
        ],
        "check, cold": [*tool, "check", "--no-cache", "--exit-zero", "-f", f"json:{scratch / 'out.json'}", str(tree)],
        f"check {section.name}, again": [
            *tool,
            "check",
            "--exit-zero",
            "-f",
            f"json:{scratch / 'one.json'}",
            str(section),
        ],
        "--help": [*tool, "--help"],
    }
    if args.contract:
        contract = ["--contract", str(args.contract.resolve())]
        commands["check, cold, with contract"] = [*commands["check, cold"], *contract]
    cpu_seconds(commands[f"check {section.name}, again"], tree, environment)
    best = {name: float("inf") for name in commands}
    for _ in range(args.rounds):
        for name, command in commands.items():
            best[name] = min(best[name], cpu_seconds(command, tree, environment))
    shutil.rmtree(scratch)
    build = best["sphinx-build -b html"]
    for name, seconds in best.items():
        print(f"{name:32} {seconds:7.3f} s CPU   1/{build / seconds:.1f} of the build")
    if args.contract:
        print(f"{'loading the contract':32} {1000 * loading_time(args.contract):5.0f} ms CPU")


if __name__ == "__main__":
    main()
