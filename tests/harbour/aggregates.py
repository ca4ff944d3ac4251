"""Operations on host aggregates, all of them for administrators only."""

from __future__ import annotations

from tests.harbour.keys import check_keys
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.resources import Aggregate
from tests.harbour.store import ZONES
from tests.harbour.views import aggregate

_ALL, _ONE = "/os-aggregates", "/os-aggregates/{aggregate_id}"
_ACTION = "/os-aggregates/{aggregate_id}/action"
_MOST_METADATA = 16


def _find(call: Call, aggregate_id: str) -> Aggregate:
    groups = {str(number): group for number, group in call.store.aggregates.items()}
    if aggregate_id not in groups:
        raise FaultError(404, f"Aggregate {aggregate_id[:40]} could not be found.")
    return groups[aggregate_id]


def _check_name(call: Call, name: str | None, but: Aggregate | None = None) -> None:
    if any(group.name == name for group in call.store.aggregates.values() if group is not but):
        raise FaultError(409, f"There is an aggregate with the name {name} already.")


def _changed(call: Call, group: Aggregate) -> Answer:
    group.updated = call.store.clock.now
    return Answer(200, {"aggregate": aggregate(call, group)})


@operation("GET", _ALL, admin=True)
def list_aggregates(call: Call) -> Answer:
    return Answer(200, {"aggregates": [aggregate(call, group) for group in call.store.aggregates.values()]})


@operation("POST", _ALL, admin=True)
def create_aggregate(call: Call) -> Answer:
    asked, store = call.body["aggregate"], call.store
    _check_name(call, asked["name"])
    group = Aggregate(
        id=store.next_aggregate_id(),
        uuid=store.names.new("aggregate"),
        name=asked["name"],
        zone=asked.get("availability_zone"),
        created=store.clock.now,
    )
    store.aggregates[group.id] = group
    return Answer(200, {"aggregate": aggregate(call, group)})


@operation("GET", _ONE, admin=True)
def show_aggregate(call: Call, aggregate_id: str) -> Answer:
    return Answer(200, {"aggregate": aggregate(call, _find(call, aggregate_id))})


@operation("PUT", _ONE, admin=True)
def update_aggregate(call: Call, aggregate_id: str) -> Answer:
    group, asked = _find(call, aggregate_id), call.body["aggregate"]
    zone = asked.get("availability_zone", group.zone)
    _check_name(call, asked.get("name"), group)
    if zone != group.zone and call.store.runs_servers(group.hosts):
        raise FaultError(409, f"The hosts of aggregate {group.id} run servers: its zone cannot change.")
    group.name, group.zone = asked.get("name", group.name), zone
    return _changed(call, group)


@operation("DELETE", _ONE, admin=True)
def delete_aggregate(call: Call, aggregate_id: str) -> Answer:
    del call.store.aggregates[_find(call, aggregate_id).id]
    return Answer(200)


@operation("GET", _ONE + "/hosts", admin=True)
def list_hosts(call: Call, aggregate_id: str) -> Answer:
    return Answer(200, {"hosts": list(_find(call, aggregate_id).hosts)})


@operation("POST", _ACTION, action="add_host", admin=True)
def add_host(call: Call, aggregate_id: str) -> Answer:
    group, host = _find(call, aggregate_id), call.body["add_host"]["host"]
    if host not in ZONES:
        raise FaultError(404, f"Host {host[:40]} could not be found.")
    if host in group.hosts:
        raise FaultError(409, f"Aggregate {group.id} has the host {host} already.")
    others = {each.zone for each in call.store.aggregates.values() if host in each.hosts and each.zone}
    if group.zone and others - {group.zone}:
        raise FaultError(409, f"Host {host} is in the zone {min(others)} already.")
    group.hosts.append(host)
    return _changed(call, group)


@operation("POST", _ACTION, action="remove_host", admin=True)
def remove_host(call: Call, aggregate_id: str) -> Answer:
    group, host = _find(call, aggregate_id), call.body["remove_host"]["host"]
    if host not in group.hosts:
        raise FaultError(404, f"Aggregate {group.id} has no host {host[:40]}.")
    group.hosts.remove(host)
    return _changed(call, group)


@operation("POST", _ACTION, action="set_metadata", admin=True)
def set_metadata(call: Call, aggregate_id: str) -> Answer:
    group, asked = _find(call, aggregate_id), call.body["set_metadata"]["metadata"]
    check_keys(asked)
    kept = {key: value for key, value in group.metadata.items() if key not in asked}
    given = {key: _text(value) for key, value in asked.items() if value is not None}
    if len(kept | given) > _MOST_METADATA:
        raise FaultError(409, f"An aggregate may not have more than {_MOST_METADATA} metadata items.")
    group.metadata = kept | given
    return _changed(call, group)


def _text(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value
