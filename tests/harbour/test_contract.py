"""Harbour keeps its contract, in every version; with a quirk it breaks it in one place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from apiref_verify.matching.contracts.validation import Validators
from apiref_verify.model.contract import Promise
from apiref_verify.model.exchange import Exchange
from tests.harbour import Harbour
from tests.harbour.fixtures import WEB
from tests.harbour.messages import FaultError
from tests.harbour.operations import OPERATIONS, Operation, find
from tests.harbour.promises import contract, promise_for
from tests.harbour.quirks import QUIRKS
from tests.harbour.refusals import refusals
from tests.harbour.scenes import SCENES
from tests.harbour.server import serving
from tests.harbour.traffic import PUBLIC_URL, Client
from tests.harbour.versions import OLDEST

VERSIONS = [f"2.{minor}" for minor in range(1, 13)]
DOCUMENTS = {"/", "/{api_version}"}


@contextmanager
def asking(*quirks: str) -> Iterator[tuple[Client, list[Exchange]]]:
    """A client of a new Harbour, and the exchanges that it has had."""
    exchanges: list[Exchange] = []
    with serving(Harbour(quirks=quirks, url=PUBLIC_URL)) as served:
        yield Client(served.url, exchanges.append), exchanges


def meant(exchange: Exchange) -> tuple[Operation, Promise] | None:
    """The operation that was asked for, and what is promised of it; ``None`` if there is none in the version."""
    path = exchange.url.removeprefix(PUBLIC_URL).split("?")[0].removeprefix("/v2.1")
    try:
        operation, _ = find(exchange.method, path, exchange.request.value)
    except FaultError:
        return None
    promise = promise_for(operation, exchange.version or OLDEST)
    return (operation, promise) if promise else None


def breaches(exchanges: list[Exchange]) -> list[str]:
    """Where answers break the contract, in words."""
    validators = Validators(contract())
    found = []
    for exchange in exchanges:
        if (known := meant(exchange)) is None:
            continue
        promise = known[1]
        codes = promise.success.codes if exchange.is_success else promise.errors.codes
        where = f"{exchange.method} {exchange.url} {exchange.version}"
        if exchange.status not in codes:
            found.append(f"{where}: {exchange.status}")
        if exchange.is_success:
            (schema,) = promise.success_schemas
            found += [f"{where}: {each}" for each in validators.violations(exchange.response.value, schema)]
    return found


@pytest.mark.parametrize("version", VERSIONS)
def test_every_operation_keeps_the_contract_in_every_version(version: str) -> None:
    with asking() as (client, exchanges):
        for scene in SCENES:
            scene(client, version)
    assert [f"{e.method} {e.url} {e.status}" for e in exchanges if not e.is_success] == []
    assert breaches(exchanges) == []
    asked = {known[0].handler for exchange in exchanges if (known := meant(exchange))}
    served = {each.handler for each in OPERATIONS if promise_for(each, exchanges[-1].version or OLDEST)}
    assert asked == served


def test_refusals_keep_the_contract_too() -> None:
    with asking() as (client, exchanges):
        refusals(client)
    assert breaches(exchanges) == []
    assert {exchange.status for exchange in exchanges if not exchange.is_success} == {400, 401, 403, 404, 406, 409}


def test_harbour_serves_what_its_contract_lists_and_nothing_else() -> None:
    listed = {(route.method, route.template, route.action) for route in contract().routes}
    served = {(each.method, each.template, each.action) for each in OPERATIONS}
    assert listed - served == {("GET", path, None) for path in DOCUMENTS}
    assert served <= listed
    assert len(OPERATIONS) == len(served)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_version_documents_keep_the_contract(version: str) -> None:
    with asking() as (client, exchanges):
        for path in ("/", "/v2.1"):
            client.ask("GET", path, version, token=None)
    routes = {route.template: route for route in contract().routes}
    validators = Validators(contract())
    for exchange, template in zip(exchanges, ("/", "/{api_version}"), strict=True):
        promise = routes[template].promises[0]
        assert exchange.status in promise.success.codes
        assert validators.violations(exchange.response.value, promise.success_schemas[0]) == []


@pytest.mark.parametrize(
    ("quirk", "path", "said"),
    [
        ("undeclared property", f"/v2.1/servers/{WEB}", "mooring may not stand here"),
        ("wrong type", "/v2.1/flavors/3", '"4" is not of type integer'),
        ("missing property", "/v2.1/os-aggregates/4", "deleted_at is required"),
        ("undeclared success code", f"/v2.1/servers/{WEB}", ": 202"),
        ("undeclared error code", f"/v2.1/servers/{WEB}/metadata/none", ": 410"),
    ],
)
def test_a_quirk_breaks_the_contract_in_one_place(quirk: str, path: str, said: str) -> None:
    method = QUIRKS[quirk].method
    with asking(quirk) as (client, exchanges):
        client.ask("GET", "/v2.1/flavors/detail")
        client.ask(method, path, "2.12")
        client.ask("GET", "/v2.1/os-aggregates")
    (only,) = breaches(exchanges)
    assert said in only


def test_every_quirk_is_tried() -> None:
    tried = test_a_quirk_breaks_the_contract_in_one_place.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {name for name, *_ in tried} == set(QUIRKS)


def test_a_quirk_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        Harbour(quirks={"sinks"})
