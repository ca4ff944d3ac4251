"""Badges below each operation: a sign, words, and a reason that everybody can get at."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import INDEX, write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALONE, BESIDE, QUIET, elements, with_report, words

BADGES = (*QUIET, "-D", "apiref_verify_badges=1")


def badges(html: str, operation: str) -> list[str]:
    row = next(row for row in elements(html, "div", '<div aria-label="Verification') if f'of {operation}"' in row)
    return elements(row, "details", "<details")


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_each_operation_has_a_badge_per_phase_with_sign_word_and_reason(boats: Path, rendering: str) -> None:
    html = build(boats, "html", "-D", rendering, *BADGES).text("index.html")
    found = badges(html, "GET /boats/{boat_id}")
    assert [words(re.sub(r"<div.*", "", badge, flags=re.S)) for badge in found] == [
        "✓ method verified",
        "✗ parameter disagrees",
        "✓ example verified",
        "? body not checked",
    ]
    reasons = [re.search(r'<summary title="([^"]*)"', badge)[1] for badge in found]
    assert reasons[0] == "boats has it: all versions"
    assert reasons[1] == "1 finding: AR204"
    assert "boats has it: all versions" in words(elements(found[0], "div", '<div class="apiref-reason"')[0])
    assert "AR204 length is documented as string" in words(found[1])
    assert 'aria-hidden="true"' in found[0]


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_badges_stand_right_below_method_and_url(boats: Path, rendering: str) -> None:
    html = build(boats, "html", "-D", rendering, *BADGES).text("index.html")
    start = html.index('<div aria-label="Verification of POST /boats/{boat_id}/action (moor)"')
    before, after = html[:start], html[start:]
    last = words(before).replace(" ", "")
    assert last.endswith("POST/boats/{boat_id}/action" + "Mooraboat(moorAction)detail" * (rendering == BESIDE))
    assert "Moors a boat." in words(after)
    if rendering == BESIDE:
        section = before.rindex("<section")
        assert 'class="detail-control" id="moor-a-boat-moor-action"' in before[section:]


def test_of_the_badges_of_an_operation_one_is_open_at_a_time(boats: Path) -> None:
    html = build(boats, "html", "-D", BESIDE, *BADGES).text("index.html")
    groups = re.findall(r'<details [^>]*name="([^"]*)"', html)
    assert len(groups) == 12
    assert len(set(groups)) == 3


def test_a_badge_links_to_its_findings_where_the_page_lists_them(boats: Path) -> None:
    write(boats, "api-ref/source/index.rst", f"{INDEX}\n.. apiref-findings::\n")
    html = build(boats, "html", "-D", BESIDE, *BADGES).text("index.html")
    target = re.search(r'href="#([^"]*)"', badges(html, "GET /boats/{boat_id}")[1])[1]
    item = elements(html, "li", f'<li class="apiref-warning" id="{target}"')[0]
    assert words(item).startswith("AR204 GET /boats/{boat_id} : length is documented as string")


def test_a_badge_lists_its_findings_where_the_page_does_not(boats: Path) -> None:
    html = build(with_report(boats), "html", "-D", BESIDE, *BADGES).text("index.html")
    assert "href" not in badges(html, "GET /boats/{boat_id}")[1]


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_in_print_a_sentence_says_the_same(boats: Path, rendering: str) -> None:
    text = build(boats, "text", "-D", rendering, *BADGES).text("index.txt")
    said = "Verification: method verified, parameter disagrees (AR204), example verified, body not checked."
    assert said in " ".join(text.split())


def test_a_badge_goes_with_the_versions_of_its_operation(boats: Path) -> None:
    source = boats / "api-ref/source/boats.inc"
    source.write_text(source.read_text("utf-8").replace("GET /boats\n", "GET /boats\n\n   min_version: 2.3\n"), "utf-8")
    html = build(boats, "html", "-D", BESIDE, *BADGES).text("index.html")
    assert re.search(
        r'<div aria-label="Verification of GET /boats" class="apiref-badges apiref-keep rp_min_ver_2_3"', html
    )


def test_without_verdicts_there_are_no_badges(boats: Path) -> None:
    built = build(boats, "html", "-D", BESIDE, *BADGES, "-D", "apiref_verify_mode=off")
    assert "apiref-badge" not in built.text("index.html")
