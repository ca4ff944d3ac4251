"""Ironic: a tree of Pecan's controllers, minor versions as numbers, schemas in closures."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import Codes, Contract, Part, Standing
from tests.evidence.contracts.exporters.fakes import exported, install, names, route, rows

DECORATOR = """
def {name}({arguments}):
    def decorate(function):
        @functools.wraps(function)
        def wrapper(self, *args, **kwargs):
            return function, {used}
        return wrapper
    return decorate
"""

SCHEMA = ("schema, min_version=None, max_version=None", "schema, min_version, max_version")

DECORATORS = {
    "request_parameter_schema": SCHEMA,
    "request_query_schema": SCHEMA,
    "request_body_schema": SCHEMA,
    "response_body_schema": SCHEMA,
    "api_version": ("min_version, max_version=None", "min_version, max_version"),
    "expose": ("status_code=None", "status_code"),
    "body": ("body_arg", "body_arg"),
}

VALIDATION = "import functools\n" + "".join(
    DECORATOR.format(name=name, arguments=arguments, used=used) for name, (arguments, used) in DECORATORS.items()
)

CONTROLLERS = """
from ironic.api.validation import *
from pecan.rest import RestController


class Sails(RestController):
    def __init__(self, boat_ident):
        self.boat_ident = boat_ident

    @expose()
    def get_all(self):
        return {}

    @expose(status_code=204)
    @body("sail")
    def post(self, sail):
        return {}

    @expose(status_code=204)
    def delete(self, sail_ident):
        return {}


class Engine(RestController):
    _custom_actions = {"stop": ["PUT"]}

    @expose()
    def get(self, boat_ident):
        return {}

    @expose(status_code=202)
    def stop(self, boat_ident, force):
        return {}


class Boats(RestController):
    _custom_actions = {"detail": ["GET"], "validate": ["GET"]}
    _subcontroller_map = {"sails": Sails}
    engine = Engine()

    @expose()
    @api_version(3)
    @request_query_schema({"title": "query"}, None, 4)
    @response_body_schema({"title": "old"}, 1, 4)
    @response_body_schema({"title": "new"}, 5)
    def get_all(self, limit=None):
        return {}

    @expose()
    def detail(self, limit=None):
        return {}

    @expose()
    def validate(self, boat_ident):
        return {}

    @expose()
    def get_one(self, boat_ident, fields=None):
        return {}

    @expose()
    @body("patch")
    @request_parameter_schema({"properties": {"boat_ident": {}}})
    @request_body_schema({"title": "patch"})
    def patch(self, boat_ident, patch):
        return {}


class Anchors(RestController):
    @expose()
    def get_all(self):
        return {}

    @expose()
    def post(self):
        return {}


class Gear(RestController):
    _subcontroller_map = {"anchors": Anchors}

    @expose()
    def get(self):
        return {}


class Harbours(RestController):
    boats = Boats()
    gear = Gear()

    @expose()
    def get_one(self, harbour_ident):
        return {}


class Controller:
    _subcontroller_map = {"boats": Boats(), "gear": Gear(), "harbours": Harbours()}
"""

VALIDATORS = """
import jsonschema

_FORMAT_CHECKER = jsonschema.FormatChecker()
"""


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("ironic")
    modules = {
        "pecan.rest": "class RestController:\n    pass\n",
        "ironic.api.validation": VALIDATION,
        "ironic.api.validation.validators": VALIDATORS,
        "ironic.api.controllers.v1": CONTROLLERS,
        "ironic.api.controllers.v1.versions": "_MIN_VERSION_STRING = '1.1'\n_MAX_VERSION_STRING = '1.9'\n",
    }
    install(folder, "ironic", modules)
    return exported("ironic", folder)


def test_the_tree_is_walked_by_the_names_of_methods_and_controllers(contract: Contract) -> None:
    assert [name for name in names(contract) if name.split()[1].startswith("/v1/boats")] == [
        "GET /v1/boats",
        "GET /v1/boats/detail",
        "GET /v1/boats/{boat_ident}",
        "PATCH /v1/boats/{boat_ident}",
        "GET /v1/boats/{boat_ident}/engine",
        "PUT /v1/boats/{boat_ident}/engine/stop",
        "GET /v1/boats/{boat_ident}/sails",
        "POST /v1/boats/{boat_ident}/sails",
        "DELETE /v1/boats/{boat_ident}/sails/{sail_ident}",
        "GET /v1/boats/{boat_ident}/validate",
    ]


def test_a_controller_of_the_root_below_another_only_lists(contract: Contract) -> None:
    assert [name for name in names(contract) if "harbours" in name] == [
        "GET /v1/harbours/{harbour_ident}",
        "GET /v1/harbours/{harbour_ident}/boats",
        "GET /v1/harbours/{harbour_ident}/boats/detail",
        "GET /v1/harbours/{harbour_ident}/gear",
        "GET /v1/harbours/{harbour_ident}/gear/anchors",
    ]


def test_versions_of_a_method_and_of_its_schemas_are_cut(contract: Contract) -> None:
    listed = route(contract, "GET /v1/boats")
    assert rows(listed) == [
        ("1.3 to 1.4", None, {"200": {"title": "old"}}),
        ("1.5 to 1.9", None, {"200": {"title": "new"}}),
    ]
    assert [promise.query for promise in listed.promises] == [{"title": "query"}, None]


def test_the_status_is_that_which_the_method_is_exposed_with(contract: Contract) -> None:
    deleted = route(contract, "DELETE /v1/boats/{boat_ident}/sails/{sail_ident}").promises[0]
    assert deleted.success == Codes((204,), Standing.DECLARED)
    assert route(contract, "PATCH /v1/boats/{boat_ident}").promises[0].request == {"title": "patch"}


def test_the_routes_have_no_authority(contract: Contract) -> None:
    assert not contract.may_judge(Part.ROUTES)
