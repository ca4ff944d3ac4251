"""Below each sample of a request, the command that sends it."""

from __future__ import annotations

from docutils import nodes

from apiref_verify.sphinx_ext.domain import Place
from apiref_verify.sphinx_ext.options import Shown
from apiref_verify.sphinx_ext.pages.command import command, headers_of
from apiref_verify.sphinx_ext.pages.nodes import curl_command
from apiref_verify.sphinx_ext.pages.page import Page
from apiref_verify.sphinx_ext.verdicts import ShownOperation, ShownSample


def add(page: Page, shown: Shown) -> None:
    """Put a command below each block that shows a sample of a request."""
    blocks = _blocks(page)
    for _, _, operation in list(page.operations()):
        for sample in operation.requests:
            block = _block_of(sample, blocks)
            if block is not None:
                _add_below(block, _command(operation, sample, block.astext().strip("\n"), shown))


def _blocks(page: Page) -> dict[Place, nodes.literal_block]:
    """The literal blocks of a page by where they are written."""
    placed = ((page.place_of(block), block) for block in page.doctree.findall(nodes.literal_block))
    return {place: block for place, block in placed if place}


def _block_of(sample: ShownSample, blocks: dict[Place, nodes.literal_block]) -> nodes.literal_block | None:
    """The block that shows a sample: one that stands in the text begins below the line of its directive."""
    if not sample.inline:
        return blocks.get(sample.place)
    path, line = sample.place
    above = [place for place in blocks if place[0] == path and place[1] <= line]
    return blocks[max(above)] if above else None


def _command(operation: ShownOperation, sample: ShownSample, body: str, shown: Shown) -> curl_command:
    headers = headers_of(sample.version or operation.minimum, shown.service_type)
    made = command(operation.method, operation.url, body, shown.curl_endpoint, headers)
    return curl_command("", command=made.text, variables=made.variables)


def _add_below(block: nodes.literal_block, made: curl_command) -> None:
    """A block with a caption is wrapped up with it."""
    wrapper = block.parent
    below: nodes.Element = wrapper if isinstance(wrapper, nodes.container) and wrapper.get("literal_block") else block
    below.parent.insert(below.parent.index(below) + 1, made)
