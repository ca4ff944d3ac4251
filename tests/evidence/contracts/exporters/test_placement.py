"""Placement: handlers that choose their schemas while they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import Codes, Contract, Part, Standing
from tests.evidence.contracts.exporters.fakes import exported, install, names, route

WEBOB = """
class Request:
    def __init__(self, environ):
        self.environ = environ

    body = property(lambda self: self.environ["body"])
    response = property(lambda self: self)

    @classmethod
    def blank(cls, path, method, body, content_type):
        return cls({"PATH_INFO": path, "REQUEST_METHOD": method, "CONTENT_TYPE": content_type, "body": body})
"""

PARSE = """
class Version(tuple):
    def matches(self, min_version=None):
        return min_version <= self <= self.max_version


def parse_version_string(text):
    return Version(map(int, text.split(".")))
"""

MICROVERSION = """
import collections

import microversion_parse

VERSIONS = ["1.0", "1.1", "1.2", "1.3", "1.4", "1.5"]
VERSIONED_METHODS = collections.defaultdict(list)


def max_version_string():
    return VERSIONS[-1]


def version_handler(min_ver, max_ver=None):
    def decorator(function):
        minimum, maximum = map(microversion_parse.parse_version_string, (min_ver, max_ver or VERSIONS[-1]))
        qualified_name = f"{function.__module__}.{function.__name__}"
        VERSIONED_METHODS[qualified_name].append((minimum, maximum, function))

        def decorated(req):
            version = req.environ["placement.microversion"]
            for lower, upper, function in VERSIONED_METHODS[qualified_name]:
                if lower <= version <= upper:
                    return function(req)
            raise LookupError(qualified_name)
        return decorated
    return decorator
"""

UTIL = """
import functools

import jsonschema
import webob

_FORMAT_CHECKER = jsonschema.FormatChecker()


@_FORMAT_CHECKER.checks("uuid")
def is_uuid(value):
    return True


def extract_json(body, schema):
    raise RuntimeError("not to be called")


def validate_query_params(req, schema):
    raise RuntimeError("not to be called")


def require_content(content_type):
    def decorator(function):
        @functools.wraps(function)
        def decorated(req):
            if req.environ["CONTENT_TYPE"] != content_type:
                raise LookupError(content_type)
            return function(req)
        return decorated
    return decorator


class wsgify:
    def __init__(self, function):
        self.func = function

    def __call__(self, environ, start_response):
        return self.func(webob.Request(environ))
"""

OBJECTS = """
def get_by_uuid(context, uuid):
    raise RuntimeError("there is no database")
"""

HANDLERS = """
from placement import microversion, util
from placement.objects import boat as boat_objects

BOAT = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
BOAT_WITH_PORT = {"type": "object", "properties": {"port": {"type": "string"}}}
NAME = {"type": "object", "properties": {"name": {"type": "string"}}}
FILTER = {"type": "object", "properties": {"sail": {"type": "string"}}}
FILTER_WITH_MAST = {"type": "object", "properties": {"mast": {"type": "string"}}}


@util.wsgify
def home(req):
    return req.response


@util.wsgify
def list_boats(req):
    want_version = req.environ["placement.microversion"]
    schema = FILTER
    if want_version.matches((1, 3)):
        schema = FILTER_WITH_MAST
    util.validate_query_params(req, schema)
    boat_objects.get_by_uuid(req.environ["placement.context"], None)


@util.wsgify
@util.require_content("application/json")
def create_boat(req):
    want_version = req.environ["placement.microversion"]
    boat = boat_objects.get_by_uuid(req.environ["placement.context"], "1")
    data = util.extract_json(req.body, BOAT_WITH_PORT if want_version.matches((1, 2)) else BOAT)
    if want_version.matches(min_version=(1, 4)):
        return {"boat": data}
    req.response.status = 201
    return req.response


@util.wsgify
@microversion.version_handler("1.1", "1.2")
@util.require_content("application/json")
def rename_boat(req):
    data = util.extract_json(req.body, NAME)
    req.response.status = 200
    return req.response


@util.wsgify
@microversion.version_handler("1.3")
def rename_boat(req):
    util.extract_json('{"name": "of the path"}', NAME)
    status = 204
    if req.environ["wsgiorg.routing_args"][1]["boat_id"] == "new":
        status = 201
    req.response.status = status
    return req.response
"""

TABLE = """
from placement.handlers import boat

ROUTE_DECLARATIONS = {
    "": {"GET": boat.home},
    "/": {"GET": boat.home},
    "/boats": {"GET": boat.list_boats, "POST": boat.create_boat},
    "/boats/{boat_id}": {"PUT": boat.rename_boat},
}
"""

MODULES = {
    "webob": WEBOB,
    "microversion_parse": PARSE,
    "placement.microversion": MICROVERSION,
    "placement.util": UTIL,
    "placement.objects.boat": OBJECTS,
    "placement.handlers.boat": HANDLERS,
    "placement.handler": TABLE,
}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("placement")
    install(folder, "openstack-placement", MODULES)
    return exported("placement", folder)


def properties(schema: object) -> list[str]:
    return list(schema["properties"]) if isinstance(schema, dict) else []


def rows(contract: Contract, name: str) -> list[tuple[str, list[str], list[str], tuple[int, ...]]]:
    return [
        (str(one.versions), properties(one.request), properties(one.query), one.success.codes)
        for one in route(contract, name).promises
    ]


def test_the_operations_of_the_table_once_each(contract: Contract) -> None:
    assert names(contract) == ["GET /", "GET /boats", "POST /boats", "PUT /boats/{boat_id}"]
    assert str(contract.versions) == "1.0 to 1.5"
    assert route(contract, "POST /boats").handler == "placement.handlers.boat.create_boat"


def test_schemas_of_bodies_are_seen_although_there_is_no_database(contract: Contract) -> None:
    assert rows(contract, "POST /boats") == [
        ("1.0 to 1.1", ["id"], [], (201,)),
        ("1.2 to 1.3", ["port"], [], (201,)),
        ("1.4 to 1.5", ["port"], [], (200,)),
    ]


def test_schemas_of_queries_are_seen(contract: Contract) -> None:
    assert rows(contract, "GET /boats") == [("1.0 to 1.2", [], ["sail"], (200,)), ("1.3 to 1.5", [], ["mast"], (200,))]


def test_a_handler_is_served_only_in_its_versions_and_not_everything_it_validates_is_the_body(
    contract: Contract,
) -> None:
    assert rows(contract, "PUT /boats/{boat_id}") == [
        ("1.1 to 1.2", ["name"], [], (200,)),
        ("1.3 to 1.5", [], [], (201, 204)),
    ]


def test_of_answers_nothing_is_known(contract: Contract) -> None:
    assert Part.RESPONSES not in contract.authority
    promises = [promise for one in contract.routes for promise in one.promises]
    assert all(not promise.responses for promise in promises)
    assert {promise.errors for promise in promises} == {Codes((), Standing.INCOMPLETE)}


def test_formats(contract: Contract) -> None:
    assert list(contract.formats) == ["uuid"]
