"""Operations on flavors."""

from __future__ import annotations

from typing import Any

from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.paging import number, page_of, sorted_by
from tests.harbour.resources import Flavor
from tests.harbour.views import brief_flavor, full_flavor

_SORT_KEYS = {
    "id": lambda flavor: flavor.id,
    "name": lambda flavor: flavor.name,
    "ram": lambda flavor: flavor.ram,
    "vcpus": lambda flavor: flavor.vcpus,
    "disk": lambda flavor: flavor.disk,
}


def find_flavor(call: Call, flavor_id: str) -> Flavor:
    """A flavor that the caller may know of.

    :raises FaultError: if there is none.
    """
    flavor = call.store.flavors.get(flavor_id)
    if flavor is None or not (flavor.is_public or call.identity.is_admin):
        raise FaultError(404, f"Flavor {flavor_id} could not be found.")
    return flavor


def _wanted(call: Call) -> list[Flavor]:
    query = call.query
    disk, ram = number(query, "minDisk", 0), number(query, "minRam", 0)
    public = query.get("is_public", "true").lower()
    if public not in ("true", "false", "none"):
        raise FaultError(400, "is_public should be true, false or none.")
    kinds = {"true": (True,), "false": (False,), "none": (True, False)}[public]
    found = [
        flavor
        for flavor in call.store.flavors.values()
        if flavor.disk >= disk and flavor.ram >= ram and flavor.is_public in kinds
        if flavor.is_public or call.identity.is_admin
    ]
    return sorted_by(query, found, _SORT_KEYS, "id")


@operation("GET", "/flavors")
def list_flavors(call: Call) -> Answer:
    page, links = page_of(call, _wanted(call))
    return _list([brief_flavor(call, flavor) for flavor in page], links)


@operation("GET", "/flavors/detail")
def list_flavors_detailed(call: Call) -> Answer:
    page, links = page_of(call, _wanted(call))
    return _list([full_flavor(call, flavor) for flavor in page], links)


def _list(flavors: list[dict[str, Any]], links: list[dict[str, str]]) -> Answer:
    return Answer(200, {"flavors": flavors} | ({"flavors_links": links} if links else {}))


@operation("POST", "/flavors", admin=True)
def create_flavor(call: Call) -> Answer:
    asked, flavors = call.body["flavor"], call.store.flavors
    flavor_id = asked.get("id") or call.store.names.new("flavor")
    if flavor_id in flavors or any(flavor.name == asked["name"] for flavor in flavors.values()):
        raise FaultError(409, f"There is a flavor with the ID {flavor_id} or the name {asked['name']} already.")
    flavors[flavor_id] = Flavor(
        id=flavor_id,
        name=asked["name"],
        ram=asked["ram"],
        vcpus=asked["vcpus"],
        disk=asked.get("disk", 0),
        ephemeral=asked.get("OS-FLV-EXT-DATA:ephemeral", 0),
        swap=asked.get("swap", 0),
        rxtx_factor=asked.get("rxtx_factor", 1.0),
        is_public=asked.get("os-flavor-access:is_public", True),
        description=asked.get("description"),
    )
    return Answer(200, {"flavor": full_flavor(call, flavors[flavor_id])})


@operation("GET", "/flavors/{flavor_id}")
def show_flavor(call: Call, flavor_id: str) -> Answer:
    return Answer(200, {"flavor": full_flavor(call, find_flavor(call, flavor_id))})


@operation("PUT", "/flavors/{flavor_id}", admin=True)
def update_flavor(call: Call, flavor_id: str) -> Answer:
    flavor = find_flavor(call, flavor_id)
    flavor.description = call.body["flavor"]["description"]
    return Answer(200, {"flavor": full_flavor(call, flavor)})


@operation("DELETE", "/flavors/{flavor_id}", admin=True)
def delete_flavor(call: Call, flavor_id: str) -> Answer:
    del call.store.flavors[find_flavor(call, flavor_id).id]
    return Answer(204)
