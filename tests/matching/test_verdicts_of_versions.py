"""What is judged of a table by bodies of several versions, and of a request by several bodies."""

from __future__ import annotations

from dataclasses import replace

from apiref_verify.matching.judgement import is_stale
from apiref_verify.matching.verdicts import (
    WrongVersion,
)
from tests.builders import REQUEST, compared, row, sample, verdicts, versions
from tests.builders import version as v
from tests.matching.judging import BOAT, judged, rows_of


def test_a_body_before_the_first_version_of_a_row_is_told() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.3")]
    assert judged(rows, sample(BOAT, "1.2"), sample(BOAT, "1.4")) == ["min_version: name at 1.2"]


def test_a_body_after_the_last_version_of_a_row_is_told() -> None:
    rows = [*rows_of("boat:object id"), row("name", until="1.3")]
    assert judged(rows, sample(BOAT, "1.2"), sample(BOAT, "1.10")) == ["max_version: name at 1.10"]


def test_a_body_in_a_gap_between_two_rows_is_told_of_the_later_one() -> None:
    rows = [*rows_of("boat:object id"), row("name", until="1.2"), row("name", since="1.5")]
    assert judged(rows, sample(BOAT, "1.3")) == ["min_version: name at 1.3"]


def test_rows_of_successive_versions_cover_each_other() -> None:
    rows = [*rows_of("boat:object id"), row("name", until="1.2"), row("name", since="1.3")]
    assert judged(rows, sample(BOAT, "1.2"), sample(BOAT, "1.3")) == []


def test_a_body_before_several_rows_is_told_of_the_nearest() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.8"), row("name", since="1.5", until="1.7")]
    assert judged(rows, sample(BOAT, "1.2")) == ["min_version: name at 1.2"]
    (verdict,) = verdicts(rows, sample(BOAT, "1.2"))
    assert isinstance(verdict, WrongVersion)
    assert verdict.row.versions == versions("1.5", "1.7")


def test_a_row_without_versions_covers_every_body() -> None:
    rows = [*rows_of("boat:object id name"), row("name", since="1.5")]
    assert not [each for each in judged(rows, sample(BOAT, "1.2")) if "version" in each]


def test_each_row_is_told_once_of_the_first_body_that_contradicts_it() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.5")]
    assert judged(rows, sample(BOAT, "1.2"), sample(BOAT, "1.3")) == ["min_version: name at 1.2"]


def test_a_body_that_shows_a_version_and_all_later_ones_contradicts_none() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.5")]
    open_ended = replace(
        sample(BOAT, "1.2"), path="samples/boat.json", path_version=None, caption="Example (since 1.2)"
    )
    assert judged(rows, open_ended) == []
    assert judged(rows, replace(open_ended, caption="Example (v1.2)")) == ["min_version: name at 1.2"]


def test_a_body_of_unknown_version_contradicts_no_version() -> None:
    assert judged([*rows_of("boat:object id"), row("name", since="1.3")], BOAT) == []


# -- lacking


def test_a_request_that_lacks_what_another_has_is_told() -> None:
    full, brief = sample(BOAT, "1.2", REQUEST), sample({"boat": {"id": "1"}}, "1.3", REQUEST)
    assert judged("boat:object id name", full, brief, direction=REQUEST) == ["lacking: name at 1.3 unlike 1.2"]
    assert judged("boat:object id name?", full, brief, direction=REQUEST) == []


def test_a_response_may_lack_what_one_of_another_version_has() -> None:
    full, brief = sample(BOAT, "1.2"), sample({"boat": {"id": "1"}}, "1.3")
    assert judged("boat:object id name", full, brief) == []
    assert judged("boat:object id name", full, sample({"boat": {"id": "1"}}, "1.2")) == [
        "lacking: name at 1.2 unlike 1.2"
    ]


def test_a_body_outside_of_a_row_s_versions_lacks_nothing() -> None:
    rows = [*rows_of("boat:object id"), row("name", since="1.3")]
    full, brief = sample(BOAT, "1.3", REQUEST), sample({"boat": {"id": "1"}}, "1.2", REQUEST)
    assert judged(rows, full, brief, direction=REQUEST) == []


# -- stale samples


def test_rows_between_the_newest_shown_and_the_newest_on_disk_are_stale() -> None:
    since = [row(f"since_{text}", since=text) for text in ("1.2", "1.3", "1.4", "1.5")]
    gone = row("gone", since="1.3", until="1.3")
    _, comparison = compared([*rows_of("boat:object id name"), *since, gone], sample(BOAT, "1.2"))
    assert [each.name for each in is_stale(comparison, v("1.2"), v("1.4"))] == ["since_1.3", "since_1.4"]
    assert [each.name for each in is_stale(comparison, v("1.2"), v("1.3"))] == ["since_1.3", "gone"]
