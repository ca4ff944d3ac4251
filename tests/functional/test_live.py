"""The real references of placement and nova beside the real services: live, and replayed from what was recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.functional.services.environments import interpreter
from tests.functional.services.keystone import Keystone
from tests.functional.services.running import Service
from tests.functional.tool import reference_of, run

SCENARIOS = Path(__file__).parent / "scenarios"

pytestmark = pytest.mark.functional


@dataclass(frozen=True)
class Live:
    """A live run: the service, the reference, the JSON of the result, and the recording."""

    service: Service
    reference: Path
    result: dict[str, Any]
    recording: Path

    @property
    def served(self) -> int:
        """How many operations were answered with success."""
        number: int = self.result["live"]["served"]
        return number

    def things(self, path: str) -> Any:
        """What the service has now."""
        return requests.get(f"{self.service.base_url}/{path}", headers=self.service.headers, timeout=30).json()


def live(
    service: Service, project: str, service_type: str, folder: Path, *words: str | Path, **environment: str
) -> Live:
    reference, result, recording = reference_of(project), folder / "live.json", folder / "live.jsonl"
    options = ["--service-type", service_type, "--rate", "0", "--record", recording, "-f", f"json:{result}"]
    run("live", reference, *options, *words, **environment)
    return Live(service, reference, json.loads(result.read_text("utf-8")), recording)


def way_to(service: Service) -> list[str]:
    headers = [word for name, value in service.headers.items() for word in ("--header", f"{name}: {value}")]
    return ["--base-url", service.base_url, *headers]


def played(service: Service, project: str, service_type: str, scenario: str, folder: Path) -> Live:
    words = ["--scenario", SCENARIOS / scenario, "--allow-writes", "--allow", "* /**"]
    return live(service, project, service_type, folder, *way_to(service), *words)


@pytest.fixture(scope="module")
def nova_played(empty_nova: Service, tmp_path_factory: pytest.TempPathFactory) -> Live:
    return played(empty_nova, "nova", "compute", "nova.yaml", tmp_path_factory.mktemp("played"))


@pytest.fixture(scope="module")
def placement_played(empty_placement: Service, tmp_path_factory: pytest.TempPathFactory) -> Live:
    folder = tmp_path_factory.mktemp("played")
    return played(empty_placement, "openstack-placement", "placement", "placement.yaml", folder)


@pytest.fixture(params=["nova_played", "placement_played"])
def either(request: pytest.FixtureRequest) -> Iterator[Live]:
    yield request.getfixturevalue(request.param)


def test_placement_answers_to_its_reference(placement: Service, tmp_path: Path) -> None:
    assert live(placement, "openstack-placement", "placement", tmp_path, *way_to(placement)).served >= 5


def test_nova_is_found_by_the_cloud_that_names_it(keystone: Keystone, nova: Service, tmp_path: Path) -> None:
    clouds = str(keystone.clouds_file)
    seen = live(nova, "nova", "compute", tmp_path, "--cloud", "real", OS_CLIENT_CONFIG_FILE=clouds)
    assert seen.served >= 45
    assert keystone.password not in seen.recording.read_text("utf-8")


def test_a_scenario_exercises_what_nova_serves(nova_played: Live) -> None:
    assert nova_played.result["live"]["notes"] == []
    assert nova_played.served >= 190


def test_what_the_scenario_made_in_nova_is_gone(nova_played: Live) -> None:
    assert nova_played.things("servers") == {"servers": []}
    assert nova_played.things("os-keypairs") == {"keypairs": []}
    assert nova_played.things("os-aggregates") == {"aggregates": []}
    assert nova_played.things("os-server-groups") == {"server_groups": []}


def test_a_scenario_exercises_all_of_placement(placement_played: Live) -> None:
    assert placement_played.result["live"]["notes"] == []
    assert placement_played.served == placement_played.result["live"]["operations"] == 36
    assert placement_played.things("resource_providers") == {"resource_providers": []}


def test_a_replay_finds_what_the_live_run_found(either: Live, tmp_path: Path) -> None:
    result = tmp_path / "replay.json"
    run("check", either.reference, "--recording", either.recording, "-f", f"json:{result}")
    replay = json.loads(result.read_text("utf-8"))
    assert replay["findings"] == either.result["findings"]
    assert replay["findings"]
    assert replay["evidence"]["exchanges"] == either.result["evidence"]["exchanges"]


def test_nova_breaks_its_own_schemas_where_it_is_known_to(nova_played: Live, tmp_path: Path) -> None:
    """Its schema wants the names of hosts to be UUIDs, and nothing of what our own stand-ins say breaks one."""
    result = tmp_path / "with-contract.json"
    contract = ["--contract", "nova", "--python", interpreter("nova")]
    run("check", nova_played.reference, "--recording", nova_played.recording, *contract, "-f", f"json:{result}")
    findings = json.loads(result.read_text("utf-8"))["findings"]
    broken = {Path(one["section"]).name for one in findings if one["code"] == "AR602"}
    assert "os-instance-usage-audit-log.inc" in broken
    assert broken <= {"os-instance-usage-audit-log.inc", "os-flavor-access.inc"}
