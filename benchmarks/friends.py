"""Friends: real references, read and checked whole, against a recorded table.

    python benchmarks/friends.py [PROJECT...]          compare; without names, all
    python benchmarks/friends.py --record [PROJECT...]  write what is found into the table
    python benchmarks/friends.py nova --contract nova=FILE   look for the bugs that a contract shows, too

Each project's sdist is downloaded from PyPI at the version that ``friends.json`` pins, and its ``api-ref`` is checked
with the installed command line. A change in what is read or found shows as a difference: if it is meant, record it
anew and say why in the commit. The bugs that ``known_bugs.json`` lists, confirmed by hand, must be among the findings:
those that the reference shows by itself always, and those that need the service's own contract where there is one,
given by ``--contract`` or since the service is installed beside this program.
Nothing of the projects is kept in this repository but these counts and places.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus import CACHE, TABLE, download

KNOWN_BUGS = json.loads(Path(__file__).with_name("known_bugs.json").read_text("utf-8"))


def examine(project: str, tree: Path) -> tuple[dict[str, Any], list[str]]:
    """The sizes of a reference, its findings per rule, and the known bugs that are not among them."""
    report = check(tree, "--extend-select", "ALL")
    sizes = {key: report["reference"][key] for key in ("sections", "operations", "parameters", "samples")}
    told = {(f["code"], f["path"], f["parameter"]) for f in report["findings"]}
    missed = [bug for bug in KNOWN_BUGS["by_itself"].get(project, ()) if tuple(bug) not in told]
    lines = [f"known bug not found: {code} {path} {parameter or ''}" for code, path, parameter in missed]
    return {**sizes, "findings": report["summary"]["codes"]}, lines


def examine_by_contract(project: str, tree: Path, contract: str) -> list[str]:
    """The known bugs that the contract of a service should show, and does not."""
    report = check(tree, "--contract", contract)
    told = {(f["code"], f["path"], f["parameter"], f["line"]) for f in report["findings"]}
    missed = [bug for bug in KNOWN_BUGS["by_contract"].get(project, ()) if tuple(bug) not in told]
    return [f"not found by contract: {code} {path}:{line} {parameter or ''}" for code, path, parameter, line in missed]


def check(tree: Path, *options: str) -> dict[str, Any]:
    """The report of the installed command line on a reference."""
    command = [sys.executable, "-m", "apiref_verify", "check", "-f", "json", *options, str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{tree.name}: exit {done.returncode}\n{done.stderr}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def contract_of(project: str, given: dict[str, str]) -> str | None:
    """The contract of a project: a file that was given, or the service itself where it is installed."""
    service = project.removeprefix("openstack-")
    wanted = project in KNOWN_BUGS["by_contract"] and importlib.util.find_spec(service) is not None
    return given.get(project, service if wanted else None)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--cache", type=Path, default=CACHE)
    parser.add_argument("--contract", action="append", default=[], metavar="PROJECT=FILE")
    args = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in args.contract if "=" in pair)
    if len(given) != len(args.contract):
        parser.error("--contract: write it as PROJECT=FILE")
    table: dict[str, dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
    unknown = [name for name in [*args.projects, *given] if name not in table]
    if unknown:
        parser.error(f"not in {TABLE.name}: {', '.join(unknown)}")
    failed = passed = 0
    for name in args.projects or table:
        entry = table[name]
        tree = download(name, entry["version"], args.cache)
        found, missed = examine(name, tree)
        contract = contract_of(name, given)
        if contract:
            missed += examine_by_contract(name, tree, contract)
        if args.record:
            table[name] = {"version": entry["version"], **found}
        differences = missed if args.record else [*missed, *_differences(entry, found)]
        print(
            f"{name:20} {entry['version']:10} {found['operations']:4} operations, "
            f"{sum(found['findings'].values()):4} findings{', contract' if contract else ''}  "
            f"{'; '.join(differences) or 'as recorded'}",
            flush=True,
        )
        failed, passed = failed + bool(differences), passed + (not differences)
    if args.record:
        TABLE.write_text(json.dumps(table, indent=2) + "\n", "utf-8")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    names = [key for key in found if key != "findings"]
    lines = [
        f"{key}: {expected.get(key)} recorded, {found[key]} now" for key in names if expected.get(key) != found[key]
    ]
    before, now = expected.get("findings", {}), found["findings"]
    codes = sorted({*before, *now})
    return lines + [
        f"{c}: {before.get(c, 0)} recorded, {now.get(c, 0)} now" for c in codes if before.get(c) != now.get(c)
    ]


if __name__ == "__main__":
    sys.exit(main())
