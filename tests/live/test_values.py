"""Values for the variables of URLs."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.live.filling import NoValueError, fill_exactly, is_filled
from apiref_verify.live.values import Values
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Direction, Place
from tests.builders import operation, row, table

V1, V5, V9 = (Microversion(1, minor) for minor in (1, 5, 9))


def knowing(*answers: tuple[str, Any], **given: str) -> Values:
    values = Values(given)
    for path, body in answers:
        values.learn(path, None, body)
    return values


def first(values: Values, url: str, version: Microversion | None = None) -> str:
    return str(values.fill(operation(url=url), version)[0])


@pytest.mark.parametrize(
    ("answers", "url", "filled"),
    [
        ([("/boats", {"boats": [{"id": "b1", "name": "Ada"}]})], "/boats/{boat_id}", "/boats/b1"),
        ([("/boats/detail", {"boats": [{"id": "b1"}]})], "/boats/{boat_id}", "/boats/b1"),
        ([("/v2/boats", {"boats": [{"id": "b1"}]})], "/v2/boats/{boat_id}/oars", "/v2/boats/b1/oars"),
        ([("/keels", {"keels": [{"keel": {"name": "k 1/2"}}]})], "/keels/{keel_name}", "/keels/k%201%2F2"),
        ([("/fees", {"fees": [{"tenant_id": "t", "total": 3}]})], "/fees/{tenant_id}", "/fees/t"),
        ([("/oars", {"oars": [{"oarId": "o1", "id": "x"}]})], "/oars/{oar_id}", "/oars/o1"),
        ([("/yards", {"yards": [{"yard_hostname": "h", "id": 1}]})], "/yards/{yard_hostname_pattern}/x", "/yards/h/x"),
        ([("/", {"versions": [{"id": "v2.1", "version": "2.96"}]})], "/{api_version}", "/v2.1"),
        ([("/tags", ["red"])], "/tags/{tag}", "/tags/red"),
        (
            [("/boats", {"boats": [{"id": "b1"}, {"id": "b2"}]}), ("/boats/b2/oars", {"oars": [{"id": "o"}]})],
            "/boats/{boat_id}/oars/{oar_id}",
            "/boats/b2/oars/o",
        ),
        ([("/users", {"users": [{"id": "u"}]})], "/policies/users/{user_id}", "/policies/users/u"),
        ([("/boats", {"boats": [{"id": "b1"}]})], "/crews/{boat_id}", "/crews/b1"),
        ([("/boats", {"boats": [{"id": 1, "project_id": "p"}]})], "/{tenant_id}/boats", "/p/boats"),
    ],
)
def test_answers_name_what_variables_stand_for(answers: list[tuple[str, Any]], url: str, filled: str) -> None:
    assert first(knowing(*answers), url) == filled


def test_what_the_user_gives_wins() -> None:
    values = knowing(("/boats", {"boats": [{"id": "b1"}]}), boat_id="mine")
    assert first(values, "/boats/{boat_id}") == "/boats/mine"


def test_what_a_scenario_captured_comes_first() -> None:
    values = knowing(("/boats", {"boats": [{"id": "b1"}]}))
    values.suggest("boat_id", "new")
    assert [str(one) for one in values.fill(operation(url="/boats/{boat_id}"), None)] == ["/boats/new", "/boats/b1"]


def test_the_answer_of_the_same_version_or_the_nearest_before_is_asked() -> None:
    values = Values({})
    values.learn("/yards", V1, {"yards": [{"id": 7}]})
    values.learn("/yards", V5, {"yards": [{"id": "uuid-7"}]})
    found = [first(values, "/yards/{yard_id}", version) for version in (V1, Microversion(1, 4), V5, V9)]
    assert found == ["/yards/7", "/yards/7", "/yards/uuid-7", "/yards/uuid-7"]


def test_there_are_other_ways_to_call_a_thing() -> None:
    values = knowing(("/boats", {"boats": [{"id": "b1", "uuid": "u1", "name": "Ada"}, {"id": "b2"}]}))
    assert [one.path for one in values.fill(operation(url="/boats/{boat_id}"), None)] == [
        "/boats/b1",
        "/boats/b2",
        "/boats/u1",
    ]


def test_no_value_is_told_with_the_name() -> None:
    with pytest.raises(NoValueError, match=r"no value for \{oar_id\}"):
        knowing(("/boats", {"boats": [{"id": "b1"}]})).fill(operation(url="/boats/{boat_id}/oars/{oar_id}"), None)


def test_a_required_query_parameter_needs_a_value() -> None:
    wanted = operation([table([row("port", travels=Place.QUERY)], Direction.REQUEST)], url="/boats")
    with pytest.raises(NoValueError, match="required query parameter port"):
        Values({}).fill(wanted, None)
    assert str(Values({"port": "Kiel 1"}).fill(wanted, None)[0]) == "/boats?port=Kiel%201"


def test_an_optional_one_is_sent_if_the_user_says_so_where_it_is_documented() -> None:
    rows = table([row("limit", required=False, travels=Place.QUERY, since="1.5")], Direction.REQUEST)
    values = Values({}, {"limit": "1"})
    assert str(values.fill(operation([rows], url="/boats"), V5)[0]) == "/boats?limit=1"
    assert str(values.fill(operation([rows], url="/boats"), V1)[0]) == "/boats"
    assert str(values.fill(operation(url="/oars"), V5)[0]) == "/oars"


def test_a_query_in_the_documented_url_is_filled_or_left_out() -> None:
    wanted = operation(url="/oars?boat_id={boat_id}")
    assert str(Values({}).fill(wanted, None)[0]) == "/oars"
    assert str(Values({"boat_id": "b"}).fill(wanted, None)[0]) == "/oars?boat_id=b"


def test_a_slash_at_the_end_stays() -> None:
    assert first(Values({}), "/boats/") == "/boats/"
    assert first(Values({}), "/") == "/"


def test_only_what_is_given_fills_what_writes() -> None:
    show = operation(url="/boats/{boat_id}")
    assert str(fill_exactly(show, {"boat_id": 7}, {"force": True})) == "/boats/7?force=true"
    for values in ({}, {"boat_id": ""}, {"boat_id": ".."}, {"boat_id": None}, {"boat_id": ["x"]}):
        with pytest.raises(NoValueError):
            fill_exactly(show, values, {})


def test_a_path_is_that_of_an_operation_or_not() -> None:
    assert is_filled("/boats/{id}/oars", "/boats/7/oars")
    assert is_filled("/v3/{project_id}/boats", "/v3/p/boats/")
    for other in ("/boats/7", "/boats//oars", "/boats/../oars", "/boat/7/oars", "/boats/7/oars/1"):
        assert not is_filled("/boats/{id}/oars", other)
