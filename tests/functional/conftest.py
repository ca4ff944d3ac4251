"""The real services, each started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.functional.services.keystone import Keystone, start_keystone
from tests.functional.services.running import Service, start


@pytest.fixture(scope="session")
def placement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    service = start("placement", tmp_path_factory.mktemp("placement") / "service")
    service.headers = {"X-Auth-Token": "admin", "X-Roles": "admin,service"}
    yield service
    service.stop()


@pytest.fixture(scope="session")
def keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keystone]:
    keystone = start_keystone(tmp_path_factory.mktemp("keystone") / "service")
    yield keystone
    keystone.service.stop()


@pytest.fixture(scope="session")
def nova(keystone: Keystone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A nova that the catalog of ``keystone`` names."""
    service = start("nova", tmp_path_factory.mktemp("nova") / "service", keystone.base_url)
    service.headers = {"X-Auth-Token": "admin"}
    keystone.register("compute", service.base_url)
    yield service
    service.stop()


@pytest.fixture(scope="module")
def empty_nova(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A nova in which nothing has been made, for a module of tests alone."""
    service = start("nova", tmp_path_factory.mktemp("empty-nova") / "service")
    service.headers = {"X-Auth-Token": "admin"}
    yield service
    service.stop()


@pytest.fixture(scope="module")
def empty_placement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A placement in which nothing has been made, for a module of tests alone."""
    service = start("placement", tmp_path_factory.mktemp("empty-placement") / "service")
    service.headers = {"X-Auth-Token": "admin", "X-Roles": "admin,service"}
    yield service
    service.stop()
