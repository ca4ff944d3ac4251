"""Operations on servers."""

from __future__ import annotations

import re
from typing import Any

from tests.harbour.keys import check_keys
from tests.harbour.lifecycle import ACTIVE, BUILDING, DELETED, ERROR
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.paging import page_of
from tests.harbour.resources import Server
from tests.harbour.server_filters import wanted
from tests.harbour.store import NETWORKS, PORTS, QUOTA, ZONES
from tests.harbour.views import brief_server, full_server

_MOST_MEMORY = 1048576
"""MiB of a host: a server of a larger flavor ends in ``ERROR``."""


def find_server(call: Call, server_id: str) -> Server:
    """A server that the caller may know of.

    :raises FaultError: if there is none.
    """
    server = call.store.servers.get(server_id)
    hidden = server is not None and server.project_id != call.identity.project_id and not call.identity.is_admin
    if server is None or server.is_deleted or hidden:
        raise FaultError(404, f"Server {server_id} could not be found.")
    return server


def find_unlocked(call: Call, server_id: str) -> Server:
    """A server that may be changed.

    :raises FaultError: if there is none, or it is locked.
    """
    server = find_server(call, server_id)
    if server.is_locked:
        raise FaultError(409, f"Server {server_id} is locked.")
    return server


@operation("GET", "/servers")
def list_servers(call: Call) -> Answer:
    page, links = page_of(call, wanted(call))
    return _list([brief_server(call, server) for server in page], links)


@operation("GET", "/servers/detail")
def list_servers_detailed(call: Call) -> Answer:
    page, links = page_of(call, wanted(call))
    shown = [full_server(call, server) for server in page]
    for server in page:
        server.looked_at()
    return _list(shown, links)


def _list(servers: list[dict[str, Any]], links: list[dict[str, str]]) -> Answer:
    return Answer(200, {"servers": servers} | ({"servers_links": links} if links else {}))


@operation("POST", "/servers")
def create_server(call: Call) -> Answer:
    asked, store = call.body["server"], call.store
    flavor, zone = store.flavors.get(asked["flavorRef"]), asked.get("availability_zone")
    if flavor is None:
        raise FaultError(404, f"Flavor {asked['flavorRef']} could not be found.")
    find_image(call, asked["imageRef"])
    _check_place(zone, asked.get("networks", []))
    _check_quota(call)
    host = next(host for host, its_zone in ZONES.items() if zone in (None, its_zone))
    server = Server(
        id=store.names.new("server"),
        name=asked["name"],
        flavor=flavor,
        image_id=asked["imageRef"],
        project_id=call.identity.project_id,
        user_id=call.identity.user_id,
        created=store.clock.now,
        updated=store.clock.now,
        hostname=asked.get("hostname", _hostname(asked["name"])),
        zone=ZONES[host],
        host=host,
        number=100 + len(store.servers),
        pinned_zone=zone,
        config_drive=asked.get("config_drive", False),
        key_name=asked.get("key_name"),
        tags=asked.get("tags", []),
    )
    change(call, server, asked)
    store.servers[server.id] = server
    server.go(BUILDING, ACTIVE if flavor.ram <= _MOST_MEMORY else ERROR, store.polls)
    links = call.links(f"servers/{server.id}")
    shown = {
        "adminPass": f"anchor-{server.number}",
        "id": server.id,
        "links": links,
        "security_groups": [{"name": "default"}],
    }
    return Answer(202, {"server": shown}, {"Location": links[0]["href"]})


def find_image(call: Call, image_id: str) -> None:
    """Make sure that there is an image.

    :raises FaultError: if there is none of that ID.
    """
    if image_id not in call.store.images:
        raise FaultError(404, f"Image {image_id} could not be found.")


def _check_place(zone: str | None, networks: list[dict[str, str]]) -> None:
    if zone is not None and zone not in ZONES.values():
        raise FaultError(400, f"There is no availability zone {zone!r}.")
    for network in networks:
        if network.get("uuid", "") not in NETWORKS and network.get("port", "") not in PORTS:
            raise FaultError(400, f"There is no network or port {next(iter(network.values()))}.")


def _check_quota(call: Call) -> None:
    servers = [s for s in call.store.servers.values() if s.project_id == call.identity.project_id]
    if sum(not server.is_deleted for server in servers) >= QUOTA:
        raise FaultError(409, f"The project may not have more than {QUOTA} servers.")


def _hostname(name: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", name.lower()).strip("-") or "server"


def change(call: Call, server: Server, asked: dict[str, Any]) -> None:
    """Give a server what a request says of it, and leave the rest as it is."""
    check_keys(asked.get("metadata", {}))
    server.name = asked.get("name", server.name)
    server.hostname = asked.get("hostname", server.hostname)
    server.description = asked.get("description", server.description)
    server.access_ipv4 = asked.get("accessIPv4", server.access_ipv4)
    server.access_ipv6 = asked.get("accessIPv6", server.access_ipv6)
    server.metadata = dict(asked.get("metadata", server.metadata))
    server.updated = call.store.clock.now


@operation("GET", "/servers/{server_id}")
def show_server(call: Call, server_id: str) -> Answer:
    server = find_server(call, server_id)
    shown = full_server(call, server)
    server.looked_at()
    return Answer(200, {"server": shown})


@operation("PUT", "/servers/{server_id}")
def update_server(call: Call, server_id: str) -> Answer:
    server = find_server(call, server_id)
    change(call, server, call.body["server"])
    return Answer(200, {"server": full_server(call, server)})


@operation("DELETE", "/servers/{server_id}")
def delete_server(call: Call, server_id: str) -> Answer:
    server = find_unlocked(call, server_id)
    server.state, server.coming, server.updated = DELETED, None, call.store.clock.now
    return Answer(204)
