"""What is asked of Harbour when all goes well: each scene at one version, leaving things as it found them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.harbour.fixtures import DB, IMAGE, LOCKED, NETWORK, OTHER_IMAGE, PORT, WEB
from tests.harbour.traffic import Client

Scene = Callable[[Client, str], None]


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _newer(version: str, properties: dict[str, tuple[int, Any]]) -> dict[str, Any]:
    """The properties that a version has, of those that came with the minor version beside them."""
    return {name: value for name, (since, value) in properties.items() if _minor(version) >= since}


def lists_of_servers(client: Client, version: str) -> None:
    """Both lists, with their filters and pages."""
    for path in ("/v2.1/servers", "/v2.1/servers/detail"):
        client.ask("GET", f"{path}?limit=1&sort_key=name&sort_dir=asc", version)
        client.ask(
            "GET", f"{path}?status=ACTIVE&flavor=2&name=^quay&marker={LOCKED}&sort_key=name&sort_dir=asc", version
        )
        client.ask("GET", f"{path}?all_projects=true&name=lagoon&changes-since=2024-02-05T08:15:00Z", version)
        if _minor(version) >= 9:
            client.ask("GET", f"{path}?changes-before=2024-02-06T00:00:00Z&limit=1", version)


def life_of_a_server(client: Client, version: str) -> None:
    """A server is created, looked at until it is active, changed and deleted."""
    name = f"buoy-{_minor(version)}"
    newer = {"hostname": (2, name), "description": (4, "Marks the way")}
    changes = {"accessIPv4": "198.51.100.50", "accessIPv6": "2001:db8:40::50", "name": name, **_newer(version, newer)}
    asked = {
        **changes,
        "availability_zone": "north-pier",
        "config_drive": True,
        "flavorRef": "2",
        "imageRef": IMAGE,
        "key_name": "harbour-master",
        "metadata": {"role": "mark"},
        "networks": [{"uuid": NETWORK}, {"port": PORT}],
        "user_data": "IyEvYmluL3NoCg==",
        **_newer(version, {"tags": (6, ["red"])}),
    }
    server_id = client.ask("POST", "/v2.1/servers", version, {"server": asked})["server"]["id"]
    client.ask("GET", f"/v2.1/servers/{server_id}", version)
    client.ask("GET", f"/v2.1/servers/{server_id}", version)
    client.ask("PUT", f"/v2.1/servers/{server_id}", version, {"server": changes | {"name": f"{name}-b"}})
    client.ask("DELETE", f"/v2.1/servers/{server_id}", version)


def power(client: Client, version: str) -> None:
    """A server is started, restarted and stopped."""
    for body in ({"os-start": None}, {"reboot": {"type": "HARD"}}, {"os-stop": None}):
        act(client, version, DB, body)
        client.ask("GET", f"/v2.1/servers/{DB}", version)


def images(client: Client, version: str) -> None:
    """An image is made of a server, and the server made anew from another."""
    act(client, version, WEB, {"createImage": {"name": "spring", "metadata": {"season": "spring"}}})
    asked = {"accessIPv4": "198.51.100.24", "accessIPv6": "2001:db8:40::24", "name": "quay-web-1"}
    asked |= _newer(version, {"hostname": (2, "quay-web-1"), "description": (4, "Front end of the berth booking")})
    for image in (OTHER_IMAGE, IMAGE):
        act(client, version, WEB, {"rebuild": asked | {"imageRef": image, "metadata": {"role": "web"}}})
        client.ask("GET", f"/v2.1/servers/{WEB}", version)


def resize(client: Client, version: str) -> None:
    """A server is resized, and back again."""
    by_itself = _newer(version, {"auto_confirm": (10, True)})
    for flavor, more in (("3", by_itself), ("2", {})):
        act(client, version, WEB, {"resize": {"flavorRef": flavor, **more}})
        client.ask("GET", f"/v2.1/servers/{WEB}", version)
        if not more:
            act(client, version, WEB, {"confirmResize": None})


def act(client: Client, version: str, server_id: str, body: dict[str, Any]) -> None:
    """Tell a server to do something."""
    client.ask("POST", f"/v2.1/servers/{server_id}/action", version, body)


def metadata(client: Client, version: str) -> None:
    """The metadata of a server, all and one."""
    path = f"/v2.1/servers/{WEB}/metadata"
    client.ask("GET", path, version)
    client.ask("POST", path, version, {"metadata": {"backup.policy": "hourly", "owner_team": "pilots"}})
    client.ask("PUT", path, version, {"metadata": {"backup.policy": "daily", "role": "web"}})
    client.ask("PUT", f"{path}/side", version, {"meta": {"side": "east"}})
    client.ask("GET", f"{path}/side", version)
    client.ask("DELETE", f"{path}/side", version)


def life_of_a_flavor(client: Client, version: str) -> None:
    """A flavor is created, found in both lists, looked at, described and deleted."""
    asked = {"disk": 40, "id": "7", "name": "h1.tug", "ram": 4096, "swap": 512, "vcpus": 2}
    asked |= {"os-flavor-access:is_public": False, "OS-FLV-EXT-DATA:ephemeral": 10}
    asked |= _newer(version, {"description": (7, "For jobs that pull others")})
    asked |= {"rxtx_factor": 1.5} if _minor(version) <= 10 else {}
    client.ask("POST", "/v2.1/flavors", version, {"flavor": asked})
    for path in ("/v2.1/flavors", "/v2.1/flavors/detail"):
        client.ask("GET", f"{path}?limit=1&sort_key=name&sort_dir=asc", version)
        client.ask("GET", f"{path}?minDisk=20&minRam=2048&is_public=false&marker=7", version)
    client.ask("GET", "/v2.1/flavors/7", version)
    if _minor(version) >= 7:
        client.ask("PUT", "/v2.1/flavors/7", version, {"flavor": {"description": "For pilots too"}})
    client.ask("DELETE", "/v2.1/flavors/7", version)


def extra_specs(client: Client, version: str) -> None:
    """The extra specs of a flavor, all and one."""
    path = "/v2.1/flavors/3/os-extra_specs"
    client.ask("GET", path, version)
    client.ask("POST", path, version, {"extra_specs": {"pier:side": "east", "pier:depth": "9"}})
    client.ask("GET", f"{path}/pier:side", version)
    client.ask("PUT", f"{path}/pier:side", version, {"extra_specs": {"pier:side": "west"}})
    client.ask("DELETE", f"{path}/pier:side", version)
    client.ask("DELETE", f"{path}/pier:depth", version)


def life_of_an_aggregate(client: Client, version: str) -> None:
    """An aggregate is created, gets a host and metadata, is looked at, changed and deleted."""
    asked = {"name": "drill", "availability_zone": "south-pier"}
    number = client.ask("POST", "/v2.1/os-aggregates", version, {"aggregate": asked})["aggregate"]["id"]
    path = f"/v2.1/os-aggregates/{number}"
    wanted = {"disk_class": "ssd", "pier.side": None} | _newer(version, {"spare": (3, True)})
    client.ask("POST", f"{path}/action", version, {"add_host": {"host": "berth-11"}})
    client.ask("POST", f"{path}/action", version, {"set_metadata": {"metadata": wanted}})
    client.ask("GET", "/v2.1/os-aggregates", version)
    client.ask("GET", path, version)
    if _minor(version) >= 9:
        client.ask("GET", f"{path}/hosts", version)
    client.ask("POST", f"{path}/action", version, {"remove_host": {"host": "berth-11"}})
    client.ask("PUT", path, version, {"aggregate": {"name": "drill-2", "availability_zone": "north-pier"}})
    client.ask("DELETE", path, version)


def documents(client: Client, version: str) -> None:
    """The version documents, which need no token, and where the version makes no difference."""
    client.ask("GET", "/", version, token=None)
    client.ask("GET", "/v2.1", version, token=None)


SCENES: Sequence[Scene] = (
    documents,
    lists_of_servers,
    life_of_a_server,
    power,
    images,
    resize,
    metadata,
    life_of_a_flavor,
    extra_specs,
    life_of_an_aggregate,
)
"""All scenes. They can be played in any order, and at any version."""

RECORDED: Sequence[tuple[Scene, Sequence[str]]] = (
    (documents, ["2.1"]),
    (lists_of_servers, ["2.1", "2.5", "2.9", "2.12"]),
    (life_of_a_server, ["2.1", "2.2", "2.4", "2.5", "2.6", "2.10", "2.12"]),
    (power, ["2.1"]),
    (images, ["2.1", "2.4", "2.7", "2.8", "2.12"]),
    (resize, ["2.9", "2.10"]),
    (metadata, ["2.1", "2.12"]),
    (life_of_a_flavor, ["2.1", "2.6", "2.7", "2.9", "2.10", "2.11"]),
    (extra_specs, ["2.1", "2.12"]),
    (life_of_an_aggregate, ["2.1", "2.3", "2.9"]),
)
"""The scenes of the recording, each at versions where something changes."""
