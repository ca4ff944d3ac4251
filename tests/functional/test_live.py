"""The real references of placement and nova beside the real services."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.functional.services.keystone import Keystone
from tests.functional.services.running import Service
from tests.functional.tool import reference_of, run

SCENARIOS = Path(__file__).parent / "scenarios"

pytestmark = pytest.mark.functional

TOTALS = re.compile(r"^(\d+) of (\d+) operations exercised, (\d+) with success\.$", re.MULTILINE)


def live(project: str, service_type: str, *words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run("live", reference_of(project), "--service-type", service_type, "--rate", "0", *words, **environment)


def way_to(service: Service) -> list[str]:
    headers = [word for name, value in service.headers.items() for word in ("--header", f"{name}: {value}")]
    return ["--base-url", service.base_url, *headers]


def succeeded(done: subprocess.CompletedProcess[str]) -> int:
    """How many operations were answered with success."""
    totals = TOTALS.search(done.stdout)
    assert totals is not None, done.stdout
    return int(totals[3])


def test_placement_answers_to_its_reference(placement: Service) -> None:
    done = live("openstack-placement", "placement", *way_to(placement))
    assert succeeded(done) >= 5


def test_nova_is_found_by_the_cloud_that_names_it(keystone: Keystone, nova: Service, tmp_path: Path) -> None:
    recording = tmp_path / "nova.jsonl"
    clouds = str(keystone.clouds_file)
    done = live("nova", "compute", "--cloud", "real", "--record", recording, OS_CLIENT_CONFIG_FILE=clouds)
    assert succeeded(done) >= 45
    assert keystone.password not in recording.read_text("utf-8")


def play(service: Service, project: str, service_type: str, scenario: str) -> subprocess.CompletedProcess[str]:
    words = ["--scenario", SCENARIOS / scenario, "--allow-writes", "--allow", "* /**"]
    return live(project, service_type, *way_to(service), *words)


def test_a_scenario_exercises_all_of_placement(empty_placement: Service) -> None:
    done = play(empty_placement, "openstack-placement", "placement", "placement.yaml")
    assert "Note:" not in done.stdout, done.stdout
    assert succeeded(done) == 36
    assert things(empty_placement, "resource_providers") == {"resource_providers": []}


def test_a_scenario_exercises_what_nova_serves(empty_nova: Service) -> None:
    done = play(empty_nova, "nova", "compute", "nova.yaml")
    assert "Note:" not in done.stdout, done.stdout
    assert succeeded(done) >= 190
    assert things(empty_nova, "servers") == {"servers": []}
    assert things(empty_nova, "os-keypairs") == {"keypairs": []}
    assert things(empty_nova, "os-aggregates") == {"aggregates": []}


def things(service: Service, path: str) -> Any:
    return requests.get(f"{service.base_url}/{path}", headers=service.headers, timeout=30).json()
