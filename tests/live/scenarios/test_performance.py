"""Scenarios played against Harbour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from apiref_verify.live.allowance import Allowance
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.reasons import ReasonKind
from apiref_verify.live.scenarios.file import ScenarioError, read_scenario
from apiref_verify.live.survey import Seen, prepare
from tests.harbour import Harbour
from tests.harbour import misbehaving as faults
from tests.harbour.fixtures import IMAGE, NOBODY
from tests.harbour.misbehaving import misbehaving
from tests.harbour.server import Served, serving
from tests.live.surveys import exercise, survey

SERVER = {"server.name": "buoy", "server.flavorRef": "2", "server.imageRef": IMAGE}
NEW: dict[str, Any] = {
    "operation": "POST /servers",
    "with": SERVER,
    "without": ["server.networks", "server.key_name", "server.availability_zone", "server.security_groups"],
    "capture": {"server_id": "server.id"},
    "cleanup": {"operation": "DELETE /servers/{server_id}"},
}
EVERYTHING = ("* /**",)


class _Plain(yaml.SafeDumper):
    """Writes everything out, wherever it stands twice."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(steps: list[dict[str, Any]], **more: Any) -> str:
    return yaml.dump({"steps": steps, **more}, Dumper=_Plain, sort_keys=False)


def played(
    served: Served, tmp_path: Path, steps: list[dict[str, Any]], allow: tuple[str, ...] = EVERYTHING, **more: Any
) -> tuple[Coverage, list[Seen]]:
    path = tmp_path / "scenario.yaml"
    path.write_text(written(steps, **more))
    seen: list[Seen] = []
    prepared = prepare(survey(served.url, scenario=read_scenario(path), allowance=Allowance(allow)))
    prepared.run(seen.append, lambda step, done, total: None)
    return prepared.coverage, seen


def changes(served: Served) -> list[str]:
    """What was sent that changes something, with the ids left out."""
    sent = [request.split("?")[0] for request in served.requests if not request.startswith(("GET ", "HEAD "))]
    return ["/".join("ID" if len(part) == 36 else part for part in request.split("/")) for request in sent]


def test_a_life_of_a_server(tmp_path: Path) -> None:
    waiting = {"operation": "GET /servers/{server_id}", "until": {"server.status": "ACTIVE"}, "every": 0}
    steps = [NEW | {"wait": waiting}, {"operation": "PUT /servers/{server_id}"}]
    with serving(Harbour(polls=3)) as served:
        coverage, seen = played(served, tmp_path, steps)
    assert changes(served) == ["POST /v2.1/servers", "PUT /v2.1/servers/ID", "DELETE /v2.1/servers/ID"]
    assert coverage.notes == []
    for name in ("POST /servers", "PUT /servers/{server_id}", "DELETE /servers/{server_id}"):
        assert exercise(coverage, name).is_served
    assert [one.exchange.method for one in seen if one.exchange.method != "GET"] == ["POST", "PUT", "DELETE"]


def test_the_walk_sees_what_the_scenario_made(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        _, seen = played(served, tmp_path, [NEW])
    created = next(one.exchange for one in seen if one.exchange.method == "POST").response.value["server"]["id"]
    shown = [one.exchange for one in seen if one.exchange.url.endswith(f"/servers/{created}")]
    assert {(one.method, one.status) for one in shown} == {("GET", 200), ("DELETE", 204)}


def test_each_version_makes_one_and_all_are_cleaned_up(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"version": "each"}])
    assert changes(served) == ["POST /v2.1/servers"] * 2 + ["DELETE /v2.1/servers/ID"] * 2
    assert [str(version) for version in exercise(coverage, "POST /servers").codes] == ["2.1", "2.12"]


def test_versions_may_be_listed(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"version": ["2.3", "oldest", "2.7"]}])
    assert [str(version) for version in exercise(coverage, "POST /servers").codes] == ["2.3", "2.1", "2.7"]


def test_a_step_that_fails_is_told_and_what_needs_it_is_skipped_and_the_rest_goes_on(tmp_path: Path) -> None:
    steps = [
        NEW | {"with": {**SERVER, "server.flavorRef": "no-such-flavor"}},
        {"operation": "POST /servers/{server_id}/action (reboot)"},
        {
            "operation": "POST /os-aggregates",
            "with": {"aggregate.name": "drill"},
            "capture": {"it": "aggregate.id"},
            "cleanup": {"operation": "DELETE /os-aggregates/{aggregate_id}", "path": {"aggregate_id": "$it"}},
        },
    ]
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, steps)
    failed, skipped = coverage.notes
    assert "scenario.yaml:2: POST /servers at 2.12: answered 404, not 202 (req-" in failed
    assert failed.endswith("Flavor no-such-flavor could not be found.")
    assert "POST /servers/{server_id}/action (reboot) at 2.12: it needs server_id: line 2, POST /servers" in skipped
    assert changes(served) == ["POST /v2.1/servers", "POST /v2.1/os-aggregates", "DELETE /v2.1/os-aggregates/6"]
    reboot = next(one for one in coverage.others if one.operation.action == "reboot")
    assert reboot.why is not None
    assert reboot.why.kind is ReasonKind.SKIPPED


def test_an_unexpected_success_is_a_failure_and_is_cleaned_up_all_the_same(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"expect": 418}])
    assert "answered 202, not 418" in coverage.notes[0]
    assert changes(served)[-1] == "DELETE /v2.1/servers/ID"


def test_an_error_may_be_what_is_expected(tmp_path: Path) -> None:
    step = {"operation": "DELETE /servers/{server_id}", "path": {"server_id": NOBODY}, "expect": [404]}
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [step])
    assert coverage.notes == []


def test_what_is_gone_already_is_cleaned_up_well(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW, {"operation": "DELETE /servers/{server_id}"}])
    assert changes(served)[-2:] == ["DELETE /v2.1/servers/ID"] * 2
    assert coverage.notes == []


def test_a_cleanup_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    bad = {"operation": "PUT /servers/{server_id}", "body": {"server": {"what": 1}}}
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"cleanup": [NEW["cleanup"], bad]}])
    assert len(coverage.notes) == 1
    assert "PUT /servers/{server_id} at 2.12: cleanup: answered 400, not 200" in coverage.notes[0]
    assert changes(served)[-1] == "DELETE /v2.1/servers/ID"


def test_an_interruption_is_followed_by_the_cleanup(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(written([NEW]))

    def stop(one: Seen) -> None:
        if "/flavors" in one.exchange.url:
            raise KeyboardInterrupt

    with serving(Harbour()) as served:
        prepared = prepare(survey(served.url, scenario=read_scenario(path), allowance=Allowance(EVERYTHING)))
        with pytest.raises(KeyboardInterrupt):
            prepared.run(stop, lambda step, done, total: None)
    assert changes(served) == ["POST /v2.1/servers", "DELETE /v2.1/servers/ID"]


@pytest.mark.parametrize("part", ["/flavors", "/servers"])
def test_a_record_that_cannot_be_written_is_followed_by_the_cleanup(tmp_path: Path, part: str) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(written([NEW]))

    def full(one: Seen) -> None:
        if part in one.exchange.url:
            raise OSError(28, "No space left on device")

    with serving(Harbour()) as served:
        prepared = prepare(survey(served.url, scenario=read_scenario(path), allowance=Allowance(EVERYTHING)))
        with pytest.raises(OSError, match="No space left"):
            prepared.run(full, lambda step, done, total: None)
    assert changes(served) == ["POST /v2.1/servers", "DELETE /v2.1/servers/ID"]


def test_a_second_interruption_says_what_is_left(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_text(written([NEW, NEW]))

    def stop(one: Seen) -> None:
        if one.exchange.method != "POST":
            raise KeyboardInterrupt

    with serving(Harbour()) as served:
        prepared = prepare(survey(served.url, scenario=read_scenario(path), allowance=Allowance(EVERYTHING)))
        with pytest.raises(KeyboardInterrupt):
            prepared.run(stop, lambda step, done, total: None)
    assert prepared.coverage.notes == [
        "cleanup was interrupted; not done: line 28, DELETE /servers/{server_id}, line 14, DELETE /servers/{server_id}"
    ]


def test_a_server_that_dies_in_a_scenario_leaves_one_line_a_step(tmp_path: Path) -> None:
    plan = faults.at("/action", faults.dies)
    with misbehaving(Harbour(), plan) as served:
        coverage, _ = played(served, tmp_path, [NEW, {"operation": "POST /servers/{server_id}/action (reboot)"}])
    assert "the connection was closed without an answer" in coverage.notes[0]
    assert "it may have happened all the same" in coverage.notes[0]
    assert any("cleanup: connection refused" in note for note in coverage.notes)


def test_waiting_ends(tmp_path: Path) -> None:
    show = {"operation": "GET /servers/{server_id}", "timeout": 0.2, "every": 0.05}
    steps = [
        NEW | {"wait": show | {"until": {"server.status": "NEVER"}}},
        NEW | {"wait": show | {"until": {"server.status": "NEVER"}, "unless": {"server.status": "BUILD"}}},
    ]
    with serving(Harbour(polls=1)) as served:
        coverage, _ = played(served, tmp_path, steps)
    assert "waited 0.2 s in vain for server.status = NEVER of GET /servers/{server_id}" in coverage.notes[0]
    assert "waited in vain: GET /servers/{server_id} has server.status = BUILD" in coverage.notes[1]
    assert changes(served)[-2:] == ["DELETE /v2.1/servers/ID"] * 2


def test_waiting_until_something_is_gone(tmp_path: Path) -> None:
    gone = {"operation": "GET /servers/{server_id}", "status": 404, "every": 0}
    with serving(Harbour(polls=2)) as served:
        coverage, _ = played(served, tmp_path, [NEW, {"operation": "DELETE /servers/{server_id}", "wait": gone}])
    assert coverage.notes == []


def test_values_are_known_from_the_start_and_names_stand_in_texts(tmp_path: Path) -> None:
    step = {
        "operation": "POST /os-aggregates",
        "body": {"aggregate": {"name": "${prefix}-$unique"}},
        "capture": {"made": "aggregate.id", "name": "aggregate.name"},
        "cleanup": {"operation": "DELETE /os-aggregates/{aggregate_id}", "path": {"aggregate_id": "$made"}},
    }
    with serving(Harbour()) as served:
        coverage, seen = played(served, tmp_path, [step, step], values={"prefix": "drill"})
    assert coverage.notes == []
    names = [one.exchange.response.value["aggregate"]["name"] for one in seen if one.exchange.method == "POST"]
    assert len(set(names)) == 2
    assert all(name.startswith("drill-") for name in names)


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ({"operation": "POST /boats"}, "POST /boats is not documented"),
        ({"operation": "POST /server"}, "did you mean POST /servers"),
        ({"operation": "POST /servers/{id}/action"}, "did you mean POST /servers"),
        ({"operation": "POST /servers", "body": {"sample": "nothing.json"}}, "shows no sample nothing.json"),
        (NEW, "not everything is allowed; add --allow 'DELETE /servers/{server_id}'"),
    ],
)
def test_what_cannot_be_played_is_told_before_anything_is_sent(
    tmp_path: Path, step: dict[str, Any], words: str
) -> None:
    with serving(Harbour()) as served, pytest.raises(ScenarioError) as caught:
        played(served, tmp_path, [step], ("POST /servers",))
    assert words in str(caught.value)
    assert served.requests == []


def test_a_version_that_is_not_offered_skips_the_step(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"version": "2.99"}])
    assert "the API offers 2.1 to 2.12" in coverage.notes[0]
    assert changes(served) == []


def test_an_answer_without_what_is_to_be_captured(tmp_path: Path) -> None:
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [NEW | {"capture": {"server_id": "boat.id"}, "cleanup": []}])
    assert "the answer has no boat.id to capture as server_id" in coverage.notes[0]


def test_a_sample_may_be_named(tmp_path: Path) -> None:
    step = NEW | {"body": {"sample": "v2.4/server-create-req.json"}, "version": "2.4"}
    with serving(Harbour()) as served:
        coverage, _ = played(served, tmp_path, [step])
    assert coverage.notes == []
