"""A cheap stand-in for docutils' inline parser: claims stand in paragraphs as written, so nothing is parsed."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states

_WELL_FORMED = re.compile(
    r"``(?!\s)[^`]+(?:`[^`]+)*``"  # literal
    r"|(?::[\w.:+-]+:)?`[^`\s][^`]*`(?::[\w.:+-]+:|__?)?"  # role, reference, default role
    r"|\*\*(?![\s*]).+?(?<![\s])\*\*"  # strong
    r"|\*(?![\s*])[^*]+?(?<!\s)\*"  # emphasis
    r"|\\.",
    re.DOTALL,
)


def suspicious(text: str) -> str | None:
    """The kind of inline markup that ``text`` starts and does not end, or ``None``.

    Only starts that docutils would recognise count: at a word's beginning and directly before text.
    """
    if "`" not in text and "*" not in text:
        return None
    rest = _WELL_FORMED.sub(" ", text)
    for mark, kind in (("``", "literal"), ("**", "strong"), ("`", "interpreted text")):
        at = rest.find(mark)
        before = rest[at - 1] if at > 0 else " "
        after = rest[at + len(mark) : at + len(mark) + 1]
        if at >= 0 and (before.isspace() or before in "'\"([{<-/:") and after.strip() and before + after not in PAIRS:
            return kind
    return None


PAIRS = frozenset({"''", '""', "()", "[]", "{}", "<>"})


class PlainInliner(states.Inliner):
    """Leaves text as it is, and tells of markup that is begun and not ended."""

    def init_customizations(self, settings: Any) -> None:
        """Docutils builds its patterns here; none are needed."""

    def adjust_uri(self, uri: str) -> str:
        """Docutils tells mail addresses from other targets here; targets are of no interest."""
        return uri

    def parse(self, text: str, lineno: int, memo: Any, parent: Any) -> tuple[list[nodes.Node], list[Any]]:
        """Docutils' interface: the inline nodes and the system messages of ``text``."""
        messages: list[Any] = []
        kind = suspicious(text)
        if kind:
            messages.append(memo.reporter.warning(f"Inline {kind} start-string without end-string.", line=lineno))
        return [nodes.Text(text)], messages
