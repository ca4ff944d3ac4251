"""What a fixture tree says of itself: the findings that a rule must give for it.

An expectation stands directly before the line it is about: ``.. expect: AR201 key_name`` as a comment in RST (blank
lines between do not count), ``# expect: AR204 swap`` in YAML, also among the rows of a table. Where no comment can
stand, in JSON or in a file that is not there, the file ``expect.txt`` in the folder of the case has lines such as
``AR005 api-ref/source/samples/boat.json:2 name``. The parameter is left out where a finding has none; ``[note]`` at
the end demands that the finding be a note, and its absence that it be none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from apiref_verify.model.finding import Finding, Severity

_COMMENT = re.compile(r"^\s*(?:\.\.|#) expect: (?P<said>.*?)\s*$")
_SAID = re.compile(r"^(?P<code>AR\d{3})(?: (?P<parameter>(?!\[note\]$)\S+))?(?P<note> \[note\])?$")
_LINE = re.compile(r"^(?P<code>AR\d{3}) (?P<path>[^\s:]+):(?P<line>\d+)(?P<rest>.*)$")
_COMMENTED = frozenset({".rst", ".inc", ".yaml"})


@dataclass(frozen=True, slots=True, order=True)
class Expectation:
    """A finding, as far as a fixture promises it."""

    path: str
    line: int
    code: str
    parameter: str
    is_note: bool

    def __str__(self) -> str:
        parameter = f" {self.parameter}" if self.parameter else ""
        return f"{self.path}:{self.line}: {self.code}{parameter}{' [note]' if self.is_note else ''}"


def found(finding: Finding) -> Expectation:
    """A finding in the form of an expectation."""
    where = finding.location
    note = finding.severity is Severity.NOTE
    return Expectation(where.path, where.line, finding.code, finding.parameter or "", note)


def expected(tree: Path) -> list[Expectation]:
    """All expectations of a tree, in the order of a report.

    :raises ValueError: for an expectation that nobody can understand or that no line follows.
    """
    read: list[Expectation] = []
    for path in sorted(tree.rglob("*")):
        if path.suffix in _COMMENTED:
            read += _in_comments(path.relative_to(tree).as_posix(), path.read_text(encoding="utf-8"))
    listed = tree / "expect.txt"
    if listed.exists():
        read += _listed(listed.read_text(encoding="utf-8"))
    return sorted(read)


def _in_comments(path: str, text: str) -> Iterator[Expectation]:
    waiting: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        match = _COMMENT.match(line)
        if match:
            waiting.append(match["said"])
        elif line.strip():
            yield from (_expectation(path, number, said) for said in waiting)
            waiting = []
    if waiting:
        raise ValueError(f"{path}: no line follows the expectation {waiting[0]!r}")


def _listed(text: str) -> Iterator[Expectation]:
    for line in filter(None, text.split("\n")):
        match = _LINE.match(line)
        if not match:
            raise ValueError(f"expect.txt: {line!r} is not `CODE path:line parameter`")
        yield _expectation(match["path"], int(match["line"]), match["code"] + match["rest"])


def _expectation(path: str, line: int, said: str) -> Expectation:
    match = _SAID.match(said)
    if not match:
        raise ValueError(f"{path}:{line}: {said!r} is not `CODE parameter`")
    return Expectation(path, line, match["code"], match["parameter"] or "", bool(match["note"]))
