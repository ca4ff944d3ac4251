"""What stands in a document for some versions, or for some action, only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from apiref_verify.evidence.contracts.errors import ContractError
from apiref_verify.model.microversion import Microversion
from tests.evidence.contracts.documents import answer, at, document, get, post, ranges, read, route


def since(version: str, **more: Any) -> dict[str, Any]:
    return {**more, "x-openstack": {"min-ver": version}}


def until(version: str, **more: Any) -> dict[str, Any]:
    return {**more, "x-openstack": {"max-ver": version}}


def named(name: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    body = {"type": "object", "properties": {name: schema or {}}, "required": [name]}
    return {**body, "x-openstack": {"action-name": name, **more}}


def test_a_document_without_versions_promises_the_same_in_all(tmp_path: Path) -> None:
    contract = read(tmp_path, document({"/widgets": get({"type": "object"})}))
    assert contract.versions.is_open
    assert ranges(route(contract, "GET /widgets")) == ["all versions"]


def test_the_versions_go_from_the_first_of_an_operation_to_that_of_the_document(tmp_path: Path) -> None:
    content = document({"/widgets": get({}, **since("2.1")), "/gadgets": get({}, **since("2.7"))})
    content["info"]["version"] = "2.9"
    contract = read(tmp_path, content)
    assert str(contract.versions) == "2.1 to 2.9"
    assert ranges(route(contract, "GET /gadgets")) == ["2.7 to 2.9"]


def test_the_version_of_the_document_counts_only_if_it_is_one_of_those(tmp_path: Path) -> None:
    content = document({"/widgets": get({}, **since("2.1"))})
    content["info"]["version"] = "1.4"
    assert str(read(tmp_path, content).versions) == "2.1 and later"


def test_a_property_is_there_and_required_in_its_versions_only(tmp_path: Path) -> None:
    schema = {
        "type": "object",
        "properties": {"old": until("2.4", type="string"), "new": since("2.5", type="string"), "id": {}},
        "required": ["id", "new", "old"],
    }
    show = route(read(tmp_path, document({"/widgets": get(schema, **since("2.1"))})), "GET /widgets")
    assert ranges(show) == ["2.1 to 2.4", "2.5 and later"]
    before, after = (at(show, version).responses["200"] for version in ("2.1", "2.5"))
    assert before == {"type": "object", "properties": {"old": {"type": "string"}, "id": {}}, "required": ["id", "old"]}
    assert after == {"type": "object", "properties": {"new": {"type": "string"}, "id": {}}, "required": ["id", "new"]}


def test_versions_stand_where_a_reference_leads_too(tmp_path: Path) -> None:
    schemas = {
        "New": since("2.5", type="string"),
        "Widget": {"properties": {"new": {"$ref": "#/components/schemas/New"}}},
    }
    content = document({"/widgets": get({"$ref": "#/components/schemas/Widget"})}, components={"schemas": schemas})
    show = route(read(tmp_path, content), "GET /widgets")
    assert at(show, "2.4").responses["200"] == {"properties": {}}
    assert at(show, "2.5").responses["200"] == {"properties": {"new": {"type": "string"}}}


def test_a_choice_by_version_falls_back_on_branches_for_all(tmp_path: Path) -> None:
    branches = [{"type": "string"}, since("2.5", type="integer")]
    schema = {"oneOf": branches, "x-openstack": {"discriminator": "microversion"}}
    create = route(read(tmp_path, document({"/widgets": post(schema)})), "POST /widgets")
    assert [promise.request for promise in create.promises] == [{"type": "string"}, {"type": "integer"}]


def test_an_ordinary_choice_gets_a_branch_more(tmp_path: Path) -> None:
    branches = [{"type": "string"}, since("2.5", type="integer"), {"type": "null"}]
    create = route(read(tmp_path, document({"/widgets": post({"oneOf": branches})})), "POST /widgets")
    before, after = (promise.request for promise in create.promises)
    assert before == {"oneOf": [{"type": "string"}, {"type": "null"}]}
    assert after == {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}


def test_before_the_first_branch_nothing_is_known(tmp_path: Path) -> None:
    schema = {"oneOf": [since("2.5", type="integer")], "x-openstack": {"discriminator": "microversion"}}
    create = route(read(tmp_path, document({"/widgets": post(schema, **since("2.1"))})), "POST /widgets")
    assert [promise.request for promise in create.promises] == [None, {"type": "integer"}]


def test_names_of_the_extension_may_have_underscores(tmp_path: Path) -> None:
    operation = get({}, **{"x-openstack": {"min_ver": "2.2", "max_ver": "2.10"}})
    assert ranges(route(read(tmp_path, document({"/widgets": operation})), "GET /widgets")) == ["2.2 to 2.10"]


def test_a_parameter_is_known_in_its_versions_only(tmp_path: Path) -> None:
    parameters = [
        {"in": "query", "name": "limit", "schema": {"type": "integer"}},
        {"in": "query", "name": "marker", "required": True, "schema": {"type": "string"}, **since("2.5")},
        {"in": "header", "name": "X-Other", "schema": {"type": "string"}},
    ]
    listed = route(read(tmp_path, document({"/widgets": get({}, parameters=parameters)})), "GET /widgets")
    before, after = (promise.query for promise in listed.promises)
    assert before == {"type": "object", "properties": {"limit": {"type": "integer"}}}
    assert after == {
        "type": "object",
        "properties": {"limit": {"type": "integer"}, "marker": {"type": "string"}},
        "required": ["marker"],
    }


def test_parameters_of_an_operation_win_over_those_of_its_path(tmp_path: Path) -> None:
    def limit(kind: str) -> list[Any]:
        return [{"in": "query", "name": "limit", "schema": {"type": kind}}]

    item = {"parameters": limit("string"), **get({}, parameters=limit("integer")), "delete": {"responses": {}}}
    contract = read(tmp_path, document({"/widgets": item}))
    shown = [route(contract, f"{method} /widgets").promises[0].query for method in ("GET", "DELETE")]
    assert shown == [{"type": "object", "properties": {"limit": {"type": kind}}} for kind in ("integer", "string")]


def test_responses_and_codes_have_versions(tmp_path: Path) -> None:
    responses = {"200": answer({}, **until("2.4")), "202": answer({}, **since("2.5")), "404": {"description": ""}}
    item = {"delete": {"responses": responses}}
    gone = route(read(tmp_path, document({"/widgets/{id}": item})), "DELETE /widgets/{id}")
    assert [(promise.success.codes, list(promise.responses)) for promise in gone.promises] == [
        ((200,), ["200"]),
        ((202,), ["202"]),
    ]
    assert gone.promises[0].errors.codes == (404,)


def test_an_answer_without_content_says_nothing(tmp_path: Path) -> None:
    item = {"delete": {"responses": {"204": {"description": "gone"}}}}
    gone = route(read(tmp_path, document({"/widgets/{id}": item})), "DELETE /widgets/{id}")
    assert gone.promises[0].responses == {}
    assert gone.promises[0].request is None
    assert gone.promises[0].query is None


def test_every_action_is_an_operation_with_its_own_body_and_answer(tmp_path: Path) -> None:
    resize = {
        "oneOf": [
            named("resize", {"type": "string"}, **{"max-ver": "2.4"}),
            named("resize", {"type": "integer"}, **{"min-ver": "2.5"}),
        ],
        "x-openstack": {"discriminator": "microversion", "action-name": "resize"},
    }
    unnamed = {"type": "object", "properties": {"start": {"type": "null"}}}
    schema = {"oneOf": [resize, unnamed], "x-openstack": {"discriminator": "action"}}
    done = {"type": "object", "x-openstack": {"action-name": "resize"}}
    responses = {"202": answer({"oneOf": [done, {"type": "null"}]}), "200": answer({"type": "string"})}
    contract = read(tmp_path, document({"/widgets/{id}/action": post(schema, responses=responses)}))
    assert [str(one) for one in contract.routes] == [
        "POST /widgets/{id}/action (resize)",
        "POST /widgets/{id}/action (start)",
    ]
    resized, started = contract.routes
    assert ranges(resized) == ["up to 2.4", "2.5 and later"]
    assert at(resized, "2.4").request == {
        "type": "object",
        "properties": {"resize": {"type": "string"}},
        "required": ["resize"],
    }
    assert at(resized, "2.5").responses == {"202": {"type": "object"}}
    assert ranges(started) == ["all versions"]
    assert started.promises[0].responses == {}


def test_an_action_ends_with_its_last_body(tmp_path: Path) -> None:
    late, early = named("late", **{"min-ver": "2.5"}), named("early", **{"max-ver": "2.4"})
    schema = {"oneOf": [late, early], "x-openstack": {"discriminator": "action"}}
    contract = read(tmp_path, document({"/widgets/{id}/action": post(schema, **since("2.1"))}))
    assert [ranges(one) for one in contract.routes] == [["2.1 to 2.4", "2.5 and later"], ["2.1 to 2.4"]]
    assert contract.routes[0].promises[0].request is None


def test_an_action_that_its_body_cannot_name_is_none(tmp_path: Path) -> None:
    other = {"type": "object", "properties": {"widget": {}}, "additionalProperties": False}
    branches = [named("start"), {**other, "x-openstack": {"action-name": "create"}}]
    schema = {"oneOf": branches, "x-openstack": {"discriminator": "action"}}
    contract = read(tmp_path, document({"/widgets/{id}/action": post(schema)}))
    assert [one.action for one in contract.routes] == ["start"]


def test_what_is_deprecated_and_gone_is_removed(tmp_path: Path) -> None:
    responses = {"200": answer({}), "410": {"description": "gone"}}
    item = {"get": {"deprecated": True, "responses": responses}, "put": {"responses": responses}}
    contract = read(tmp_path, document({"/widgets": item}))
    assert {one.method: one.promises[0].removed for one in contract.routes} == {"GET": True, "PUT": False}


def test_equal_schemas_are_one_object(tmp_path: Path) -> None:
    paths = {"/widgets": get({"type": "object"}), "/gadgets": get({"type": "object"})}
    one, other = read(tmp_path, document(paths)).routes
    assert one.promises[0].responses["200"] is other.promises[0].responses["200"]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"min-ver": 2.10},
            "openapi.json:1: min-ver is 2.1, a number: 2.10 and 2.1 would be the same; put it in quotes",
        ),
        ({"max-ver": "two"}, "openapi.json:1: max-ver is 'two'; write a version, such as '2.10'"),
        ({"min-ver": "2.9", "max-ver": "2.1"}, "max-ver 2.1 comes before min-ver 2.9"),
    ],
)
def test_a_version_that_is_none_is_told(tmp_path: Path, told: Any, said: str) -> None:
    with pytest.raises(ContractError) as caught:
        read(tmp_path, document({"/widgets": get({}, **{"x-openstack": told})}))
    assert said in str(caught.value)


def test_a_new_major_version_within_an_operation_is_told(tmp_path: Path) -> None:
    schema = {"properties": {"new": since("3.0")}}
    with pytest.raises(ContractError, match=r"the version before 3\.0"):
        read(tmp_path, document({"/widgets": get(schema, **since("2.1"))}))


def test_the_newest_promise_is_that_of_no_version(tmp_path: Path) -> None:
    contract = read(tmp_path, document({"/widgets": get({"properties": {"new": since("2.5")}})}))
    assert contract.routes[0].at(None) is contract.routes[0].at(Microversion(2, 5))
