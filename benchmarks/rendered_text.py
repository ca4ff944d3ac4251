"""Whether the standalone rendering shows all that os-api-ref shows: the visible text of real references, both ways.

    python benchmarks/rendered_text.py [PROJECT...] [--show N] [--rounds N]

Needs os-api-ref and openstackdocstheme. Each project's reference is built twice with ``sphinx-build -b html``: as it
is, and with the standalone rendering in the place of os_api_ref. The pages are cut into blocks (a cell, a paragraph, a
line of a list, a sample, a title, a method, a URL) and these are counted per operation. A block that os-api-ref shows
more often than we do is missing. Left out of the comparison are typographic quotes and dashes, blanks, anchors, and
the texts of os-api-ref's own buttons. With ``--rounds``, both builds are measured, too: the median CPU time of that
many pairs, user and system, with the theme that the project chose.
"""

from __future__ import annotations

import argparse
import ast
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from corpus import CACHE, tree_of
from speed import cpu_seconds

PROJECTS = [
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
]
STANDALONE = "apiref_verify_standalone"
MODULE = """\
def setup(app):
    from apiref_verify.sphinx_ext import rendering

    rendering.register(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""

_BLOCKS = set(
    """address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header
    hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "col"}
_SILENT = {"button", "script", "style", "form"}
_OWN_BLOCKS = {"apiref-method", "apiref-url"}
_SAME = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "\u200b": "", "¶": " ", "`": ""}
)
_OPTIONAL = " (Optional)"
_NUMBERED = re.compile(r"#id\d+$")
Blocks = Counter[tuple[str, str]]


class Page(HTMLParser):
    """Counts the blocks of a page by operation; os-api-ref has two sections for each, the second being the details."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.blocks: Blocks = Counter()
        self.anchors: list[str] = []
        self._name = name
        self._open: list[tuple[str, str, bool]] = []  # tag, operation, silent
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        values = {key: value or "" for key, value in attrs}
        classes = set(values.get("class", "").split())
        if tag in _BLOCKS or classes & _OWN_BLOCKS:
            self._flush()
        if tag in _VOID:
            return
        operation, silent = (self._open[-1][1], self._open[-1][2]) if self._open else ("", True)
        silent = tag in _SILENT or (silent and values.get("role") != "main")
        if classes & {"apiref-operation", "detail-control", "api-detail"}:
            if "api-detail" not in classes:
                self.anchors.append(f"{self._name}#{values.get('id', '')}")
            operation = f"operation {len(self.anchors)}"
        self._open.append((tag if not classes & _OWN_BLOCKS else f"{tag} block", operation, silent))

    def handle_endtag(self, tag: str) -> None:
        """End an element, and those in it that were not ended."""
        if tag in _BLOCKS:
            self._flush()
        if not any(opened.split()[0] == tag for opened, _, _ in self._open):
            return
        while (opened := self._open[-1][0]).split()[0] != tag:
            self._open.pop()
        if opened.endswith(" block"):
            self._flush()
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Take text, where it is visible."""
        if self._open and not self._open[-1][2]:
            self._text += data

    def _flush(self) -> None:
        text = " ".join(self._text.translate(_SAME).split())
        self._text = ""
        if text:
            operation = self._open[-1][1] if self._open else ""
            self.blocks[f"{self._name}: {operation}", text] += 1


class Comparison(NamedTuple):
    """How much os-api-ref shows, what of it we do not show, and the anchors that we lack."""

    blocks: int
    operations: int
    missing: Blocks
    lost_anchors: set[str]


def source_of(tree: Path) -> Path:
    """The folder of a project's reference that holds its conf.py."""
    return next(path for path in (tree / "api-ref/source", tree / "doc/api-ref/source") if (path / "conf.py").is_file())


def extensions_of(source: Path) -> list[str]:
    """The extensions that a conf.py lists but its own (they import the project), read without running it."""
    for statement in ast.parse((source / "conf.py").read_text("utf-8")).body:
        if isinstance(statement, ast.Assign) and "extensions" in {ast.unparse(target) for target in statement.targets}:
            found: list[str] = ast.literal_eval(statement.value)
            return [name for name in found if not name.startswith("ext.")]
    raise SystemExit(f"{source}: conf.py lists no extensions")


def command(source: Path, out: Path, standalone: bool, *options: str) -> list[str]:
    """The command that builds a reference as it is, or with the standalone rendering."""
    names = [STANDALONE if standalone and name == "os_api_ref" else name for name in extensions_of(source)]
    listed = ["-D", f"extensions={','.join(names)}"]
    return [sys.executable, "-m", "sphinx", "-q", "-E", "-b", "html", *listed, *options, str(source), str(out)]


def blocks_of(out: Path) -> tuple[Blocks, set[str]]:
    """The blocks of all pages of a build, and the anchors of the operations."""
    blocks: Blocks = Counter()
    anchors: set[str] = set()
    for path in sorted(out.rglob("*.html")):
        page = Page(str(path.relative_to(out)))
        page.feed(path.read_text("utf-8"))
        blocks.update(page.blocks)
        anchors |= set(page.anchors)
    return blocks, anchors


def compare(source: Path, scratch: Path, environment: dict[str, str]) -> Comparison:
    """Build a reference both ways and compare.

    The numbers that docutils gives to sections of equal titles are left out: any change of a page changes them. Left
    out is "(Optional)", too, where a misspelt ``required: true`` is understood by us alone.
    """
    found = []
    for standalone in (False, True):
        out = scratch / ("ours" if standalone else "theirs")
        done = subprocess.run(
            command(source, out, standalone, "-D", "html_theme=basic"),
            cwd=source,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        if done.returncode:
            raise SystemExit(f"{source}: exit {done.returncode}\n{done.stderr[-2000:]}")
        found.append(blocks_of(out))
    (theirs, anchors), (ours, our_anchors) = found
    lost = {anchor for anchor in anchors - our_anchors if not _NUMBERED.search(anchor)}
    missing = theirs - ours
    for (where, text), count in list(missing.items()):
        if text.endswith(_OPTIONAL) and (ours - theirs)[where, text.removesuffix(_OPTIONAL)] >= count:
            del missing[where, text]
    return Comparison(theirs.total(), len(anchors), missing, lost)


def measure(source: Path, scratch: Path, rounds: int, environment: dict[str, str]) -> tuple[float, float]:
    """The median CPU time of os-api-ref's build, and that of the ratio of ours to it in each pair."""
    theirs, ratios = [], []
    for _ in range(rounds):
        pair = [
            cpu_seconds(command(source, scratch / f"timed{standalone}", standalone), source, environment)
            for standalone in (False, True)
        ]
        theirs.append(pair[0])
        ratios.append(pair[1] / pair[0])
    return statistics.median(theirs), statistics.median(ratios)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*", default=PROJECTS)
    parser.add_argument("--show", type=int, default=5, metavar="N", help="how many missing blocks to print (5)")
    parser.add_argument("--rounds", type=int, default=0, metavar="N", help="measure this many pairs of builds")
    parser.add_argument("--cache", type=Path, default=CACHE)
    args = parser.parse_args()
    failed = 0
    for project in args.projects:
        source = source_of(tree_of(project, args.cache))
        with tempfile.TemporaryDirectory(prefix="apiref-verify-rendered-") as folder:
            scratch = Path(folder)
            (scratch / f"{STANDALONE}.py").write_text(MODULE, "utf-8")
            environment = {**os.environ, "PYTHONPATH": str(scratch)}
            found = compare(source, scratch, environment)
            line = f"{project:20} {found.operations:4} operations, {found.blocks:6} blocks, "
            line += f"{found.missing.total()} missing"
            if args.rounds:
                seconds, ratio = measure(source, scratch, args.rounds, environment)
                line += f"; os-api-ref {seconds:5.2f} s CPU, ours {ratio:.2f} of it"
        print(line, flush=True)
        for name in sorted(found.lost_anchors):
            print(f"    no anchor {name}")
        for (where, text), count in list(found.missing.items())[: args.show]:
            print(f"    {count} x {where}: {text[:160]}")
        failed += bool(found.missing or found.lost_anchors)
    print(f"{len(args.projects) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
