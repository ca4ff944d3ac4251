from __future__ import annotations

import gzip
import importlib.resources
import io
import json
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter, as_json
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source
from tests.builders import PROPERTY
from tests.evidence.recordings.recordings import KEYSTONEAUTH, PLANTED, exchanges, read, read_text, reasons

SCHEMA = json.loads((importlib.resources.files("apiref_verify") / "schemas" / "exchange-1.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

SHOWN = st.text(st.characters(categories=["L", "N", "P"]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
BODIES = (
    st.just(EMPTY)
    | VALUES.map(lambda value: Body(BodyKind.JSON, Secrets().value(value)))
    | SHOWN.map(lambda reason: Body(BodyKind.OTHER, reason=reason))
    | SHOWN.map(lambda reason: Body(BodyKind.UNREADABLE, reason=reason))
)
HEADERS = st.dictionaries(st.from_regex(r"[a-z][a-z-]{0,8}", fullmatch=True), SHOWN, max_size=3).map(
    lambda headers: {name: Secrets().header(name, value) for name, value in headers.items()}
)
EXCHANGES = st.builds(
    Exchange,
    method=st.sampled_from(["GET", "POST", "PATCH"]),
    url=SHOWN.map(lambda text: Secrets().text(f"http://harbour.example/{text}?a=é")),
    status=st.integers(100, 599),
    source=st.builds(Source, SHOWN, st.integers(1), SHOWN),
    request_headers=HEADERS,
    request=BODIES,
    response_headers=HEADERS,
    response=BODIES,
)


def exchange(number: int = 1, value: Any = None) -> Exchange:
    return Exchange(
        "GET", f"/v2.1/boats/{number}", 200, Source("a.log", number, "har"), response=Body(BodyKind.JSON, value)
    )


@PROPERTY
@given(st.lists(EXCHANGES, max_size=5))
def test_what_is_written_and_read_again_is_equal(
    tmp_path_factory: pytest.TempPathFactory, written: list[Exchange]
) -> None:
    stream = io.BytesIO()
    with ExchangeWriter(stream) as writer:
        for one in written:
            VALIDATOR.validate(as_json(one))
            writer.write(one)
    for line in stream.getvalue().splitlines():
        VALIDATOR.validate(json.loads(line))
    if written:
        assert read_text(tmp_path_factory.getbasetemp(), stream.getvalue()) == written


def test_the_schema_is_strict() -> None:
    VALIDATOR.check_schema(SCHEMA)
    good = as_json(exchange())
    VALIDATOR.validate(good)
    bad: list[dict[str, Any]] = [
        {"more": 1},
        {"exchange_version": 2},
        {"status": 99},
        {"url": "x"},
        {"source": {"path": "a", "line": 0, "format": ""}},
        {"request": {"headers": {"Accept": ""}, "body": {"kind": "empty"}}},
        {"request": {"headers": {}, "body": {"kind": "json"}}},
        {"request": {"headers": {}, "body": {"kind": "other", "reason": "", "value": 1}}},
    ]
    assert all(list(VALIDATOR.iter_errors({**good, **one})) for one in bad)


def test_every_line_is_there_as_soon_as_it_is_written(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz"):
        with ExchangeWriter(tmp_path / name) as writer:
            writer.write(exchange(1))
            writer.write(exchange(2))
            found = read(tmp_path / name)
            assert [one for one in found if isinstance(one, Exchange)] == [exchange(1), exchange(2)]
            assert reasons(found) == (["the compressed file ends too early"] if name.endswith("gz") else [])
        assert exchanges(read(tmp_path / name)) == [exchange(1), exchange(2)]
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_file_of_the_same_exchanges_has_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.gz", "b.gz"):
        with ExchangeWriter(tmp_path / name) as writer:
            writer.write(exchange())
    assert (tmp_path / "a.gz").read_bytes() == (tmp_path / "b.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.gz").read_bytes()).count(b"\n") == 1


@pytest.mark.parametrize("left", ["", '{"exchange_version": 1, "met', '{"exchange_version": 1, "x": "' + "x" * 200_000])
def test_to_append_removes_what_a_crash_left(tmp_path: Path, left: str) -> None:
    path = tmp_path / "a.jsonl"
    with ExchangeWriter(path) as writer:
        writer.write(exchange(1))
    with path.open("a") as file:
        file.write(left)
    if left:
        assert reasons(read(path)) == ["a line that is not JSON, or not whole"]
    with ExchangeWriter(path, append=True) as writer:
        writer.write(exchange(2))
    assert exchanges(read(path)) == [exchange(1), exchange(2)]


def test_to_append_begins_a_file_and_to_write_begins_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for append, expected in ((True, 1), (True, 2), (False, 1)):
        with ExchangeWriter(path, append) as writer:
            writer.write(exchange())
        assert len(read(path)) == expected
    path.write_text('{"exchange_version')
    with ExchangeWriter(path, append=True) as writer:
        writer.write(exchange())
    assert len(exchanges(read(path))) == 1
    with pytest.raises(ValueError, match="cannot be appended to"):
        ExchangeWriter(tmp_path / "a.gz", append=True)


def test_files_can_be_joined_and_lines_that_are_none_are_told(tmp_path: Path) -> None:
    good = json.dumps(as_json(exchange()))
    odd = [
        good.replace('"exchange_version": 1', '"exchange_version": 2'),
        good.replace('"status": 200', '"status": true'),
        good.replace('"kind": "json"', '"kind": "surprise"'),
        good.replace('"value": null', '"value": NaN'),
        good.replace('"method": "GET"', '"method": "get it"'),
        "[]",
        "",
        "9" * 5000,
    ]
    found = read_text(tmp_path, "\n".join([good, *odd, good]))
    assert [one for one in found if isinstance(one, Exchange)] == [exchange()] * 2
    assert reasons(found) == [
        "exchange_version: this version of apiref-verify reads 1",
        "a line without what an exchange file has in one",
        "a line without what an exchange file has in one",
        "a line that is not JSON, or not whole",
        "no method of HTTP",
        "a line without what an exchange file has in one",
        "a line that is not JSON, or not whole",
    ]
    assert found[1].source.line == 2


def test_secrets_are_replaced_in_exchange_files_too(tmp_path: Path) -> None:
    lines = [json.dumps(as_json(one)) for one in exchanges(read_text(tmp_path, KEYSTONEAUTH))]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines).replace("***", PLANTED))
    assert PLANTED in path.read_text()
    assert PLANTED not in repr(read(path))
    path.write_text("\n".join(lines).replace("harbour 2.7", PLANTED))
    assert PLANTED not in repr(read(path, "OpenStack-API-Version"))
