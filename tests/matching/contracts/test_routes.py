"""Which route of a contract a documented operation is."""

from __future__ import annotations

import pytest

from apiref_verify.matching.contracts.routes import Routing, route_all, template_of
from apiref_verify.model.reference import Operation
from tests.builders import operation
from tests.contracts import contract


def routing(text: str, *documented: str | Operation) -> tuple[Routing, list[Operation]]:
    """Operations, as ``GET /boats`` or ``POST /boats/{id}/action launch``, and where a contract has them."""
    operations = [one if isinstance(one, Operation) else said(one) for one in documented]
    return route_all(contract("routes:\n" + text), operations), operations


def said(text: str) -> Operation:
    method, url, *action = text.split(" ")
    return operation(method=method, url=url, action=action[0] if action else None)


def found(text: str, documented: str) -> str:
    """The route of an operation, as a reader would write it."""
    routes, (one,) = routing(text, documented)
    return str(routes.route(one) or "")


BOATS = """
- path: GET /boats
- path: GET /boats/{boat_id}
- path: GET /boats/detail
- path: POST /boats
- {path: "POST /boats/{boat_id}/action", action: launch}
- {path: "POST /boats/{boat_id}/action", action: scrap}
"""


@pytest.mark.parametrize(
    ("documented", "route"),
    [
        ("GET /boats", "GET /boats"),
        ("GET /boats/", "GET /boats"),
        ("GET boats", "GET /boats"),
        ("GET /boats?limit={limit}", "GET /boats"),
        ("GET /boats/{id}", "GET /boats/{boat_id}"),
        ("GET /boats/<id>", "GET /boats/{boat_id}"),
        ("GET /boats/detail", "GET /boats/detail"),
        ("GET /boats/all", "GET /boats/{boat_id}"),
        ("GET /v1/boats", "GET /boats"),
        ("GET /v1.1/{project_id}/boats", "GET /boats"),
        ("GET /v1/{tenant_id}/boats/{id}", "GET /boats/{boat_id}"),
        ("HEAD /boats/{id}", "GET /boats/{boat_id}"),
        ("POST /boats/{id}/action scrap", "POST /boats/{boat_id}/action (scrap)"),
        ("POST /boats/{id}/action sink", ""),
        ("POST /boats/{id}/action", ""),
        ("POST /boats scrap", "POST /boats"),
        ("PUT /boats", ""),
        ("GET /boats/{id}/log", ""),
        ("GET /ships", ""),
        ("GET /", ""),
        ("GET /v1", ""),
        ("GET /{boat_id}", ""),
    ],
)
def test_an_operation_is_found_by_method_url_and_action(documented: str, route: str) -> None:
    assert found(BOATS, documented) == route


def test_the_route_with_the_most_literals_is_the_one() -> None:
    routes = """
    - path: GET /{kind}/{id}/parts
    - path: GET /boats/{id}/{what}
    - path: GET /boats/{id}/parts
    """
    assert found(routes, "GET /boats/{id}/parts") == "GET /boats/{id}/parts"
    assert found(routes, "GET /boats/{id}/log") == "GET /boats/{id}/{what}"
    assert found(routes, "GET /ships/{id}/parts") == "GET /{kind}/{id}/parts"


def test_a_variable_of_the_document_is_no_literal_of_the_contract() -> None:
    assert found("- path: GET /boats/detail", "GET /boats/{boat_id}") == ""


def test_a_segment_that_holds_a_variable_is_one() -> None:
    assert found("- path: GET /boats/{id}.json", "GET /boats/{boat}") == "GET /boats/{id}.json"


@pytest.mark.parametrize(
    ("route", "documented"),
    [
        ("GET /v3/boats", "GET /v2/boats"),
        ("GET /v3/boats", "GET /v2/{project_id}/boats"),
    ],
)
def test_an_older_version_of_an_api_is_another_api(route: str, documented: str) -> None:
    assert found(f"- path: {route}", documented) == ""


@pytest.mark.parametrize("documented", ["GET /v3/boats", "GET /boats", "GET /v3/{project_id}/boats"])
def test_a_contract_may_name_version_and_project_itself(documented: str) -> None:
    assert found("- path: GET /v3/{project_id}/boats", documented) == "GET /v3/{project_id}/boats"


def test_a_project_is_a_resource_where_the_url_ends_with_it() -> None:
    assert template_of("/v3/{project_id}").segments == (None,)
    assert template_of("/v3/projects/{project_id}").segments == ("projects", None)


def test_operations_that_one_route_serves_are_siblings() -> None:
    routes, (sail, row, show) = routing(
        "- path: PUT /boats/{what}\n- path: GET /boats/{what}", "PUT /boats/sail", "PUT /boats/row", "GET /boats/{id}"
    )
    assert routes.siblings(sail) == [sail, row]
    assert routes.siblings(show) == [show]
    assert routes.siblings(said("GET /ships")) != []


@pytest.mark.parametrize(
    ("routes", "undocumented"),
    [
        ("- path: GET /boats", []),
        ("- path: POST /boats", ["POST /boats"]),
        ("- path: OPTIONS /boats", []),
        ("- path: GET /boats\n- path: HEAD /boats", []),
        ("- path: HEAD /ships", ["HEAD /ships"]),
        ("- path: GET /", []),
        ("- {path: GET /ships, removed: true}", []),
        ("- {path: GET /boats, handler: a}\n- {path: GET /ships, handler: a}", []),
        ("- {path: GET /boats, handler: a}\n- {path: DELETE /boats, handler: a}", ["DELETE /boats"]),
        ("- {path: GET /boats}\n- {path: GET /ships}", ["GET /ships"]),
    ],
)
def test_routes_that_no_operation_documents(routes: str, undocumented: list[str]) -> None:
    known, _ = routing(routes, "GET /boats")
    assert [str(route) for route in known.undocumented] == undocumented


def test_the_actions_at_a_url() -> None:
    routes, (one,) = routing(BOATS, "POST /v1/{project_id}/boats/{id}/action launch")
    assert routes.actions(one) == ["launch", "scrap"]
    assert routes.actions(said("POST /ships/{id}/action launch")) == []
