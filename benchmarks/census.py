"""An independent census of API references, to check what ``apiref-verify inspect`` has read.

    python benchmarks/census.py TREE [TREE ...]
    apiref-verify inspect TREE -f json | python benchmarks/census.py TREE --against -

A TREE is a folder that holds ``api-ref/``.  The census reads lines: it knows neither docutils nor apiref_verify, so
that the two can disagree.  It counts the source text: a file counts once however often it is included, and an ``.inc``
that nothing includes counts too.  Comments, literal blocks and code blocks are left out, and so is a line that looks
like a directive but continues a paragraph, which docutils takes for text as well.

What it does not see: directives in grid or CSV tables, quoted literal blocks, and what conf.py adds or excludes.
Exit status: 0 for a census or an agreement, 1 if --against finds a difference, 2 for what cannot be read.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COUNTED = ("rest_method", "rest_parameters", "literalinclude", "rest_status_code")
COLUMNS = ("files", *COUNTED[:2], "rows", "definitions", *COUNTED[2:], "shown", "orphans", "missing")
# Directives whose content is not reStructuredText, and the counted ones, whose content belongs to them.
VERBATIM = {"code", "code-block", "sourcecode", "parsed-literal", "raw", "math", "csv-table", "graphviz", *COUNTED}

LIST_MARKERS = re.compile(r" *(?:(?:[-*+\u2022]|(?:#|\d+|[A-Za-z])[.)]|\((?:#|\d+|[A-Za-z])\)) +)*")
DIRECTIVE = re.compile(r"\.\. +([^\W_]+(?:[-._+:][^\W_]+)*) ?::(?: +|$)")
EXPLICIT = re.compile(r"\.\.(?: +|$)")
NO_COMMENT = re.compile(r"\.\. +(?:_(?! )|\[[^\]]+\] |\|[^|]+\| )")  # target, footnote or citation, substitution
RULE = re.compile(r"(?!::$)([!-/:-@[-`{-~])\1*")  # under- or overline of a title
ROW = re.compile(r" *- +[^\s#].*?:(?: +\S|$)")
DEFINITION = re.compile(r"""("[^"]*"|'[^']*'|(?!<<)[^\s#'"%?&*!|>{}\[\],-][^#]*?|-[^\s-][^#]*?) *:(?:\s|$)""")

Place = tuple[str, int]  # path from the tree, and line


@dataclass(frozen=True)
class Directive:
    """A directive that is neither commented out nor quoted: its name, line, argument and the lines of its rows."""

    name: str
    line: int
    argument: str
    rows: tuple[int, ...] = ()


@dataclass
class Census:
    """What one tree holds: the directives of its files, and the files that they name or that nothing includes."""

    tree: Path
    source: Path
    scanned: dict[Path, list[Directive]] = field(default_factory=dict)
    parameters: set[Path] = field(default_factory=set)
    shown: set[Path] = field(default_factory=set)
    missing: set[Path] = field(default_factory=set)
    orphans: set[Path] = field(default_factory=set)

    def visit(self, path: Path, folder: Path, above: frozenset[Path] = frozenset()) -> None:
        """Read path as a part of a document in folder, to which arguments are relative, and what it includes."""
        if path not in self.scanned:
            self.scanned[path] = list(scan(read_lines(path)))
        uses = {"literalinclude": self.shown, "rest_parameters": self.parameters, "include": set[Path]()}
        for directive in self.scanned[path]:
            if directive.name in uses:
                base = self.source if directive.argument.startswith("/") else folder
                target = Path(os.path.normpath(base / directive.argument.lstrip("/")))
                (uses[directive.name] if target.is_file() else self.missing).add(target)
        for target in uses["include"] - above - {path}:
            self.visit(target, folder, above | {path})

    def names(self, paths: set[Path]) -> list[str]:
        """Return paths as reports write them, from the tree and with slashes."""
        return sorted(Path(os.path.relpath(path, self.tree)).as_posix() for path in paths)

    def places(self) -> dict[str, set[Place]]:
        """Return where the directives and rows stand, by kind."""
        places: dict[str, set[Place]] = {kind: set() for kind in (*COUNTED, "rows")}
        for path, directives in self.scanned.items():
            (name,) = self.names({path})
            for directive in directives:
                places.get(directive.name, set()).add((name, directive.line))
                places["rows"].update((name, line) for line in directive.rows)
        return places

    def summary(self) -> dict[str, Any]:
        """Return the numbers of the table, by column, and the files to look at."""
        matches = ((path, DEFINITION.match(line)) for path in self.parameters for line in read_lines(path))
        definitions = {(path, match[1]) for path, match in matches if match}
        found = {**vars(self), **self.places(), "files": self.scanned, "definitions": definitions}
        counts = {column: len(found[column]) for column in COLUMNS}
        return {"counts": counts, "orphans": self.names(self.orphans), "missing": self.names(self.missing)}


def indentation(line: str) -> int:
    """Return the number of leading blanks."""
    return len(line) - len(line.lstrip(" "))


def block_end(lines: list[str], start: int, indent: int) -> int:
    """Return the index of the first line from start on that is not blank and not indented deeper than indent."""
    while start < len(lines) and (not lines[start].strip(" ") or indentation(lines[start]) > indent):
        start += 1
    return start


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file, without tabs; only line feeds separate them, as in an editor."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    return [line.rstrip("\r").expandtabs(8) for line in text.split("\n")]


def build(name: str, first: str, lines: list[str], index: int, end: int) -> Directive:
    """Make a directive out of the rest of its first line, or else the next one, and of its block, lines[index:end]."""
    argument = first.strip() or next((line.strip() for line in lines[index:end] if line.strip()), "")
    numbers = range(index, end) if name == "rest_parameters" else ()
    return Directive(name, index, argument, tuple(i + 1 for i in numbers if ROW.match(lines[i])))


def is_comment(body: str, blank_next: bool) -> bool:
    """Tell whether a line without its indentation opens a comment; two dots between blank lines hold nothing."""
    return bool(EXPLICIT.match(body)) and not NO_COMMENT.match(body) and not (body == ".." and blank_next)


def scan(lines: list[str]) -> Iterator[Directive]:
    """Yield the directives of a file, in order; index stands behind the current line, so it is also its number."""
    index = 0
    paragraph, length = -1, 0  # indentation of the running paragraph, and its lines so far
    while index < len(lines):
        line = lines[index].rstrip(" ")
        index += 1
        blank_next = index == len(lines) or not lines[index].strip(" ")
        indent = indentation(line)
        if not line:
            paragraph = -1
            continue
        if indent == paragraph:  # whatever it looks like, it belongs to the paragraph, or makes a title of it
            length += 1
            if length == 2 and RULE.fullmatch(line.lstrip(" ")):
                paragraph = -1
        else:
            paragraph = -1
            body = LIST_MARKERS.sub("", line, count=1)
            indent = len(line) - len(body)
            if directive := DIRECTIVE.match(body):
                name, end = directive[1].lower(), block_end(lines, index, indent)
                yield build(name, body[directive.end() :], lines, index, end)
                index = end if name in VERBATIM else index
                continue
            if is_comment(body, blank_next):
                index = block_end(lines, index, indent)
            if EXPLICIT.match(body) or RULE.fullmatch(body):
                continue
            paragraph, length = indent, 1
        if paragraph >= 0 and line.endswith("::") and blank_next:
            index, paragraph = block_end(lines, index, indent), -1


def take(tree: Path) -> Census:
    """Read one tree: its documents and what they include first, then the files that nothing includes."""
    tree = tree.resolve()
    source = next((folder for folder in (tree / "api-ref/source", tree / "api-ref") if folder.is_dir()), None)
    if source is None:
        raise FileNotFoundError(f"no folder api-ref in {tree.name}")
    census = Census(tree, source)
    for document in sorted(source.rglob("*.rst")):
        census.visit(document, document.parent)
    census.orphans = set(source.rglob("*.inc")) - set(census.scanned)
    for path in sorted(census.orphans):
        census.visit(path, path.parent)
    return census


def inspected(report: dict[str, Any]) -> dict[str, Counter[Place]]:
    """Return the places that the output of ``apiref-verify inspect`` lists, with how often it lists each."""
    operations = [operation for section in report["sections"] for operation in section["operations"]]
    holders = [*report["sections"], *operations]
    tables = [table for holder in holders for table in holder["tables"]]
    items = {
        "rest_method": [method for operation in operations for method in (operation, *operation["repeats"])],
        "rest_parameters": tables,
        "rows": [row for table in tables for row in table["rows"]],
        "literalinclude": [sample for holder in holders for sample in holder["samples"] if not sample["inline"]],
    }
    places = {kind: [item.get("place", item) for item in found] for kind, found in items.items()}
    return {kind: Counter((place["path"], place["line"]) for place in found) for kind, found in places.items()}


def differences(census: Census, report: dict[str, Any]) -> list[str]:
    """Say, one line each, which directive or row only one of the two has, or the report lists more than once."""
    answer, orphans, places = [], census.names(census.orphans), census.places()
    for kind, listed in inspected(report).items():
        for place in sorted(places[kind] | set(listed)):
            here, there = int(place in places[kind]), listed[place]
            if (here, there) != (1, 1):
                where = f"{place[0]}:{place[1]}{' (included by nobody)' if place[0] in orphans else ''}"
                answer.append(f"{where}: {kind}: {here} in the census, {there} in the report")
    return answer


def show(summaries: list[tuple[str, dict[str, Any]]]) -> None:
    """Print the table, and below it the files that nothing includes and those that are named but not there."""
    width = max(len(name) for name, _ in summaries)
    print(" " * width, *(column.removeprefix("rest_").rjust(15) for column in COLUMNS), sep="")
    for name, summary in summaries:
        print(name.ljust(width), *(str(summary["counts"][column]).rjust(15) for column in COLUMNS), sep="")
    for name, summary in summaries:
        files = [(kind, path) for kind in ("orphans", "missing") for path in summary.get(kind, ())]
        print("".join(f"{name}: {kind}: {path}\n" for kind, path in files), end="")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line, and return the exit status."""
    parser = argparse.ArgumentParser(description="Count what API references hold, from their lines.")
    parser.add_argument("trees", metavar="TREE", nargs="+", type=Path, help="folder that holds api-ref/")
    parser.add_argument("-f", "--format", choices=("table", "json"), default="table")
    parser.add_argument("--against", metavar="FILE", help="output of apiref-verify inspect TREE -f json; - is stdin")
    options = parser.parse_args(arguments)
    if options.against and len(options.trees) != 1:
        parser.error("--against needs exactly one TREE")
    found: list[str] | None = None
    try:
        censuses = [take(tree) for tree in options.trees]
        if options.against:
            text = sys.stdin.read() if options.against == "-" else Path(options.against).read_text(encoding="utf-8")
            found = differences(censuses[0], json.loads(text))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"census: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    summaries = [(census.tree.name, census.summary()) for census in censuses]
    totals = {column: sum(summary["counts"][column] for _, summary in summaries) for column in COLUMNS}
    if options.format == "json":
        print(json.dumps({"trees": dict(summaries), "totals": totals, "differences": found}, indent=2))
    else:
        show([*summaries, (f"{len(summaries)} trees", {"counts": totals})] if len(summaries) > 1 else summaries)
        if found is not None:
            print(f"{len(found)} differences", *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
