"""A directive as it is written, before anyone knows what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_OPTION = re.compile(r"^:([\w-]+):\s*(.*)$")

ADMONITIONS = "attention caution danger error hint important note tip warning seealso epigraph highlights pull-quote"
"""Directives whose text may begin on their own line."""

TRANSPARENT = (
    "only ifconfig compound container class rst-class table rubric hlist centered list-table cssclass versionnote"
)
"""Directives that say nothing themselves, and may hold others."""

_NO_ARGUMENT = frozenset(TRANSPARENT.split()) - {"only", "ifconfig", "class", "rst-class"}
_ARGUMENT_ANYWHERE = frozenset({"rest_method", *ADMONITIONS.split()})


@dataclass(slots=True)
class Block:
    """A directive as written: ``argument`` (its first line, maybe the next one), options and body lines."""

    name: str
    line: int
    argument: str
    argument_line: int
    options: dict[str, str]
    body: list[str]
    body_line: int
    parse_body: bool = False


def block_of(name: str, line: int, content: Sequence[str], offset: int) -> Block:
    """Take a directive's raw content apart; ``offset`` is the number of file lines before ``content[0]``.

    As in docutils, an argument stands on the directive's line or on the next one.
    """
    lines = list(content)
    at = 0
    argument, argument_line = "", line
    may_be_argument = name not in _NO_ARGUMENT and (offset <= line or name in _ARGUMENT_ANYWHERE)
    if may_be_argument and lines and not _OPTION.match(lines[0].strip()):
        argument, argument_line = lines[0].strip(), offset + 1
        at = 1
    options: dict[str, str] = {}
    while at < len(lines) and (match := _OPTION.match(lines[at].strip())):
        options[match[1]] = match[2].strip()
        at += 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return Block(name, line, argument, argument_line, options, lines[at:], offset + at + 1)
