"""What the four directives show, and what is told of those that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.sphinx_ext.rendering.nodes import operation_line
from tests.sphinx_ext.rendering import sites


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    out, warnings = sites.build(tmp_path_factory.mktemp("quay"), sites.FILES)
    assert warnings == []
    return (out / "index.html").read_text("utf-8")


def test_the_tables_show_names_places_types_and_descriptions(page: str) -> None:
    rows = sites.rows_of(page)
    assert ["Name", "In", "Type", "Description"] in rows
    assert rows.count(["boat_id", "path", "string", "The UUID of the boat."]) == 2
    note = "New in version 2.10"
    assert [
        "limit (Optional)",
        "query",
        "integer",
        f"Page size, see RFC 5988 ; at most 100 . Zero means all . {note}",
    ] in rows
    assert ["name", "body", "string", "The boat’s name. Available until version 2.9"] in rows
    assert ["nickname", "body", "string or null", "The boat’s name. Available until version 2.9"] in rows


def test_what_a_definition_does_not_say_is_left_empty_and_an_unknown_place_shown_as_it_stands(page: str) -> None:
    assert ["odd (Optional)", "cookie", "", "Neither here nor there."] in sites.rows_of(page)


def test_a_version_of_two_digits_is_no_fraction(page: str) -> None:
    assert '<tr class="rp_min_ver_2_10 row-odd">' in page
    assert "rp_min_ver_2_1 " not in page


def test_the_codes_have_their_phrases_and_reasons(page: str) -> None:
    rows = sites.rows_of(page)
    assert ["200 - OK", "All is well."] in rows
    assert ["409 - Conflict", "The boat is moored ."] in rows
    assert ["409 - Conflict", "It collides."] in rows
    assert page.index(">Success<") < page.index("200 - OK") < page.index(">Error<") < page.index("409 - Conflict")


def test_an_operation_keeps_title_and_anchor_and_says_its_method_and_versions(page: str) -> None:
    start = page.index('<section class="apiref-operation rp_min_ver_2_3 rp_max_ver_2_30" id="show-a-boat">')
    title, line = page.index("<h2>Show a boat", start), page.index('<span class="apiref-method', start)
    assert start < title < line
    assert "/boats/{boat_id}</span>" in page
    assert page.count("<strong>New in version 2.3</strong>") == page.count("until version 2.30</strong>") == 1


def test_an_operation_line_knows_where_it_was_written(tmp_path: Path) -> None:
    lines = list(sites.doctree_of(tmp_path, sites.FILES).findall(operation_line))
    told = [(line["method"], line["url"], Path(line.source or "").name, line.line) for line in lines]
    assert told == [("GET", "/boats/{boat_id}", "boats.inc", 4), ("GET", "/boats", "boats.inc", 41)]


def test_the_words_of_the_tables_are_found_by_the_search(tmp_path: Path) -> None:
    out, _ = sites.build(tmp_path, sites.FILES)
    assert "nicknam" in (out / "searchindex.js").read_text("utf-8")


def test_a_page_without_operations_of_its_own_section_is_shown(tmp_path: Path) -> None:
    out, warnings = sites.build(tmp_path, {"index.rst": ".. rest_method:: GET /boats\n"})
    assert "/boats" in (out / "index.html").read_text("utf-8")
    assert warnings == []


INDEX = "Quay\n====\n\n"
TABLE = f"{INDEX}.. rest_parameters:: parameters.yaml\n\n   - boat_id: boat_id\n"
CODES = f"{INDEX}.. rest_status_code:: error status.yaml\n\n   - 409\n   - 410: sunk\n"

FAULTS = {
    "broken YAML": (
        {"index.rst": TABLE, "parameters.yaml": "boat_id:\n  in: path\n bad\n"},
        "parameters.yaml:3: WARNING: not YAML: ",
    ),
    "empty file": (
        {"index.rst": TABLE, "parameters.yaml": ""},
        "parameters.yaml:1: WARNING: the parameters file is empty",
    ),
    "missing file": ({"index.rst": TABLE}, "index.rst:4: WARNING: parameters.yaml does not exist"),
    "unknown key": (
        {"index.rst": TABLE, "parameters.yaml": "boat_ids:\n  in: path\n"},
        "index.rst:6: WARNING: boat_id is not defined in parameters.yaml; did you mean boat_ids?",
    ),
    "no file named": (
        {"index.rst": f"{INDEX}.. rest_parameters::\n\n   - boat_id: boat_id\n"},
        "index.rst:4: WARNING: rest_parameters names no parameters file",
    ),
    "rows that are no YAML": (
        {"index.rst": TABLE + "   - 'a: boat_id\n", "parameters.yaml": "boat_id:\n  in: path\n"},
        "index.rst:7: WARNING: the rows of this table are not YAML",
    ),
    "broken status file": (
        {"index.rst": CODES, "status.yaml": "409: [\n"},
        "status.yaml:2: WARNING: not YAML: ",
    ),
    "status file that is a list": (
        {"index.rst": CODES, "status.yaml": "- 409\n"},
        "status.yaml:1: WARNING: the status file is not a mapping",
    ),
    "unknown reason": (
        {"index.rst": CODES, "status.yaml": "409:\n  default: a\n410:\n  default: b\n"},
        "index.rst:7: WARNING: the reason sunk of the code 410 is not in status.yaml",
    ),
    "unknown code": (
        {"index.rst": f"{CODES}   - 411\n", "status.yaml": "409:\n  default: a\n410:\n  sunk: b\n"},
        "index.rst:8: WARNING: the code 411 is not in status.yaml",
    ),
    "no status file named": (
        {"index.rst": f"{INDEX}.. rest_status_code:: error\n\n   - 409\n"},
        "index.rst:4: WARNING: rest_status_code names no status file",
    ),
    "no method": (
        {"index.rst": f"{INDEX}.. rest_method:: /boats\n"},
        "index.rst:4: WARNING: rest_method has no method",
    ),
    "nothing at all": ({"index.rst": f"{INDEX}.. rest_method::\n"}, "index.rst:4: WARNING: rest_method needs a method"),
    "broken markup in a description": (
        {"index.rst": TABLE, "parameters.yaml": "boat_id:\n  in: path\n  description: a **bold\n"},
        "parameters.yaml:3: WARNING: Inline strong start-string without end-string.",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_one_warning_with_its_place_and_the_rest_is_shown(fault: str, tmp_path: Path) -> None:
    files, told = FAULTS[fault]
    files = {**files, "index.rst": files["index.rst"] + "\nAll the rest.\n"}
    out, warnings = sites.build(tmp_path, files)
    assert len(warnings) == 1
    assert warnings[0].startswith(told)
    if "Inline" not in told:
        assert warnings[0].endswith("[apiref.markup]")
    html = (out / "index.html").read_text("utf-8")
    assert "All the rest." in html
    if "rest_parameters" in files["index.rst"]:
        assert ">boat_id" in html
    if "rest_status_code" in files["index.rst"]:
        assert "409 - Conflict" in html


def test_a_file_that_cannot_be_read_is_told_once_per_document(tmp_path: Path) -> None:
    _, warnings = sites.build(tmp_path, {"index.rst": TABLE + TABLE.removeprefix(INDEX)})
    assert len(warnings) == 1


def test_ids_in_a_description_stay_unique(tmp_path: Path) -> None:
    described = "boat_id:\n  in: path\n  description: |\n    .. _berth:\n\n    Where it lies.\n\n    Or sails.\n"
    for builder in ("html", "pseudoxml"):
        twice = TABLE + "   - other: boat_id\n\nSee :ref:`the berth <berth>`.\n"
        out, warnings = sites.build(tmp_path / builder, {"index.rst": twice, "parameters.yaml": described}, builder)
        text = next(out.glob("index.*ml")).read_text("utf-8")
        assert warnings == []
        assert text.count("Where it lies.") == 2
        assert text.count('id="berth"' if builder == "html" else 'ids="berth"') == 1
