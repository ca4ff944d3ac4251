"""The tree that is merged from the bodies of samples."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.skeleton import ANY_KEY, Node, Skeleton, build, is_free_map
from tests.builders import PROPERTY, instance

UUIDS = ("0b54a0d6-3c85-4e53-8c0b-6a9a6c7a2e51", "1c65b1e7-4d96-4f64-9d1c-7bab7d8b3f62")


def built(*bodies: Any, free: str = "") -> Skeleton:
    return build([instance(body) for body in bodies], frozenset(free.split()))


def paths(skeleton: Skeleton) -> list[str]:
    return [node.path for node in skeleton.nodes]


def node(skeleton: Skeleton, path: str) -> Node:
    return next(n for n in skeleton.nodes if n.path == path)


def test_properties_become_nodes_in_document_order_parents_first() -> None:
    skeleton = built({"boat": {"id": "1", "captain": {"name": "Ann"}}, "links": []})
    assert paths(skeleton) == ["boat", "boat.id", "boat.captain", "boat.captain.name", "links"]


def test_items_of_an_array_belong_to_the_node_of_the_array() -> None:
    skeleton = built({"boats": [{"id": "1"}, {"name": "Gull"}, [{"deep": 1}], 5]})
    assert paths(skeleton) == ["boats", "boats.id", "boats.name", "boats.deep"]
    assert node(skeleton, "boats").types == {"array"}
    assert node(skeleton, "boats").items == {"object", "array", "integer"}


def test_a_body_that_is_an_array_has_its_properties_at_the_top() -> None:
    assert paths(built([{"id": "1"}, {"name": "Gull"}])) == ["id", "name"]


@pytest.mark.parametrize("body", [[], {}, None, 5, "text"])
def test_a_body_without_properties_has_no_nodes(body: Any) -> None:
    assert built(body).nodes == []


def test_bodies_are_merged_and_each_node_knows_where_it_stands() -> None:
    skeleton = built({"boat": {"id": "1"}}, {"boat": {"id": None, "name": "Gull"}}, {"boat": {}})
    assert node(skeleton, "boat").seen == {0, 1, 2}
    assert node(skeleton, "boat").filled == {0, 1}
    assert node(skeleton, "boat.id").seen == {0, 1}
    assert node(skeleton, "boat.id").types == {"string", "null"}
    assert node(skeleton, "boat.name").pointers == {1: "/boat/name"}


def test_pointers_lead_to_the_first_place_in_a_body() -> None:
    skeleton = built({"boats": [{"a/b": {"c~d": 1}}, {"a/b": {"c~d": 2}}]})
    assert node(skeleton, "boats.a/b.c~d").pointers == {0: "/boats/0/a~1b/c~0d"}
    assert node(skeleton, "boats.a/b.c~d").examples == [1, 2]


@pytest.mark.parametrize(
    "keys",
    [
        UUIDS,
        ("10.0.0.1", "10.0.0.0/24"),
        ("fe80::1",),
        ("fa:16:3e:4c:2c:30",),
        ("0", "1"),
        ("http://example.org/a",),
        ("/var/log",),
        ("<name>",),
        ("{key}", "$x"),
        ("two words",),
        ("CUSTOM_GOLD", "VCPU"),
        ("d41d8cd98f00b204e9800998ecf8427e",),
    ],
)
def test_keys_that_look_like_data_make_a_free_map(keys: tuple[str, ...]) -> None:
    skeleton = built({"rigs": {key: {"area": 5} for key in keys}})
    assert paths(skeleton) == ["rigs", "rigs.*", "rigs.*.area"]
    assert node(skeleton, "rigs").is_map
    assert node(skeleton, "rigs").key_sets == [frozenset(keys)]


@pytest.mark.parametrize("keys", [(UUIDS[0], "name"), ("A",), ("id", "name"), ("VCPU", "ram")])
def test_one_key_that_is_a_name_makes_a_plain_object(keys: tuple[str, ...]) -> None:
    assert not is_free_map("rigs", dict.fromkeys(keys, 5))


@pytest.mark.parametrize(
    "name", ["metadata", "meta", "image_metadata", "extra_specs", "volume_specs", "os:scheduler_hints"]
)
def test_objects_of_well_known_names_are_free_maps_of_plain_values(name: str) -> None:
    assert is_free_map(name, {"home": "Kiel", "length": 9})
    assert not is_free_map(name, {"home": {"town": "Kiel"}})
    assert not is_free_map(name, {})
    assert not is_free_map("boat", {"home": "Kiel"})


def test_objects_that_a_house_uses_as_maps_are_free_wherever_they_stand() -> None:
    skeleton = built({"boat": {"rig": {"jib": 5}}}, {"rig": {"main": {"area": 12}}}, free="rig")
    assert paths(skeleton) == ["boat", "boat.rig", "boat.rig.*", "rig", "rig.*", "rig.*.area"]


def test_a_map_once_is_a_map_in_later_bodies_but_not_in_the_items_of_an_array() -> None:
    skeleton = built({"rig": {"10.0.0.1": 1}}, {"rig": {"jib": 5}})
    assert paths(skeleton) == ["rig", "rig.*"]
    skeleton = built({"rigs": [{"10.0.0.1": 1}, {"jib": 5}]})
    assert paths(skeleton) == ["rigs", "rigs.*", "rigs.jib"]


@pytest.mark.parametrize(
    ("bodies", "envelope"),
    [
        ([{"boat": {"id": "1"}}], "boat"),
        ([{"boats": [{"id": "1"}]}], "boats"),
        ([{"boats": []}], "boats"),
        ([{"boat": {}}, {"boat": {"id": "1"}}], "boat"),
        ([{"boat": {"id": "1"}, "links": []}], None),
        ([{"boat": {"id": "1"}}, {"ship": {}}], None),
        ([{"name": "Gull"}], None),
        ([{"names": ["Gull"]}], None),
        ([{"10.0.0.1": {"id": "1"}}], None),
        ([[]], None),
    ],
)
def test_the_envelope_is_the_single_top_property_that_may_hold_others(bodies: list[Any], envelope: str | None) -> None:
    found = built(*bodies).envelope
    assert (found.name if found else None) == envelope


def test_an_envelope_stands_alone_in_every_body_that_has_it() -> None:
    skeleton = built({"boat": {"id": "1"}}, {"fault": {"code": 404}})
    assert [n.name for n in skeleton.nodes if skeleton.is_envelope(n)] == ["boat", "fault"]
    skeleton = built({"boat": {"id": "1"}}, {"boat": {"id": "1"}, "fault": {"code": 404}})
    assert [n.name for n in skeleton.nodes if skeleton.is_envelope(n)] == []


def test_containers_are_objects_arrays_of_objects_and_empty_arrays() -> None:
    skeleton = built({"a": {}, "b": [{}], "c": [], "d": ["x"], "e": None, "f": 1})
    assert [n.name for n in skeleton.nodes if n.is_container] == ["a", "b", "c"]


def test_very_deep_nesting_is_cut_off_and_not_followed() -> None:
    body: Any = {}
    for _ in range(500):
        body = {"a": [body]}
    assert 50 <= len(built(body).nodes) <= 100


def test_nested_arrays_of_any_depth_are_one_array() -> None:
    body: Any = {"id": "1"}
    for _ in range(500):
        body = [body]
    assert paths(built({"boats": body})) == ["boats", "boats.id"]


keys = st.sampled_from(["id", "name", "boat", "links", "metadata", "10.0.0.1", "VCPU", "a.b", "x/y"])
bodies = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["", "Gull", UUIDS[0]]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@PROPERTY
@given(st.lists(bodies, max_size=4))
def test_whatever_the_bodies_every_property_is_in_exactly_one_node(samples: list[Any]) -> None:
    skeleton = built(*samples)
    assert len(set(paths(skeleton))) == len(skeleton.nodes)
    assert sorted(skeleton.nodes, key=id) == sorted((n for same in skeleton.by_name.values() for n in same), key=id)
    for each in skeleton.nodes:
        assert each.parent is not None
        assert each.parent.children[each.name] is each
        assert each.seen <= each.parent.filled
        assert each.filled <= each.seen <= set(range(len(samples)))
        assert set(each.pointers) == each.seen
        assert each.types


@PROPERTY
@given(st.lists(bodies, max_size=3))
def test_every_pointer_leads_to_a_value_of_its_node(samples: list[Any]) -> None:
    skeleton = built(*samples)
    for each in skeleton.nodes:
        for index, pointer in each.pointers.items():
            value, name = _at(samples[index], pointer)
            assert each.name in (name, ANY_KEY)
            assert isinstance(value, list) == ("array" in each.types) or len(each.types) > 1


def _at(body: Any, pointer: str) -> tuple[Any, str]:
    step = ""
    for part in pointer.split("/")[1:]:
        step = part.replace("~1", "/").replace("~0", "~")
        body = body[int(step)] if isinstance(body, list) else body[step]
    return body, step
