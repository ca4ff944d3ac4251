"""keystoneauth logs in to Harbour by a clouds.yaml, finds it in the catalog, and gets a new token when one expires."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from keystoneauth1.exceptions import Unauthorized
from keystoneauth1.session import Session
from openstack.config import OpenStackConfig

from tests.harbour import Harbour
from tests.harbour.fake_keystone import FakeKeystone, clouds_yaml
from tests.harbour.server import Served, serving
from tests.harbour.tokens import Tokens

Start = Callable[..., tuple[Session, FakeKeystone, Served]]
_COMPUTE = {"service_type": "compute"}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts both services, and logs in with keystoneauth."""
    with ExitStack() as stack:

        def started(password: str = "lighthouse", **more: Any) -> tuple[Session, FakeKeystone, Served]:
            tokens = Tokens()
            harbour = stack.enter_context(serving(Harbour(tokens)))
            identity = FakeKeystone(tokens, harbour.url, **more)
            keystone = stack.enter_context(serving(identity))
            file = tmp_path / "clouds.yaml"
            file.write_text(clouds_yaml(keystone.url, password=password))
            cloud = OpenStackConfig(config_files=[str(file)], secure_files=[], vendor_files=[]).get_one("harbour")
            return cloud.get_session(), identity, harbour

        yield started


def test_the_catalog_leads_to_harbour_and_versions_are_asked_for(start: Start) -> None:
    session, identity, harbour = start()
    assert str(session.get_endpoint(service_type="compute")).rstrip("/") == f"{harbour.url}/v2.1"
    answer = session.get("/flavors/3", endpoint_filter=_COMPUTE, microversion="2.12")
    assert answer.headers["OpenStack-API-Version"] == "compute 2.12"
    assert answer.json()["flavor"]["extra_specs"]
    auth: Any = session.auth
    data = auth.get_endpoint_data(session, **_COMPUTE)
    assert (data.min_microversion, data.max_microversion) == ((2, 1), (2, 12))
    assert identity.logins == 1


def test_a_token_that_is_used_up_is_replaced(start: Start) -> None:
    session, identity, _ = start(uses=3)
    for _ in range(7):
        assert session.get("/servers", endpoint_filter=_COMPUTE).status_code == 200
    assert identity.logins == 3


def test_a_token_that_is_soon_to_expire_is_replaced_before_it_is_used(start: Start) -> None:
    session, identity, harbour = start(lifetime=timedelta(seconds=5))
    for _ in range(3):
        session.get("/servers", endpoint_filter=_COMPUTE)
    assert identity.logins >= 3
    assert harbour.methods["GET"] >= 3


def test_a_wrong_password_does_not_log_in(start: Start) -> None:
    session, identity, harbour = start(password="darkness")
    with pytest.raises(Unauthorized):
        session.get("/servers", endpoint_filter=_COMPUTE)
    assert (identity.logins, harbour.requests) == (0, [])


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", None, 300),
        ("GET", "/v3", None, 200),
        ("GET", "/v2.0", None, 404),
        ("POST", "/v3/auth/tokens", "{", 401),
        ("POST", "/v3/auth/tokens", '{"auth": []}', 401),
        ("DELETE", "/v3/auth/tokens", None, 404),
    ],
)
def test_what_else_it_answers(method: str, path: str, body: str | None, status: int) -> None:
    with serving(FakeKeystone(Tokens(), "http://127.0.0.1:1")) as served:
        answer = requests.request(method, served.url + path, data=body, timeout=30)
    assert answer.status_code == status
    assert answer.json()
