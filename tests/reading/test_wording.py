"""What headings, captions and sentences tell of direction and versions."""

from __future__ import annotations

import pytest

from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange
from apiref_verify.model.reference import Direction
from apiref_verify.reading.operations.version_wording import (
    existence,
    existence_in_note,
    version_in_caption,
    versions_in_words,
)
from apiref_verify.reading.operations.wording import (
    direction_in_words,
    direction_of_heading,
    direction_of_lead,
    is_part_heading,
)

ASKS, ANSWERS = Direction.REQUEST, Direction.RESPONSE


def between(low: str | None, high: str | None) -> VersionRange:
    return VersionRange(*(Microversion.parse(end) if end else None for end in (low, high)))


@pytest.mark.parametrize(
    ("heading", "direction"),
    [
        ("Request", ASKS),
        ("Request Parameters", ASKS),
        ("Requst Example (JSON)", ASKS),
        ("Query Parameters", ASKS),
        ("URI parameters", ASKS),
        ("Response", ANSWERS),
        ("Response Paramters", ANSWERS),
        ("Repsponse", ANSWERS),
        ("Response (microversions 3.4 - 3.9)", ANSWERS),
        ("JSON response body:", ANSWERS),
        ("Response codes", None),
        ("Request a berth", None),
        ("Parameters", None),
        ("Show a ship", None),
        ("Request " * 100, None),
    ],
)
def test_a_heading_tells_its_direction(heading: str, direction: Direction | None) -> None:
    assert direction_of_heading(heading) is direction


@pytest.mark.parametrize(
    ("heading", "is_part"),
    [
        ("Request", True),
        ("Response Example (v2.9)", True),
        ("Response codes", True),
        ("Status Codes", True),
        ("Examples", True),
        ("Query Parameters", True),
        ("List ships", False),
        ("Parameters for a tow", False),
        ("Provisioning status codes of ships", False),
    ],
)
def test_the_headings_of_parts_are_known_from_those_of_operations(heading: str, is_part: bool) -> None:
    assert is_part_heading(heading) is is_part


@pytest.mark.parametrize(
    ("caption", "direction"),
    [
        ("Example Moor a ship: JSON request", ASKS),
        ("Example of List Ships Response", ANSWERS),
        ("The response to the request above", None),
        ("Example Moor a ship (moor Action)", None),
        ("Reset ship status", None),
    ],
)
def test_a_caption_tells_its_direction_if_it_names_just_one(caption: str, direction: Direction | None) -> None:
    assert direction_in_words(caption) is direction


def test_a_sentence_above_an_example_may_tell_that_it_answers() -> None:
    assert direction_of_lead("Will reply with the new tonnage") is ANSWERS
    assert direction_of_lead("The crew is counted twice.") is None


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("Response (microversions 1.2 - 1.11)", between("1.2", "1.11")),
        ("Response Example (1.2 - 1.11)", between("1.2", "1.11")),
        ("Request (microversion 1.12 - )", between("1.12", None)),
        ("Moor a ship (since API v2.10)", between("2.10", None)),
        ("Web view (New in version 1.3)", between("1.3", None)),
        ("from version 2.1 to 2.4", between("2.1", "2.4")),
        ("OK for API version < 1.6", between(None, "1.5")),
        ("OK for API version 1.6 and higher", between("1.6", None)),
        ("until version 2.35", between(None, "2.35")),
        ("2.35 and earlier", between(None, "2.35")),
        ("before 3.0", EVERY_VERSION),
        ("since 2.9 until 2.3", EVERY_VERSION),
        ("removed in the 18.0.0 release", EVERY_VERSION),
        ("GET /v2.1/ on a recent pier", EVERY_VERSION),
        ("Response", EVERY_VERSION),
    ],
)
def test_words_limit_versions(text: str, versions: VersionRange) -> None:
    assert versions_in_words(text) == versions


@pytest.mark.parametrize(
    ("caption", "version"),
    [
        ("Example List Ships (v2.26): JSON response", "2.26"),
        ("Example List Ships: JSON response(2.60)", "2.60"),
        ("Response Example (microversions 1.2 - 1.11)", "1.2"),
        ("Since API version 2.51, ships have names", "2.51"),
        ("For versions lower than 1.5, only the name is shown:", None),
        ("Example of 2.4 and of 2.5", None),
        ("This is what ``GET /v2.1/`` answers", None),
        ("Example Create Ship", None),
    ],
)
def test_a_caption_names_a_version(caption: str, version: str | None) -> None:
    assert version_in_caption(caption) == (Microversion.parse(version) if version else None)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("Available since version 2.26", between("2.26", None)),
        ("*(Since Image API v2.14)*", between("2.14", None)),
        ("**New in version 2.1**", between("2.1", None)),
        ("Available starting in the 3.7 microversion.", between("3.7", None)),
        ("Available until version 2.35.", between(None, "2.35")),
        ("Lists tugs. This API is only available with microversion 3.24 or later.", between("3.24", None)),
        ("Pier API requests are available starting from version 1.2.", between("1.2", None)),
        ("Lists all flags, available since\nmicroversion 3.33.", between("3.33", None)),
        ("Counts ships and their\ntonnage in GB. Available since API microversion 3.12.", between("3.12", None)),
        ("This API is deprecated and will fail with a 404 starting\nfrom microversion 2.44.", between(None, "2.43")),
        ("Use cranes. Requests\nmade with microversion >= 2.43 will result in a 404 error.", between(None, "2.42")),
        ("Reads logs, lists them, shows one of them and deletes them (New in version 2.97).", between("2.97", None)),
    ],
)
def test_prose_tells_since_when_an_api_exists(text: str, versions: VersionRange) -> None:
    assert [statement.versions for statement in existence(text)] == [versions]


@pytest.mark.parametrize(
    "text",
    [
        "``tags`` (New in version 2.26)",
        "Towing by night is only supported with API version 2.38 and beyond.",
        "Share quotas were added in API version 2.39.",
        "With microversion 2.93, we support painting ships.",
        "The ``BUOY`` algorithm is available from version 2.13.",
        "Towing (of large ships) is not supported prior to API version 2.49.",
        "Since v3.31 wrong filters are refused.",
        "It was removed in the 18.0.0 release.",
        "Lists ships.",
    ],
)
def test_what_prose_says_of_a_detail_is_not_about_the_api(text: str) -> None:
    assert existence(text) == []


def test_a_statement_may_concern_some_operations_only() -> None:
    most, flags = existence(
        "All the Harbour service proxy APIs except ship flag APIs will fail with a 404 starting from microversion "
        "2.36. The ship flag APIs will fail with a 404 starting from microversion 2.39."
    )
    assert (most.versions, flags.versions) == (between(None, "2.35"), between(None, "2.38"))
    assert most.concerns("List Ships /ships")
    assert not flags.concerns("List Ships /ships")
    assert not most.concerns("Show Ship Flag /ships/{ship_id}/flag")
    assert flags.concerns("Show Ship Flag /ships/{ship_id}/flag")


@pytest.mark.parametrize(
    ("kind", "version", "text", "versions"),
    [
        ("versionadded", "1.52", "", between("1.52", None)),
        ("versionadded", "1.52", "Towing API was introduced.", between("1.52", None)),
        ("versionremoved", "2.98", "", between(None, "2.97")),
        ("versionadded", "1.52", "Introduced the ``flag`` field.", None),
        ("versionadded", "1.74", "Added fields which can be retrieved by ``detail``", None),
        ("versionchanged", "1.9", "", None),
        ("versionadded", "Rocky", "", None),
    ],
)
def test_a_version_note_tells_of_the_api_unless_its_text_is_about_a_detail(
    kind: str, version: str, text: str, versions: VersionRange | None
) -> None:
    assert existence_in_note(kind, version, text) == versions
