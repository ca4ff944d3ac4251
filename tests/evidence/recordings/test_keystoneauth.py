from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.recordings.formats import curl
from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.builders import PROPERTY
from tests.evidence.recordings.recordings import KEYSTONEAUTH, exchanges, read_text, reasons

CREATED = {"server": {"name": "it's", "adminPass": "***", "nics": [{"token": "***"}]}}


def test_a_log_gives_requests_and_answers(tmp_path: Path) -> None:
    create, show = exchanges(read_text(tmp_path, KEYSTONEAUTH))
    assert (create.method, create.url, create.status) == ("POST", "http://harbour.example/v2.1/servers?token=***", 202)
    assert create.request == Body(BodyKind.JSON, CREATED)
    assert create.response == Body(BodyKind.JSON, {"server": {"id": "s1", "adminPass": "***"}})
    assert create.response_headers["location"] == "http://***@harbour.example/s1"
    assert create.response_headers["set-cookie"] == create.request_headers["x-auth-token"] == "***"
    assert (str(create.version), create.request_id, create.source.line, create.source.format) == (
        "2.7",
        "req-1",
        1,
        "keystoneauth",
    )
    assert (show.method, show.url) == ("GET", "http://harbour.example/v2.1/servers?limit=2&name=a+b")
    assert (show.status, show.request, show.response.value, show.source.line) == (404, EMPTY, {"e": 1}, 7)


@pytest.mark.parametrize(
    "prefix",
    [
        "DEBUG (session:619) ",
        "2026-01-02 03:04:05,678 DEBUG keystoneauth.session ",
        "Jan  2 03:04:05 host client[12]: DEBUG keystoneauth.session [-] ",
        "\x1b[01;32m2026-01-02 03:04:05.678 12 DEBUG keystoneauth.session [-] \x1b[00m",
    ],
)
def test_what_stands_before_does_not_matter(tmp_path: Path, prefix: str) -> None:
    plain = read_text(tmp_path, KEYSTONEAUTH)
    assert read_text(tmp_path, re.sub("^", prefix, KEYSTONEAUTH, flags=re.MULTILINE)) == plain


@pytest.mark.parametrize("names", ["keystoneauth.session.{} ", "DEBUG: keystoneauth.session.{}: ", ""])
def test_split_loggers(tmp_path: Path, names: str) -> None:
    plain = read_text(tmp_path, KEYSTONEAUTH)
    text = KEYSTONEAUTH
    for mark, name in (("REQ: ", "request"), ("RESP: ", "response"), ("RESP BODY: ", "body")):
        text = text.replace(mark, names.format(name))
    assert read_text(tmp_path, text) == plain


def test_windows_ends_of_lines(tmp_path: Path) -> None:
    plain = read_text(tmp_path, KEYSTONEAUTH)
    assert read_text(tmp_path, "\ufeff" + KEYSTONEAUTH.replace("\n", "\r\n")) == plain


def request(path: str, more: str = "") -> str:
    return f"REQ: curl -g -i -X GET http://harbour.example{path}{more}\n"


def answer(status: int, *body: str, headers: str = "Content-Type: application/json") -> str:
    return f"RESP: [{status}] {headers}\n" + "".join(f"RESP BODY: {one}\n" for one in body)


def test_a_body_of_several_lines_ends_where_it_is_whole(tmp_path: Path) -> None:
    text = request("/a") + answer(200, '{\n  "a": [\n    1\n  ]\n}') + "Starting new HTTP connection\n" + request("/b")
    found = read_text(tmp_path, text + answer(200, "{}"))
    assert [one.response.value for one in exchanges(found)] == [{"a": [1]}, {}]


def test_a_request_of_several_lines(tmp_path: Path) -> None:
    head = 'REQ: curl -g -i -X PUT http://harbour.example/a -H "Content-Type: application/json" -d \''
    text = head + '{"a":\n "it\'\n"}\'\nother words\n' + answer(200, "{}")
    (found,) = exchanges(read_text(tmp_path, text))
    assert found.request.kind is BodyKind.UNREADABLE
    text = head + '{"a":\n 1}\'\nother words\n' + answer(200, "{}")
    (found,) = exchanges(read_text(tmp_path, text))
    assert found.request.value == {"a": 1}


@pytest.mark.parametrize(
    ("headers", "body", "status", "kind", "reason"),
    [
        ("Content-Length: 0", [], 202, "empty", ""),
        ("Content-Type: application/json", [], 200, "empty", ""),
        ("Content-Length: 10 Content-Type: application/json", [], 200, "unreadable", "left out by the recorder"),
        ("Content-Type: text/plain", ["hello"], 200, "other", "text/plain"),
        ("Content-Type: text/html", ["Omitted, Content-Type is set to text/html. Only"], 200, "other", "text/html"),
        ("Date: x", ["Omitted, Content-Type is set to None. Only"], 204, "empty", ""),
        ("Date: x", ["Omitted, Content-Type is set to None. Only"], 200, "unreadable", "left out by the recorder"),
        ("Content-Type: application/json", ['{"a": 1'], 200, "unreadable", "not JSON: expecting ',' delimiter"),
        ("Content-Type: application/json", ['{"a": NaN}'], 200, "unreadable", "not JSON: a number that JSON does"),
        (
            "Content-Type: application/json",
            ['{"token": {"catalog": "<removed>"}}'],
            200,
            "unreadable",
            "the recorder removed the catalog",
        ),
    ],
)
def test_bodies_are_never_guessed(
    tmp_path: Path, headers: str, body: list[str], status: int, kind: str, reason: str
) -> None:
    (found,) = exchanges(read_text(tmp_path, request("/a") + answer(status, *body, headers=headers)))
    assert found.response.kind == kind
    assert found.response.reason.startswith(reason)


def test_data_that_cannot_be_logged(tmp_path: Path) -> None:
    (found,) = exchanges(read_text(tmp_path, request("/a", " -d '<binary_data>'") + answer(200)))
    assert found.request == Body(BodyKind.UNREADABLE, reason="left out by the recorder")


def test_requests_under_way_together_are_joined_by_the_line_that_names_them(tmp_path: Path) -> None:
    text = request("/a") + request("/b") + answer(200, '{"of": "b"}')
    text += "GET call to harbour for http://harbour.example/b used request id req-1\n" + answer(200, '{"of": "a"}')
    found = exchanges(read_text(tmp_path, text))
    assert [(one.url[-2:], one.response.value) for one in found] == [("/b", {"of": "b"}), ("/a", {"of": "a"})]


def test_without_that_line_they_are_not_joined(tmp_path: Path) -> None:
    text = request("/a") + request("/b") + answer(200, "{}") + answer(200, "{}") + request("/c") + answer(200, "{}")
    found = read_text(tmp_path, text)
    assert reasons(found) == [
        "a request without an answer",
        "a request without an answer",
        "an answer to one of several requests under way",
        "an answer without a request",
    ]
    assert len(found) == 5


def test_a_request_that_is_sent_again_or_redirected_has_several_answers(tmp_path: Path) -> None:
    text = request("/a") + answer(401) + answer(302, headers="Location: /moved") + answer(200, '{"a": 1}')
    found = exchanges(read_text(tmp_path, text))
    assert [(one.url, one.status) for one in found] == [
        ("http://harbour.example/a", 401),
        ("http://harbour.example/a", 302),
        ("http://harbour.example/moved", 200),
    ]


def test_older_clients_wrote_it_in_other_ways(tmp_path: Path) -> None:
    text = (
        'REQ: curl -i \'http://harbour.example/a\' -X GET -H "X-Auth-Token: {SHA256}00" -H "Accept: x"\n'
        "RESP: [200] CaseInsensitiveDict({'content-type': 'application/json', 'x-compute-request-id': 'req-1'})\n"
        'RESP BODY: {"a": 1}\n'
    )
    (found,) = exchanges(read_text(tmp_path, text))
    assert (found.url, found.request_headers) == (
        "http://harbour.example/a",
        {"x-auth-token": "{SHA256}00", "accept": "x"},
    )
    assert (found.request_id, found.response.value) == ("req-1", {"a": 1})


NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9-]{0,9}", fullmatch=True)
WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"], include_characters="/;=,.+(){}"), min_size=1)


@PROPERTY
@given(st.lists(st.tuples(NAMES, st.lists(WORDS, min_size=1, max_size=4).map(" ".join)), max_size=6))
def test_headers_that_are_joined_by_blanks_are_told_apart(headers: list[tuple[str, str]]) -> None:
    assert curl.response_headers(" ".join(f"{name}: {value}" for name, value in headers)) == headers


@PROPERTY
@given(st.dictionaries(NAMES, WORDS, max_size=4), st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_the_words_of_curl_are_read_as_they_are_written(headers: dict[str, str], data: str) -> None:
    words = ["-g -i --insecure -X PATCH", '"http://harbour.example/a?b=c"']
    words += [f'-H "{name}: {value}"' for name, value in headers.items()]
    found = curl.request(" ".join([*words, f"-d '{data}'"]))
    assert (found.method, found.url, dict(found.headers), found.data) == (
        "PATCH",
        "http://harbour.example/a?b=c",
        headers,
        data,
    )


@PROPERTY
@given(st.text(), st.text())
def test_no_log_is_too_odd(head: str, tail: str) -> None:
    assert curl.request(head).method
    curl.response_headers(f"{head}: {tail} {{")
