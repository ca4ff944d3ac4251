"""The parts of nova's neighbours that its proxies ask for and nova's own fixtures leave out."""

from __future__ import annotations

import ipaddress
import uuid
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from fixtures import MockPatchObject
from neutronclient.common.exceptions import NotFound
from nova import exception
from nova.tests import fixtures as nova_fixtures
from nova.volume import cinder
from openstack.exceptions import NotFoundException

Record = dict[str, Any]

OUTSIDE = {
    "id": "b1a4cf3c-9d3b-4a43-8f2b-3f0f6d2f8a55",
    "name": "outside",
    "status": "ACTIVE",
    "subnets": [],
    "tenant_id": "someone-else",
    "shared": False,
    "router:external": True,
}


class Networks(nova_fixtures.NeutronFixture):
    """Adds security groups, their rules, and floating IPs of a network called ``outside``."""

    def __init__(self, test: Any) -> None:
        super().__init__(test)
        self._networks = {**self._networks, OUTSIDE["id"]: OUTSIDE}
        group = self.security_group
        self._security_groups = {group["id"]: {**group, "security_group_rules": []}}
        self._rules: dict[str, Record] = {}
        self._floating: dict[str, Record] = {}
        self._addresses = ipaddress.ip_network("198.51.100.0/24").hosts()

    def find_resource(self, kind: str, name: str, *arguments: Any, **options: Any) -> Record:
        for one in self._security_groups.values():
            if name in (one["id"], one["name"]):
                return one
        raise NotFound(message=f"no {kind} {name}")

    def list_security_groups(self, retrieve_all: bool = True, **query: Any) -> Record:
        found = super().list_security_groups(retrieve_all, **query)["security_groups"]
        return {"security_groups": [self._with_rules(one) for one in found]}

    def show_security_group(self, identifier: str, **query: Any) -> Record:
        return {"security_group": self._with_rules(_known(self._security_groups, identifier))}

    def create_security_group(self, body: Record) -> Record:
        group = {**body["security_group"], "id": str(uuid.uuid4()), "tenant_id": self.tenant_id}
        self._security_groups[group["id"]] = group
        return {"security_group": group}

    def update_security_group(self, identifier: str, body: Record) -> Record:
        _known(self._security_groups, identifier).update(body["security_group"])
        return self.show_security_group(identifier)

    def delete_security_group(self, identifier: str) -> None:
        del self._security_groups[identifier]

    def create_security_group_rule(self, body: Record) -> Record:
        rules = [{"remote_group_id": None, **one, "id": str(uuid.uuid4())} for one in body["security_group_rules"]]
        self._rules.update({one["id"]: one for one in rules})
        return {"security_group_rules": rules}

    def show_security_group_rule(self, identifier: str) -> Record:
        return {"security_group_rule": _known(self._rules, identifier)}

    def delete_security_group_rule(self, identifier: str) -> None:
        del self._rules[identifier]

    def _with_rules(self, group: Record) -> Record:
        rules = [one for one in self._rules.values() if one["security_group_id"] == group["id"]]
        return {**group, "security_group_rules": rules}

    def list_extensions(self, *arguments: Any, **options: Any) -> Record:
        known = super().list_extensions()["extensions"]
        return {"extensions": [*known, {"alias": "fip-port-details", "name": "Floating IP Port Details Extension"}]}

    def list_floatingips(self, retrieve_all: bool = True, **query: Any) -> Record:
        found = self._list_resource(self._floating, retrieve_all, **query)
        return {"floatingips": [self._with_port(one) for one in found]}

    def show_floatingip(self, identifier: str) -> Record:
        return {"floatingip": self._with_port(_known(self._floating, identifier))}

    def _with_port(self, address: Record) -> Record:
        return {**address, "port_details": self._ports.get(address["port_id"])}

    def create_floatingip(self, body: Record) -> Record:
        address = {
            **body["floatingip"],
            "id": str(uuid.uuid4()),
            "tenant_id": self.tenant_id,
            "floating_ip_address": str(next(self._addresses)),
            "fixed_ip_address": None,
            "port_id": None,
        }
        self._floating[address["id"]] = address
        return {"floatingip": address}

    def update_floatingip(self, identifier: str, body: Record) -> Record:
        self._floating[identifier].update({"fixed_ip_address": None, **body["floatingip"]})
        return self.show_floatingip(identifier)

    def delete_floatingip(self, identifier: str) -> None:
        del self._floating[identifier]


class Volumes(nova_fixtures.CinderFixture):
    """Adds lists and deletion, of volumes and of snapshots, and what the proxies show of both."""

    def setUp(self) -> None:
        super().setUp()
        functions = {
            "get_all": lambda context, search_opts=None: list(self.volumes.values()),
            "delete": lambda context, identifier: self.volumes.pop(identifier),
            "get_all_snapshots": lambda context: list(self.volume_snapshots.values()),
            "delete_snapshot": lambda context, identifier: self.volume_snapshots.pop(identifier),
        }
        for name, function in functions.items():
            self.useFixture(MockPatchObject(cinder.API, name, side_effect=function, autospec=False))

    def fake_get(self, *arguments: Any, **options: Any) -> Record:
        return {**_usual_of_volumes(), **super().fake_get(*arguments, **options)}

    def fake_vol_create(self, *arguments: Any, **options: Any) -> Record:
        volume = super().fake_vol_create(*arguments, **options)
        volume.update({**_usual_of_volumes(), **volume})
        return volume

    def fake_create_snapshot_force(self, *arguments: Any, **options: Any) -> Record:
        snapshot = super().fake_create_snapshot_force(*arguments, **options)
        snapshot.update(created_at=_now(), volume_size=self.volumes[snapshot["volume_id"]]["size"])
        return snapshot

    def fake_get_snapshot(self, context: Any, identifier: str) -> Record:
        if identifier not in self.volume_snapshots:
            raise exception.SnapshotNotFound(snapshot_id=identifier)
        return super().fake_get_snapshot(context, identifier)


class BareMetal:
    """A connection to an ironic with one node."""

    _node = SimpleNamespace(
        id="6d1f0f6e-0a3c-4b0e-8f6a-5d1d7c1b2a10",
        instance_id="0c2b7f0e-7c55-4a7e-9a53-4f9d7a2e6b31",
        properties={"cpus": "2", "memory_mb": "1024", "local_gb": "10"},
        provision_state="active",
    )

    def nodes(self, details: bool) -> list[SimpleNamespace]:
        return [self._node]

    def get_node(self, identifier: str) -> SimpleNamespace:
        if identifier != self._node.id:
            raise NotFoundException(f"no {identifier}")
        return self._node

    def ports(self, node: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(address="52:54:00:00:00:01")]


def _usual_of_volumes() -> Record:
    return {
        "created_at": _now(),
        "display_description": None,
        "snapshot_id": None,
        "volume_metadata": {},
        "volume_type_id": None,
    }


def _known(things: dict[str, Record], identifier: str) -> Record:
    if identifier not in things:
        raise NotFound(message=f"no {identifier}")
    return things[identifier]


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat()
