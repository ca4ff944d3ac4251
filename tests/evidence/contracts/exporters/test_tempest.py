"""Tempest: clients whose methods are called with placeholders, schemas of answers that have versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import Codes, Contract, Part, Standing
from tests.evidence.contracts.exporters.fakes import exported, install, names, route, rows

REST_CLIENT = """
class RestClient:
    def __init__(self, auth_provider, service, region):
        self.region = region

    def get(self, url, headers=None):
        return self.request("GET", url, headers=headers)

    def post(self, url, body):
        return self.request("POST", url, body=body)

    def delete(self, url):
        return self.request("DELETE", url)

    def request(self, method, url, extra_headers=False, headers=None, body=None, chunked=False):
        raise OSError("no service here")

    def expected_success(self, expected, actual):
        assert expected == actual

    def validate_response(self, schema, response, body):
        raise OSError("no answer here")
"""

VALIDATOR = """
import jsonschema

FORMAT_CHECKER = jsonschema.Draft4Validator.FORMAT_CHECKER
"""

OLD = """
list_boats = {"status_code": [200], "response_body": {"title": "old list"}}
show_boats = {"status_code": [200], "response_body": {"title": "old details", "format": "uuid"}}
sink = {"status_code": [202, 204]}
"""

NEW = """
from tempest.lib.old import *

list_boats = {"status_code": [200], "response_body": {"title": "new list"}}
raise_boat = {"status_code": [201], "response_body": {"title": "raised"}}
"""

CLIENT = """
import json
from urllib.parse import quote

from tempest.lib import new, old
from tempest.lib.common import rest_client


class BoatsClient(rest_client.RestClient):
    schema_versions_info = [
        {"min": None, "max": "2.2", "schema": old},
        {"min": "2.3", "max": None, "schema": new},
    ]

    def get_schema(self, choices):
        raise OSError("no version here")

    def list_boats(self, detail=False):
        schema = self.get_schema(self.schema_versions_info)
        response, body = self.get("boats/detail?all=1" if detail else "boats?all=1")
        self.expected_success(299, response.status)
        self.validate_response(schema.show_boats if detail else schema.list_boats, response, json.loads(body))
        raise AssertionError("the call goes on")

    def show_boat(self, boat_id):
        response, body = self.get("boats/%s" % quote(boat_id))
        self.validate_response(old.show_boats, response, body)

    def show_boat_again(self, boat_id):
        response, body = self.get("boats/%s" % boat_id)
        self.validate_response(old.list_boats, response, body)

    def sink_boat(self, boat_id, **arguments):
        response, body = self.post("boats/%s/action" % boat_id, json.dumps({"sink": arguments}))
        self.validate_response(old.sink, response, body)

    def raise_boat(self, boat_id):
        schema = self.get_schema(self.schema_versions_info)
        response, body = self.post("boats/%s/action" % boat_id, '{"raise": null}')
        self.validate_response(schema.raise_boat, response, body)

    def action(self, boat_id, action):
        response, body = self.post("boats/%s/action" % boat_id, json.dumps({action: {}}))
        self.validate_response(old.sink, response, body)

    def delete_boat(self, boat_id):
        self.delete("boats/%s" % boat_id)

    def weigh_boat(self, boat):
        return boat["weight"]


class HarboursClient(rest_client.RestClient):
    schema_versions_info = [
        {"min": None, "max": "2.4", "schema": old},
        {"min": "2.5", "max": None, "schema": new},
    ]

    def list_harbours(self):
        schema = self.get_schema(self.schema_versions_info)
        self.validate_response(schema.list_boats, *self.get("harbours"))
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("tempest")
    modules = {
        "tempest.lib.common.rest_client": REST_CLIENT,
        "tempest.lib.common.jsonschema_validator": VALIDATOR,
        "tempest.lib.old": OLD,
        "tempest.lib.new": NEW,
        "tempest.lib.services.compute.boats_client": CLIENT,
    }
    install(folder, "tempest", modules)
    return exported("tempest-compute", folder)


def test_routes_are_the_requests_of_methods_that_validate_an_answer(contract: Contract) -> None:
    assert names(contract) == [
        "GET /boats",
        "GET /boats/detail",
        "GET /boats/{boat_id}",
        "POST /boats/{boat_id}/action (raise)",
        "POST /boats/{boat_id}/action (sink)",
        "GET /harbours",
    ]


def test_a_method_is_called_for_each_range_of_versions(contract: Contract) -> None:
    assert rows(route(contract, "GET /boats")) == [
        ("2.1 to 2.2", None, {"200": {"title": "old list"}}),
        ("2.3", None, {"200": {"title": "new list"}}),
    ]
    assert [versions for versions, _, _ in rows(route(contract, "GET /boats/detail"))] == ["2.1 to 2.3"]


def test_versions_without_a_schema_are_not_spoken_of(contract: Contract) -> None:
    assert rows(route(contract, "POST /boats/{boat_id}/action (raise)")) == [
        ("2.3", None, {"201": {"title": "raised"}})
    ]


def test_of_later_versions_nothing_is_known(contract: Contract) -> None:
    assert str(contract.versions) == "2.1 to 2.5"
    assert rows(route(contract, "GET /harbours"))[-1][0] == "2.5"
    assert rows(route(contract, "GET /boats"))[-1][0] == "2.3"


def test_methods_of_one_operation_may_see_different_answers(contract: Contract) -> None:
    bodies = [{"title": "old details", "format": "uuid"}, {"title": "old list"}]
    assert rows(route(contract, "GET /boats/{boat_id}")) == [("2.1", None, {"200": {"anyOf": bodies}})]


def test_codes_are_declared_and_an_answer_without_a_schema_has_no_body(contract: Contract) -> None:
    sunk = route(contract, "POST /boats/{boat_id}/action (sink)").promises[0]
    assert sunk.success == Codes((202, 204), Standing.DECLARED)
    assert sunk.responses == {"202": {"type": "null"}, "204": {"type": "null"}}


def test_only_answers_have_authority(contract: Contract) -> None:
    assert contract.authority == {Part.RESPONSES, Part.TYPES}
    assert contract.provenance.source == "tempest"


def test_formats_that_draft_4_does_not_check_are_not_the_standards(contract: Contract) -> None:
    assert contract.formats["uuid"] is not None
