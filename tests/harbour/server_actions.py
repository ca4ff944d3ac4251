"""Actions of servers."""

from __future__ import annotations

from tests.harbour.lifecycle import (
    ACTIVE,
    REBOOTING,
    REBUILDING,
    RESIZING,
    SHUTOFF,
    STARTING,
    STOPPING,
    VERIFY_RESIZE,
)
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.resources import Server
from tests.harbour.servers import change, find_image, find_unlocked
from tests.harbour.views import full_server

_PATH = "/servers/{server_id}/action"


def _ready(call: Call, server_id: str, *statuses: str) -> Server:
    """A server that is not busy, in one of some states.

    :raises FaultError: if it is not.
    """
    server = find_unlocked(call, server_id)
    if server.coming or server.state.status not in statuses:
        now = server.state.status + (" and busy" if server.coming else "")
        raise FaultError(409, f"Server {server_id} is {now}. It should be {' or '.join(statuses)}.")
    server.updated = call.store.clock.now
    return server


@operation("POST", _PATH, action="confirmResize")
def confirm_resize(call: Call, server_id: str) -> Answer:
    _ready(call, server_id, "VERIFY_RESIZE").state = ACTIVE
    return Answer(204)


@operation("POST", _PATH, action="createImage")
def create_image(call: Call, server_id: str) -> Answer:
    _ready(call, server_id, "ACTIVE", "SHUTOFF")
    image_id = call.store.names.new("image")
    call.store.images.add(image_id)
    if call.since(8):
        return Answer(202, {"image_id": image_id})
    return Answer(202, headers={"Location": call.links(f"images/{image_id}")[1]["href"]})


@operation("POST", _PATH, action="reboot")
def reboot(call: Call, server_id: str) -> Answer:
    also = ("ERROR", "SHUTOFF") if call.body["reboot"]["type"] == "HARD" else ()
    _ready(call, server_id, "ACTIVE", *also).go(REBOOTING, ACTIVE, call.store.polls)
    return Answer(202)


@operation("POST", _PATH, action="rebuild")
def rebuild(call: Call, server_id: str) -> Answer:
    asked = call.body["rebuild"]
    server = _ready(call, server_id, "ACTIVE", "SHUTOFF", "ERROR")
    find_image(call, asked["imageRef"])
    change(call, server, asked)
    server.image_id = asked["imageRef"]
    server.go(REBUILDING, SHUTOFF if server.state is SHUTOFF else ACTIVE, call.store.polls)
    return Answer(202, {"server": full_server(call, server)})


@operation("POST", _PATH, action="resize")
def resize(call: Call, server_id: str) -> Answer:
    asked = call.body["resize"]
    server = _ready(call, server_id, "ACTIVE", "SHUTOFF")
    flavor = call.store.flavors.get(asked["flavorRef"])
    if flavor is None:
        raise FaultError(404, f"Flavor {asked['flavorRef']} could not be found.")
    if flavor is server.flavor:
        raise FaultError(400, "The flavor should differ from the present one.")
    server.flavor = flavor
    server.go(RESIZING, ACTIVE if asked.get("auto_confirm") else VERIFY_RESIZE, call.store.polls)
    return Answer(202)


@operation("POST", _PATH, action="os-start")
def start(call: Call, server_id: str) -> Answer:
    _ready(call, server_id, "SHUTOFF").go(STARTING, ACTIVE, call.store.polls)
    return Answer(202)


@operation("POST", _PATH, action="os-stop")
def stop(call: Call, server_id: str) -> Answer:
    _ready(call, server_id, "ACTIVE", "ERROR").go(STOPPING, SHUTOFF, call.store.polls)
    return Answer(202)
