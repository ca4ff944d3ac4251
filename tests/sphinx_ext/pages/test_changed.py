"""Pages follow the verdicts: after any change, those are written again that show something else, and no others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import PARAMETERS, closed, exchange, write
from tests.sphinx_ext.builds import Build, build
from tests.sphinx_ext.pages.sites import ALL_ON, ALONE, BESIDE, QUIET, with_report

ALL = {"index", "crews/index", "report"}


def written(built: Build) -> set[str]:
    """The documents whose pages a build wrote; Sphinx adds those that list one of them in a table of contents."""
    return set(re.findall(r"writing output\.\.\. \[ *\d+%\] (\S+)", built.status))


def without_checksums(page: str) -> str:
    """A page as it is whatever files lay in the output folder before: os_api_ref brings its own when all is written."""
    return re.sub(r"\?v=\w+", "", page)


def promise_another_boat(root: Path) -> None:
    write(root, "contract/boat.json", json.dumps(closed(boat=closed(mast={}))))


def record_another_crew(root: Path) -> None:
    write(root, "boats.jsonl", exchange("/crews/7", {"crew": {"size": "three"}}))


def record_once_more(root: Path) -> None:
    write(root, "boats.jsonl", exchange("/crews/7", {"crew": {"size": 3}}) * 2)


def touch_a_sample_that_nothing_shows(root: Path) -> None:
    write(root, "api-ref/samples/boat-sink-req.json", "{}\n")


@pytest.mark.parametrize("rendering", [BESIDE, ALONE])
@pytest.mark.parametrize(
    ("change", "options", "pages"),
    [
        (promise_another_boat, ["apiref_verify_badges=1"], {"index", "report"}),
        (promise_another_boat, ["apiref_verify_verified_line=1"], {"index", "report"}),
        (promise_another_boat, ["apiref_verify_curl=1"], {"index", "report"}),
        (promise_another_boat, [], {"report"}),
        (record_another_crew, [], {"report"}),
        (record_another_crew, ["apiref_verify_badges=1"], {"crews/index", "report"}),
        (record_once_more, ["apiref_verify_verified_line=1"], {"crews/index", "index"}),
        (touch_a_sample_that_nothing_shows, ["apiref_verify_badges=1"], set()),
    ],
)
def test_pages_are_written_that_show_something_else(
    boats: Path, change: Callable[[Path], None], options: list[str], pages: set[str], rendering: str
) -> None:
    settings = [word for option in options for word in ("-D", option)]
    words = ("html", "-D", rendering, *QUIET, *settings)
    assert written(build(with_report(boats), *words)) == ALL
    change(boats)
    after = build(boats, *words)
    listing = {"index"} if pages & {"crews/index", "report"} else set()
    assert (after.read, written(after)) == (0, pages | listing)
    fresh = build(boats, *words, out="fresh", doctrees="fresh-doctrees")
    for name in ("index.html", "crews/index.html", "report.html"):
        assert without_checksums(after.text(name)) == without_checksums(fresh.text(name))
    assert written(build(boats, *words)) == set()


def test_another_document_may_change_what_a_page_shows(boats: Path) -> None:
    words = ("html", "-D", BESIDE, *ALL_ON)
    build(with_report(boats), *words)
    write(boats, "api-ref/source/parameters.yaml", PARAMETERS.replace("type: integer", "type: array"))
    after = build(boats, *words)
    assert after.read == 2
    assert written(after) == ALL
    assert "crew" in after.text("report.html")


@pytest.mark.parametrize("builder", ["html", "text"])
def test_each_output_folder_follows_on_its_own(boats: Path, builder: str) -> None:
    build(with_report(boats), builder, *ALL_ON)
    build(boats, "dirhtml", *ALL_ON)
    promise_another_boat(boats)
    build(boats, "dirhtml", *ALL_ON)
    assert written(build(boats, builder, *ALL_ON)) == {"index", "report"}


@pytest.mark.parametrize("builder", ["html", "text"])
def test_options_and_mode_show_without_reading_again(boats: Path, builder: str) -> None:
    build(with_report(boats), builder, *QUIET)
    on = build(boats, builder, *ALL_ON)
    assert (on.read, written(on)) == (0, {"index", "crews/index"})
    off = build(boats, builder, *ALL_ON, "-D", "apiref_verify_mode=off")
    assert (off.read, written(off)) == (0, ALL)
    again = build(boats, builder, *ALL_ON)
    assert (again.read, written(again)) == (0, ALL)


def test_several_processes_know_which_documents_show_verdicts(boats: Path) -> None:
    for number in range(6):
        write(boats, f"api-ref/source/report{number}.rst", "Report\n======\n\n.. apiref-findings::\n")
    listed = "".join(f"   report{number}\n" for number in range(6))
    index = (boats / "api-ref/source/index.rst").read_text("utf-8")
    write(boats, "api-ref/source/index.rst", index.replace("   crews/index\n", f"   crews/index\n{listed}"))
    first = build(boats, "html", "-j", "2", *ALL_ON)
    reports = {f"report{number}" for number in range(6)}
    assert first.domain.views == dict.fromkeys(reports, frozenset({"findings"}))
    promise_another_boat(boats)
    assert written(build(boats, "html", *ALL_ON)) == {"index", *reports}
    write(boats, "api-ref/source/report0.rst", "Report\n======\n\nNothing more.\n")
    assert build(boats, "html", "-j", "2", *ALL_ON).domain.views.keys() == reports - {"report0"}


def test_a_removed_page_is_forgotten(boats: Path) -> None:
    build(with_report(boats), "html", *ALL_ON)
    (boats / "api-ref/source/report.rst").unlink()
    index = (boats / "api-ref/source/index.rst").read_text("utf-8")
    write(boats, "api-ref/source/index.rst", index.replace("   report\n", ""))
    after = build(boats, "html", *ALL_ON)
    assert after.exit_code == 0
    assert not after.domain.views
    assert "report" not in next(iter(after.domain.written.values()))
