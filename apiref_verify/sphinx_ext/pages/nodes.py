"""The nodes that are ours, and how HTML shows them. Other builders never see them, but standard nodes."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    Visitor = Callable[[HTML5Translator, nodes.Element], None]


class badge_row(nodes.General, nodes.Element):  # noqa: N801  (docutils names nodes so)
    """The badges of an operation; ``label`` says of what they are badges."""


class badge(nodes.General, nodes.Element):  # noqa: N801
    """One badge: its ``sign`` and ``words``, the ``reason`` in short, and the whole reason as children.

    Of those of a ``group`` one is open at a time.
    """


class burndown_chart(nodes.General, nodes.Element):  # noqa: N801
    """A chart, as ``svg``."""


class curl_command(nodes.General, nodes.Element):  # noqa: N801
    """A ``command``, and the shell's ``variables`` that it needs."""


def _visit_badge_row(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append(writer.starttag(node, "div", **{"role": "group", "aria-label": node["label"]}))


def _depart_badge_row(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append("</div>\n")


def _visit_badge(writer: HTML5Translator, node: nodes.Element) -> None:
    sign = f'<span class="apiref-sign" aria-hidden="true">{node["sign"]}</span>'
    writer.body += [
        writer.starttag(node, "details", name=node["group"]),
        f'<summary title="{escape(node["reason"])}">{sign} {escape(node["words"])}</summary>\n',
        '<div class="apiref-reason">\n',
    ]


def _depart_badge(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append("</div></details>\n")


def _visit_burndown_chart(writer: HTML5Translator, node: nodes.Element) -> None:
    writer.body.append(f'<div class="apiref-chart-frame">\n{node["svg"]}</div>\n')
    raise nodes.SkipNode


def _visit_curl_command(writer: HTML5Translator, node: nodes.Element) -> None:
    variables = [f"<code>{escape(name)}</code>" for name in node["variables"]]
    writer.body.append('<div class="apiref-curl">\n<details><summary>As a curl command</summary>\n')
    if variables:
        writer.body.append(f"<p>Variables of the shell to set before: {', '.join(variables)}</p>\n")
    writer.body.append(f'<pre tabindex="0">{escape(node["command"])}</pre>\n</details>\n</div>\n')
    raise nodes.SkipNode


VISITORS: dict[type[nodes.Element], tuple[Visitor, Visitor | None]] = {
    badge_row: (_visit_badge_row, _depart_badge_row),
    badge: (_visit_badge, _depart_badge),
    burndown_chart: (_visit_burndown_chart, None),
    curl_command: (_visit_curl_command, None),
}
"""What HTML makes of each of them."""
