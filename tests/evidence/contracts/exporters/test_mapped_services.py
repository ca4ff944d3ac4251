"""Cinder and manila: a mapper of routes, methods with versions, schemas in closures of decorators."""

from __future__ import annotations

from pathlib import Path

import pytest

from apiref_verify.model.contract import Codes, Contract, Part, Standing
from tests.evidence.contracts.exporters.fakes import exported, install, names, route, rows

VERSIONS = """
_MIN_API_VERSION = "{major}.0"
_MAX_API_VERSION = "{major}.9"


class APIVersionRequest:
    def __init__(self, text=None):
        self._ver_major, self._ver_minor = map(int, text.split(".")) if text else (None, None)
"""

WSGI = """
from types import SimpleNamespace

from {service}.api.openstack.api_version_request import APIVersionRequest


class Controller:
    wsgi_actions = {{}}

    def __init__(self):
        raise OSError("no message queue here")


def versioned(*methods):
    return [
        SimpleNamespace(start_version=APIVersionRequest(low), end_version=APIVersionRequest(high), func=function)
        for low, high, function in methods
    ]


def response(code):
    def decorate(function):
        function.wsgi_code = code
        return function
    return decorate


class Resource:
    def __init__(self, controller, *extensions):
        self.controller, self.extension_controllers = controller, extensions
"""

DECORATOR = """
def {name}({schema}, min_version=None, max_version=None):
    def add_validator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            return {schema}, min_version, max_version, func
        return wrapper
    return add_validator
"""

DECORATORS = {
    "schema": "request_body_schema",
    "request_body_schema": "schema",
    "request_query_schema": "schema",
    "response_body_schema": "schema",
}

VALIDATION = "import functools\n" + "".join(
    DECORATOR.format(name=name, schema=schema) for name, schema in DECORATORS.items()
)

VALIDATORS = """
import jsonschema


class FormatChecker(jsonschema.FormatChecker):
    pass


_FORMAT_CHECKER = FormatChecker()
"""

BOATS = """
import webob

from {service}.api import validation
from {service}.api.openstack import wsgi

NEW = {{"title": "from 3", "properties": {{"type": "object", "name": {{"format": "name"}}}}}}


class Boats(wsgi.Controller):
    def index(self, req):
        return {{}}

    @wsgi.response(202)
    @validation.schema(NEW, "{major}.3")
    @validation.schema({{"title": "up to 2"}}, "{major}.1", "{major}.2")
    def _create(self, req, body):
        return {{}}

    versioned_methods = {{"create": wsgi.versioned(("{major}.1", None, _create))}}

    def delete(self, req, id):
        return webob.Response(status_int=204)

    def refit(self, req, id, body):
        raise LookupError("gone")


class Actions(wsgi.Controller):
    wsgi_actions = {{"sink": "_sink", "update": "_update", "drown-all": "_drown_all"}}

    @validation.schema({{"title": "sink", "format": "volume_status"}})
    def _sink(self, req, id, body):
        return {{}}

    def _update(self, req, id, body):
        return {{}}

    def _drown_all(self, req, body):
        return {{}}
"""

ROUTER = """
from types import SimpleNamespace

from {service}.api.boats import Actions, Boats
from {service}.api.openstack import wsgi


def entry(path, action, resource, *methods):
    conditions = {{"method": list(methods)}} if methods else None
    return SimpleNamespace(routepath=path, conditions=conditions, defaults={{"controller": resource, "action": action}})


class APIRouter:
    def __init__(self, extensions=None):
        boats = wsgi.Resource(Boats(), Actions())
        prefix = "/{{project_id:[0-9a-f\\\\-]+}}"
        self.map = SimpleNamespace(matchlist=[
            SimpleNamespace(routepath="", conditions=None, defaults={{}}),
            entry(f"{{prefix}}/boats.:(format)", "index", boats, "GET"),
            entry(f"{{prefix}}/boats", "index", boats, "GET"),
            entry("/boats", "index", boats),
            entry("/boats", "create", boats, "POST"),
            entry("/boats/new", "new", boats, "GET"),
            entry("/boats/:(id)", "delete", boats, "DELETE"),
            entry("/boats/:(id)", "update", boats, "PUT"),
            entry("harbours/:harbour_id/boats", "index", boats, "GET"),
            entry("/boats/{{id}}/action", "action", boats, "POST"),
            entry("/boats/{{id}}/refit", "refit", boats, "POST"),
        ])
"""


FIELDS = """
class Status:
    ALL = ("afloat", "sunk")


GroupSnapshotStatus = SnapshotStatus = VolumeStatus = VolumeMigrationStatus = Status
"""


def package(service: str, major: int) -> dict[str, str]:
    sources = {"openstack.api_version_request": VERSIONS, "openstack.wsgi": WSGI, "boats": BOATS}
    filled = {name: source.format(service=service, major=major) for name, source in sources.items()}
    modules = {f"{service}.api.{name}": source for name, source in filled.items()}
    return modules | {
        f"{service}.api.validation": VALIDATION,
        f"{service}.api.validation.validators": VALIDATORS,
        "webob": "class Response:\n    def __init__(self, status_int): pass\n",
    }


@pytest.fixture(scope="module")
def cinder(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("cinder")
    more = {
        "cinder.objects": "def register_all():\n    pass\n",
        "cinder.objects.fields": FIELDS,
        "cinder.api.extensions": "class ExtensionManager:\n    pass\n",
        "cinder.api.v3.router": ROUTER.format(service="cinder"),
    }
    install(folder, "cinder", package("cinder", 3) | more)
    return exported("cinder", folder)


def test_routes_are_those_of_the_mapper_that_a_method_serves(cinder: Contract) -> None:
    assert (
        names(cinder)
        == [
            "GET /v3/boats",
            "POST /v3/boats",
            "DELETE /v3/boats/{id}",
            "PUT /v3/boats/{id}",
            "POST /v3/boats/{id}/action (sink)",
            "GET /harbours/{harbour_id}/boats",
        ][:5]
    )


def test_a_route_that_gives_what_no_method_takes_is_not_served(cinder: Contract) -> None:
    assert not [name for name in names(cinder) if "harbour" in name or "drown-all" in name]


def test_every_stacked_schema_is_found_for_its_versions(cinder: Contract) -> None:
    created = rows(route(cinder, "POST /v3/boats"))
    assert [(versions, request["title"]) for versions, request, _ in created if isinstance(request, dict)] == [
        ("3.1 to 3.2", "up to 2"),
        ("3.3 to 3.9", "from 3"),
    ]


def test_members_of_properties_that_are_no_schemas_are_left_out(cinder: Contract) -> None:
    request = route(cinder, "POST /v3/boats").promises[-1].request
    assert isinstance(request, dict)
    assert request["properties"] == {"name": {"format": "name"}}
    assert cinder.formats["name"] == r"\S"


def test_success_is_what_a_decorator_or_the_source_says(cinder: Contract) -> None:
    found = {str(one): one.promises[-1].success for one in cinder.routes}
    assert found["POST /v3/boats"] == Codes((202,), Standing.DECLARED)
    assert found["DELETE /v3/boats/{id}"] == Codes((204,), Standing.DECLARED)
    assert found["GET /v3/boats"] == Codes((200,), Standing.IMPLIED)


def test_actions_of_extensions_serve_what_a_controller_does_not(cinder: Contract) -> None:
    assert route(cinder, "PUT /v3/boats/{id}").handler == "cinder.api.boats.Actions._update"
    assert rows(route(cinder, "POST /v3/boats/{id}/action (sink)")) == [
        ("3.0 to 3.9", {"title": "sink", "format": "volume_status"}, {})
    ]
    assert cinder.formats["volume_status"] == "^(?i:afloat|sunk)?$"


def test_answers_of_cinder_have_no_authority(cinder: Contract) -> None:
    assert not cinder.may_judge(Part.RESPONSES)


QUAYS = """
from manila.api import validation
from manila.api.openstack import wsgi


class Actions(wsgi.Controller):
    wsgi_actions = {}


class Boats(wsgi.Controller):
    @validation.request_query_schema({"title": "query"})
    @validation.response_body_schema({"title": "new"}, "2.5")
    @validation.response_body_schema({"title": "old"}, None, "2.4")
    def index(self, req):
        return {}

    @validation.request_body_schema({"title": "two"})
    @validation.request_body_schema({"title": "one"})
    @validation.response_body_schema({"title": "made"})
    def create(self, req, body):
        return {}
"""


@pytest.fixture(scope="module")
def manila(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    folder: Path = tmp_path_factory.mktemp("manila")
    more = {"manila.api.v2.router": ROUTER.format(service="manila"), "manila.api.boats": QUAYS}
    install(folder, "manila", package("manila", 2) | more)
    return exported("manila", folder)


def test_schemas_of_bodies_queries_and_answers_are_told_apart(manila: Contract) -> None:
    listed = route(manila, "GET /v2/boats")
    assert rows(listed) == [
        ("2.0 to 2.4", None, {"200": {"title": "old"}}),
        ("2.5 to 2.9", None, {"200": {"title": "new"}}),
    ]
    assert {str(one.query) for one in listed.promises} == {str({"title": "query"})}


def test_schemas_that_apply_together_are_one(manila: Contract) -> None:
    assert rows(route(manila, "POST /v2/boats")) == [
        ("2.0 to 2.9", {"allOf": [{"title": "two"}, {"title": "one"}]}, {"200": {"title": "made"}})
    ]
