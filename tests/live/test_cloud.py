"""Clouds of a clouds.yaml: the way in to Harbour by its own small keystone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from apiref_verify.live.cloud import cloud_door
from apiref_verify.live.coverage import Coverage
from apiref_verify.live.door import Door, DoorError
from apiref_verify.live.survey import prepare
from tests.harbour import Harbour
from tests.harbour import misbehaving as faults
from tests.harbour.fake_keystone import PASSWORD, FakeKeystone, clouds_yaml
from tests.harbour.misbehaving import misbehaving
from tests.harbour.server import serving
from tests.harbour.tokens import ADMIN, Tokens
from tests.live.surveys import survey

Start = Callable[..., FakeKeystone]
SECONDS = 1.0
WELL = faults.always(faults.behaves)


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts Harbour and its keystone, and writes the clouds.yaml of the cloud ``harbour``."""
    with ExitStack() as stack:

        def started(password: str = PASSWORD, plan: faults.Plan = WELL, **more: Any) -> FakeKeystone:
            tokens = Tokens()
            harbour = stack.enter_context(serving(Harbour(tokens)))
            identity = FakeKeystone(tokens, harbour.url, **more)
            keystone = stack.enter_context(misbehaving(identity, plan))
            (tmp_path / "clouds.yaml").write_text(clouds_yaml(keystone.url, password=password))
            return identity

        monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))
        yield started


def walked(door: Door) -> Coverage:
    """The coverage of a walk through a door."""
    prepared = prepare(replace(survey("http://unused.example"), door=door))
    prepared.run(lambda one: None, lambda step, done, total: None)
    return prepared.coverage


def codes(coverage: Coverage) -> set[int]:
    return {code for one in coverage.exercised for codes in one.codes.values() for code in codes}


def test_the_door_is_in_the_catalog(start: Start) -> None:
    start()
    door = cloud_door("harbour", "compute", SECONDS)
    assert door.url.endswith("/v2.1")
    assert door.credentials.headers()["X-Auth-Token"] == "tide-1"
    assert door.values["project_id"] == ADMIN.project_id


def test_one_token_is_enough_while_it_is_good(start: Start) -> None:
    identity = start()
    coverage = walked(cloud_door("harbour", "compute", SECONDS))
    assert len(coverage.exercised) == 14
    assert codes(coverage) == {200}
    assert identity.logins == 1


def test_a_token_that_expires_in_the_middle_of_a_walk_is_replaced(start: Start) -> None:
    identity = start(uses=7)
    coverage = walked(cloud_door("harbour", "compute", SECONDS))
    assert len(coverage.exercised) == 14
    assert codes(coverage) == {200}
    assert identity.logins > 3


def test_a_token_that_is_never_good_is_renewed_once_a_question(start: Start) -> None:
    identity = start(uses=0)
    coverage = walked(cloud_door("harbour", "compute", SECONDS))
    asked = sum(len(one.codes) for one in coverage.exercised if one.operation.path not in ("/", "/{api_version}"))
    assert codes(coverage) == {200, 401}
    assert identity.logins <= 2 * asked


def test_a_keystone_that_goes_away_in_the_middle_ends_the_walk_once(start: Start) -> None:
    start(uses=7, plan=faults.after(2, faults.dies))
    coverage = walked(cloud_door("harbour", "compute", SECONDS))
    assert len(coverage.notes) == 1
    assert "after 3 failures in a row: no token: " in coverage.notes[0]
    assert len(coverage.exercised) > 1


def test_a_keystone_that_hangs_is_not_waited_for(start: Start) -> None:
    start(plan=faults.always(faults.hangs))
    with pytest.raises(DoorError, match=r"cloud harbour: .*timed out"):
        cloud_door("harbour", "compute", 0.3)


def test_a_wrong_password_is_one_line_without_it(start: Start) -> None:
    start(password="s3cret")
    with pytest.raises(DoorError, match=r"cloud harbour: The user or the password is wrong") as caught:
        cloud_door("harbour", "compute", SECONDS)
    assert "s3cret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_service_that_is_not_in_the_catalog(start: Start) -> None:
    start()
    with pytest.raises(DoorError, match="its catalog has no placement"):
        cloud_door("harbour", "placement", SECONDS)


def test_a_cloud_that_nobody_knows(start: Start) -> None:
    start()
    with pytest.raises(DoorError, match=r"cloud elsewhere: .*not found"):
        cloud_door("elsewhere", "compute", SECONDS)


def test_a_keystone_that_is_not_there(start: Start, tmp_path: Path) -> None:
    start()
    (tmp_path / "clouds.yaml").write_text(clouds_yaml("http://127.0.0.1:9"))
    with pytest.raises(DoorError, match=r"cloud harbour: .*127\.0\.0\.1"):
        cloud_door("harbour", "compute", SECONDS)


def test_a_file_that_is_no_clouds_yaml(start: Start, tmp_path: Path) -> None:
    start()
    (tmp_path / "clouds.yaml").write_text("clouds: [\n")
    with pytest.raises(DoorError, match="cloud harbour: ") as caught:
        cloud_door("harbour", "compute", SECONDS)
    assert "\n" not in str(caught.value)


def test_without_the_extra_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openstack.config", None)
    with pytest.raises(DoorError, match=r"pip install 'apiref-verify\[live\]'"):
        cloud_door("harbour", "compute", SECONDS)
