"""``apiref-burndown`` and ``apiref-findings``: what they show, and what they are told to leave out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import CONTRACT, write
from tests.sphinx_ext.builds import Build, build
from tests.sphinx_ext.pages.sites import ALONE, BESIDE, QUIET, elements, with_report, words


def report(root: Path, body: str, *options: str) -> Build:
    return build(with_report(root, f"Report\n======\n\n{body}\n"), "html", "-D", BESIDE, *QUIET, *options)


def rows(html: str) -> list[list[str]]:
    table = elements(html, "table", '<table class="apiref-burndown')[0]
    lines = elements(table, "tr", "<tr")
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line, re.S)] for line in lines]


def items(html: str) -> list[str]:
    return [words(item) for item in elements(html, "li", '<li class="apiref-')]


def test_the_burndown_is_a_chart_and_a_table(boats: Path) -> None:
    html = report(boats, ".. apiref-burndown::").text("report.html")
    assert rows(html) == [
        ["Section", "Operations", "Method", "Parameter", "Example", "Body"],
        [
            "Boats",
            "3",
            "claimed done 3 verified",
            "claimed done 2 disagree 1 not checked 2 findings",
            "claimed done 2 verified 1 not checked",
            "marked TODO 3 not checked",
        ],
        [
            "Show the crew",
            "1",
            "claimed done 1 verified",
            "claimed done 1 verified",
            "claimed done 1 verified",
            "claimed done 1 not checked",
        ],
        [
            "Total",
            "4",
            "4 verified",
            "1 verified 2 disagree 1 not checked 2 findings",
            "3 verified 1 not checked",
            "1 marked TODO 4 not checked",
        ],
    ]
    assert 'aria-label="method: 4 verified, 0 disagree, 0 not checked; parameter: 1 verified, 2 disagree' in html


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
def test_the_table_links_to_the_sections(boats: Path, rendering: str) -> None:
    html = build(with_report(boats), "html", "-D", rendering, *QUIET).text("report.html")
    table = elements(html, "table", '<table class="apiref-burndown')[0]
    assert re.findall(r'href="([^"]*)"', table) == ["index.html#id1", "crews/index.html#crews"]


@pytest.mark.parametrize(("option", "chart", "table"), [(":chart:", True, False), (":table:", False, True)])
def test_the_burndown_is_what_of_the_two_is_asked_for(boats: Path, option: str, chart: bool, table: bool) -> None:
    html = report(boats, f".. apiref-burndown::\n   {option}\n").text("report.html")
    assert ("<svg" in html) is chart
    assert ('<table class="apiref-burndown' in html) is table


@pytest.mark.parametrize("section", ["crew.inc", "crews/crew.inc", "api-ref/source/crews/crew.inc"])
def test_the_burndown_of_a_section(boats: Path, section: str) -> None:
    html = report(boats, f".. apiref-burndown::\n   :section: {section}\n").text("report.html")
    assert [row[0] for row in rows(html)] == ["Section", "Show the crew"]
    assert 'aria-label="method: 1 verified, 0 disagree, 0 not checked;' in html


def test_other_builders_get_the_table(boats: Path) -> None:
    built = build(with_report(boats, "Report\n======\n\n.. apiref-burndown::\n   :chart:\n"), "text", *QUIET)
    said = built.text("report.txt")
    assert "Show the crew" in said
    assert "claimed done; 1" in said


def test_findings_are_listed_with_code_operation_message_and_place(boats: Path) -> None:
    html = report(boats, ".. apiref-findings::").text("report.html")
    found = items(html)
    assert [item.split(" : ")[0] for item in found] == ["AR204 GET /boats", "AR204 GET /boats/{boat_id}"]
    assert all(re.search(r"length is documented as string.*\(warning, parameter, api-ref/source/", i) for i in found)
    assert 'href="index.html#list-boats"' in html


def test_a_message_that_begins_with_the_operation_does_not_name_it_twice(boats: Path) -> None:
    without_crews = "".join(line for line in CONTRACT.splitlines(keepends=True) if "/crews" not in line)
    write(boats, "contract/contract.yaml", without_crews)
    html = report(boats, ".. apiref-findings::\n   :code: AR101\n").text("report.html")
    (item,) = items(html)
    assert item.startswith("AR101 GET /crews/{crew_id} is documented, but boats has no such operation (")
    assert 'href="crews/index.html#show-the-crew"' in html


@pytest.mark.parametrize(
    ("option", "count"),
    [
        (":section: boats.inc", 2),
        (":section: crew.inc", 0),
        (":code: AR204", 2),
        (":code: AR1, AR2", 2),
        (":code: AR4", 0),
        (":phase: parameter", 2),
        (":phase: method body", 0),
        (":severity: warning error", 2),
        (":severity: note", 0),
    ],
)
def test_options_say_which_findings(boats: Path, option: str, count: int) -> None:
    html = report(boats, f".. apiref-findings::\n   {option}\n").text("report.html")
    assert len(items(html)) == count
    assert ("None of the findings is of this kind." in html) is (count == 0)


@pytest.mark.parametrize(
    ("option", "why"),
    [
        (":code: AR999", "no rule 'AR999'"),
        (":phase: headers", '"headers" unknown; choose from'),
        (":severity: fatal", '"fatal" unknown; choose from'),
        (":code:", "something must be named"),
    ],
)
def test_an_option_that_says_nothing_is_told_of(boats: Path, option: str, why: str) -> None:
    built = report(boats, f".. apiref-findings::\n   {option}\n")
    assert why in "\n".join(built.warnings)
    assert "report.rst:4:" in "\n".join(built.warnings)


@pytest.mark.parametrize("directive", ["apiref-burndown", "apiref-findings"])
def test_a_section_that_is_none_is_told_of(boats: Path, directive: str) -> None:
    built = report(boats, f".. {directive}::\n   :section: oars.inc\n")
    (warning,) = built.told
    assert warning.endswith("report.rst:4: WARNING: no section oars.inc with operations [apiref.markup]")


def test_an_id_is_given_once_though_two_lists_show_a_finding(boats: Path) -> None:
    html = report(boats, ".. apiref-findings::\n\n.. apiref-findings::\n").text("report.html")
    ids = re.findall(r'<li class="apiref-warning" id="([^"]*)"', html)
    assert len(items(html)) == 4
    assert ids == ["apiref-finding-1", "apiref-finding-2"]


@pytest.mark.parametrize("option", ["apiref_verify_mode=off", "apiref_verify_config=lost.toml"])
def test_where_nothing_was_checked_the_directives_say_so(boats: Path, option: str) -> None:
    html = report(boats, ".. apiref-burndown::\n\n.. apiref-findings::\n", "-D", option).text("report.html")
    assert html.count("The reference was not checked in this build.") == 2


def test_where_nothing_is_found_the_list_says_so(boats: Path) -> None:
    write(boats, "pyproject.toml", '[tool.apiref-verify]\nselect = ["AR1"]\n')
    assert "No findings." in report(boats, ".. apiref-findings::").text("report.html")
