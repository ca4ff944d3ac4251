"""Walks over a service that really is there, and over one that misbehaves."""

from __future__ import annotations

import pytest

from apiref_verify.live.door import DoorError
from apiref_verify.live.reasons import ReasonKind
from apiref_verify.live.survey import Seen, prepare
from apiref_verify.model.exchange import BodyKind
from apiref_verify.reports.coverage import as_json, as_text
from tests.harbour import Harbour
from tests.harbour import misbehaving as faults
from tests.harbour.misbehaving import misbehaving
from tests.harbour.server import serving
from tests.live.surveys import HASTY, QUICK, exercise, survey, walked

READ = 14
"""The operations of the bundled reference that only read."""


def test_all_that_only_reads_is_exercised_and_nothing_else_is_sent() -> None:
    with serving(Harbour()) as served:
        coverage, seen = walked(f"{served.url}/v2.1")
    assert len(coverage.exercised) == READ
    assert all(one.is_served for one in coverage.exercised)
    assert set(served.methods) == {"GET"}
    assert all(one.is_new for one in seen)
    assert {one.why.kind for one in coverage.others if one.why} == {ReasonKind.WRITES}
    assert "14 of 40 operations exercised, 14 with success." in as_text(coverage)


def test_versions_are_those_that_were_asked_for() -> None:
    with serving(Harbour()) as served:
        coverage, seen = walked(served.url)
    assert [str(version) for version in exercise(coverage, "GET /servers/detail").codes] == ["2.1", "2.12"]
    assert {str(one.exchange.version) for one in seen if "/flavors" in one.exchange.url} == {"2.1", "2.12"}


def test_a_map_without_names_is_looked_for_in_the_next_thing() -> None:
    with serving(Harbour()) as served:
        coverage, _ = walked(served.url)
    assert exercise(coverage, "GET /flavors/{flavor_id}/os-extra_specs/{flavor_extra_spec_key}").is_served


def test_the_report_as_json_counts_and_gives_reasons() -> None:
    with serving(Harbour()) as served:
        coverage, _ = walked(served.url)
    report = as_json(coverage)
    assert (report["operations"], report["exercised"], report["served"]) == (40, READ, READ)
    listed = next(one for one in report["coverage"] if (one["method"], one["url"]) == ("GET", "/servers"))
    assert listed["answers"] == [{"version": "2.1", "codes": [200]}, {"version": "2.12", "codes": [200]}]
    assert listed["place"]["path"] == "api-ref/source/servers.inc"
    created = next(one for one in report["coverage"] if (one["method"], one["url"]) == ("POST", "/servers"))
    assert created["not_exercised"]["kind"] == "writes"


def test_what_was_recorded_is_not_asked_again_and_still_counts() -> None:
    with serving(Harbour()) as served:
        whole, seen = walked(served.url)
        earlier = [one.exchange for one in seen if "/flavors" not in one.exchange.url]
        before = len(served.requests)
        again, replayed = walked(served.url, earlier=earlier)
        asked = served.requests[before:]
    assert [one.exchange for one in replayed[: len(earlier)]] == earlier
    assert {one.is_new for one in replayed[: len(earlier)]} == {False}
    assert all("/flavors" in request for request in asked if request != "GET /")
    assert as_json(again) == as_json(whole)
    numbers = [one.exchange.source.line for one in replayed if one.is_new]
    assert min(numbers) > len(earlier)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faults.hangs, "no answer within 1 s"),
        (faults.speaks_no_http, "not HTTP"),
        (faults.closes, "closed without an answer"),
        (faults.redirects("http://elsewhere.example"), "redirected to elsewhere.example"),
        (faults.redirects_to_itself, None),
        (faults.too_many_requests(3600), "429"),
        (faults.too_many_requests(3600, as_date=True), "429"),
    ],
)
def test_one_operation_without_an_answer_costs_one_line_and_the_rest_goes_on(
    fault: faults.Behaviour, words: str | None
) -> None:
    limits = HASTY if fault is faults.hangs else QUICK
    with misbehaving(Harbour(), faults.at("/os-aggregates", fault)) as served:
        coverage, _ = walked(served.url, limits=limits)
    failures = exercise(coverage, "GET /os-aggregates").failures
    assert all("\n" not in str(reason) for reason in failures.values())
    assert words is None or all(words in str(reason) for reason in failures.values())
    assert len(coverage.exercised) >= READ - 2
    assert exercise(coverage, "GET /servers/{server_id}").is_served


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (faults.sends_megabytes(100), BodyKind.UNREADABLE, "larger than 1 MiB"),
        (faults.says_it_is_longer, BodyKind.UNREADABLE, "closed before its end"),
        (faults.resets, BodyKind.UNREADABLE, "closed before its end"),
        (faults.trickles, BodyKind.UNREADABLE, "had not ended after 2.5 s"),
        (faults.breaks_json, BodyKind.UNREADABLE, "not JSON"),
        (faults.answers_html, BodyKind.OTHER, "text/html"),
    ],
)
def test_one_body_that_cannot_be_read_is_told_and_the_rest_goes_on(
    fault: faults.Behaviour, kind: BodyKind, words: str
) -> None:
    limits = HASTY if fault is faults.trickles else QUICK
    with misbehaving(Harbour(), faults.at("/servers/detail", fault)) as served:
        coverage, seen = walked(served.url, limits=limits)
    bodies = [one.exchange.response for one in seen if "/servers/detail" in one.exchange.url]
    assert {body.kind for body in bodies} == {kind}
    assert all(words in body.reason for body in bodies)
    assert len(coverage.exercised) == READ


def test_a_server_that_dies_ends_the_walk_once_and_what_was_seen_stays() -> None:
    with misbehaving(Harbour(), faults.after(8, faults.dies)) as served:
        coverage, seen = walked(served.url)
    assert len(seen) == 7
    assert coverage.notes == ["the walk ended early, after 3 failures in a row: connection refused (asked 2 times)"]
    assert ReasonKind.STOPPED in {one.why.kind for one in coverage.others if one.why}
    assert "the walk had ended before their turn" in as_text(coverage)


def test_a_server_that_always_hangs_is_left_soon() -> None:
    with misbehaving(Harbour(), faults.after(1, faults.hangs)) as served:
        coverage, seen = walked(served.url, limits=HASTY)
    assert seen == []
    assert "after 3 failures in a row: no answer within 1 s" in coverage.notes[0]
    assert len(served.requests) == 1 + 3


def test_a_server_that_is_not_there_is_told_at_once() -> None:
    with serving(Harbour()) as served:
        pass
    with pytest.raises(DoorError, match="connection refused"):
        prepare(survey(served.url))


def test_wrong_credentials_are_told() -> None:
    with serving(Harbour()) as served:
        coverage, _ = walked(served.url, token="nobody")
    assert "most answers were 401" in as_text(coverage)


def test_an_interruption_is_noted_and_what_was_seen_stays() -> None:
    seen: list[Seen] = []

    def stop(one: Seen) -> None:
        seen.append(one)
        if len(seen) == 5:
            raise KeyboardInterrupt

    with serving(Harbour()) as served:
        prepared = prepare(survey(served.url))
        with pytest.raises(KeyboardInterrupt):
            prepared.run(stop, lambda step, done, total: None)
    assert len(prepared.coverage.exercised) == 3
    assert "the run was interrupted before their turn" in as_text(prepared.coverage)


def test_no_secret_is_in_what_is_seen() -> None:
    with serving(Harbour()) as served:
        _, seen = walked(served.url)
    assert "x-auth-token" not in repr(seen).lower()


def test_a_redirection_that_was_recorded_is_followed_in_the_record() -> None:
    elsewhere = faults.redirects("/x")
    with misbehaving(
        Harbour(), lambda one: elsewhere if one.path.startswith("/v2.1/flavors") else faults.behaves
    ) as served:
        whole, seen = walked(served.url)
        before = len(served.requests)
        again, _ = walked(served.url, earlier=[one.exchange for one in seen])
        asked = served.requests[before:]
    assert exercise(whole, "GET /flavors").codes == exercise(again, "GET /flavors").codes
    assert all(codes == [302, 404] for codes in exercise(again, "GET /flavors").codes.values())
    assert set(asked) == {"GET /"}


def test_a_storm_of_429_ends_the_walk() -> None:
    with misbehaving(Harbour(), faults.after(5, faults.too_many_requests(3600))) as served:
        coverage, seen = walked(served.url)
    assert len(seen) == 4
    assert coverage.notes == [
        "the walk ended early, after 3 failures in a row: 429: it wants 3600 s more of waiting, and 0 s are the limit"
    ]
    assert len(served.requests) == 1 + 4 + 3
