"""What is asked of Harbour that it refuses, so that its error codes are seen."""

from __future__ import annotations

from tests.harbour.fixtures import IMAGE, LOCKED, NOBODY, WEB
from tests.harbour.scenes import act
from tests.harbour.traffic import Client

_NEW = "2.12"
_MANY = {f"berth:{number}": "free" for number in range(17)}


def refusals(client: Client) -> None:
    """Everything that goes wrong, topic by topic."""
    of_versions(client)
    of_servers(client)
    of_actions(client)
    of_metadata(client)
    of_flavors(client)
    of_extra_specs(client)
    of_aggregates(client)


def of_versions(client: Client) -> None:
    """Versions that there are not, and ``latest``, which there is."""
    client.ask("GET", "/v9", None, token=None)
    client.ask("GET", "/v2.1/servers?limit=1", None)
    client.ask("GET", "/v2.1/servers?limit=1", "latest")
    client.ask("GET", "/v2.1/servers", "2.13")
    client.ask("GET", "/v2.1/servers", "2.x")


def of_servers(client: Client) -> None:
    """Servers and their lists."""
    for path in ("/v2.1/servers", "/v2.1/servers/detail"):
        client.ask("GET", f"{path}?changes-before=2024-02-06T00:00:00Z", "2.8")
        client.ask("GET", f"{path}?limit=none", _NEW)
        client.ask("GET", f"{path}?cargo=tea", _NEW)
        client.ask("GET", f"{path}?all_projects=true", _NEW, token="member")
        client.ask("GET", path, _NEW, token=None)
    least = {"flavorRef": "2", "imageRef": IMAGE, "name": "raft-1"}
    client.ask("POST", "/v2.1/servers", "2.5", {"server": least | {"tags": ["red"]}})
    client.ask("POST", "/v2.1/servers", _NEW, {"server": least | {"name": ""}})
    client.ask("POST", "/v2.1/servers", _NEW, {"server": least | {"flavorRef": "99"}})
    client.ask("POST", "/v2.1/servers", _NEW, {"server": least}, token=None)
    client.ask("GET", f"/v2.1/servers/{NOBODY}", _NEW)
    client.ask("GET", f"/v2.1/servers/{WEB}", _NEW, token=None)
    client.ask("PUT", f"/v2.1/servers/{WEB}", _NEW, {"server": {"status": "ERROR"}})
    client.ask("PUT", f"/v2.1/servers/{NOBODY}", _NEW, {"server": {"name": "nobody"}})
    client.ask("DELETE", f"/v2.1/servers/{LOCKED}", _NEW)
    client.ask("DELETE", f"/v2.1/servers/{NOBODY}", _NEW)


def of_actions(client: Client) -> None:
    """Actions of a server that is locked, of none, and with a body that is wrong."""
    for body in (
        {"confirmResize": None},
        {"createImage": {"name": "snapshot"}},
        {"reboot": {"type": "SOFT"}},
        {"rebuild": {"imageRef": IMAGE}},
        {"resize": {"flavorRef": "3"}},
        {"os-start": None},
        {"os-stop": None},
    ):
        act(client, _NEW, LOCKED, body)
        act(client, _NEW, NOBODY, body)
        act(client, _NEW, WEB, {name: {"unknown": True} for name in body})
    act(client, _NEW, WEB, {"sink": None})
    act(client, "2.9", WEB, {"resize": {"flavorRef": "3", "auto_confirm": True}})


def of_metadata(client: Client) -> None:
    """Metadata of servers."""
    path, locked = f"/v2.1/servers/{WEB}/metadata", f"/v2.1/servers/{LOCKED}/metadata"
    client.ask("GET", path, _NEW, token=None)
    client.ask("POST", path, _NEW, {"metadata": {"side": 3}})
    client.ask("POST", locked, _NEW, {"metadata": {"side": "east"}})
    client.ask("PUT", locked, _NEW, {"metadata": {"side": "east"}})
    client.ask("GET", f"{path}/none", _NEW)
    client.ask("PUT", f"{path}/none", _NEW, {"meta": {"another": "key"}})
    client.ask("PUT", f"{locked}/side", _NEW, {"meta": {"side": "east"}})
    client.ask("DELETE", f"{path}/none", _NEW)
    client.ask("DELETE", f"{locked}/side", _NEW)


def of_flavors(client: Client) -> None:
    """Flavors; the first of them is created without its disk, which may be left out."""
    least = {"id": "8", "name": "h1.dinghy", "ram": 256, "vcpus": 1}
    client.ask("POST", "/v2.1/flavors", _NEW, {"flavor": least})
    client.ask("POST", "/v2.1/flavors", _NEW, {"flavor": least})
    client.ask("POST", "/v2.1/flavors", _NEW, {"flavor": least | {"swap": "512"}})
    client.ask("POST", "/v2.1/flavors", "2.11", {"flavor": least | {"rxtx_factor": 1.0}})
    client.ask("POST", "/v2.1/flavors", _NEW, {"flavor": least}, token="member")
    client.ask("DELETE", "/v2.1/flavors/8", _NEW)
    client.ask("GET", "/v2.1/flavors?sort_key=colour", _NEW)
    client.ask("GET", "/v2.1/flavors/detail?minRam=much", _NEW)
    client.ask("GET", "/v2.1/flavors/99", _NEW)
    client.ask("PUT", "/v2.1/flavors/3", "2.6", {"flavor": {"description": None}})
    client.ask("PUT", "/v2.1/flavors/3", _NEW, {"flavor": {}})
    client.ask("PUT", "/v2.1/flavors/99", _NEW, {"flavor": {"description": None}})
    client.ask("DELETE", "/v2.1/flavors/99", _NEW)


def of_extra_specs(client: Client) -> None:
    """Extra specs of flavors."""
    path = "/v2.1/flavors/3/os-extra_specs"
    client.ask("GET", path, _NEW, token=None)
    client.ask("GET", "/v2.1/flavors/99/os-extra_specs", _NEW)
    client.ask("POST", path, _NEW, {"extra_specs": {"side": 3}})
    client.ask("POST", path, _NEW, {"extra_specs": _MANY})
    client.ask("POST", path, _NEW, {"extra_specs": {"side": "west"}}, token="member")
    client.ask("GET", f"{path}/none", _NEW)
    client.ask("PUT", f"{path}/none", _NEW, {"extra_specs": {"another": "key"}})
    client.ask("DELETE", f"{path}/none", _NEW)


def of_aggregates(client: Client) -> None:
    """Host aggregates."""
    path = "/v2.1/os-aggregates"
    client.ask("GET", path, _NEW, token="member")
    client.ask("POST", path, _NEW, {"aggregate": {"name": "fast-disks"}})
    client.ask("POST", path, _NEW, {"aggregate": {}})
    client.ask("GET", f"{path}/99", _NEW)
    client.ask("GET", f"{path}/4/hosts", "2.8")
    client.ask("PUT", f"{path}/99", _NEW, {"aggregate": {"name": "none"}})
    client.ask("PUT", f"{path}/4", _NEW, {"aggregate": {"availability_zone": "south-pier"}})
    client.ask("DELETE", f"{path}/99", _NEW)
    client.ask("POST", f"{path}/4/action", _NEW, {"add_host": {"host": "berth-03"}})
    client.ask("POST", f"{path}/4/action", _NEW, {"add_host": {"host": "berth-99"}})
    client.ask("POST", f"{path}/4/action", _NEW, {"remove_host": {"host": "berth-09"}})
    client.ask("POST", f"{path}/4/action", "2.2", {"set_metadata": {"metadata": {"spare": True}}})
    client.ask("POST", f"{path}/4/action", _NEW, {"set_metadata": {"metadata": _MANY}})
    client.ask("POST", f"{path}/99/action", _NEW, {"set_metadata": {"metadata": {}}})
