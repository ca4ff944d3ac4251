from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

import apiref_verify
from apiref_verify.evidence.observations import file
from apiref_verify.evidence.observations.file import EvidenceError, is_evidence
from apiref_verify.matching.exchanges.aggregation import Aggregator
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source, Unread
from apiref_verify.model.observed.observations import Observations, merged
from tests.builders import PROPERTY
from tests.gathering.recordings import boats, plan, traffic, write

WORDS = st.text(max_size=8) | st.sampled_from(["name", "boats", "", "a/b~c", "x" * 300, "\u2028"])
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4))
BODIES = (
    st.builds(Body, st.just(BodyKind.JSON), VALUES) | st.just(EMPTY) | st.just(Body(BodyKind.UNREADABLE, None, "x"))
)
EXCHANGES = st.builds(
    Exchange,
    method=st.sampled_from(["GET", "POST", "ODD"]),
    url=st.sampled_from(["/v1/boats", "/v1/boats/7?a=1&b", "http://b.example/v1/boats", "/v1/oars/9", "/", "/v2"]),
    status=st.sampled_from([200, 201, 302, 404, 500]),
    source=st.builds(Source, WORDS, st.integers(1, 9), st.sampled_from(["har", "tempest"])),
    request=BODIES,
    response_headers=st.fixed_dictionaries(
        {},
        optional={"openstack-api-version": st.sampled_from(["boats 1.2", "1.3"]), "x-request-id": st.text(max_size=3)},
    ),
    response=BODIES,
)
ITEMS = st.lists(EXCHANGES | st.builds(Unread, WORDS, st.builds(Source, WORDS, st.just(1))), max_size=12)


def counted(items: list[Exchange | Unread]) -> Observations:
    known = plan(boats())
    aggregator = Aggregator(known.operations, known.contracts)
    for item in items:
        aggregator.add(item)
    return aggregator.observations


@cache
def schema() -> Draft202012Validator:
    path = Path(apiref_verify.__file__).parent / "schemas/evidence-1.json"
    return Draft202012Validator(json.loads(path.read_text("utf-8")))


@PROPERTY
@given(ITEMS)
def test_what_is_written_is_valid_and_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, items: list[Exchange | Unread]
) -> None:
    found = counted(items)
    folder = tmp_path_factory.mktemp("evidence")
    for name in ("a.json", "a.json.gz"):
        file.write(found, folder / name)
        assert is_evidence(folder / name)
        assert file.read(folder / name) == found
    assert list(schema().iter_errors(json.loads((folder / "a.json").read_text("ascii")))) == []


@PROPERTY
@given(ITEMS, st.integers(0, 12), st.integers(0, 12))
def test_parts_join_to_the_whole_however_they_are_cut(items: list[Exchange | Unread], one: int, other: int) -> None:
    first, last = sorted((one, other))
    parts = [counted(items[:first]), counted(items[first:last]), counted(items[last:])]
    assert file.dumps(merged(parts)) == file.dumps(counted(items))


@pytest.fixture
def sound(tmp_path: Path) -> dict[str, Any]:
    from apiref_verify.gathering.gather import gather

    found = gather([write(tmp_path / "recording", traffic())], plan(boats()), pytest.fail)
    return json.loads(file.dumps(found))


def refused(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "odd.evidence"
    path.write_bytes(data)
    with pytest.raises(EvidenceError) as caught:
        file.read(path)
    told = str(caught.value)
    assert told.startswith(f"{path}: ")
    assert "\n" not in told
    assert len(told) < len(str(path)) + 400
    return told.removeprefix(f"{path}: ")


def test_what_is_cut_off_or_no_evidence_is_told_in_one_line(tmp_path: Path, sound: dict[str, Any]) -> None:
    text = json.dumps(sound).encode()
    packed = gzip.compress(text)
    broken = "the compressed file is broken or ends too early: gather the evidence again"
    assert refused(tmp_path, packed[:-40]) == broken
    assert refused(tmp_path, packed[:-8] + b"\0" * 8) == broken
    assert refused(tmp_path, packed[:30] + b"\xff" * 30 + packed[60:]) == broken
    assert refused(tmp_path, text[:-40]).startswith("no sound evidence file (")
    assert refused(tmp_path, b"\xff\xfe").startswith("no sound evidence file (")
    assert refused(tmp_path, b"").startswith("no sound evidence file (")
    assert refused(tmp_path, b'{"findings": []}') == "no evidence file: 'evidence_version' is missing"
    assert refused(tmp_path, b"[" * 100_000) == "nested too deep for an evidence file"
    assert "its version is 2, not 1" in refused(tmp_path, json.dumps({**sound, "evidence_version": 2}).encode())
    assert "a number that JSON does not have" in refused(tmp_path, text.replace(b'"read": 10', b'"read": NaN'))


def test_more_than_any_evidence_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "LARGEST", 1 << 20)
    assert "more than 1 MiB" in refused(tmp_path, gzip.compress(b" " * (1 << 24)))


def test_a_trace_within_a_trace_without_end_is_refused(tmp_path: Path, sound: dict[str, Any]) -> None:
    trace = next(iter(sound["services"][0]["operations"][0]["versions"][0]["bodies"].values()))
    for _ in range(150):
        trace["children"] = {"a": {**trace, "children": {}}}
        trace = trace["children"]["a"]
    assert "nested more than 100 deep" in refused(tmp_path, json.dumps(sound).encode())
    deep = json.dumps(sound).replace('"children": {}', '"children": ' + '{"a": ' * 100_000, 1)
    assert refused(tmp_path, deep.encode()) == "nested too deep for an evidence file"


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place in JSON values: what holds it, and where."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [p for inner in value.values() for p in places(inner)]
    if isinstance(value, list):
        return [(value, index) for index in range(len(value))] + [p for inner in value for p in places(inner)]
    return []


@pytest.mark.parametrize(
    "odd", [None, True, -1, 2.5, 10**6, "x", "1.x", [], [[]], {}, {"x": {}}], ids=lambda odd: json.dumps(odd)
)
def test_wrong_values_anywhere_are_told_or_harmless(
    tmp_path: Path, sound: dict[str, Any], odd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever stands in one place: it is refused in one line, or what is read can be joined and written again."""
    path = tmp_path / "odd.evidence"
    text = json.dumps(sound)
    for number in range(len(places(sound))):
        changed = json.loads(text)
        holder, place = places(changed)[number]
        holder[place] = odd
        path.write_text(json.dumps(changed))
        try:
            found = file.read(path)
        except EvidenceError as error:
            assert "\n" not in str(error)
        else:
            whole = merged([file.read(path), found])
            assert list(schema().iter_errors(json.loads(file.dumps(whole)))) == []


def test_files_that_cannot_be_had_are_told(tmp_path: Path) -> None:
    acts: list[tuple[Callable[[Path], object], str]] = [
        (file.read, "no such file or directory"),
        (lambda path: file.write(Observations(), path / "x"), "no such file or directory"),
    ]
    for act, reason in acts:
        with pytest.raises(EvidenceError, match=reason):
            act(tmp_path / "none")
    assert not is_evidence(tmp_path / "none")
    assert not is_evidence(tmp_path)
