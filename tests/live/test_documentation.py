"""What the how-to on running APIs shows is so."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

from apiref_verify.live.allowance import Allowance
from apiref_verify.live.scenarios.file import read_scenario
from apiref_verify.live.survey import prepare
from apiref_verify.reports.coverage import as_text
from tests.harbour import Harbour
from tests.harbour.server import serving
from tests.live.surveys import ROOT, exercise, survey

PAGE = (ROOT / "docs/how-to/live.rst").read_text("utf-8")


def block(head: str) -> str:
    """The block that begins with a directive and its options."""
    match = re.search(rf"{re.escape(head)}\n\n((?:(?:   .*)?\n)+)", PAGE)
    assert match is not None
    return dedent(match[1]).strip() + "\n"


def test_the_table_of_a_walk() -> None:
    with serving(Harbour()) as served:
        prepared = prepare(replace(survey(served.url), versions=6))
        prepared.run(lambda one: None, lambda step, done, total: None)
    assert as_text(prepared.coverage) == block(".. code-block:: none")


def test_the_scenario(tmp_path: Path) -> None:
    path = tmp_path / "servers.yaml"
    path.write_text(block(".. code-block:: yaml\n   :caption: servers.yaml"))
    with serving(Harbour()) as served:
        wanted = survey(served.url, scenario=read_scenario(path), allowance=Allowance(["* /servers/**"]))
        prepared = prepare(wanted)
        prepared.run(lambda one: None, lambda step, done, total: None)
    assert prepared.coverage.notes == []
    for name in ("POST /servers", "PUT /servers/{server_id}", "POST /servers/{server_id}/metadata"):
        assert exercise(prepared.coverage, name).is_served
