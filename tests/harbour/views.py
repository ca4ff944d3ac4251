"""How each version shows a resource."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from tests.harbour.messages import Call
from tests.harbour.resources import Aggregate, Flavor, Server

_NETWORK = "quay-net"


def brief_server(call: Call, server: Server) -> dict[str, Any]:
    """A server in a short list."""
    return {"id": server.id, "links": call.links(f"servers/{server.id}"), "name": server.name}


def full_server(call: Call, server: Server) -> dict[str, Any]:
    """A server with all its details, as it is before this look at it changes anything."""
    state, has_host = server.state, server.state.power_state != 0
    shown = {
        **brief_server(call, server),
        "accessIPv4": server.access_ipv4,
        "accessIPv6": server.access_ipv6,
        "addresses": _addresses(server) if has_host else [],
        "availability_zone": server.zone if has_host else "",
        "config_drive": server.config_drive,
        "created": _seconds(server.created),
        "flavor": _flavor_of_server(call, server.flavor),
        "hostId": _host_id(server) if has_host else "",
        "image": {"id": server.image_id, "links": [call.links(f"images/{server.image_id}")[1]]},
        "key_name": server.key_name,
        "metadata": dict(server.metadata),
        "OS-EXT-STS:power_state": state.power_state,
        "OS-EXT-STS:task_state": state.task_state,
        "OS-EXT-STS:vm_state": state.vm_state,
        "progress": state.progress,
        "security_groups": [{"name": "default"}],
        "status": state.status,
        "tenant_id": server.project_id,
        "updated": _seconds(server.updated),
        "user_id": server.user_id,
    }
    newer = {
        "hostname": (2, server.hostname),
        "description": (4, server.description),
        "tags": (6, list(server.tags)),
        "pinned_availability_zone": (10, server.pinned_zone),
        "server_groups": (12, list(server.groups)),
    }
    return shown | {name: value for name, (minor, value) in newer.items() if call.since(minor)}


def _addresses(server: Server) -> list[dict[str, Any]]:
    return [
        {"addr": f"10.20.0.{server.number}", "network": _NETWORK, "version": 4},
        {"addr": f"2001:db8:20::{server.number}", "network": _NETWORK, "version": 6},
    ]


def _flavor_of_server(call: Call, flavor: Flavor) -> dict[str, Any]:
    if not call.since(5):
        return {"id": flavor.id, "links": [call.links(f"flavors/{flavor.id}")[1]]}
    return {"disk": flavor.disk, "original_name": flavor.name, "ram": flavor.ram, "vcpus": flavor.vcpus}


def _host_id(server: Server) -> str:
    return hashlib.sha256(f"{server.project_id} {server.host}".encode()).hexdigest()[:48]


def brief_flavor(call: Call, flavor: Flavor) -> dict[str, Any]:
    """A flavor in a short list."""
    shown: dict[str, Any] = {"id": flavor.id, "links": call.links(f"flavors/{flavor.id}"), "name": flavor.name}
    return shown | ({"description": flavor.description} if call.since(7) else {})


def full_flavor(call: Call, flavor: Flavor) -> dict[str, Any]:
    """A flavor with all its details."""
    shown = {
        **brief_flavor(call, flavor),
        "disk": flavor.disk,
        "os-flavor-access:is_public": flavor.is_public,
        "OS-FLV-EXT-DATA:ephemeral": flavor.ephemeral,
        "ram": flavor.ram,
        "swap": flavor.swap,
        "vcpus": flavor.vcpus,
    }
    if call.since(9):
        shown["extra_specs"] = dict(flavor.extra_specs)
    if not call.since(11):
        shown["rxtx_factor"] = flavor.rxtx_factor
    return shown


def aggregate(call: Call, group: Aggregate) -> dict[str, Any]:
    """A host aggregate, in lists as by itself."""
    shown = {
        "availability_zone": group.zone,
        "created_at": _microseconds(group.created),
        "deleted": False,
        "deleted_at": None,
        "hosts": list(group.hosts),
        "id": group.id,
        "metadata": dict(group.metadata),
        "name": group.name,
        "updated_at": _microseconds(group.updated) if group.updated else None,
    }
    return shown | ({"uuid": group.uuid} if call.since(3) else {})


def _seconds(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def _microseconds(time: datetime) -> str:
    return time.isoformat(timespec="microseconds")
