"""The small helpers of exporters: formats, slips in schemas, handlers, status codes of success."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import jsonschema
import pytest

from apiref_verify.evidence.contracts.exporters.introspection import formats
from apiref_verify.evidence.contracts.exporters.introspection.handlers import full_name, serves, takes
from apiref_verify.evidence.contracts.exporters.introspection.repair import repaired
from apiref_verify.evidence.contracts.exporters.introspection.route_mapper import template_of
from apiref_verify.evidence.contracts.exporters.introspection.statuses import Statuses
from apiref_verify.evidence.contracts.exporters.introspection.success import success
from apiref_verify.model.contract import Codes, Promise, Route, Schema, Standing

UUID = "b6ba2b5c-2c0f-4b3b-9a0e-3d8f1c9a7e51"


@pytest.mark.parametrize("text", [UUID, UUID.replace("-", ""), UUID.upper(), f"{{{UUID}}}", f"urn:uuid:{UUID}"])
def test_what_services_take_for_a_uuid(text: str) -> None:
    assert re.search(formats.UUID_LIKE, text)


@pytest.mark.parametrize("text", ["", UUID[:-1], f"{UUID}0", "none"])
def test_what_no_service_takes_for_a_uuid(text: str) -> None:
    assert not re.search(formats.UUID_LIKE, text)


def test_formats_of_a_service_are_those_that_the_standard_checks_otherwise() -> None:
    checker = jsonschema.FormatChecker()
    checker.checks("ipv4")(lambda value: True)
    named = ["ipv4", "ipv6", "colour", "size"]
    schema: Schema = {"properties": {"format": {"allOf": [{"format": name} for name in named]}}}
    routes = [Route("GET", "/boats", promises=(Promise(responses={"200": schema}),))]
    own = formats.own(checker.checkers, routes, {"colour": "^red|blue$", "unused": "x"})
    assert own == {"ipv4": None, "colour": "^red|blue$", "size": None}


def test_a_schema_without_slips_stays_itself() -> None:
    schema: Schema = {"properties": {"properties": {"type": "object"}, "any": True}, "enum": [{"properties": 1}]}
    assert repaired(schema) is schema


def test_what_is_no_schema_among_properties_is_left_out_at_any_depth() -> None:
    slip: Schema = {"items": [{"properties": {"type": "object", "name": {"patternProperties": {"^a": None}}}}]}
    assert repaired(slip) == {"items": [{"properties": {"name": {"patternProperties": {}}}}]}


def _decorated(function: Callable[[], None]) -> Callable[[], None]:
    @functools.wraps(function)
    def wrapper() -> None:
        return None

    return wrapper


def test_a_function_that_always_raises_serves_nothing_even_if_decorated() -> None:
    @_decorated
    def refuses() -> None:
        raise LookupError

    def sometimes(body: dict[str, str]) -> None:
        if not body:
            raise LookupError

    assert not serves(refuses)
    assert serves(sometimes)
    assert full_name(sometimes).startswith("tests.evidence.contracts.exporters.test_helpers.")


class Boats:
    def show(self, req: str, boat_id: str) -> None: ...

    def move(self, req: str, body: str, **arguments: str) -> None: ...

    def list(self, req: str, limit: int = 0) -> None: ...


@pytest.mark.parametrize(
    ("method", "given", "taken"),
    [
        (Boats.show, {"req", "boat_id"}, True),
        (Boats.show, {"req"}, False),
        (Boats.show, {"req", "boat_id", "name"}, False),
        (Boats.move, {"req", "boat_id"}, True),
        (Boats.list, {"req"}, True),
        (Boats.list, {"req", "boat_id"}, False),
    ],
)
def test_a_method_takes_what_the_path_gives_or_not(method: Callable[..., None], given: set[str], taken: bool) -> None:
    assert takes(method, given) is taken


@pytest.mark.parametrize(
    ("declared", "found", "codes", "standing"),
    [
        (None, Statuses(), (200,), Standing.IMPLIED),
        (202, Statuses(), (202,), Standing.DECLARED),
        (None, Statuses((204, 412), default=False), (204,), Standing.DECLARED),
        (202, Statuses((201,)), (201, 202), Standing.DECLARED),
        (202, Statuses(unknown=True), (202,), Standing.INCOMPLETE),
    ],
)
def test_success(declared: int | None, found: Statuses, codes: tuple[int, ...], standing: Standing) -> None:
    assert success(declared, found) == Codes(codes, standing)


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/{project_id:[0-9a-f\\-]+}/boats/:(id)", "/boats/{id}"),
        ("boats/:boat_id/sails/{id}", "/boats/{boat_id}/sails/{id}"),
        ("/{project_id}/boats", "/boats"),
        ("/", "/"),
    ],
)
def test_paths_of_a_mapper_become_templates(path: str, template: str) -> None:
    assert template_of(path) == template
