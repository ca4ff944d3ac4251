"""Friends: real references, read and checked whole, against a recorded table.

    python benchmarks/friends.py [PROJECT...]          compare; without names, all
    python benchmarks/friends.py --record [PROJECT...]  write what is found into the table

Each project's sdist is downloaded from PyPI at the version that ``friends.json`` pins, and its ``api-ref`` is checked
with the installed command line. A change in what is read or found shows as a difference: if it is meant, record it
anew and say why in the commit. The bugs that ``known_bugs.json`` lists, confirmed by hand, must be among the findings.
Nothing of the projects is kept in this repository but these counts and places.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from corpus import CACHE, TABLE, download

KNOWN_BUGS = json.loads(Path(__file__).with_name("known_bugs.json").read_text("utf-8"))


def examine(project: str, tree: Path) -> tuple[dict[str, Any], list[str]]:
    """The sizes of a reference, its findings per rule, and the known bugs that are not among them."""
    command = [sys.executable, "-m", "apiref_verify", "check", "-f", "json", "--extend-select", "ALL", str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or "Traceback" in done.stderr:
        raise SystemExit(f"{tree.name}: exit {done.returncode}\n{done.stderr}")
    report = json.loads(done.stdout)
    sizes = {key: report["reference"][key] for key in ("sections", "operations", "parameters", "samples")}
    told = {(f["code"], f["path"], f["parameter"]) for f in report["findings"]}
    missed = [bug for bug in KNOWN_BUGS.get(project, ()) if tuple(bug) not in told]
    lines = [f"known bug not found: {code} {path} {parameter or ''}" for code, path, parameter in missed]
    return {**sizes, "findings": report["summary"]["codes"]}, lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*")
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--cache", type=Path, default=CACHE)
    args = parser.parse_args()
    table: dict[str, dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
    unknown = [name for name in args.projects if name not in table]
    if unknown:
        parser.error(f"not in {TABLE.name}: {', '.join(unknown)}")
    failed = passed = 0
    for name in args.projects or table:
        entry = table[name]
        found, missed = examine(name, download(name, entry["version"], args.cache))
        if args.record:
            table[name] = {"version": entry["version"], **found}
        differences = missed if args.record else [*missed, *_differences(entry, found)]
        print(
            f"{name:20} {entry['version']:10} {found['operations']:4} operations, "
            f"{sum(found['findings'].values()):4} findings  {'; '.join(differences) or 'as recorded'}",
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
