"""The tables of an operation against what a route promises, window by window."""

from __future__ import annotations

from typing import Any

from apiref_verify.matching.contracts.comparison import Promised
from apiref_verify.matching.matcher import match
from apiref_verify.model.microversion import EVERY_VERSION
from apiref_verify.model.reference import Place
from tests.builders import REQUEST, RESPONSE, operation, reference, row, table, versions
from tests.contracts import contract, promised

TWO = """
min_version: "1.1"
max_version: "1.10"
routes:
- path: GET /boats
  ranges:
  - {min_version: "1.1", max_version: "1.4", response: {properties: {a: {}}}}
  - {min_version: "1.5", max_version: "1.10", response: {properties: {a: {}, b: {}}}}
"""


def compared(*rows: Any, text: str = TWO, **more: Any) -> Promised:
    return promised(rows, text, **more)[1]


def test_windows_are_cut_at_promises_and_rows() -> None:
    found = compared(row("a", since="1.3"), row("b", until="1.7"))
    assert found.windows == [
        (versions("1.1", "1.2"), 0),
        (versions("1.3", "1.4"), 0),
        (versions("1.5", "1.7"), 1),
        (versions("1.8", "1.10"), 1),
    ]


def test_rows_claim_the_windows_of_their_versions_and_of_their_table() -> None:
    early, late = row("a", until="1.4"), row("b")
    single = operation([table([early]), table([late], since="1.5")])
    matching = match(reference(single), contracts=[contract(TWO)])
    found = matching.contracts[0].of(single, RESPONSE)
    assert found is not None
    assert found.ranges(found.claimed(early)) == [versions("1.1", "1.4")]
    assert found.ranges(found.claimed(late)) == [versions("1.5", "1.10")]


def test_a_property_is_shown_in_the_windows_of_its_promises() -> None:
    found = compared(row("a"), row("b", since="1.8"))
    assert found.ranges(found.shown(found.skeleton.root.children["a"])) == [versions("1.1", "1.10")]
    assert found.ranges(found.shown(found.skeleton.root.children["b"])) == [versions("1.5", "1.10")]


def test_a_property_that_a_pattern_admits_is_shown_too() -> None:
    found = compared(
        row("flag"),
        text="""
        routes:
        - path: GET /boats
          ranges:
          - {max_version: "1.4", response: {patternProperties: {'^f.*g$': {}}, additionalProperties: false}}
          - {min_version: "1.5", response: {properties: {flag: {}}}}
        """,
    )
    assert found.shown(found.skeleton.root.children["flag"]) == found.every_window


def test_versions_in_which_the_operation_is_not_served_have_no_window() -> None:
    found = compared(
        row("a"),
        text="""
        routes:
        - path: GET /boats
          ranges:
          - {min_version: "1.1", max_version: "1.2", response: {properties: {a: {}}}}
          - {min_version: "1.3", max_version: "1.4", removed: true, response: {properties: {b: {}}}}
          - {min_version: "1.5", max_version: "1.6", response: {properties: {a: {}}}}
          - {min_version: "1.7", max_version: "1.8"}
        """,
    )
    assert [window for window, _ in found.windows] == [versions("1.1", "1.2"), versions("1.5", "1.6")]
    assert found.ranges(found.every_window) == [versions("1.1", "1.2"), versions("1.5", "1.6")]
    assert [node.name for node in found.skeleton.nodes] == ["a"]


def test_without_versions_there_is_one_window_that_every_row_claims() -> None:
    late = row("a", since="1.5")
    found = compared(late, text="routes: [{path: GET /boats, response: {properties: {a: {}}}}]")
    assert not found.is_versioned
    assert found.windows == [(EVERY_VERSION, 0)]
    assert found.claimed(late) == {0}


def test_versions_that_change_nothing_are_mere_labels() -> None:
    found = compared(
        row("a"),
        text="""
        min_version: "1.1"
        max_version: "1.10"
        routes: [{path: GET /boats, min_version: "1.1", max_version: "1.10", response: {properties: {a: {}}}}]
        """,
    )
    assert len(found.windows) == 1


def test_body_and_query_are_compared_each_with_its_rows() -> None:
    text = "routes: [{path: GET /boats, query: {properties: {limit: {}}}, request: {properties: {limit: {}}}}]"
    rows = [row("limit", travels=Place.QUERY), row("limit", key="limit_body"), row("id", travels=Place.PATH)]
    query = compared(*rows, text=text, direction=REQUEST, at=Place.QUERY)
    body = compared(*rows, text=text, direction=REQUEST)
    assert [each.key for each in query.rows] == ["limit"]
    assert [each.key for each in body.rows] == ["limit_body"]


def test_a_part_without_authority_or_schema_is_not_compared() -> None:
    single = operation([table([row("a")])])
    for text in (
        "{authority: [routes, requests], routes: [{path: GET /boats, response: {properties: {a: {}}}}]}",
        "routes: [{path: GET /boats}]",
        "routes: [{path: GET /ships, response: {properties: {a: {}}}}]",
    ):
        matching = match(reference(single), contracts=[contract(text)])
        assert matching.contracts[0].of(single, RESPONSE) is None


def test_head_is_not_compared_with_the_answer_of_get() -> None:
    single = operation([table([row("a")])], method="HEAD")
    matching = match(reference(single), contracts=[contract("routes: [{path: GET /boats, response: {}}]")])
    assert matching.contracts[0].routing.route(single) is not None
    assert matching.contracts[0].of(single, RESPONSE) is None


def test_json_patch_is_not_compared() -> None:
    single = operation([table([row("name")], REQUEST)], method="PATCH")
    text = """
    routes:
    - path: PATCH /boats
      request: {type: array, items: {type: object, properties: {op: {}, path: {}, value: {}}}}
    """
    matching = match(reference(single), contracts=[contract(text)])
    assert matching.contracts[0].of(single, REQUEST) is None


def test_names_of_other_operations_on_a_route_are_shared_where_a_table_leaves_much_out() -> None:
    text = "routes: [{path: 'PUT /boats/{what}', request: {properties: {flag: {}, oars: {}, sails: {}}}}]"
    sail = operation([table([row("flag"), row("sails")], REQUEST)], method="PUT", url="/boats/sail")
    pull = operation([table([row("oars")], REQUEST)], method="PUT", url="/boats/row")
    found = match(reference(sail, pull), contracts=[contract(text)]).contracts[0].of(sail, REQUEST)
    assert found is not None
    assert found.siblings == [pull]
    assert found.sibling_names == {"oars"}


def test_a_table_that_covers_its_schema_needs_no_other() -> None:
    text = "routes: [{path: 'PUT /boats/{what}', request: {properties: {flag: {}}}}]"
    operations = [
        operation([table([row("flag")], REQUEST)], method="PUT", url=url) for url in ("/boats/sail", "/boats/row")
    ]
    found = match(reference(*operations), contracts=[contract(text)]).contracts[0].of(operations[0], REQUEST)
    assert found is not None
    assert found.siblings == []


def test_a_pointer_leads_to_the_property_that_it_means() -> None:
    text = """
    routes:
    - path: GET /boats
      response:
        properties:
          boats: {type: array, items: {properties: {name: {}, parts: {additionalProperties: {properties: {kind: {}}}}}}}
          a/b: {}
    """
    found = compared(row("a"), text=text)
    paths = {
        "": "",
        "/boats/3/name": "boats.name",
        "/boats/0": "boats",
        "/a~1b": "a/b",
        "/boats/1/parts/mast/kind": "boats.parts.*.kind",
    }
    for pointer, path in paths.items():
        node = found.node_at(pointer)
        assert node is not None
        assert node.path == path
    assert found.node_at("/nothing") is None
    assert found.node_at("/nothing/more") is None
