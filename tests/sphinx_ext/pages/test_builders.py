"""Every builder shows something sensible of everything, and none has a word of warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.boats import write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALL_ON, ALONE, BESIDE, with_report

HTML = ["html", "dirhtml", "singlehtml", "json", "epub"]
OTHERS = ["latex", "texinfo", "man", "text", "xml", "pseudoxml", "gettext", "dummy"]
QUIET_EPUB = ("-D", "version=1", "-D", "copyright=The harbour")
SHOWN = {
    "epub": "report.xhtml",
    "latex": "boats.tex",
    "text": "report.txt",
    "man": "boats.1",
    "texinfo": "boats.texi",
    "xml": "report.xml",
    "singlehtml": "index.html",
    "dirhtml": "report/index.html",
}


@pytest.mark.parametrize("builder", HTML + OTHERS)
def test_nothing_is_warned_of(boats: Path, builder: str) -> None:
    built = build(with_report(boats), builder, "-D", ALONE, "-j", "2", *ALL_ON, *QUIET_EPUB)
    assert (built.exit_code, built.warnings) == (0, [])


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "text", "gettext"])
def test_nothing_is_warned_of_beside_os_api_ref(boats: Path, builder: str) -> None:
    built = build(with_report(boats), builder, "-D", BESIDE, "-j", "2", *ALL_ON)
    assert (built.exit_code, built.warnings) == (0, [])


@pytest.mark.parametrize("builder", SHOWN)
def test_burndown_and_findings_are_shown(boats: Path, builder: str) -> None:
    shown = build(with_report(boats), builder, "-D", ALONE, *ALL_ON, *QUIET_EPUB).text(SHOWN[builder])
    assert "length is documented as string" in " ".join(shown.split())
    assert "claimed" in shown
    assert ("<svg" in shown) is builder.endswith("html")


@pytest.mark.parametrize("builder", ["epub", "latex", "text", "man", "texinfo", "xml"])
def test_badges_are_words_where_nobody_can_point_at_them(boats: Path, builder: str) -> None:
    built = build(with_report(boats), builder, "-D", ALONE, *ALL_ON, *QUIET_EPUB)
    name = SHOWN[builder].replace("report", "index")
    assert "Verification: method verified, parameter disagrees (AR204)" in " ".join(built.text(name).split())


def test_a_folder_that_nothing_can_be_written_to_is_a_clear_error(boats: Path) -> None:
    write(with_report(boats), "out/html/_static", "")
    built = build(boats, "html", *ALL_ON)
    assert built.exit_code == 2
    assert f"{boats}/out/html/_static: File exists: the pages cannot be written" in "\n".join(built.warnings)
