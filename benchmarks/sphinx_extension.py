"""The Sphinx extension on real references: whether it is true, whether it leaves pages alone, and what it costs.

    python benchmarks/sphinx_extension.py [PROJECT...] [--rounds 5] [--timed nova]

Needs os-api-ref and openstackdocstheme. Each project is built with its own conf.py; extensions of it that are not
installed here are left out, and named. Its report by ``-b apiref-verify`` must be that of ``check``, all of it, and its
pages with the extension those without, to the byte; what may differ is the search index and the inventory, which know
operations. Then one project is built in pairs, with the extension in mode ``collect`` and without it: the ratio of CPU
seconds is the median of the pairs, and so are the seconds that a rebuild with nothing changed takes longer. Exits with
1 if anything differs.
"""

from __future__ import annotations

import argparse
import ast
import importlib.util
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from corpus import tree_of
from speed import cpu_seconds

PROJECTS = (
    "nova",
    "cinder",
    "keystone",
    "openstack-placement",
    "manila",
    "octavia",
    "ironic",
    "neutron-lib",
    "glance",
    "designate",
)
OURS = "apiref_verify"
MAY_DIFFER = (".buildinfo", "searchindex.js", "objects.inv")
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
    "SOURCE_DATE_EPOCH": "1700000000",
}
"""That of users, who keep compiled modules, on a day of the past."""


def extensions_of(conf: Path) -> tuple[list[str], list[str]]:
    """The extensions that a conf.py names, and those of them that are not installed."""
    module = ast.parse(conf.read_text("utf-8"))
    assigned = (node for node in module.body if isinstance(node, ast.Assign))
    lists = [ast.literal_eval(node.value) for node in assigned if ast.unparse(node.targets[0]) == "extensions"]
    missing = [name for name in lists[-1] if importlib.util.find_spec(name.partition(".")[0]) is None]
    return [name for name in lists[-1] if name not in missing], missing


def command(source: Path, folder: Path, builder: str, extensions: list[str], *options: str) -> list[str]:
    """A build of a reference into a folder."""
    words = ["-q", "-b", builder, "-d", str(folder / "doctrees"), "-D", f"extensions={','.join(extensions)}", *options]
    return [sys.executable, "-m", "sphinx", *words, str(source), str(folder / builder)]


def run(words: list[str], *exit_codes: int) -> str:
    """What a command prints; fails if it ends otherwise."""
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    if done.returncode not in exit_codes:
        raise SystemExit(f"{' '.join(words)}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def differing_reports(source: Path, folder: Path, extensions: list[str]) -> tuple[int, list[str]]:
    """How many findings a check has, and the parts of its report that the builder tells otherwise."""
    run(command(source, folder, "apiref-verify", extensions), 0, 1)
    built = json.loads((folder / "apiref-verify/output.json").read_text("utf-8"))
    checked = json.loads(run([sys.executable, "-m", OURS, "check", "--no-cache", "-f", "json", str(source)], 0, 1))
    return len(checked["findings"]), [part for part in checked if built.get(part) != checked[part]]


def differing_pages(source: Path, folder: Path, extensions: list[str]) -> tuple[int, list[str]]:
    """How many files a build without the extension makes, and those that are others with it."""
    run(command(source, folder / "without", "html", extensions), 0)
    run(command(source, folder / "with", "html", [*extensions, OURS]), 0)
    plain, ours = pages(folder / "without/html"), pages(folder / "with/html")
    return len(plain), sorted(name for name in plain.keys() | ours.keys() if plain.get(name) != ours.get(name))


def pages(folder: Path) -> dict[str, bytes]:
    """The files of an output that may not differ."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name not in MAY_DIFFER)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def compare(project: str, scratch: Path) -> bool:
    """Compare reports and pages of a project, and say what came of it; whether all is the same."""
    source = tree_of(project) / "api-ref/source"
    extensions, missing = extensions_of(source / "conf.py")
    findings, parts = differing_reports(source, scratch / project / "reports", extensions)
    files, names = differing_pages(source, scratch / project, extensions)
    said = [
        f"{findings:4} findings {'identical' if not parts else 'DIFFER in ' + ', '.join(parts)}",
        f"{files:4} files {'identical' if not names else 'DIFFER: ' + ', '.join(names[:5])}",
        *([f"without {', '.join(missing)}"] if missing else []),
    ]
    print(f"{project:20} {'; '.join(said)}", flush=True)
    return not parts and not names


def time_builds(project: str, rounds: int, scratch: Path) -> None:
    """Build with the extension and without it in turn, anew and again, and say what it costs."""
    source = tree_of(project) / "api-ref/source"
    extensions, _ = extensions_of(source / "conf.py")
    builds = {
        "without": command(source, scratch / "without", "html", extensions),
        "with": command(source, scratch / "with", "html", [*extensions, OURS], "-D", "apiref_verify_mode=collect"),
    }
    ratios, added = [], []
    for number in range(rounds + 1):
        anew: dict[str, float] = {}
        again: dict[str, float] = {}
        for name in builds if number % 2 else reversed(builds):
            shutil.rmtree(scratch / name, ignore_errors=True)
            anew[name] = cpu_seconds(builds[name], source, ENVIRONMENT)
            again[name] = cpu_seconds(builds[name], source, ENVIRONMENT)
        if number == 0:
            continue  # the first pair compiles modules
        ratios.append(anew["with"] / anew["without"])
        added.append(again["with"] - again["without"])
        print(f"  {anew['without']:.2f} s, with the extension {anew['with']:.2f} s; again {again}", flush=True)
    print(
        f"{project}: html with the extension takes {100 * (statistics.median(ratios) - 1):+.1f} % CPU, "
        f"a rebuild with nothing changed {statistics.median(added):+.2f} s (medians of {rounds} pairs)"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*", default=PROJECTS)
    parser.add_argument("--rounds", type=int, default=5, help="pairs of timed builds; 0 for none")
    parser.add_argument("--timed", default="nova", metavar="PROJECT")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="apiref-verify-sphinx-") as name:
        same = [compare(project, Path(name)) for project in args.projects]
        if args.rounds:
            time_builds(args.timed, args.rounds, Path(name, "timed"))
    print(f"{sum(same)} of {len(same)} projects are the same")
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
