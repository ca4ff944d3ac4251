"""What hangs on ranges of versions: looked up, merged again."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.evidence.contracts.axis import Layer, at, merged, versions, windows
from apiref_verify.model.contract import Codes, Promise, Schema, Standing
from apiref_verify.model.microversion import EVERY_VERSION, Microversion, VersionRange


def test_versions_from_words() -> None:
    assert versions("2.1", "2.10") == VersionRange(Microversion(2, 1), Microversion(2, 10))
    assert versions(None, "2.3") == VersionRange(None, Microversion(2, 3))
    assert versions() == EVERY_VERSION


def test_the_version_before_a_new_major_one_is_not_guessed() -> None:
    with pytest.raises(ValueError, match=r"the version before 3\.0 cannot be known"):
        windows(EVERY_VERSION, [versions("3.0")])


def test_the_first_layer_wins_and_outside_there_is_none() -> None:
    layers: list[Layer[Any]] = [(versions("2.1", "2.4"), "old"), (versions("2.3"), "new")]
    assert [at(layers, one) for one in windows(versions("2.0", "2.9"), [part for part, _ in layers])] == [
        None,
        "old",
        "old",
        "new",
    ]


BOAT: Schema = {"type": "object", "properties": {"id": {"const": 1}}}


def test_neighbours_that_promise_the_same_are_one_with_the_same_schema() -> None:
    equal: Schema = {"properties": {"id": {"const": 1}}, "type": "object"}
    promises = [
        Promise(versions("2.1", "2.2"), request=BOAT),
        Promise(versions("2.3", "2.4"), request=equal),
        Promise(versions("2.5", "2.6"), request=equal, success=Codes((200,), Standing.DECLARED)),
    ]
    found = merged(promises)
    assert [str(one.versions) for one in found] == ["2.1 to 2.4", "2.5 to 2.6"]
    assert found[0].request is BOAT


def test_true_and_one_are_different_schemas() -> None:
    either: list[Schema] = [{"const": 1}, {"const": True}]
    assert len(merged([Promise(versions("2.1", "2.1"), either[0]), Promise(versions("2.2", "2.2"), either[1])])) == 2


def test_promises_with_a_gap_between_stay_two() -> None:
    assert len(merged([Promise(versions("2.1", "2.1"), BOAT), Promise(versions("2.3", "2.3"), BOAT)])) == 2
