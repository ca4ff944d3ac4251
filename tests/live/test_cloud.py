"""Clouds of a clouds.yaml, with a keystone that is small but speaks HTTP."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from apiref_verify.live.cloud import cloud_door
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.door import Door, DoorError
from apiref_verify.live.survey import prepare
from tests.live.servers import Request, Server, reply
from tests.live.surveys import survey


class Keystone:
    """Gives tokens ``token-1``, ``token-2``, … for the right password, with a catalog of one service."""

    def __init__(self) -> None:
        self.given = 0
        self.compute = ""
        self.password = "s3cret"

    def __call__(self, request: Request) -> bytes:
        if request.path.rstrip("/") == "/v3":
            links = [{"rel": "self", "href": f"http://{request.headers['host']}/v3/"}]
            return reply({"version": {"id": "v3.14", "status": "stable", "links": links}})
        if (request.method, request.path) != ("POST", "/v3/auth/tokens"):
            return reply({"error": {"message": "not here"}}, 404)
        asked = json.loads(request.body)["auth"]["identity"]["password"]["user"]
        if asked["password"] != self.password:
            return reply({"error": {"code": 401, "message": "The request you have made requires authentication."}}, 401)
        self.given += 1
        endpoint = {"id": "e", "interface": "public", "region": "R", "region_id": "R", "url": self.compute}
        token = {
            "methods": ["password"],
            "issued_at": "2026-01-01T00:00:00.000000Z",
            "expires_at": "2099-01-01T00:00:00.000000Z",
            "user": {"id": "u", "name": "admin", "domain": {"id": "default", "name": "Default"}},
            "project": {"id": "p1", "name": "admin", "domain": {"id": "default", "name": "Default"}},
            "roles": [{"id": "r", "name": "admin"}],
            "catalog": [{"id": "c", "type": "compute", "name": "harbour", "endpoints": [endpoint]}],
        }
        return reply({"token": token}, 201, {"X-Subject-Token": f"token-{self.given}"})


def walked(door: Door) -> Coverage:
    """The coverage of a walk through a door."""
    prepared = prepare(replace(survey("http://unused.example"), door=door))
    prepared.run(lambda one: None, lambda step, done, total: None)
    return prepared.coverage


@pytest.fixture
def keystone() -> Keystone:
    return Keystone()


@pytest.fixture
def cloud(keystone: Keystone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with Server(keystone) as server:
        auth = {
            "auth_url": f"{server.url}/v3",
            "username": "admin",
            "password": "s3cret",
            "project_name": "admin",
            "user_domain_id": "default",
            "project_domain_id": "default",
        }
        clouds = {"clouds": {"small": {"auth": auth, "region_name": "R", "identity_api_version": 3}}}
        (tmp_path / "clouds.yaml").write_text(json.dumps(clouds))
        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
        yield "small"


def test_the_door_is_in_the_catalog(keystone: Keystone, cloud: str) -> None:
    keystone.compute = "http://127.0.0.1:9/v2.1"
    door = cloud_door(cloud, "compute")
    assert door.url == "http://127.0.0.1:9/v2.1"
    assert door.credentials.headers()["X-Auth-Token"] == "token-1"
    assert door.values["project_id"] == "p1"


def test_a_token_that_expired_is_replaced_in_the_middle_of_a_walk(keystone: Keystone, cloud: str) -> None:
    seen: list[str] = []

    def answer(request: Request) -> bytes:
        token = request.headers.get("x-auth-token", "")
        seen.append(token)
        is_good = token == ("token-1" if len(seen) <= 6 else "token-2")
        if request.path in ("/", "/v2.1/", "/v2.1"):
            entry = {"id": "v2.1", "status": "CURRENT", "min_version": "2.1", "version": "2.12"}
            return reply({"version": entry, "versions": [entry]})
        return reply({}) if is_good else reply({"error": {}}, 401)

    with Server(answer) as server:
        keystone.compute = f"{server.url}/v2.1"
        coverage = walked(cloud_door(cloud, "compute"))
    codes = {code for one in coverage.exercised for codes in one.codes.values() for code in codes}
    assert codes == {200}
    assert keystone.given == 2
    assert set(seen) == {"token-1", "token-2"}


def test_a_token_that_is_never_good_is_renewed_once_a_question(keystone: Keystone, cloud: str) -> None:
    with Server(lambda request: reply({"error": {}}, 401)) as server:
        keystone.compute = server.url
        coverage = walked(cloud_door(cloud, "compute"))
    assert all(codes == [401] for one in coverage.exercised for codes in one.codes.values())


def test_a_wrong_password_is_one_line_without_it(keystone: Keystone, cloud: str) -> None:
    keystone.password = "other"
    with pytest.raises(DoorError, match=r"cloud small: .*requires authentication") as caught:
        cloud_door(cloud, "compute")
    assert "s3cret" not in str(caught.value)


def test_a_service_that_is_not_in_the_catalog(keystone: Keystone, cloud: str) -> None:
    with pytest.raises(DoorError, match="its catalog has no placement"):
        cloud_door(cloud, "placement")


def test_a_cloud_that_nobody_knows(cloud: str) -> None:
    with pytest.raises(DoorError, match=r"cloud elsewhere: .*not found"):
        cloud_door("elsewhere", "compute")


def test_a_keystone_that_is_not_there(keystone: Keystone, cloud: str, tmp_path: Path) -> None:
    path = tmp_path / "clouds.yaml"
    clouds = json.loads(path.read_text())
    clouds["clouds"]["small"]["auth"]["auth_url"] = "http://127.0.0.1:9/v3"
    path.write_text(json.dumps(clouds))
    with pytest.raises(DoorError, match=r"cloud small: .*127\.0\.0\.1"):
        cloud_door(cloud, "compute")


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openstack.config", None)
    with pytest.raises(DoorError, match=r"pip install 'apiref-verify\[live\]'"):
        cloud_door("small", "compute")
