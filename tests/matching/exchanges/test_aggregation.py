"""What is counted of an exchange, and what is not."""

from __future__ import annotations

import pytest

from apiref_verify.model.exchange import Source, Unread
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.observed.observation import Observation
from apiref_verify.model.observed.observations import Observations, merged
from apiref_verify.model.reference import Direction
from tests.builders import operation
from tests.contracts import contract
from tests.exchanges import counted, exchanges, observed

OPERATIONS = [
    operation(url="/boats/{id}"),
    operation(url="/boats/{id}", method="PUT"),
    operation(url="/boats/{id}/action", method="POST", action="launch"),
]


def only(text: str) -> Observation:
    """The one observation of exchanges in short."""
    ((_, _, observation),) = observed(f"exchanges: [{text}]", OPERATIONS).all
    return observation


@pytest.mark.parametrize("status", [400, 404, 409, 500, 503])
def test_of_a_request_that_was_refused_the_status_alone_counts(status: int) -> None:
    found = only(
        f"{{request: 'PUT /boats/7?a=1', status: {status}, sent: {{a: 1}}, answer: {{b: 2}}, headers: {{C: d}}}}"
    )
    assert (found.bodies, found.queries, found.headers, found.headed, found.served) == ({}, {}, {}, 0, 0)
    assert found.statuses[status].count == 1


def test_of_one_that_was_served_everything_counts() -> None:
    found = only("{request: 'PUT /boats/7?a=1', status: 202, sent: {a: 1}, answer: {b: 2}, headers: {C: d}}")
    assert found.bodies.keys() == set(Direction)
    assert (list(found.queries), list(found.headers), found.headed, found.served) == (["a"], ["c"], 1, 1)


def test_a_body_that_is_cut_off_is_counted_as_unread() -> None:
    found = only("{request: GET /boats/7, answer: !cut }")
    assert (found.bodies, dict(found.unread)) == ({}, {"truncated": 1})


def test_an_answer_that_was_asked_for_in_part_shows_no_body() -> None:
    assert only("{request: 'GET /boats/7?fields=id', answer: {id: 7}}").bodies == {}


def test_latest_is_the_version_of_the_answer() -> None:
    ((_, version, _),) = observed(
        "exchanges: [{request: GET /boats/7, asked: latest, version: '1.10'}]", OPERATIONS
    ).all
    assert version == Microversion(1, 10)


def test_latest_that_is_not_resolved_is_no_version() -> None:
    ((_, version, _),) = observed("exchanges: [{request: GET /boats/7, asked: latest}]", OPERATIONS).all
    assert version is None


def test_what_no_operation_documents_is_counted_by_pattern_with_the_versions_that_served_it() -> None:
    found = observed(
        """
exchanges:
- {request: GET /boats/7/log, version: "1.4"}
- {request: GET /boats/Ada/log, version: "1.6"}
- {request: GET /boats/8/log, version: "1.1", status: 404}
- {request: POST /boats/8/action, version: "1.1", sent: {sink: null}}
""",
        OPERATIONS,
    )
    (service,) = found.services.values()
    log, sink = sorted(service.strays, key=str)
    assert (str(log), str(sink)) == ("GET /boats/{}/log", "POST /boats/{}/action (sink)")
    assert service.strays[log].count == 3
    assert sorted(map(str, service.strays[log].versions)) == ["1.4", "1.6"]
    assert (found.read, found.matched, service.unmatched) == (4, 0, 4)


def test_what_is_no_exchange_is_counted_by_its_reason() -> None:
    found: Observations = counted([], OPERATIONS)
    assert found.read == 0
    found = counted([Unread("no answer", Source("a.log", 3))] * 2, OPERATIONS)  # type: ignore[list-item]
    assert dict(found.skipped) == {"no answer": 2}


TRAFFIC = """
exchanges:
- {request: GET /boats/7, version: "1.2", answer: {boat: {id: "7"}}, times: 2}
- {request: GET /boats/7, version: "1.4", answer: {boat: {id: 7}}}
- {request: PUT /boats/7, status: 400}
- {request: GET /ships, version: "1.4"}
- {request: GET /boats/7, base: "http://other/v3", answer: {boat: {id: "7"}}}
- {request: GET /boats/7, version: "1.2", answer: {boat: {id: 7}}}
"""
PROMISED = """
routes:
- {path: "GET /boats/{id}", success: [202], response: {properties: {boat: {properties: {id: {type: string}}}}}}
"""


@pytest.mark.parametrize("cut", range(8))
def test_parts_that_are_joined_count_as_the_whole(cut: int) -> None:
    found, contracts = exchanges(TRAFFIC), [contract(PROMISED)]
    whole = counted(found, OPERATIONS, contracts)
    parts = merged([counted(found[:cut], OPERATIONS, contracts), counted(found[cut:], OPERATIONS, contracts)])
    assert parts == whole


def test_how_often_a_contract_was_broken_is_counted_once_for_each_body() -> None:
    (service, _) = counted(exchanges(TRAFFIC), OPERATIONS, [contract(PROMISED)]).services.values()
    told = {(breach.kind, str(breach.version)): tally.count for breach, tally in service.breaches.items()}
    assert told == {("type", "1.2"): 1, ("type", "1.4"): 1, ("code", "1.2"): 3, ("code", "1.4"): 1}
