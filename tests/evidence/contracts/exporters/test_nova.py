"""Nova: a table of routes, and decorators with ranges of versions on the methods of controllers."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import EVERY_PART, Codes, Contract, Standing
from apiref_verify.model.microversion import Microversion, VersionRange
from tests.evidence.contracts.exporters.fakes import exported, install, names, route

WSGI = """
import functools

from nova.api.openstack.api_version_request import Version


class Codes:
    def __init__(self):
        self._codes = []


class Schemas:
    def __init__(self):
        self._schemas = []


class ResponseObject:
    def __init__(self, obj, code=None):
        self.obj, self._code = obj, code


def response(code, min_version=None, max_version=None):
    def decorator(function):
        if not hasattr(function, "wsgi_codes"):
            function.wsgi_codes = Codes()
        function.wsgi_codes._codes.append((code, min_version, max_version))
        return function
    return decorator


def action(name):
    def decorator(function):
        function.wsgi_action = name
        return function
    return decorator


def removed(version, reason):
    def decorator(function):
        function.removed = True
        return function
    return decorator


def api_version(min_version=None, max_version=None):
    def decorator(function):
        @functools.wraps(function)
        def wrapped(*args):
            return function(*args), min_version, max_version
        return wrapped
    return decorator


def expected_errors(errors, min_version=None, max_version=None):
    def decorator(function):
        @functools.wraps(function)
        def wrapped(*args):
            return function(*args), errors, min_version, max_version
        return wrapped
    return decorator


def schema(kind, schema, min_version=None, max_version=None):
    def decorator(function):
        @functools.wraps(function)
        def wrapped(*args):
            return function(*args)
        if not hasattr(wrapped, kind):
            setattr(wrapped, kind, Schemas())
        getattr(wrapped, kind)._schemas.insert(0, (schema, Version(min_version), Version(max_version)))
        return wrapped
    return decorator


body = functools.partial(schema, "request_body_schemas")
query = functools.partial(schema, "request_query_schemas")
answer = functools.partial(schema, "response_body_schemas")


class Controller:
    wsgi_actions = {}

    def __init__(self):
        raise RuntimeError("controllers are not made: they would ask for a message queue")

    def __init_subclass__(cls):
        found = {v.wsgi_action: k for k, v in vars(cls).items() if hasattr(v, "wsgi_action")}
        cls.wsgi_actions = {**cls.wsgi_actions, **found}
"""

REQUEST = """
_MIN_API_VERSION = "2.1"
_MAX_API_VERSION = "2.20"


class Version:
    def __init__(self, text):
        self.text = text

    def is_null(self):
        return self.text is None

    ver_major = property(lambda self: int(self.text.split(".")[0]))
    ver_minor = property(lambda self: int(self.text.split(".")[1]))


def is_supported(req, version):
    return True
"""

ROUTES = """
import functools

from nova.api.openstack import api_version_request, wsgi

print("nova says something on its standard output")

BOAT = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
BOAT_WITH_PORT = {"type": "object", "properties": {"port": {"type": "string", "format": "name"}}}
NEW = {"type": "object", "properties": {"boat": {"type": "object"}}}
NOTHING = {"type": "null"}
FILTER = {"type": "object", "properties": {"sail": {"type": "array", "items": {"format": "regex"}}}}


class Boats(wsgi.Controller):
    @wsgi.expected_errors((), "2.1", "2.9")
    @wsgi.expected_errors((404, 400), "2.10")
    @wsgi.query(FILTER, "2.3")
    @wsgi.answer(BOAT, "2.0", "2.4")
    @wsgi.answer(BOAT_WITH_PORT, "2.5")
    def index(self, req):
        return {}

    @wsgi.response(201, "2.0", "2.6")
    @wsgi.response(202, "2.7")
    @wsgi.expected_errors(409)
    @wsgi.body(NEW)
    @wsgi.answer(BOAT)
    def create(self, req, body):
        return {}

    @wsgi.api_version("2.4", "2.12")
    @wsgi.expected_errors(404)
    @wsgi.answer(NOTHING)
    def delete(self, req, id):
        if api_version_request.is_supported(req, "2.8"):
            return wsgi.ResponseObject(None, code=204)

    @wsgi.api_version("2.30")
    @wsgi.answer(BOAT)
    def show(self, req, id):
        return {}

    @wsgi.response(202)
    @wsgi.action("sink")
    @wsgi.body(NEW)
    @wsgi.answer(NOTHING)
    def _sink(self, req, id, body):
        pass

    @wsgi.action("moor")
    @wsgi.answer(NOTHING)
    def _moor(self, req, id, body):
        pass


class Harbours(wsgi.Controller):
    @wsgi.action("moor")
    @wsgi.answer(BOAT)
    def moor_in_harbour(self, req, id, body):
        pass


class Oars(wsgi.Controller):
    @wsgi.expected_errors(410)
    @wsgi.removed("15.0.0", "no oars any more")
    @wsgi.answer({})
    def index(self, req):
        raise LookupError

    @wsgi.answer(BOAT)
    def show(self, req, id):
        if not api_version_request.is_supported(req, "2.6"):
            raise LookupError
        return {}


def _create_controller(main, others):
    raise RuntimeError("controllers are not made")


boats = functools.partial(_create_controller, Boats, [Harbours])
oars = functools.partial(_create_controller, Oars, [])

ROUTE_LIST = (
    ("", "/"),
    ("/boats", {"GET": [boats, "index"], "POST": [boats, "create"]}),
    ("/boats/{id}", {"GET": [boats, "show"], "DELETE": [boats, "delete"]}),
    ("/boats/{id}/action", {"POST": [boats, "action"]}),
    ("/oars", {"GET": [oars, "index"]}),
    ("/oars/{id}", {"GET": [oars, "show"]}),
)
"""

PARAMETER_TYPES = """
class Expression:
    regex = "^[a-z]+$"


valid_name_regex = valid_name_leading_trailing_spaces_regex = Expression()
valid_az_name_regex = valid_az_name_leading_trailing_spaces_regex = Expression()
"""

VALIDATORS = """
class _FORMAT_CHECKER:
    checkers = {"regex": (lambda value: True, ()), "uuid": (lambda value: True, ())}
"""

MODULES = {
    "nova.api.openstack.api_version_request": REQUEST,
    "nova.api.openstack.wsgi": WSGI,
    "nova.api.openstack.compute.routes": ROUTES,
    "nova.api.validation.parameter_types": PARAMETER_TYPES,
    "nova.api.validation.validators": VALIDATORS,
}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("nova")
    install(folder, "nova", MODULES)
    return exported("nova", folder)


def declared(*codes: int) -> Codes:
    return Codes(codes, Standing.DECLARED)


def implied(*codes: int) -> Codes:
    return Codes(codes, Standing.IMPLIED)


def ranges(contract: Contract, name: str) -> list[str]:
    return [str(promise.versions) for promise in route(contract, name).promises]


def test_every_operation_of_the_table_is_there_and_redirections_are_not(contract: Contract) -> None:
    assert names(contract) == [
        "GET /boats",
        "POST /boats",
        "DELETE /boats/{id}",
        "GET /boats/{id}",
        "POST /boats/{id}/action (moor)",
        "POST /boats/{id}/action (sink)",
        "GET /oars",
        "GET /oars/{id}",
    ]


def test_the_whole(contract: Contract) -> None:
    assert contract.versions == VersionRange(Microversion(2, 1), Microversion(2, 20))
    assert contract.authority == EVERY_PART
    assert str(contract.provenance) == "nova 1.0"
    assert contract.provenance.source == "service"
    assert contract.provenance.exporter.startswith("apiref-verify ")
    assert len(contract.provenance.date) == len("2024-05-01")


def test_formats_that_the_service_has_or_replaces(contract: Contract) -> None:
    assert set(contract.formats) == {"name", "regex", "uuid"}
    assert contract.formats["name"] == "^[a-z]+$"
    assert contract.formats["regex"] is None


def test_versions_are_cut_where_anything_changes(contract: Contract) -> None:
    index = route(contract, "GET /boats").promises
    assert ranges(contract, "GET /boats") == ["2.1 to 2.2", "2.3 to 2.4", "2.5 to 2.9", "2.10 to 2.20"]
    assert [promise.query is None for promise in index] == [True, False, False, False]
    assert [list(promise.responses["200"]["properties"]) for promise in index] == [["id"], ["id"], ["port"], ["port"]]
    assert [promise.errors for promise in index] == [declared(), declared(), declared(), declared(400, 404)]
    assert {promise.success for promise in index} == {implied(200)}


def test_schemas_shared_by_ranges_are_one_object(contract: Contract) -> None:
    create = route(contract, "POST /boats").promises
    assert create[0].request is create[1].request
    assert create[0].responses["201"] is create[1].responses["202"]


def test_declared_codes_have_versions(contract: Contract) -> None:
    assert ranges(contract, "POST /boats") == ["2.1 to 2.6", "2.7 to 2.20"]
    assert [promise.success for promise in route(contract, "POST /boats").promises] == [declared(201), declared(202)]


def test_a_status_that_the_method_sets_holds_in_its_versions(contract: Contract) -> None:
    delete = route(contract, "DELETE /boats/{id}").promises
    assert ranges(contract, "DELETE /boats/{id}") == ["2.4 to 2.7", "2.8 to 2.12"]
    assert [promise.success for promise in delete] == [implied(200), declared(204)]
    assert [list(promise.responses) for promise in delete] == [["200"], ["204"]]


def test_a_method_that_no_version_reaches_promises_nothing(contract: Contract) -> None:
    assert route(contract, "GET /boats/{id}").promises == ()


def test_the_last_controller_with_an_action_serves_it(contract: Contract) -> None:
    moor = route(contract, "POST /boats/{id}/action (moor)")
    assert moor.handler == "nova.api.openstack.compute.routes.Harbours.moor_in_harbour"
    assert route(contract, "POST /boats/{id}/action (sink)").promises[0].success == declared(202)


def test_what_is_removed_is_marked(contract: Contract) -> None:
    oars = route(contract, "GET /oars")
    assert [promise.removed for promise in oars.promises] == [True]
    assert oars.live == []


def test_a_method_that_refuses_some_versions_has_no_known_code_in_them(contract: Contract) -> None:
    refused, served = route(contract, "GET /oars/{id}").promises
    assert str(refused.versions) == "2.1 to 2.5"
    assert refused.success == Codes((), Standing.INCOMPLETE)
    assert list(refused.responses) == ["200"], "the schema is there all the same"
    assert served.success == implied(200)
