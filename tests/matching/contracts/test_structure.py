"""The schemas of all promises as one tree."""

from __future__ import annotations

from typing import Any

import yaml

from apiref_verify.matching.contracts.structure import instances_of, promised
from apiref_verify.matching.skeleton import ANY_KEY, Node, Skeleton
from apiref_verify.model.contract import Promise
from tests.builders import versions
from tests.contracts import contract


def skeleton(*schemas: str) -> Skeleton:
    """The tree of some promises, each with one schema in YAML, or a list of several."""
    return merged(*(yaml.safe_load(text) for text in schemas))


def merged(*schemas: Any) -> Skeleton:
    owner = contract("routes: []")
    promises = [Promise(versions(f"1.{number}", f"1.{number}")) for number, _ in enumerate(schemas, 1)]
    return promised(instances_of(owner, promises), [s if isinstance(s, list) else [s] for s in schemas])


def node(tree: Skeleton, path: str) -> Node:
    found = tree.root
    for name in path.split("."):
        found = found.children[name]
    return found


def test_a_promise_is_evidence_of_its_versions() -> None:
    (first,) = skeleton("{}").instances
    assert (first.kind, first.origin, first.version, first.body) == ("contract", "harbour", None, None)
    assert first.span == versions("1.1", "1.1")


def test_a_node_is_seen_in_the_promises_that_have_it() -> None:
    tree = skeleton("{properties: {a: {}}}", "{properties: {a: {}, b: {}}}", "{properties: {b: {}}}")
    assert node(tree, "a").seen == {0, 1}
    assert node(tree, "b").seen == {1, 2}
    assert {each.path for each in tree.nodes} == {"a", "b"}


def test_types_are_kept_by_promise() -> None:
    tree = skeleton("{properties: {a: {type: string}}}", "{properties: {a: {type: [object, 'null']}}}")
    assert node(tree, "a").types == {"string", "object", "null"}
    assert node(tree, "a").types_in == {0: {"string"}, 1: {"object", "null"}}


def test_one_schema_of_several_promises_is_merged_into_all() -> None:
    shared = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
    tree = merged(shared, shared)
    assert node(tree, "a").seen == {0, 1}
    assert node(tree, "a").required_in == {0, 1}
    assert node(tree, "a").types_in == {0: {"string"}, 1: {"string"}}


def test_required_and_open_are_told_by_promise() -> None:
    tree = skeleton(
        "{properties: {a: {properties: {b: {}}, required: [b]}}, required: [a], additionalProperties: false}",
        "{properties: {a: {properties: {b: {}}, additionalProperties: false}}}",
    )
    assert node(tree, "a").required_in == {0}
    assert node(tree, "a.b").required_in == {0}
    assert tree.root.open_in == {1}
    assert node(tree, "a").open_in == {0}


def test_what_some_branches_of_a_choice_require_is_disputed() -> None:
    tree = skeleton(
        "{properties: {a: {}, b: {}}, oneOf: [{required: [a]}, {required: [b]}]}",
        "{properties: {a: {}}, required: [a]}",
    )
    assert node(tree, "a").disputed_in == {0}
    assert node(tree, "a").required_in == {1}


def test_items_belong_to_their_array() -> None:
    tree = skeleton("{properties: {boats: {type: array, items: {type: object, properties: {name: {type: string}}}}}}")
    assert node(tree, "boats").types == {"array"}
    assert node(tree, "boats").items == {"object"}
    assert node(tree, "boats.name").types == {"string"}


def test_items_of_arrays_in_arrays_belong_to_the_outermost() -> None:
    tree = skeleton("{properties: {a: {type: array, items: {type: array, items: {properties: {b: {}}}}}}}")
    assert {each.path for each in tree.nodes} == {"a", "a.b"}


def test_a_body_that_is_an_array_has_what_its_items_have() -> None:
    tree = skeleton("{type: array, items: {type: object, properties: {name: {}}}}")
    assert [each.path for each in tree.nodes] == ["name"]


def test_prefix_items_are_all_places_of_the_array() -> None:
    tree = skeleton("{properties: {a: {prefixItems: [{properties: {b: {}}}, {properties: {c: {}}}, {type: string}]}}}")
    assert {each.path for each in tree.nodes} == {"a", "a.b", "a.c"}
    assert node(tree, "a").items == {"object", "string"}


def test_values_of_any_name_are_one_node() -> None:
    tree = skeleton("{properties: {a: {type: object, additionalProperties: {type: object, properties: {b: {}}}}}}")
    assert node(tree, "a").is_map
    assert node(tree, f"a.{ANY_KEY}.b").seen == {0}


def test_a_property_that_may_not_be_there_is_not() -> None:
    tree = skeleton("{properties: {a: {}, b: false}}")
    assert [each.path for each in tree.nodes] == ["a"]


def test_a_schema_within_itself_ends() -> None:
    tree = skeleton("""
        $ref: '#/$defs/boat'
        $defs:
          boat: {type: object, properties: {name: {type: string}, tender: {$ref: '#/$defs/boat'}}}
    """)
    paths = {each.path for each in tree.nodes}
    assert {"name", "tender"} <= paths
    assert all(path.count("tender") <= 2 for path in paths)


def test_a_schema_within_its_own_items_ends() -> None:
    tree = skeleton("""
        $defs: {boat: {type: object, properties: {boats: {type: array, items: {$ref: '#/$defs/boat'}}}}}
        $ref: '#/$defs/boat'
    """)
    assert node(tree, "boats").items == {"object"}


def test_a_schema_that_leads_ever_deeper_ends() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(100):
        deep = {"type": "object", "properties": {"a": deep}}
    tree = merged(deep)
    assert 20 <= max(each.depth for each in tree.nodes) <= 30


def test_two_answers_of_one_promise_are_one_body() -> None:
    tree = merged(
        [
            {"type": "object", "properties": {"a": {}, "b": {}}, "required": ["a", "b"]},
            {"type": "object", "properties": {"a": {}, "c": {}}, "required": ["a", "c"]},
        ]
    )
    assert {each.path for each in tree.nodes} == {"a", "b", "c"}
    assert {each.path for each in tree.nodes if each.required_in} == {"a"}


def test_the_property_around_a_body_is_its_envelope() -> None:
    tree = skeleton("{properties: {boat: {type: object, properties: {a: {}}}}}")
    assert tree.envelope is node(tree, "boat")
    assert tree.is_envelope(node(tree, "boat"))
    assert not tree.is_envelope(node(tree, "boat.a"))


def test_an_optional_property_beside_it_makes_no_less_of_an_envelope() -> None:
    tree = skeleton("{properties: {boats: {type: array}, boats_links: {type: array}}, required: [boats]}")
    assert tree.is_envelope(node(tree, "boats"))
    assert not tree.is_envelope(node(tree, "boats_links"))
