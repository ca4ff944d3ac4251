"""The real references of placement and nova beside the real services."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.functional.services.keystone import Keystone
from tests.functional.services.running import Service
from tests.functional.tool import reference_of, run

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
