"""The client that may change something, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.allowance import Allowance
from apiref_verify.live.asking.credentials import PlainHeaders
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.asking.transport import BELIEVED
from apiref_verify.live.endpoint import Endpoint
from apiref_verify.live.filling import Filled
from apiref_verify.live.writing import NotAllowedError, WritingClient
from apiref_verify.model.microversion import Microversion
from apiref_verify.model.reference import Operation
from tests.builders import operation
from tests.live import servers
from tests.live.servers import Server, reply
from tests.live.surveys import QUICK

LIMITS = replace(QUICK, read=1)
CREATE = operation(method="POST", url="/servers")
PAUSE = operation(method="POST", url="/servers/{server_id}/action", action="pause")
DELETE = operation(method="DELETE", url="/servers/{server_id}")


def client(server: Server, *entries: str) -> WritingClient:
    door = Endpoint.at(server.url)
    return WritingClient(
        Allowance(entries), door, PlainHeaders({}), LIMITS, Recorder(Secrets()), BELIEVED, service_type="compute"
    )


def test_what_is_allowed_is_sent_once_and_recorded_without_secrets() -> None:
    with Server(lambda request: reply({"server": {"id": "s", "adminPass": "s3cret"}}, 202)) as server:
        body = {"server": {"name": "quay", "adminPass": "mine"}}
        answer = client(server, "POST /servers").send(CREATE, Filled("/servers"), Microversion(2, 1), body)
    sent = server.seen[0]
    assert (sent.method, sent.path, sent.body) == (
        "POST",
        "/servers",
        b'{"server": {"name": "quay", "adminPass": "mine"}}',
    )
    assert sent.headers["content-type"] == "application/json"
    assert answer.value["server"]["adminPass"] == "s3cret"
    assert answer.last is not None
    assert answer.last.request.value == {"server": {"name": "quay", "adminPass": "***"}}
    assert answer.last.response.value == {"server": {"id": "s", "adminPass": "***"}}


@pytest.mark.parametrize(
    ("one", "path", "body", "words"),
    [
        (DELETE, "/servers/s", None, r"not allowed: add --allow 'DELETE /servers/\{server_id\}'"),
        (CREATE, "/servers/s/action", {}, "not a URL of POST /servers"),
        (CREATE, "/flavors", {}, "not a URL"),
        (PAUSE, "/servers/../action", {"pause": None}, "not a URL"),
        (PAUSE, "/servers/s/action", {"unpause": None}, "its only key must be pause"),
        (PAUSE, "/servers/s/action", {"pause": None, "reboot": {}}, "its only key must be pause"),
        (PAUSE, "/servers/s/action", None, "its only key must be pause"),
    ],
)
def test_the_rest_is_refused_before_anything_is_sent(one: Operation, path: str, body: Any, words: str) -> None:
    with Server(lambda request: reply({})) as server:
        writing = client(server, "POST /servers", "POST /servers/{id}/action (pause)")
        with pytest.raises(NotAllowedError, match=words):
            writing.send(one, Filled(path), None, body)
    assert server.seen == []


@pytest.mark.parametrize("fault", [servers.hang, servers.hang_up, reply(status=503)])
def test_what_may_have_happened_is_not_sent_again(fault: servers.Reply) -> None:
    with Server(lambda request: fault) as server:
        client(server, "POST /servers").send(CREATE, Filled("/servers"), None, {})
    assert len(server.seen) == 1


def test_what_was_not_heard_is() -> None:
    replies = iter([reply(status=429), reply({}, 202)])
    with Server(lambda request: next(replies)) as server:
        answer = client(server, "POST /servers").send(CREATE, Filled("/servers"), None, {})
    assert (answer.status, len(server.seen)) == (202, 2)


def test_a_redirection_is_not_followed() -> None:
    with Server(lambda request: reply(status=307, headers={"Location": "/elsewhere"})) as server:
        answer = client(server, "POST /servers").send(CREATE, Filled("/servers"), None, {})
    assert (answer.status, len(server.seen)) == (307, 1)
