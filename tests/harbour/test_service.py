"""Harbour as its users know it: versions, tokens, states, pages, filters, and errors."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.harbour import Harbour
from tests.harbour.fixtures import DB, IMAGE, LOCKED, OF_OTHERS, WEB
from tests.harbour.server import Served, serving
from tests.harbour.tokens import ADMIN, Tokens

_TIMEOUT = 30


@pytest.fixture
def harbour() -> Iterator[Served]:
    with serving(Harbour()) as served:
        yield served


def ask(
    served: Served, method: str, path: str, version: str | None = None, token: str | None = "admin", **more: Any
) -> requests.Response:
    headers = {"OpenStack-API-Version": version} if version else {}
    headers |= {"X-Auth-Token": token} if token else {}
    return requests.request(method, served.url + path, headers=headers, timeout=_TIMEOUT, **more)


def names(answer: requests.Response, envelope: str = "servers") -> list[str]:
    return [each["name"] for each in answer.json()[envelope]]


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        (None, 200, "compute 2.1"),
        ("compute 2.9", 200, "compute 2.9"),
        ("compute latest", 200, "compute 2.12"),
        ("volume 3.59", 200, "compute 2.1"),
        ("volume 3.59, compute 2.10", 200, "compute 2.10"),
        ("compute 2.0", 406, None),
        ("compute 2.13", 406, None),
        ("compute 3.1", 406, None),
        ("compute 2.9999", 406, None),
        ("compute newest", 400, None),
        ("compute 2.01", 400, None),
        ("compute ", 400, None),
    ],
)
def test_the_version_is_negotiated(harbour: Served, asked: str | None, status: int, told: str | None) -> None:
    answer = ask(harbour, "GET", "/v2.1/servers", asked)
    assert (answer.status_code, answer.headers.get("OpenStack-API-Version")) == (status, told)
    if told:
        assert answer.headers["Vary"] == "OpenStack-API-Version"


def test_the_version_documents_tell_the_range_and_need_no_token(harbour: Served) -> None:
    (version,) = ask(harbour, "GET", "/", token=None).json()["versions"]
    assert (version["min_version"], version["max_version"]) == ("2.1", "2.12")
    for path in ("/v2.1", "/v2.1/"):
        assert ask(harbour, "GET", path, token=None).json()["version"] == version
    assert version["links"][0]["href"] == f"{harbour.url}/v2.1/"
    assert ask(harbour, "GET", "/v3", token=None).status_code == 404


@pytest.mark.parametrize("token", [None, "", "unknown"])
def test_without_a_good_token_nothing_else_is_served(harbour: Served, token: str | None) -> None:
    answer = ask(harbour, "GET", "/v2.1/servers", token=token)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Keystone"
    assert answer.json()["unauthorized"]["code"] == 401


def test_a_token_can_end_after_some_uses_or_at_once() -> None:
    tokens = Tokens({"for ever": ADMIN})
    tokens.add("twice", ADMIN, uses=2)
    with serving(Harbour(tokens)) as served:
        codes = [ask(served, "GET", "/v2.1/flavors", token="twice").status_code for _ in range(3)]
        assert codes == [200, 200, 401]
        assert ask(served, "GET", "/v2.1/flavors", token="for ever").status_code == 200
        tokens.expire_all()
        assert ask(served, "GET", "/v2.1/flavors", token="for ever").status_code == 401


def test_a_server_is_seen_building_as_often_as_it_is_told_to() -> None:
    asked = {"server": {"flavorRef": "2", "imageRef": IMAGE, "name": "raft"}}
    for polls in (0, 1, 2):
        with serving(Harbour(polls=polls)) as served:
            made = ask(served, "POST", "/v2.1/servers", json=asked)
            where = made.headers["Location"].removeprefix(served.url)
            seen = [ask(served, "GET", where).json()["server"]["status"] for _ in range(4)]
            assert seen == ["BUILD"] * polls + ["ACTIVE"] * (4 - polls)


def test_a_server_that_no_host_has_room_for_ends_in_error(harbour: Served) -> None:
    asked = {"server": {"flavorRef": "4", "imageRef": IMAGE, "name": "liner"}}
    made = ask(harbour, "POST", "/v2.1/servers", json=asked).json()["server"]
    path = f"/v2.1/servers/{made['id']}"
    ask(harbour, "GET", path)
    shown = ask(harbour, "GET", path).json()["server"]
    assert (shown["status"], shown["availability_zone"], shown["addresses"]) == ("ERROR", "", [])


def test_a_busy_server_takes_no_action(harbour: Served) -> None:
    path = f"/v2.1/servers/{DB}/action"
    assert ask(harbour, "POST", path, json={"os-start": None}).status_code == 202
    assert ask(harbour, "POST", path, json={"os-start": None}).status_code == 409


def test_a_server_of_others_is_hidden_from_members_and_a_locked_one_stays(harbour: Served) -> None:
    assert ask(harbour, "GET", f"/v2.1/servers/{OF_OTHERS}", token="member").status_code == 404
    assert ask(harbour, "GET", f"/v2.1/servers/{OF_OTHERS}", token="stranger").status_code == 200
    assert ask(harbour, "DELETE", f"/v2.1/servers/{LOCKED}").status_code == 409
    assert ask(harbour, "GET", f"/v2.1/servers/{LOCKED}").status_code == 200


def test_there_is_room_for_twenty_servers(harbour: Served) -> None:
    asked = {"server": {"flavorRef": "2", "imageRef": IMAGE, "name": "raft"}}
    codes = [ask(harbour, "POST", "/v2.1/servers", json=asked).status_code for _ in range(18)]
    assert codes == [202] * 17 + [409]


def test_pages_follow_each_other_by_their_links(harbour: Served) -> None:
    for kind in ("servers", "servers/detail", "flavors", "flavors/detail"):
        envelope = kind.split("/")[0]
        whole = names(ask(harbour, "GET", f"/v2.1/{kind}"), envelope)
        path, found = f"/v2.1/{kind}?limit=1", []
        while path:
            answer = ask(harbour, "GET", path)
            found += names(answer, envelope)
            links = answer.json().get(f"{envelope}_links", [{"href": ""}])
            path = links[0]["href"].removeprefix(harbour.url)
        assert found == whole
        assert len(found) == 3


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort_key=name&sort_dir=asc", ["quay-db-1", "quay-vault-1", "quay-web-1"]),
        ("sort_key=name", ["quay-web-1", "quay-vault-1", "quay-db-1"]),
        ("status=shutoff", ["quay-db-1"]),
        ("name=^quay-[dw]&sort_key=name", ["quay-web-1", "quay-db-1"]),
        ("flavor=3", []),
        ("changes-since=2024-02-05T08:15:03Z", []),
        ("changes-since=2024-02-05T09:15:02%2B01:00&status=SHUTOFF", ["quay-db-1"]),
        ("changes-before=2024-02-05T08:15:01", []),
        ("all_projects=true&name=lagoon", ["lagoon-1"]),
        ("name=lagoon", []),
    ],
)
def test_servers_are_filtered(harbour: Served, query: str, found: list[str]) -> None:
    assert names(ask(harbour, "GET", f"/v2.1/servers?{query}", "compute 2.9")) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sort_dir=asc", ["h1.small", "h1.large", "h1.liner"]),
        ("sort_key=vcpus", ["h1.liner", "h1.large", "h1.small"]),
        ("minDisk=21&sort_dir=asc", ["h1.large", "h1.liner"]),
        ("minRam=8193", ["h1.liner"]),
        ("is_public=false", ["h1.lifeboat"]),
        ("is_public=none&sort_key=disk&sort_dir=asc&limit=2", ["h1.lifeboat", "h1.small"]),
    ],
)
def test_flavors_are_filtered(harbour: Served, query: str, found: list[str]) -> None:
    assert names(ask(harbour, "GET", f"/v2.1/flavors?{query}"), "flavors") == found
    assert ask(harbour, "GET", "/v2.1/flavors?is_public=false", token="member").json() == {"flavors": []}


@pytest.mark.parametrize(
    "path",
    [
        *("servers?limit=0", "servers?limit=-1", "servers?limit=x", "servers?marker=none", "servers?sort_key=colour"),
        *("servers?sort_dir=up", "servers?name=(", "servers?changes-since=today", "servers?all_projects=perhaps"),
        *("servers?changes-before=2024-02-05T08:15:01", "servers/detail?limit=²", "flavors?minRam=much"),
        *("flavors?is_public=perhaps", "flavors/detail?cargo=tea"),
    ],
)
def test_a_query_that_cannot_be_understood_is_told(harbour: Served, path: str) -> None:
    answer = ask(harbour, "GET", f"/v2.1/{path}", "compute 2.8")
    assert answer.status_code == 400
    assert answer.json()["badRequest"]["code"] == 400
    assert answer.json()["badRequest"]["message"]


def test_deleted_servers_are_shown_by_what_changed_since(harbour: Served) -> None:
    ask(harbour, "DELETE", f"/v2.1/servers/{WEB}")
    assert ask(harbour, "GET", f"/v2.1/servers/{WEB}").status_code == 404
    assert "quay-web-1" not in names(ask(harbour, "GET", "/v2.1/servers"))
    changed = ask(harbour, "GET", "/v2.1/servers/detail?changes-since=2024-05-01").json()["servers"]
    assert [(each["name"], each["status"]) for each in changed] == [("quay-web-1", "DELETED")]


@pytest.mark.parametrize("body", ["{", "[]", '"x"', "null", "{}", '{"a": 1, "os-stop": null}', '{"sink": null}'])
def test_a_body_that_is_not_wanted_is_refused(harbour: Served, body: str) -> None:
    assert ask(harbour, "POST", f"/v2.1/servers/{WEB}/action", data=body).status_code == 400
    assert ask(harbour, "POST", "/v2.1/servers", data=body).status_code == 400


@pytest.mark.parametrize(("version", "status"), [("compute 2.6", 404), ("compute 2.7", 200)])
def test_an_operation_is_there_from_its_version_on(harbour: Served, version: str, status: int) -> None:
    asked = {"flavor": {"description": "x"}}
    assert ask(harbour, "PUT", "/v2.1/flavors/3", version, json=asked).status_code == status


def test_paths_and_methods_that_there_are_not(harbour: Served) -> None:
    for path in ("/v2.1/ships", "/v2.1/servers/", "/v2.2/servers", "/servers/x", "/v2.1/servers/x/y/z"):
        assert ask(harbour, "GET", path).status_code == 404, path
    answer = ask(harbour, "PUT", "/v2.1/servers")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


def test_head_is_answered_as_get_without_a_body(harbour: Served) -> None:
    got, head = ask(harbour, "GET", "/v2.1/servers"), ask(harbour, "HEAD", "/v2.1/servers")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


def test_every_answer_has_a_request_id_of_its_own(harbour: Served) -> None:
    answers = [ask(harbour, "GET", path) for path in ("/", "/v2.1/servers", "/v2.1/none", "/v2.1/flavors/99")]
    ids = {answer.headers["x-openstack-request-id"] for answer in answers}
    assert len(ids) == 4
    assert all(each.startswith("req-") for each in ids)


@pytest.mark.parametrize("key", ["Role", "rôle", "a" * 256, "a/b"])
def test_keys_are_in_lower_case(harbour: Served, key: str) -> None:
    for path, envelope in ((f"servers/{WEB}/metadata", "metadata"), ("flavors/3/os-extra_specs", "extra_specs")):
        assert ask(harbour, "POST", f"/v2.1/{path}", json={envelope: {key: "x"}}).status_code == 400


def test_requests_are_counted_by_method(harbour: Served) -> None:
    ask(harbour, "GET", "/v2.1/servers?limit=1")
    ask(harbour, "HEAD", "/")
    ask(harbour, "DELETE", "/v2.1/servers/none")
    assert harbour.requests == ["GET /v2.1/servers?limit=1", "HEAD /", "DELETE /v2.1/servers/none"]
    assert harbour.methods == {"GET": 1, "HEAD": 1, "DELETE": 1}


def test_many_may_ask_at_once_and_no_thread_is_left() -> None:
    before = threading.active_count()
    with serving(Harbour()) as served:
        codes: list[int] = []

        def some() -> None:
            codes.extend(ask(served, "GET", "/v2.1/servers/detail").status_code for _ in range(5))

        threads = [threading.Thread(target=some) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert codes == [200] * 40
    assert threading.active_count() == before


def test_people_start_it_by_its_name_and_stop_it_with_ctrl_c() -> None:
    command = [sys.executable, "-m", "tests.harbour", "--port", "0", "--quirk", "wrong type"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        assert process.stdout
        try:
            url = process.stdout.readline().removeprefix("Harbour is at ").split(",")[0]
            answer = requests.get(f"{url}/v2.1/flavors/3", headers={"X-Auth-Token": "member"}, timeout=_TIMEOUT)
            assert answer.json()["flavor"]["vcpus"] == "4"
        finally:
            process.send_signal(signal.SIGINT)
            rest, _ = process.communicate(timeout=_TIMEOUT)
    assert (process.returncode, rest.strip()) == (0, "")
