"""Tables, samples, codes and prose of one operation."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import (
    NOT_JSON,
    Definition,
    Direction,
    ParametersFile,
    Place,
    Problem,
    Sample,
)
from apiref_verify.reading.operations.contents import Contents
from apiref_verify.reading.rst import events

PATH = "api-ref/source/ships.inc"
TITLE = events.Heading(PATH, 1, 1, "Moor a ship")
ASKS, ANSWERS = Direction.REQUEST, Direction.RESPONSE


@dataclass
class Harbour:
    """A tree of one parameters file; every sample holds an empty object, unless ``bodies`` knows better."""

    lines: dict[int, str] = field(default_factory=dict)
    bodies: dict[str, object] = field(default_factory=dict)

    def parameters(self, target: str, path: str, line: int) -> ParametersFile | None:
        places = {"ship_id": Place.PATH, "limit": Place.QUERY, "name": Place.BODY, "flag": Place.BODY}
        definitions = {
            key: Definition(key, place, "string", True, EVERY_VERSION, "", Location(target))
            for key, place in places.items()
        }
        return ParametersFile(target, definitions)

    def sample(self, event: events.IncludedSample) -> tuple[str, object] | None:
        return event.target, self.bodies.get(event.target, {})

    def inline_sample(self, event: events.InlineSample) -> object:
        return {"inline": 1} if event.text.startswith("{") and event.text.endswith("}") else NOT_JSON

    def problem(self, problem: Problem) -> None:
        raise AssertionError(problem)

    def column(self, path: str, line: int, text: str) -> int:
        return self.lines.get(line, text).find(text) + 1


def operation(method: str = "POST", **harbour: object) -> Contents:
    contents = Contents(Harbour(**harbour), method, TITLE)  # type: ignore[arg-type]
    contents.enter(TITLE)
    return contents


def heading(text: str, line: int = 10) -> events.Heading:
    return events.Heading(PATH, line, 2, text)


def paragraph(text: str, line: int = 5) -> events.Paragraph:
    return events.Paragraph(PATH, line, text)


def table(*keys: str) -> events.ParametersTable:
    rows = tuple((events.Word(key, 9, 5), events.Word(key, 9, 11)) for key in keys)
    return events.ParametersTable(PATH, 8, 1, "parameters.yaml", rows)


def shown(contents: Contents, target: str) -> Sample:
    contents.add(events.IncludedSample(PATH, 20, 1, target, "javascript", ""))
    return contents.samples[-1]


@pytest.mark.parametrize(
    ("method", "keys", "direction"),
    [
        ("POST", ["name"], ASKS),
        ("GET", ["name"], ANSWERS),
        ("GET", ["ship_id", "limit"], ASKS),
        ("POST", ["ship_id"], ASKS),
    ],
)
def test_rows_tell_the_direction_of_a_table_without_heading(method: str, keys: list[str], direction: Direction) -> None:
    contents = operation(method)
    contents.add(table(*keys))
    assert contents.tables[0].direction is direction


def test_a_second_table_without_heading_answers() -> None:
    contents = operation()
    contents.add(table("name"))
    contents.add(table("name", "flag"))
    assert [t.direction for t in contents.tables] == [ASKS, ANSWERS]


def test_a_heading_counts_even_if_only_another_heading_stands_below_it() -> None:
    contents = operation("GET")
    contents.enter(heading("Request"))
    contents.add(table("limit"))
    contents.enter(heading("Response"))
    contents.enter(heading("General Parameters"))
    contents.add(table("ship_id", "name"))
    assert [(t.direction, t.heading) for t in contents.tables] == [(ASKS, "Request"), (ANSWERS, "General Parameters")]


def test_a_heading_above_codes_tells_no_direction() -> None:
    contents = operation("GET")
    contents.enter(heading("Response codes"))
    contents.enter(heading("Filters"))
    contents.add(table("limit"))
    assert contents.tables[0].direction is ASKS


def test_bold_pseudo_headings_tell_direction_and_versions() -> None:
    contents = operation()
    contents.add(paragraph("**Response parameters (microversions 2.4 - 2.9)**"))
    contents.add(table("name"))
    (only,) = contents.tables
    assert (only.direction, only.heading) == (ANSWERS, "Response parameters (microversions 2.4 - 2.9)")
    assert only.versions == VersionRange(Microversion(2, 4), Microversion(2, 9))


def test_a_table_written_out_defines_its_rows() -> None:
    rows = (
        events.InlineRow(events.Word("ship_id", 9, 6), False, "URI", "csapi:UUID", "The ship."),
        events.InlineRow(events.Word("name", 10, 6), True, "plain", "xsd:string", "Its name."),
    )
    contents = operation()
    contents.add(events.InlineTable(PATH, 7, 1, rows))
    (only,) = contents.tables
    assert only.file == ""
    assert [(r.name, r.key, r.place, r.type, r.required) for r in only.rows] == [
        ("ship_id", "ship_id", Place.PATH, "csapi:UUID", None),
        ("name", "name", Place.BODY, "xsd:string", False),
    ]
    assert only.rows[1].location == Location(PATH, 10, 6)


def test_the_file_name_tells_direction_before_heading_and_caption() -> None:
    contents = operation()
    contents.enter(heading("Response Example"))
    assert shown(contents, "samples/moor-req.json").direction is ASKS


def test_the_caption_tells_direction_before_the_heading() -> None:
    contents = operation()
    contents.enter(heading("Request"))
    contents.add(paragraph("**Example Moor a ship: JSON response**"))
    assert shown(contents, "samples/moor.json").direction is ANSWERS


def test_a_first_sample_that_nothing_tells_about_asks_and_a_second_one_answers() -> None:
    contents = operation("PATCH")
    assert [shown(contents, f"samples/{name}.json").direction for name in "ab"] == [ASKS, ANSWERS]
    assert shown(operation("GET"), "samples/a.json").direction is ANSWERS
    assert shown(operation(bodies={"a.zone": NOT_JSON}), "a.zone").direction is None


def test_versions_of_samples() -> None:
    contents = operation()
    contents.enter(heading("Response"))
    contents.add(paragraph("**Example Moor a ship (v2.9): JSON response**"))
    contents.add(paragraph("If the ship is large, the answer is:"))
    sample = shown(contents, "samples/v2.12/moor-resp.json")
    assert (sample.version, sample.path_version, sample.caption_version) == (
        Microversion(2, 12),
        Microversion(2, 12),
        Microversion(2, 9),
    )
    assert sample.caption == "Example Moor a ship (v2.9): JSON response"


def test_a_sentence_directly_above_may_tell_the_version() -> None:
    contents = operation()
    contents.enter(heading("Response example"))
    contents.add(paragraph("In API version 2.51, a ship has many masts"))
    assert shown(contents, "samples/masts.json").version == Microversion(2, 51)
    assert shown(contents, "samples/no-masts.json").version is None


def test_since_a_version_is_no_version_of_a_sample() -> None:
    contents = operation()
    contents.enter(heading("Response example"))
    contents.add(paragraph("Since API version 2.51, a ship has many masts"))
    assert shown(contents, "samples/masts.json").version is None


def test_the_version_in_the_folder_of_the_document_is_not_that_of_a_sample() -> None:
    contents = operation()
    contents.add(events.IncludedSample("source/v1.1/ships.inc", 3, 1, "source/v1.1/samples/ship.json", "", ""))
    assert contents.samples[0].version is None


def test_a_literal_block_below_a_label_is_a_sample_if_it_looks_like_json() -> None:
    contents = operation()
    contents.add(paragraph("**Response body**"))
    contents.add(events.InlineSample(PATH, 30, '{"flag": 1}', ""))
    contents.add(events.InlineSample(PATH, 40, "curl http://pier/ships", ""))
    (only,) = contents.samples
    assert (only.direction, only.inline, only.first_line, only.is_json) == (ANSWERS, True, 30, True)


def test_codes_have_exact_places() -> None:
    lines = {5: "- Error response codes: fault (400, 500), bad (400),", 6: "  gone(410)"}
    contents = operation(lines=lines)
    contents.add(paragraph("Error response codes: fault (400, 500), bad (400),\ngone(410)"))
    places = [(code.code, code.location.line, code.location.column) for code in contents.codes]
    assert places == [(400, 5, 32), (500, 5, 37), (400, 5, 48), (410, 6, 8)]


def test_bullets_below_a_bare_label_are_codes_up_to_the_next_label() -> None:
    contents = operation()
    for text in ("Error codes:", "400 - too long", "404 - no ship", "**Preconditions**", "409 ships are moored."):
        contents.add(paragraph(text))
    assert [(code.code, code.name) for code in contents.codes] == [(400, "too long"), (404, "no ship")]
    assert contents.has_code_text


def test_a_code_that_is_explained_after_the_list_counts_once() -> None:
    contents = operation()
    for text in ("Error response codes: 404, 409", "**Error Responses**", "**404 (Not Found)**: no such ship."):
        contents.add(paragraph(text))
    assert [code.code for code in contents.codes] == [404, 409]


def test_the_codes_of_a_directive() -> None:
    contents = operation()
    codes = ((events.Word("202", 6, 6), ""), (events.Word("-1", 7, 6), ""))
    contents.add(events.StatusCodes(PATH, 4, "success", "status.yaml", codes))
    contents.add(events.StatusCodes(PATH, 9, "error", "status.yaml", ((events.Word("409", 11, 6), "berth taken"),)))
    assert [(c.code, c.name, c.success) for c in contents.codes] == [(202, "", True), (409, "berth taken", False)]


def test_a_status_line_counts_if_there_is_no_list() -> None:
    contents = operation()
    contents.add(paragraph("Status: 204 No Content"))
    assert [code.code for code in contents.codes] == [204]
    contents.add(paragraph("Normal response codes: 200"))
    assert [code.code for code in contents.codes] == [200]


def test_the_description_is_the_prose_of_the_head() -> None:
    contents = operation()
    contents.add(paragraph("Moors a ship."))
    contents.add(paragraph("Normal response codes: 202"))
    contents.add(paragraph("**Preconditions**"))
    contents.add(paragraph("The ship must be near."))
    contents.enter(heading("Request"))
    contents.add(paragraph("Ropes are not included."))
    assert contents.description == ["Moors a ship.", "The ship must be near."]
    assert len(contents.prose) == 5


def test_versions_are_told_in_the_head_only() -> None:
    contents = operation()
    contents.add(events.VersionNote(PATH, 3, "versionadded", "2.5"))
    contents.add(events.VersionNote(PATH, 5, "versionadded", "2.7", "Added the ``flag`` field."))
    contents.enter(heading("Request"))
    contents.add(events.VersionNote(PATH, 15, "versionadded", "2.9"))
    assert [statement.versions for statement in contents.existence] == [VersionRange(Microversion(2, 5), None)]
