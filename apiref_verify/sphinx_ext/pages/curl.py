"""Below each sample of a request, the command that sends it."""

from __future__ import annotations

from collections import defaultdict

from docutils import nodes

from apiref_verify.sphinx_ext.checked.verdicts import ShownOperation, ShownSample
from apiref_verify.sphinx_ext.options import Shown
from apiref_verify.sphinx_ext.pages.command import command, headers_of
from apiref_verify.sphinx_ext.pages.nodes import curl_command
from apiref_verify.sphinx_ext.pages.page import Page
from apiref_verify.sphinx_ext.targets import Place

Blocks = dict[Place, list[nodes.literal_block]]


def add(page: Page, shown: Shown) -> None:
    """Put a command below each block that shows a sample of a request."""
    blocks = _blocks(page)
    operations = {place: operation for _, place, operation in page.operations()}
    for operation in operations.values():
        for sample in operation.requests:
            for block in _blocks_of(sample, blocks):
                _add_below(block, _command(operation, sample, block.astext().strip("\n"), shown))


def _blocks(page: Page) -> Blocks:
    """The literal blocks of a page by where they are written: several, where a file is included more than once."""
    found: Blocks = defaultdict(list)
    for block in page.doctree.findall(nodes.literal_block):
        if place := page.place_of(block):
            found[place].append(block)
    return found


def _blocks_of(sample: ShownSample, blocks: Blocks) -> list[nodes.literal_block]:
    """The blocks that show a sample: one that stands in the text begins below the line of its directive."""
    if not sample.inline:
        return blocks.get(sample.place, [])
    path, line = sample.place
    above = [place for place in blocks if place[0] == path and place[1] <= line]
    return blocks[max(above)] if above else []


def _command(operation: ShownOperation, sample: ShownSample, body: str, shown: Shown) -> curl_command:
    headers = headers_of(sample.version or operation.minimum, shown.service_type)
    made = command(operation.method, operation.url, body, shown.curl_endpoint, headers)
    return curl_command("", command=made.text, variables=made.variables)


def _add_below(block: nodes.literal_block, made: curl_command) -> None:
    """A block with a caption is wrapped up with it."""
    wrapper = block.parent
    below: nodes.Element = wrapper if isinstance(wrapper, nodes.container) and wrapper.get("literal_block") else block
    below.parent.insert(below.parent.index(below) + 1, made)
