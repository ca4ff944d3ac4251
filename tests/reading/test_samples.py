"""Samples: values, what is wrong with them, and what their names tell."""

from __future__ import annotations

import pytest

from apiref_verify.model.location import Location
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import NOT_JSON, Direction
from apiref_verify.reading.data.samples import direction_in_name, means_json, parse_sample, version_in_path


def test_a_sample() -> None:
    assert parse_sample("a.json", '{"a": [1, 2.5, null]}', 1, "", False) == ({"a": [1, 2.5, None]}, [])


def test_the_place_counts_from_the_first_line() -> None:
    value, (problem,) = parse_sample("a.inc", '{\n  "a": 1,\n}', 40, "json", True)
    assert value is NOT_JSON
    assert problem.location == Location("a.inc", 41, 9)


def test_lines_in_messages_count_from_the_first_line_too() -> None:
    _, (problem,) = parse_sample("a.inc", '{\n  "a": 1,\n  "a": 2\n}', 40, "json", True)
    assert problem.message == "the key 'a' stands twice in one object: the value in line 41 is lost"
    _, (problem,) = parse_sample("a.inc", '[\n{\n"a": 1\n]', 40, "json", True)
    assert problem.message == "not valid JSON: a closing ] inside the object of line 41"


def test_the_last_of_two_values_counts() -> None:
    value, problems = parse_sample("a.json", '{"a": 1, "b": {"a": 0}, "a": 2}', 1, "", False)
    assert value == {"a": 2, "b": {"a": 0}}
    assert [p.location.column for p in problems] == [25]


def test_halves_of_characters_are_replaced() -> None:
    value, problems = parse_sample("a.json", r'{"a": "\ud83d", "b": "\\ud83d", "c": "\ud83d\ude00"}', 1, "", False)
    assert value == {"a": "\ufffd", "b": "\\ud83d", "c": "\U0001f600"}
    assert [(p.message, p.location.column) for p in problems] == [("\\ud83d is half of a character", 8)]


@pytest.mark.parametrize(
    ("path", "text", "language", "inline", "expected"),
    [
        ("a.json", "anything", "", False, True),
        ("a.json", '"text"', "", False, True),
        ("a.json", "", "", False, True),
        ("a.JSON", "{}", "console", False, True),
        ("a.json", "curl -X GET http://192.0.2.1\n", "", False, False),
        ("a.json", "\n  curl http://192.0.2.1\n", "", False, False),
        ("a.json", "$ curl http://192.0.2.1\n", "", False, False),
        ("a.json", "HTTP/1.1 200 OK\n\n{}", "", False, False),
        ("a.json", "GET /boats\n\n{}", "", False, False),
        ("a.json", "X-Token: abc\n", "", False, False),
        ("a.json", "<boat/>", "", False, False),
        ("a.json", "true", "", False, True),
        ("a.json", "// note\n{}", "", False, True),
        ("boat-create", "curl http://192.0.2.1 -d '{}'", "", False, False),
        ("boat-create", '{"a": 1}', "", False, True),
        ("boat.xml", "{}", "", False, False),
        ("boat.txt", "{}", "javascript", False, False),
        ("a.inc", '{"a": 1}', "json", True, True),
        ("a.inc", '{"a": 1}', "", True, True),
        ("a.inc", '{"a": 1', "json", True, True),
        ("a.inc", '{"a": 1', "", True, False),
        ("a.inc", '{"a": 1}', "console", True, False),
        ("a.inc", '{"a": 1}', "YAML", True, False),
        ("a.inc", "openstack boat list", "json", True, False),
    ],
)
def test_what_means_to_be_json(path: str, text: str, language: str, inline: bool, expected: bool) -> None:
    assert means_json(path, text, language, inline) is expected


@pytest.mark.parametrize(
    ("begin", "message"),
    [
        ('{"a": 1, "a": 2, ', "a key stands twice in one object: the first value is lost"),
        ('{"a": NaN, ', "not valid JSON: NaN is no number in JSON"),
        ('{"a": 1e999, ', "not valid JSON: 1e999 is no number in JSON"),
        ('{"a": ' + "[" * 500 + "]" * 500 + ", ", "not valid JSON: nested more than 100 deep"),
        ('{"a": ' + "[" * 200_000 + "]" * 200_000 + ", ", "not valid JSON: nested more than 100 deep"),
        ('{"a" 1, ', "not valid JSON: expecting ':' delimiter"),
    ],
)
def test_long_samples_get_plain_messages(begin: str, message: str) -> None:
    _, (problem,) = parse_sample("a.json", begin + '"b": "' + "x" * 1_100_000 + '"}', 1, "", False)
    assert problem.message == message


def test_what_does_not_mean_to_be_json_is_no_problem() -> None:
    for path, text in (("a.json", "curl -d '{'"), ("a.txt", "{"), ("a", "Headers:\n X: {}")):
        assert parse_sample(path, text, 1, "", False) == (NOT_JSON, [])


def test_undeclared_text_in_braces_is_no_problem() -> None:
    assert parse_sample("a.inc", "{any text}", 1, "", True) == (NOT_JSON, [])
    assert parse_sample("a.inc", "{any text}", 1, "json", True)[1]


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("doc/api_samples/servers/v2.26/server-show-resp.json", "2.26"),
        ("samples/v2.1/boats/v2.10/boat.json", "2.10"),
        ("samples/boat-show-2.10-resp.json", "2.10"),
        ("samples/boat_v1.3.json", "1.3"),
        ("samples/boat-show-resp.json", None),
        ("samples/v2/boat.json", None),
        ("v3.0boats/boat.json", None),
    ],
)
def test_versions_in_paths(path: str, version: str | None) -> None:
    assert version_in_path(path) == (Microversion.parse(version) if version else None)


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("boat-create-req.json", Direction.REQUEST),
        ("boat_create_response.json", Direction.RESPONSE),
        ("boat-create-resp-v2.json", Direction.RESPONSE),
        ("requests/boat.json", Direction.REQUEST),
        ("boat-create.json", None),
        ("request-response.json", None),
        ("respawn-request.json", Direction.REQUEST),
        ("prerequisites.json", None),
    ],
)
def test_directions_in_names(name: str, direction: Direction | None) -> None:
    assert direction_in_name(name) is direction
