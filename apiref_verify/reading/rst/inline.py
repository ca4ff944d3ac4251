"""A cheap stand-in for docutils' inline parser: claims stand in paragraphs as written, so nothing is parsed."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states

_LONGEST = 20_000
_WELL_FORMED = re.compile(
    r"``(?!\s)[^`]+(?:`[^`]+)*``"  # literal
    r"|(?::[\w.:+-]{1,80}:)?`[^`\s][^`]*`(?::[\w.:+-]{1,80}:|__?)?"  # role, reference, default role
    r"|\*\*(?![\s*]).{1,1000}?(?<![\s])\*\*"  # strong
    r"|\*(?![\s*])[^*]{1,1000}?(?<!\s)\*"  # emphasis
    r"|\\.",
    re.DOTALL,
)
_PAIRS = frozenset({"''", '""', "()", "[]", "{}", "<>"})


def suspicious(text: str) -> tuple[str, int] | None:
    """Return the kind of inline markup that ``text`` starts and does not end, and the offset; ``None`` if all is well.

    Only starts that docutils would recognise count: at a word's beginning and directly before text. Very long texts
    are taken for good.
    """
    if ("`" not in text and "*" not in text) or len(text) > _LONGEST:
        return None
    rest = _WELL_FORMED.sub(_blanks, text)
    for mark, kind in (("``", "literal"), ("**", "strong"), ("`", "interpreted text")):
        at = rest.find(mark)
        before = rest[at - 1] if at > 0 else " "
        after = rest[at + len(mark) : at + len(mark) + 1]
        if at >= 0 and (before.isspace() or before in "'\"([{<-/:") and after.strip() and before + after not in _PAIRS:
            return kind, at
    return None


def _blanks(match: re.Match[str]) -> str:
    return "\n".join(" " * len(line) for line in match[0].split("\n"))


class PlainInliner(states.Inliner):
    """Leaves text as it is, and tells of markup that is begun and not ended."""

    def init_customizations(self, settings: Any) -> None:
        """Docutils builds its patterns here; none are needed."""

    def adjust_uri(self, uri: str) -> str:
        """Return a target as it is: docutils tells mail addresses from others here."""
        return uri

    def parse(self, text: str, lineno: int, memo: Any, parent: Any) -> tuple[list[nodes.Node], list[Any]]:
        """Return the inline nodes and the system messages of ``text``, as docutils expects it."""
        found = suspicious(text)
        if found is None:
            return [nodes.Text(text)], []
        kind, at = found
        line = lineno + text.count("\n", 0, at)
        shown = text[at:].split("\n", 1)[0]
        message = f"Inline {kind} start-string without end-string."
        return [nodes.Text(text)], [memo.reporter.warning(message, line=line, shown=shown)]
