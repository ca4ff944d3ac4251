"""Dotted paths."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.live.scenarios.dotted import NoSuchPlaceError, get, join, put, remove, split
from tests.builders import PROPERTY

BODY: dict[str, Any] = {"server": {"name": "quay", "networks": [{"uuid": "n1"}, {"uuid": "n2"}], "a.b": 1}}
STEPS = st.lists(st.text(st.characters(codec="utf-8") | st.sampled_from(".\\"), max_size=5), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("server.name", "quay"),
        ("server.networks.1.uuid", "n2"),
        (r"server.a\.b", 1),
        ("server.networks", [{"uuid": "n1"}, {"uuid": "n2"}]),
    ],
)
def test_get(path: str, value: Any) -> None:
    assert get(BODY, path) == value


@pytest.mark.parametrize("path", ["boat", "server.name.x", "server.networks.2", "server.networks.-1", "server.a.b", ""])
def test_what_is_not_there(path: str) -> None:
    with pytest.raises(NoSuchPlaceError):
        get(BODY, path)


def test_put_changes_makes_and_appends() -> None:
    body = copy.deepcopy(BODY)
    put(body, "server.name", "pier")
    put(body, "server.metadata.side", None)
    put(body, "server.networks.0.uuid", "n0")
    put(body, "server.networks.2", {"uuid": "n3"})
    assert body["server"]["name"] == "pier"
    assert body["server"]["metadata"] == {"side": None}
    assert [one["uuid"] for one in body["server"]["networks"]] == ["n0", "n2", "n3"]


@pytest.mark.parametrize("path", ["server.name.first", "server.networks.9", "server.networks.x"])
def test_put_goes_nowhere_that_is_no_place(path: str) -> None:
    with pytest.raises(NoSuchPlaceError):
        put(copy.deepcopy(BODY), path, 1)


def test_remove_takes_away_what_is_there() -> None:
    body = copy.deepcopy(BODY)
    for path in ("server.networks.0", r"server.a\.b", "server.nothing", "server.name.x"):
        remove(body, path)
    assert body == {"server": {"name": "quay", "networks": [{"uuid": "n2"}]}}


@PROPERTY
@given(STEPS)
def test_a_path_is_its_steps(steps: list[str]) -> None:
    assert split(join(steps)) == steps


@PROPERTY
@given(STEPS, st.integers())
def test_what_was_put_is_there_until_it_is_removed(steps: list[str], value: int) -> None:
    body: dict[str, Any] = {}
    put(body, join(steps), value)
    assert get(body, join(steps)) == value
    remove(body, join(steps))
    with pytest.raises(NoSuchPlaceError):
        get(body, join(steps))


def test_a_backslash_at_the_end_escapes_nothing() -> None:
    with pytest.raises(NoSuchPlaceError, match="backslash"):
        split("server\\")
