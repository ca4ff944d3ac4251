"""The real services, each started when the first test asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.functional.services.keystone import Keystone, start_keystone
from tests.functional.services.running import Service, start


@pytest.fixture(scope="session")
def keystone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keystone]:
    keystone = start_keystone(tmp_path_factory.mktemp("keystone") / "service")
    yield keystone
    keystone.service.stop()


@pytest.fixture(scope="session")
def placement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    yield from running_placement(tmp_path_factory.mktemp("placement") / "service")


@pytest.fixture(scope="session")
def nova(keystone: Keystone, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A nova that the catalog of ``keystone`` names."""
    for service in running_nova(tmp_path_factory.mktemp("nova") / "service", keystone.base_url):
        keystone.register("compute", service.base_url)
        yield service


@pytest.fixture(scope="module")
def empty_placement(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A placement in which nothing has been made, for a module of tests alone."""
    yield from running_placement(tmp_path_factory.mktemp("empty-placement") / "service")


@pytest.fixture(scope="module")
def empty_nova(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A nova in which nothing has been made, for a module of tests alone."""
    yield from running_nova(tmp_path_factory.mktemp("empty-nova") / "service")


def running_placement(folder: Path) -> Iterator[Service]:
    service = start("placement", folder)
    service.headers = {"X-Auth-Token": "admin", "X-Roles": "admin,service"}
    yield service
    service.stop()


def running_nova(folder: Path, *arguments: str) -> Iterator[Service]:
    service = start("nova", folder, *arguments)
    service.headers = {"X-Auth-Token": "admin"}
    yield service
    service.stop()
