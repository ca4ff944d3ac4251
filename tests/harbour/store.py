"""What Harbour remembers, and what it knows from the first day."""

from __future__ import annotations

from datetime import datetime

from tests.harbour.clock import Clock, Names
from tests.harbour.fixtures import DB, IMAGE, LOCKED, NETWORK, OF_OTHERS, OTHER_IMAGE, PORT, WEB
from tests.harbour.lifecycle import SHUTOFF
from tests.harbour.resources import Aggregate, Flavor, Server
from tests.harbour.tokens import ADMIN, OTHER_PROJECT, PROJECT, STRANGER

QUOTA = 20
"""How many servers a project may have."""

ZONES = {"berth-03": "north-pier", "berth-07": "north-pier", "berth-09": "south-pier", "berth-11": "south-pier"}
"""Each host with the zone that it is in from the first day."""

NETWORKS = frozenset({NETWORK})
PORTS = frozenset({PORT})

_GROUP = "d5b20f8c-7e41-4936-a1f7-08c6e3d92b5a"


class Store:
    """All resources, the time, and the names that are still to be given.

    :param polls: how many looks at a server still see it busy after it was told to do something.
    """

    def __init__(self, polls: int) -> None:
        self.polls = polls
        self.clock = Clock(datetime(2024, 5, 2, 9, 0, 0))
        self.names = Names()
        self.images = {IMAGE, OTHER_IMAGE}
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
    small, image = flavors["2"], IMAGE
    built, changed = datetime(2024, 2, 5, 8, 14, 31), datetime(2024, 2, 5, 8, 15, 2)
    of_ours = (small, image, PROJECT, ADMIN.user_id)
    return [
        Server(
            *(WEB, "quay-web-1", *of_ours, built, changed, "quay-web-1"),
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
            *(DB, "quay-db-1", *of_ours, built, changed, "quay-db-1"),
            number=31,
            key_name="harbour-master",
            state=SHUTOFF,
        ),
        Server(
            *(LOCKED, "quay-vault-1", *of_ours, built, changed, "quay-vault-1"),
            number=40,
            host="berth-07",
            is_locked=True,
        ),
        Server(
            *(OF_OTHERS, "lagoon-1", small, image, OTHER_PROJECT, STRANGER.user_id),
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
