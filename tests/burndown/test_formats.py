"""Each format is read back, and says what the snapshot says."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest

import apiref_verify
from apiref_verify.burndown.formats import (
    csv_table,
    json_report,
    legacy_csv,
    legacy_json,
    legacy_txt,
    markdown,
    svg,
    xlsx,
)
from apiref_verify.burndown.formats import text as text_format
from apiref_verify.burndown.formats.errors import FormatError
from apiref_verify.burndown.snapshot import Snapshot, take
from apiref_verify.model.reference import Phase
from apiref_verify.model.standing import Standing
from tests.burndown.harbours import FORMULA, harbour

SCHEMA = json.loads((Path(apiref_verify.__file__).parent / "schemas/burndown-1.json").read_text("utf-8"))
HEADER = "date," + ",".join(f"needs:{phase}_verification" for phase in ("method", "parameter", "example", "body"))


@pytest.fixture
def sections(tmp_path: Path) -> Snapshot:
    return take(harbour(tmp_path))


@pytest.fixture
def operations(tmp_path: Path) -> Snapshot:
    return take(harbour(tmp_path), by_operation=True)


def test_text_tells_claims_states_sums_reasons_and_what_is_next(sections: Snapshot) -> None:
    lines = text_format.render(sections).splitlines()
    assert lines[2].split("  ")[0] == "boats.inc"
    assert "TODO (Ann), verified" in lines[2]
    assert "done, 1 found" in lines[3]
    counts = "1 verified (33%), 1 disagree (33%), 1 not checked (33%)"
    assert f"parameter  1 of 2 sections to do; of 3 operations {counts}" in lines
    reason = "no contract or recording says which operations the API has"
    assert lines[lines.index("Not checked:") + 1] == f"  method       3  {reason}"
    assert lines[lines.index("Next:") + 1].endswith("evidence has verified its one operation, at boats.inc:2")


def test_text_of_operations_marks_reasons_that_stand_below(operations: Snapshot) -> None:
    lines = text_format.render(operations).splitlines()
    row = next(line for line in lines if line.startswith("  GET /piers/{pier_id}"))
    assert row.split()[2:5] == ["not", "checked", "[1]"]
    assert "  [1] no contract or recording says which operations the API has" in lines


def test_text_tells_of_sections_that_are_partly_verified_of_notes_and_of_findings_elsewhere(
    sections: Snapshot,
) -> None:
    first, *others = sections.rows
    cell = replace(first.cells[Phase.PARAMETER], standing=Standing(verified=1, not_checked=2, notes=2))
    named = replace(first, cells={**first.cells, Phase.PARAMETER: cell})
    changed = replace(sections, rows=(named, *others), elsewhere=1)
    assert "TODO (Ann), 2 notes, 1 of 3 verified" in text_format.render(changed)
    assert "TODO (Ann), 2 notes, ✓ 1 of 3" in markdown.render(changed)
    assert "1 more finding in parameters files and other places." in text_format.render(changed)


def test_text_tells_the_most_frequent_reasons_and_counts_the_others(sections: Snapshot) -> None:
    first = sections.rows[0]
    cell = replace(first.cells[Phase.METHOD], reasons=(("first", 9), ("second", 8), ("third", 7), ("fourth", 6)))
    changed = replace(sections, rows=(replace(first, cells={**first.cells, Phase.METHOD: cell}),))
    lines = text_format.render(changed).splitlines()
    assert lines[lines.index("Not checked:") + 1 :][:3] == [
        "  method       9  first",
        "  method       8  second",
        "  method      13  for other reasons: see --operations",
    ]


def test_json_follows_its_schema_and_has_operations_only_on_demand(sections: Snapshot, operations: Snapshot) -> None:
    short, long = (json.loads(json_report.render(snapshot)) for snapshot in (sections, operations))
    for each in (short, long):
        jsonschema.validate(each, SCHEMA)
    assert "by_operation" not in short["sections"][0]
    assert [one["url"] for one in long["sections"][1]["by_operation"]] == ["/piers/{pier_id}", "/piers"]
    assert short["next"][0]["action"] == "unmark"
    assert short["sections"][0]["phases"]["parameter"]["claimed_by"] == "Ann"


def test_csv_has_a_line_per_section_operation_and_phase_and_no_formula(operations: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table.render(operations))))
    assert tuple(rows[0]) == csv_table.COLUMNS
    assert [sum(row["level"] == level for row in rows) for level in ("section", "operation")] == [8, 12]
    of_sections = [row for row in rows if row["level"] == "section" and row["phase"] == "parameter"]
    assert [(row["state"], row["claimed_by"]) for row in of_sections] == [("verified", "Ann"), ("disagrees", "")]
    assert of_sections[1]["title"] == f"'{FORMULA}"
    assert any(row["title"] == "'@Show | Pier" for row in rows)
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@"))]


def test_markdown_shows_texts_as_they_are(operations: Snapshot) -> None:
    lines = markdown.render(operations).splitlines()
    tables = [line for line in lines if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in tables} == {6, 7}
    assert "| boats.inc | done | TODO (Ann), ✓ | done | TODO |" in lines
    assert lines[-2] == (
        r"1. boats.inc, parameter: delete the marker: evidence has verified its one operation, "
        r"at api-ref/source/boats.inc:2"
    )


def test_svg_is_a_chart_of_its_own(sections: Snapshot) -> None:
    chart = ElementTree.fromstring(svg.render(sections))
    assert chart.get("width") == "720"
    assert "parameter: 1 verified, 1 disagree, 1 not checked" in (chart.get("aria-label") or "")
    style = chart.find("{http://www.w3.org/2000/svg}style")
    assert style is not None
    assert "prefers-color-scheme: dark" in (style.text or "")


def test_legacy_txt_has_the_widths_of_2016(sections: Snapshot) -> None:
    rows = [("boats.inc", "✓", "TODO", "✓", "TODO"), ("islands.inc", "TODO", *"✓✓✓"), ("piers.inc", *"✓✓✓✓")]
    assert legacy_txt.render(sections) == "".join("%-40s %10s %10s %10s %10s\n" % row for row in rows)  # noqa: UP031


def test_legacy_json_has_the_keys_of_2016(sections: Snapshot) -> None:
    assert json.loads(legacy_json.render(sections))[0] == {
        "filename": "boats.inc",
        "needs:method_verification": "✓",
        "needs:parameter_verification": "TODO",
        "needs:example_verification": "✓",
        "needs:body_verification": "TODO",
    }


def test_legacy_csv_is_a_row_of_epoch_seconds_and_counts(sections: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1462759202")
    assert legacy_csv.render(sections) == f"{HEADER}\n1462759202,1,1,0,1\n"


def test_legacy_csv_takes_the_clock_where_no_time_is_set(sections: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert int(legacy_csv.render(sections).splitlines()[1].split(",")[0]) > 1462759202


@pytest.mark.parametrize("told", ["", "soon", "-1", "1.5", "²"])
def test_legacy_csv_refuses_a_time_that_is_none(told: str, sections: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", told)
    with pytest.raises(FormatError, match="SOURCE_DATE_EPOCH"):
        legacy_csv.render(sections)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False], ids=["ended", "not ended"])
def test_a_row_joins_those_that_are_there_and_none_is_there_twice(end: str, last: bool) -> None:
    old = end.join([HEADER, "100,4,4,4,4", "200,3,3,3,3"]) + (end if last else "")
    once = legacy_csv.join(old, f"{HEADER}\n300,2,2,2,2\n")
    assert once == end.join([HEADER, "100,4,4,4,4", "200,3,3,3,3", "300,2,2,2,2", ""])
    assert legacy_csv.join(once, f"{HEADER}\n300,2,2,2,2\n") == once
    again = legacy_csv.join(once, f"{HEADER}\n300,1,1,1,1\n")
    assert again.split(end)[3:] == ["300,1,1,1,1", ""]


def test_an_empty_file_gets_the_header_and_another_table_nothing() -> None:
    new = f"{HEADER}\n300,2,2,2,2\n"
    assert legacy_csv.join("", new) == new
    with pytest.raises(FormatError, match="nothing was added"):
        legacy_csv.join("date,shoes\n1,2\n", new)


def test_a_workbook_without_its_library_says_how_to_get_it(sections: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(FormatError, match=r"pip install 'apiref-verify\[xlsx\]'"):
        xlsx.render(sections)
