"""A curl command below each sample of a request, in pages for browsers."""

from __future__ import annotations

import html
import json
import re
import shlex
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import BOATS, INDEX, write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALONE, BESIDE, QUIET

CURL = (*QUIET, "-D", "apiref_verify_curl=1")
INCLUDED = ".. literalinclude:: ../samples/boat-moor-req.json\n   :language: javascript\n"


def commands(page: str) -> list[str]:
    return [
        html.unescape(found) for found in re.findall(r'<div class="apiref-curl">.*?<pre[^>]*>(.*?)</pre>', page, re.S)
    ]


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_a_sample_of_a_request_has_its_command_below(boats: Path, rendering: str) -> None:
    page = build(boats, "html", "-D", rendering, *CURL).text("index.html")
    (command,) = commands(page)
    assert shlex.split(command.replace(" \\\n", " ")) == [
        *("curl", "-X", "POST", "$ENDPOINT/boats/$boat_id/action"),
        *("-H", "Content-Type: application/json", "-H", "X-Auth-Token: $TOKEN"),
        *("--data-raw", json.dumps({"moor": {}}, indent=2)),
    ]
    below = page[page.rindex('<div class="highlight-javascript') :]
    assert re.match(r"<div.*?</pre>\s*</div>\s*</div>\s*<div class=\"apiref-curl\">", below, re.S)
    assert "<code>ENDPOINT</code>, <code>boat_id</code>, <code>TOKEN</code>" in page


@pytest.mark.parametrize(
    "sample",
    [
        '.. code-block:: json\n\n   {"moor": {"at": "quay\'s end"}}\n',
        '.. code-block:: json\n   :caption: Moor\n   :name: moor\n\n   {"moor": {"at": "quay\'s end"}}\n',
        'Example::\n\n   {"moor": {"at": "quay\'s end"}}\n',
    ],
)
def test_a_sample_in_the_text_has_one_too(boats: Path, sample: str) -> None:
    write(boats, "api-ref/source/boats.inc", BOATS.replace(INCLUDED, sample))
    (command,) = commands(build(boats, "html", "-D", BESIDE, *CURL).text("index.html"))
    assert json.loads(shlex.split(command.replace(" \\\n", " "))[-1]) == {"moor": {"at": "quay's end"}}


def test_a_caption_stays_with_its_sample(boats: Path) -> None:
    write(boats, "api-ref/source/boats.inc", BOATS.replace(INCLUDED, f"{INCLUDED}   :caption: Moor\n"))
    page = build(boats, "html", "-D", BESIDE, *CURL).text("index.html")
    assert re.search(r"</div>\s*</div>\s*</div>\s*<div class=\"apiref-curl\">", page)


def test_a_version_is_asked_for(boats: Path) -> None:
    write(boats, "api-ref/samples/v2.10/boat-moor-req.json", '{"moor": {}}\n')
    text = BOATS.replace("samples/boat-moor", "samples/v2.10/boat-moor")
    write(boats, "api-ref/source/boats.inc", text)
    options = ("-D", "apiref_verify_service_type=boat", "-D", "apiref_verify_curl_endpoint=http://boats.example.org/v2")
    (command,) = commands(build(boats, "html", "-D", BESIDE, *CURL, *options).text("index.html"))
    assert "-H 'OpenStack-API-Version: boat 2.10'" in command
    assert '"http://boats.example.org/v2/boats/$boat_id/action"' in command


@pytest.mark.parametrize("builder", ["text", "epub", "latex"])
def test_what_is_printed_has_none(boats: Path, builder: str) -> None:
    built = build(boats, builder, "-D", ALONE, *CURL)
    files = [*built.out.rglob("*.txt"), *built.out.rglob("*.xhtml"), *built.out.rglob("*.tex")]
    assert files
    assert not any("curl" in file.read_text("utf-8") for file in files)


def test_a_file_that_is_included_twice_has_one_below_each_block(boats: Path) -> None:
    write(boats, "api-ref/source/index.rst", INDEX + "\n.. include:: boats.inc\n")
    page = build(boats, "html", "-D", BESIDE, *CURL).text("index.html")
    assert len(commands(page)) == 2
    assert len(re.findall(r'</div>\s*<div class="apiref-curl">', page)) == 2
