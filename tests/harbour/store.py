"""What Harbour remembers, and what it knows from the first day."""

from __future__ import annotations

from datetime import datetime

from tests.harbour.clock import Clock, Names
from tests.harbour.lifecycle import SHUTOFF
from tests.harbour.resources import Aggregate, Flavor, Server
from tests.harbour.tokens import ADMIN, OTHER_PROJECT, PROJECT, STRANGER

QUOTA = 20
"""How many servers a project may have."""

ZONES = {"berth-03": "north-pier", "berth-07": "north-pier", "berth-09": "south-pier", "berth-11": "south-pier"}
"""Each host with the zone that it is in from the first day."""

NETWORKS = frozenset({"27f8b1d6-4e03-4b9a-8c5d-a0e936f1d742"})
PORTS = frozenset({"6a1d94c3-b758-42ef-90ab-3c5e7f28d160"})

_IMAGES = ("9d3e1c70-8f2b-4e69-a5d4-1b7c0f3e8a26", "e17a5b42-0c96-4d8f-b3e1-6f2d9a840c75")
_GROUP = "d5b20f8c-7e41-4936-a1f7-08c6e3d92b5a"


class Store:
    """All resources, the time, and the names that are still to be given.

    :param polls: how many looks at a server still see it busy after it was told to do something.
    """

    def __init__(self, polls: int) -> None:
        self.polls = polls
        self.clock = Clock(datetime(2024, 5, 2, 9, 0, 0))
        self.names = Names()
        self.images = set(_IMAGES)
        self.flavors = {flavor.id: flavor for flavor in _flavors()}
        self.servers = {server.id: server for server in _servers(self.flavors)}
        self.aggregates = {aggregate.id: aggregate for aggregate in _aggregates()}
        self._last_aggregate = max(self.aggregates)

    def next_aggregate_id(self) -> int:
        """The number of the next aggregate; none is given twice."""
        self._last_aggregate += 1
        return self._last_aggregate

    def runs_servers(self, hosts: list[str]) -> bool:
        """Whether any of some hosts has a server."""
        return any(server.host in hosts for server in self.servers.values() if not server.is_deleted)


def _flavors() -> list[Flavor]:
    return [
        Flavor("2", "h1.small", 2048, 1, disk=20, description="For small front ends"),
        Flavor(
            *("3", "h1.large", 8192, 4),
            disk=80,
            ephemeral=40,
            swap=1024,
            extra_specs={"hw:cpu_policy": "dedicated", "hw:numa_nodes": "2"},
        ),
        Flavor("4", "h1.liner", 4194304, 256, disk=4000, description="Larger than any berth"),
        Flavor("5", "h1.lifeboat", 1024, 1, disk=10, is_public=False, description="For emergencies"),
    ]


def _servers(flavors: dict[str, Flavor]) -> list[Server]:
    small, image = flavors["2"], _IMAGES[0]
    built, changed = datetime(2024, 2, 5, 8, 14, 31), datetime(2024, 2, 5, 8, 15, 2)
    of_ours = (small, image, PROJECT, ADMIN.user_id)
    return [
        Server(
            *("5f0c2a9e-3b1d-4c57-9a46-0d6a4e2f7b11", "quay-web-1", *of_ours, built, changed, "quay-web-1"),
            pinned_zone="north-pier",
            access_ipv4="198.51.100.24",
            access_ipv6="2001:db8:40::24",
            key_name="harbour-master",
            description="Front end of the berth booking",
            metadata={"role": "web", "backup.policy": "daily"},
            tags=["web", "blue"],
            groups=[_GROUP],
        ),
        Server(
            *("c8e4d7f2-61a5-4f3e-8b90-7e15b2a9d034", "quay-db-1", *of_ours, built, changed, "quay-db-1"),
            number=31,
            key_name="harbour-master",
            state=SHUTOFF,
        ),
        Server(
            *("0b7d93e6-f418-4c2a-95d1-e6a3c08f5b72", "quay-vault-1", *of_ours, built, changed, "quay-vault-1"),
            number=40,
            host="berth-07",
            is_locked=True,
        ),
        Server(
            *("a41f6c58-2d9b-4e07-b3c6-85f0d7e1294a", "lagoon-1", small, image, OTHER_PROJECT, STRANGER.user_id),
            *(built, changed, "lagoon-1"),
            number=41,
            zone="south-pier",
            host="berth-09",
        ),
    ]


def _aggregates() -> list[Aggregate]:
    return [
        Aggregate(
            *(4, "3e9a7c15-f0d8-4b62-8a3c-5d41e6b09f27", "fast-disks", "north-pier"),
            created=datetime(2024, 1, 11, 10, 2, 44, 318025),
            hosts=["berth-03", "berth-07"],
            metadata={"disk_class": "ssd"},
        ),
        Aggregate(
            *(5, "b8d26f40-93ae-4c17-8e5f-1a07c9d3e6b4", "drydock", None),
            created=datetime(2024, 1, 12, 7, 30, 0, 104772),
        ),
    ]
