"""With all options off, pages are as without the extension, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sphinx_ext.boats import INDEX, write
from tests.sphinx_ext.builds import build
from tests.sphinx_ext.pages.sites import ALL_ON, BESIDE, QUIET, with_report


@pytest.mark.parametrize("builder", ["dirhtml", "singlehtml", "text"])
def test_all_files_are_those_of_a_build_without_the_extension(boats: Path, builder: str) -> None:
    write(boats, "api-ref/source/index.rst", INDEX.replace(":apiref:op:", ""))
    with_it = build(boats, builder, "-D", BESIDE, *QUIET)
    without = build(boats, builder, "-D", "extensions=os_api_ref", out="without", doctrees="other")
    left_out = {".buildinfo", "objects.inv", "searchindex.js"}
    files = {file.relative_to(with_it.out) for file in with_it.out.rglob("*") if file.is_file()}
    assert files == {file.relative_to(without.out) for file in without.out.rglob("*") if file.is_file()}
    for file in files:
        if file.name not in left_out:
            assert (with_it.out / file).read_bytes() == (without.out / file).read_bytes(), file


def test_style_and_script_are_brought_to_those_pages_that_need_them(boats: Path) -> None:
    built = build(with_report(boats), "html", "-D", BESIDE, *QUIET)
    assert "apiref-pages.css" in built.text("report.html")
    assert "apiref-pages.css" not in built.text("index.html") + built.text("search.html")
    assert not (built.out / "_static/apiref-curl.js").exists()
    shown = build(boats, "html", "-D", BESIDE, *ALL_ON)
    for name in ("index.html", "crews/index.html"):
        assert "apiref-pages.css?v=" in shown.text(name)
        assert "apiref-curl.js?v=" in shown.text(name)
    assert "apiref-" not in shown.text("search.html")
    assert (shown.out / "_static/apiref-curl.js").exists()
