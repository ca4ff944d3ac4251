"""``apiref-findings``: a list."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping

from docutils import nodes

from apiref_verify.sphinx_ext.checked.verdicts import ShownFinding, Verdicts
from apiref_verify.sphinx_ext.pages.page import Page
from apiref_verify.sphinx_ext.pages.sections import chosen
from apiref_verify.sphinx_ext.pages.views import findings_view


def shown(
    page: Page, view: findings_view, verdicts: Verdicts, listed: MutableMapping[ShownFinding, str]
) -> list[nodes.Node]:
    """What stands in the place of a view. The ids of findings that no list of the page has had go into ``listed``."""
    found = list(_chosen(view, verdicts))
    if not found:
        return [
            nodes.paragraph("", "No findings." if not verdicts.findings else "None of the findings is of this kind.")
        ]
    items = []
    for finding in found:
        item = _item(page, finding, verdicts)
        if finding not in listed:
            listed[finding] = f"apiref-finding-{len(listed) + 1}"
            item["ids"] = [listed[finding]]
        items.append(item)
    return [nodes.bullet_list("", *items, classes=["apiref-findings"])]


def _chosen(view: findings_view, verdicts: Verdicts) -> Iterable[ShownFinding]:
    """The findings that a view asks for."""
    paths = {operation.section for operation in verdicts.operations.values()}
    paths |= {finding.section for finding in verdicts.findings}
    paths |= {finding.location.path for finding in verdicts.findings}
    sections = chosen(view["sections"], paths, view)
    return (
        finding
        for finding in verdicts.findings
        if (not view["sections"] or {finding.section, finding.location.path} & sections)
        and (not view["codes"] or finding.code in view["codes"])
        and (not view["phases"] or finding.phase in view["phases"])
        and (not view["severities"] or finding.severity in view["severities"])
    )


def _item(page: Page, finding: ShownFinding, verdicts: Verdicts) -> nodes.list_item:
    """As in ``AR208 GET /servers: changes-before is … (warning, parameter, api-ref/source/servers.inc:40)``.

    A message that begins with the operation needs no other mention of it.
    """
    paragraph = nodes.paragraph("", "", nodes.strong("", finding.code), nodes.Text(" "))
    operation = verdicts.operations.get(finding.operation) if finding.operation else None
    message = finding.message
    if operation is not None:
        said = message.startswith(f"{operation.name} ")
        message = message.removeprefix(operation.name) if said else f": {message}"
        paragraph += page.link(finding.operation, operation.name)
    place = nodes.literal("", f"{finding.location.path}:{finding.location.line}")
    paragraph += [nodes.Text(f"{message} ({finding.severity}, {finding.phase}, "), place, nodes.Text(")")]
    return nodes.list_item("", paragraph, classes=[f"apiref-{finding.severity}"])
