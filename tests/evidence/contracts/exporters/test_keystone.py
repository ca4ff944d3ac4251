"""Keystone: routes of a Flask application, schemas as attributes of methods."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import Contract, Part
from tests.evidence.contracts.exporters.fakes import exported, install, names, route

APPLICATION = """
from types import SimpleNamespace as Rule

BOAT = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
QUERY = {"type": "object", "properties": {"since": {"type": "string", "format": "date-time"}}}
NEW_BOAT = {"type": "object", "properties": {"port": {"type": "string", "format": "ipv4"}}}


def schemas(request=None, query=None, response=None):
    def decorate(method):
        method._request_body_schema, method._request_query_schema = request, query
        method._response_body_schema = response
        return method
    return decorate


class Boats:
    @schemas(query=QUERY, response=BOAT, request=BOAT)
    def get(self):
        return []

    @schemas(request=NEW_BOAT, response=BOAT)
    def post(self):
        return {}


class Boat:
    def get(self, boat_id):
        return {}

    def head(self, boat_id):
        return None

    def delete(self):
        return None

    def put(self, boat_id):
        raise LookupError("not allowed")


FLEET = {"type": "object", "required": ["name"]}
CREW = {"type": ["array", "null"]}


def lazy_validate(schema, value):
    return None


def check_crew(crew):
    lazy_validate(CREW, crew)


class Fleets:
    def post(self):
        fleet = self.request_body_json.get("fleet", {})
        lazy_validate(FLEET, fleet)
        crew = (self.get_json(force=True) or {}).get("crew")
        check_crew(crew)
        other = self.settings.get("other", {})
        lazy_validate(FLEET, other)
        return {}


def view(view_class):
    def function(**arguments):
        return None
    function.view_class = view_class
    return function


def versions():
    return {}


class application_factory:
    view_functions = {"static": versions, "versions": versions, "boats": view(Boats), "boat": view(Boat)}
    view_functions["fleets"] = view(Fleets)

    class url_map:
        @staticmethod
        def iter_rules():
            yield Rule(rule="/static/<path:filename>", endpoint="static", methods={"GET"}, arguments={"filename"})
            yield Rule(rule="/", endpoint="versions", methods={"GET", "HEAD", "OPTIONS"}, arguments=set())
            yield Rule(rule="/v3/boats", endpoint="boats", methods={"GET", "HEAD", "POST", "OPTIONS"}, arguments=set())
            yield Rule(rule="/v3/fleets", endpoint="fleets", methods={"POST", "OPTIONS"}, arguments=set())
            methods = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}
            yield Rule(rule="/v3/boats/<string:boat_id>", endpoint="boat", methods=methods, arguments={"boat_id"})
"""

VALIDATORS = """
import jsonschema

_FORMAT_CHECKER = jsonschema.FormatChecker()


@_FORMAT_CHECKER.checks("uuid")
def is_uuid(value):
    return True
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("keystone")
    modules = {"keystone.server.flask.application": APPLICATION, "keystone.api.validation.validators": VALIDATORS}
    install(folder, "keystone", modules)
    return exported("keystone", folder)


def test_routes_have_braces_and_only_what_is_served(contract: Contract) -> None:
    assert names(contract) == [
        "GET /",
        "GET /v3/boats",
        "POST /v3/boats",
        "GET /v3/boats/{boat_id}",
        "HEAD /v3/boats/{boat_id}",
        "POST /v3/fleets",
    ]


def test_schemas_of_the_methods_are_taken_but_a_get_has_no_body(contract: Contract) -> None:
    listed, created, shown = (
        route(contract, name).promises[0] for name in ("GET /v3/boats", "POST /v3/boats", "GET /v3/boats/{boat_id}")
    )
    assert listed.request is None
    assert listed.query is not None
    assert created.request == {"type": "object", "properties": {"port": {"type": "string", "format": "ipv4"}}}
    assert list(created.responses) == ["2XX"]
    assert (shown.request, shown.query, shown.responses) == (None, None, {})


def test_schemas_that_a_method_applies_inside_to_members_of_its_body_are_read(contract: Contract) -> None:
    assert route(contract, "POST /v3/fleets").promises[0].request == {
        "type": "object",
        "properties": {"fleet": {"type": "object", "required": ["name"]}, "crew": {"type": ["array", "null"]}},
        "required": ["fleet"],
    }


def test_routes_of_one_class_name_the_method_that_serves_them(contract: Contract) -> None:
    assert route(contract, "GET /v3/boats").handler == "keystone.server.flask.application.Boats.get"


def test_formats_that_keystone_checks_itself_or_not_at_all_are_its_own(contract: Contract) -> None:
    uuid = contract.formats["uuid"]
    assert uuid is not None
    assert "ipv4" not in contract.formats


def test_codes_have_no_authority(contract: Contract) -> None:
    assert not contract.may_judge(Part.CODES)
    assert contract.may_judge(Part.RESPONSES)
    assert str(contract.provenance) == "keystone 1.0"
