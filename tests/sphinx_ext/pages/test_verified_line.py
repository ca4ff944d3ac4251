"""The line below the title: what a page was verified against, and nothing that was not measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.finding import Status
from apiref_verify.model.reference import Phase
from apiref_verify.sphinx_ext.checked.verdicts import ShownEvidence, ShownOperation, ShownOutcome
from apiref_verify.sphinx_ext.pages.verified_line import text
from tests.sphinx_ext.boats import write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALONE, BESIDE, QUIET, elements, with_report, words

LINE = (*QUIET, "-D", "apiref_verify_verified_line=1")


def operation(*statuses: Status) -> ShownOperation:
    outcomes = {phase: ShownOutcome(status, "") for phase, status in zip(Phase, statuses, strict=True)}
    return ShownOperation("GET /", "GET", "/", "", "index.rst", outcomes, ())


ONE = [operation(Status.VERIFIED, Status.DISAGREES, Status.NOT_CHECKED, Status.NOT_CHECKED)]
CONTRACT = ShownEvidence("contract", "nova 34.0.0", "2.1 to 2.104", "2026-11-24")
EXCHANGES = ShownEvidence("exchange", "9 recorded exchanges", "", "")
COUNTS = ". Of the 4 phases of 1 operation: 1 verified, 1 disagree, 2 not checked."


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ([CONTRACT], "Verified against nova 34.0.0, 2.1 to 2.104, on 2026-11-24"),
        ([EXCHANGES], "Verified against 9 recorded exchanges"),
        (
            [CONTRACT, EXCHANGES],
            "Verified against nova 34.0.0, 2.1 to 2.104, on 2026-11-24, and against 9 recorded exchanges",
        ),
        ([], "Checked against its own samples only"),
    ],
)
def test_the_line_names_all_evidence_with_versions_and_its_own_date(evidence: list[ShownEvidence], said: str) -> None:
    assert text(evidence, ONE) == said + COUNTS


def line(html: str) -> str:
    (found,) = elements(html, "p", '<p class="apiref-verified-line"')
    return words(found)


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_it_stands_below_the_title_of_each_page_with_operations(boats: Path, rendering: str) -> None:
    built = build(with_report(boats), "html", "-D", rendering, *LINE)
    index, crews = built.text("index.html"), built.text("crews/index.html")
    assert line(index).startswith("Verified against boats, and against 1 recorded exchange. Of the 12 phases of 3 op")
    assert "Of the 4 phases of 1 operation: 3 verified" in line(crews)
    assert index.index("<h1>Boats") < index.index("apiref-verified-line") < index.index("See ")
    assert "apiref-verified-line" not in built.text("report.html")


def test_where_documents_are_put_together_each_of_them_has_its_line(boats: Path) -> None:
    built = build(with_report(boats), "singlehtml", "-D", BESIDE, *LINE)
    assert built.text("index.html").count('class="apiref-verified-line"') == 2


def test_it_comes_first_where_the_title_is_that_of_an_operation(boats: Path) -> None:
    write(boats, "api-ref/source/crews/index.rst", ".. include:: crew.inc\n")
    html = build(boats, "html", "-D", BESIDE, *LINE).text("crews/index.html")
    assert html.index("apiref-verified-line") < html.index("detail-control")


def test_without_contract_and_recordings_only_samples_are_named(boats: Path) -> None:
    write(boats, "pyproject.toml", "[tool.apiref-verify]\n")
    html = build(boats, "html", "-D", BESIDE, *LINE).text("index.html")
    assert line(html).startswith("Checked against its own samples only.")
