"""Lists of response codes in prose."""

from __future__ import annotations

import pytest

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.reading.operations.response_codes import CodeKind, label_kind, read_codes, read_status


def listed(text: str, expected: CodeKind | None = None) -> list[tuple[int, str, bool]]:
    return [(code.code, code.name, code.success) for code in read_codes(text, expected).codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Normal response codes: 200", [(200, "", True)]),
        ("Normal respose codes:202", [(202, "", True)]),
        ("Normal response codes: 204 or 200", [(204, "", True), (200, "", True)]),
        ("Error response codes:400,401,", [(400, "", False), (401, "", False)]),
        ("Error codes: 400 403 404", [(400, "", False), (403, "", False), (404, "", False)]),
        ("Response code: 200, 404", [(200, "", True), (404, "", False)]),
        ("Error response: 404", [(404, "", False)]),
        (
            "Error response codes: badRequest(400), Not Found (404),\nberthOccupied(409)",
            [(400, "badRequest", False), (404, "Not Found", False), (409, "berthOccupied", False)],
        ),
        ("Error response codes: badRequest(400) gone(410)", [(400, "badRequest", False), (410, "gone", False)]),
        (
            "Error response codes: fault (400, 500, ...), badRequest (400)",
            [(400, "fault", False), (500, "fault", False), (400, "badRequest", False)],
        ),
        ("Normal response code: 202 (Accepted)", [(202, "Accepted", True)]),
        (
            "Error codes: 404 (if there is no ship), 409",
            [(404, "if there is no ship", False), (409, "", False)],
        ),
        ("Success codes: 200 OK, 204 No Content", [(200, "OK", True), (204, "No Content", True)]),
        ("**Normal response codes:** 200", [(200, "", True)]),
    ],
)
def test_a_labelled_list_of_codes(text: str, codes: list[tuple[int, str, bool]]) -> None:
    assert listed(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "If the ship is gone, the call returns the ``404`` response code.",
        "The normal return code is 204, since nothing is answered.",
        "A conflict(409) is returned if the berth is taken.",
        "Ships of 200 tons and more need a tug.",
        "Response codes of tugs are told elsewhere: 200 of them.",
        "The response:",
        "A request of such a kind. `Error\nCode: 412` may follow it.",
    ],
)
def test_numbers_in_sentences_are_no_claims(text: str) -> None:
    found = read_codes(text)
    assert (found.codes, found.labelled) == ((), False)


def test_a_list_ends_where_a_sentence_begins() -> None:
    assert listed("Error codes: itemNotFound(404) if there is none. (Without cargo, the result is 200.)") == [
        (404, "itemNotFound", False)
    ]


def test_two_labels_in_one_paragraph() -> None:
    found = read_codes("Normal response codes: 200\nError response codes: 400, 404")
    assert [(code.code, code.success) for code in found.codes] == [(200, True), (400, False), (404, False)]


def test_versions_in_notes() -> None:
    first, second = read_codes(
        "Normal response codes: 200 (microversions 2.0 - 2.100), 202 (microversion 2.101 - )"
    ).codes
    assert first.versions == VersionRange(Microversion(2, 0), Microversion(2, 100))
    assert second.versions == VersionRange(Microversion(2, 101), None)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Error response codes:", CodeKind.ERROR),
        ("**Normal response codes**", CodeKind.SUCCESS),
        ("Response codes", CodeKind.UNSAID),
        ("**Error Responses**", CodeKind.ERROR),
    ],
)
def test_a_bare_label_announces_codes(label: str, kind: CodeKind) -> None:
    found = read_codes(label)
    assert (found.codes, found.labelled, found.follows) == ((), True, kind)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("400 - bad request", [(400, "bad request", False)]),
        ("400 (Invalid, NotAtSea)", [(400, "Invalid, NotAtSea", False)]),
        ("401, 403 - no\npermission", [(401, "", False), (403, "no\npermission".replace("\n", " "), False)]),
        ("**404 (Not Found)**: there is no such ship.", [(404, "Not Found", False)]),
        ("``409`` If the berth is taken.", [(409, "", False)]),
        ("fault (400, 500, ...), gone (410)", [(400, "fault", False), (500, "fault", False), (410, "gone", False)]),
        ("A conflict(409) is returned if the berth is taken.", []),
        ("Nothing is answered.", []),
    ],
)
def test_what_follows_a_bare_label(text: str, codes: list[tuple[int, str, bool]]) -> None:
    assert listed(text, CodeKind.ERROR) == codes


def test_the_offset_of_each_code() -> None:
    text = "Error codes: fault (400, 500), bad (400),\ngone(410)"
    assert [text[code.offset : code.offset + 3] for code in read_codes(text).codes] == ["400", "500", "400", "410"]
    assert len({code.offset for code in read_codes(text).codes}) == 4


def test_a_title_that_announces_codes() -> None:
    assert label_kind("Response Codes") is CodeKind.UNSAID
    assert label_kind("Error codes") is CodeKind.ERROR
    assert label_kind("Response") is None
    assert label_kind("Response Example") is None


def test_the_status_line_of_an_example() -> None:
    status = read_status("Status: 201 Created")
    assert status is not None
    assert (status.code, status.name, status.success, status.versions) == (201, "Created", True, EVERY_VERSION)
    assert read_status("Status: 201 is what one hopes for, but 404 happens.") is None
