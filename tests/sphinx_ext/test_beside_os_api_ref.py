"""Beside os_api_ref the pages stay as they are, to the byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sphinx_ext.boats import BOATS, CONF, CREW, INDEX, PARAMETERS, write
from tests.sphinx_ext.builds import Build, build

SOURCE = "api-ref/source"
BUNDLED = Path(__file__).parent.parent.parent / "api-ref"
ORDERS = {"after": '["os_api_ref", "apiref_verify"]', "before": '["apiref_verify", "os_api_ref"]'}


@pytest.fixture(autouse=True)
def _same_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.fixture(params=["boats", "the bundled reference"])
def project(request: pytest.FixtureRequest, tmp_path: Path, boats: Path) -> Path:
    """A project whose pages have nothing of ours in their text."""
    if request.param == "boats":
        write(boats, f"{SOURCE}/index.rst", INDEX.replace("See :apiref:op:`GET /boats/{boat_id}`.\n", ""))
        return boats
    shutil.copytree(BUNDLED, tmp_path / "harbour/api-ref")
    index = (BUNDLED / "source/index.rst").read_text("utf-8")
    write(tmp_path / "harbour", f"{SOURCE}/index.rst", index[: index.index("============\nVerification")])
    write(tmp_path / "harbour", "pyproject.toml", "[tool.apiref-verify]\ncontracts = ['api-ref/contract']\n")
    return tmp_path / "harbour"


def built(root: Path, extensions: str, *options: str) -> Build:
    write(root, f"{SOURCE}/conf.py", CONF.replace('["os_api_ref", "apiref_verify"]', extensions))
    name = "beside" if "apiref_verify" in extensions else "without"
    return build(root, "html", *options, out=name, doctrees=f"{name}-doctrees")


def pages(made: Build) -> dict[str, bytes]:
    """All files of the output but three: what they rest on, and the index and inventory, which know operations now."""
    names = (path for path in made.out.rglob("*") if path.is_file())
    kept = (path for path in names if path.name not in (".buildinfo", "searchindex.js", "objects.inv"))
    return {str(path.relative_to(made.out)): path.read_bytes() for path in kept}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("options", [[], ["-j", "2"], ["-D", "apiref_verify_mode=off"]], ids=" ".join)
def test_pages_are_the_same_to_the_byte(project: Path, order: str, options: list[str]) -> None:
    without = built(project, '["os_api_ref"]')
    beside = built(project, ORDERS[order], *options)
    plain, ours = pages(without), pages(beside)
    assert ours.keys() == plain.keys()
    assert [name for name in plain if ours[name] != plain[name]] == []
    assert [line for line in beside.warnings if line not in beside.told] == without.warnings


@pytest.mark.parametrize("order", ORDERS)
def test_links_and_findings_do_not_depend_on_the_order_of_extensions(boats: Path, order: str) -> None:
    made = built(boats, ORDERS[order])
    assert len(made.told) == len(made.warnings) == 2
    assert 'href="#show-a-boat"' in made.text("index.html")


def test_pages_of_a_rebuild_are_those_of_a_fresh_build(project: Path) -> None:
    """os_api_ref alone does not notice that a parameters file has changed; with us, what uses it is read anew."""
    built(project, ORDERS["after"])
    parameters = project / SOURCE / "parameters.yaml"
    parameters.write_text(parameters.read_text("utf-8").replace("string", "text"), "utf-8")
    again = pages(built(project, ORDERS["after"]))
    assert again == pages(built(project, ORDERS["after"], "-E", "-a"))


def test_an_operation_that_a_page_shows_twice_stays_where_it_is(boats: Path) -> None:
    write(boats, f"{SOURCE}/crews/more.rst", CREW)
    made = built(boats, ORDERS["after"])
    assert made.domain.find("GET /crews/{crew_id}").docname == "crews/index"


BROKEN_FILES = {
    "not YAML": ("boat: {a: [\n", "ParserError: while parsing a flow "),
    "a list": ("- boat\n", "AttributeError: 'list' object has no attribute 'items'"),
    "not UTF-8": (b"boat: \xff\n", "UnicodeDecodeError: "),
    "a definition without place": (f"{PARAMETERS}oar:\n  type: string\n", "KeyError: 'in'"),
}
"""By what is wrong with a parameters file: what it holds, and what os_api_ref fails with."""


@pytest.mark.parametrize("what", BROKEN_FILES)
def test_a_parameters_file_that_os_api_ref_cannot_use_is_one_error(boats: Path, what: str) -> None:
    content, reason = BROKEN_FILES[what]
    (boats / SOURCE / "parameters.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    made = built(boats, ORDERS["after"])
    (told,) = (line for line in made.warnings if "ERROR" in line)
    assert told.startswith(f"{boats / SOURCE}/parameters.yaml:1: ERROR: os_api_ref cannot use this file: {reason}")
    assert told.endswith(" [apiref.markup]")
    assert "One boat." in made.text("index.html")
    assert "Traceback" not in "".join(made.warnings) + made.status


BROKEN_BLOCKS = {
    "a code without reasons": ("   - 200\n", "   - 204\n   - 226\n", 34, "rest_status_code: KeyError: 226"),
    "codes that are none": ("   - 200\n", "   all\n", 34, "rest_status_code: AttributeError: "),
    "rows that are not YAML": ("   - boats: boats\n", "   - boats: [\n", 18, "rest_parameters: ParserError: "),
    "an operation without method": (":: GET /boats\n", "::\n", 9, "rest_method: IndexError: "),
}
"""By what is wrong with a directive: what is replaced, by what, where it stands, and what os_api_ref fails with."""


@pytest.mark.parametrize("what", BROKEN_BLOCKS)
def test_a_directive_that_os_api_ref_fails_at_is_one_error_and_the_rest_is_shown(boats: Path, what: str) -> None:
    old, new, line, reason = BROKEN_BLOCKS[what]
    write(boats, f"{SOURCE}/boats.inc", BOATS.replace(old, new, 1))
    made = built(boats, ORDERS["after"])
    (told,) = (line for line in made.warnings if "ERROR" in line)
    assert told.startswith(f"{boats / SOURCE}/boats.inc:{line}: ERROR: os_api_ref cannot show this {reason}")
    assert "Moors a boat." in made.text("index.html")
    assert build(boats, "apiref-verify").exit_code == 1
