"""Operations on the metadata of a server."""

from __future__ import annotations

from tests.harbour.keys import check_keys, check_only_key
from tests.harbour.messages import Answer, Call, FaultError
from tests.harbour.operations import operation
from tests.harbour.resources import Server
from tests.harbour.servers import find_server, find_unlocked

_ALL, _ONE = "/servers/{server_id}/metadata", "/servers/{server_id}/metadata/{key}"


def _has(server: Server, key: str) -> None:
    if key not in server.metadata:
        raise FaultError(404, f"Server {server.id} has no metadata item {key[:40]!r}.")


@operation("GET", _ALL)
def list_metadata(call: Call, server_id: str) -> Answer:
    return Answer(200, {"metadata": dict(find_server(call, server_id).metadata)})


@operation("POST", _ALL)
def update_metadata(call: Call, server_id: str) -> Answer:
    server = find_unlocked(call, server_id)
    check_keys(call.body["metadata"])
    server.metadata |= call.body["metadata"]
    return Answer(200, {"metadata": dict(server.metadata)})


@operation("PUT", _ALL)
def replace_metadata(call: Call, server_id: str) -> Answer:
    server = find_unlocked(call, server_id)
    check_keys(call.body["metadata"])
    server.metadata = dict(call.body["metadata"])
    return Answer(200, {"metadata": dict(server.metadata)})


@operation("GET", _ONE)
def show_item(call: Call, server_id: str, key: str) -> Answer:
    server = find_server(call, server_id)
    _has(server, key)
    return Answer(200, {"meta": {key: server.metadata[key]}})


@operation("PUT", _ONE)
def set_item(call: Call, server_id: str, key: str) -> Answer:
    server = find_unlocked(call, server_id)
    check_only_key(call.body["meta"], key)
    server.metadata |= call.body["meta"]
    return Answer(200, {"meta": dict(call.body["meta"])})


@operation("DELETE", _ONE)
def delete_item(call: Call, server_id: str, key: str) -> Answer:
    server = find_unlocked(call, server_id)
    _has(server, key)
    del server.metadata[key]
    return Answer(204)
