"""The operations of a contract that a person means."""

from __future__ import annotations

import pytest

from apiref_verify.matching.contracts.lookup import NotInContractError, check_version, find
from apiref_verify.model.microversion import Microversion
from tests.contracts import contract

BOATS = contract(
    """
    min_version: "1.1"
    max_version: "1.9"
    routes:
    - path: GET /v1/boats
    - path: GET /v1/boats/{id}
    - path: GET /v1/boats/detail
    - path: POST /v1/boats/{id}/action
      action: sail
      ranges: [{min_version: "1.1", max_version: "1.9"}]
    - path: POST /v1/boats/{id}/action
      action: moor
      ranges: [{min_version: "1.4", max_version: "1.9"}]
    - path: GET /v1/oars
      ranges: [{min_version: "1.1", max_version: "1.2"}, {min_version: "1.3", max_version: "1.9", removed: true}]
    - path: GET /v1/sails
      removed: true
    """
)


def names(method: str, url: str, action: str | None = None, at: str | None = None) -> list[str]:
    version = Microversion.parse(at) if at else None
    return [str(route) for route, _ in find(BOATS, method, url, action, version)]


def refusal(method: str | None, url: str | None, action: str | None = None, at: str | None = None) -> str:
    with pytest.raises(NotInContractError) as error:
        find(BOATS, method, url, action, Microversion.parse(at) if at else None)
    return str(error.value)


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("/v1/boats", "/v1/boats"),
        ("boats", "/v1/boats"),
        ("/boats/", "/v1/boats"),
        ("/boats/{boat_id}", "/v1/boats/{id}"),
        ("/v1.7/boats/5?deep=yes", "/v1/boats/{id}"),
        ("/boats/detail", "/v1/boats/detail"),
        ("/v1/{project_id}/boats", "/v1/boats"),
    ],
)
def test_a_url_may_be_written_in_many_ways(url: str, template: str) -> None:
    assert names("get", url) == [f"GET {template}"]


def test_actions_are_all_meant_until_one_is_named() -> None:
    url = "/boats/{id}/action"
    assert len(names("POST", url)) == 2
    assert names("POST", url, "moor") == ["POST /v1/boats/{id}/action (moor)"]
    assert names("POST", url, at="1.1") == ["POST /v1/boats/{id}/action (sail)"]


def test_an_action_may_be_named_alone() -> None:
    assert [str(route) for route, _ in find(BOATS, None, None, "sail")] == ["POST /v1/boats/{id}/action (sail)"]


def test_the_newest_promise_that_is_served_is_the_default() -> None:
    ((_, promise),) = find(BOATS, "GET", "/oars")
    assert str(promise.versions) == "1.1 to 1.2"


def test_what_is_said_where_there_is_none() -> None:
    assert refusal("GET", "/boat") == "harbour has no GET /boat: did you mean GET /v1/boats?"
    assert refusal("PUT", "/boats") == "harbour has no PUT /boats: this URL has GET"
    assert refusal("GET", "/zzz/y").endswith("'apiref-verify contract list' shows what there is")
    action = "/boats/{id}/action"
    assert "has no action 'mor': did you mean moor?" in refusal("POST", action, "mor")
    assert "has no action 'zzz': its actions are moor, sail" in refusal("POST", action, "zzz")
    assert refusal("GET", "/boats", "sail") == "GET /v1/boats has no actions: leave --action out"
    assert refusal(None, None, "sale") == "harbour has no action 'sale': did you mean sail?"


def test_what_is_said_where_it_is_not_served() -> None:
    assert refusal("POST", "/boats/1/action", "moor", "1.3") == (
        "POST /v1/boats/{id}/action (moor) does not exist at 1.3: it is served in 1.4 to 1.9"
    )
    assert refusal("GET", "/oars", at="1.3") == "GET /v1/oars is removed at 1.3 (410): it is served in 1.1 to 1.2"
    assert refusal("GET", "/sails") == "GET /v1/sails is removed in all versions (410)"


def test_versions_that_a_contract_does_not_have() -> None:
    check_version(BOATS, Microversion(1, 5))
    with pytest.raises(NotInContractError, match=r"harbour has no version 1.10: its versions are 1.1 to 1.9"):
        check_version(BOATS, Microversion(1, 10))
    with pytest.raises(NotInContractError, match="no microversions"):
        check_version(contract("routes: [{path: GET /boats}]"), Microversion(1, 1))
