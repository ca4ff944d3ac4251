"""Which operation a request is of."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apiref_verify.matching.contracts.routes import template_of
from apiref_verify.matching.exchanges.addresses import request_of
from apiref_verify.matching.exchanges.routing import Directory, documented, endpoint_of, locate
from apiref_verify.model.exchange import EMPTY, Body, BodyKind
from tests.builders import PROPERTY, operation

TEMPLATES = (
    *("/boats", "/boats/detail", "/boats/{id}", "/boats/{id}/log", "/boats/{id}/{part}", "/boats/{id}/log/last"),
    *("/{kind}/detail", "/v2/piers/{id}", "/v3/piers/{id}", "/quotas/{project_id}", "/v2.1/{project_id}/buoys/{id}"),
)


def found(url: str, *templates: str, method: str = "GET") -> list[str]:
    """The templates that a URL is of."""
    directory = Directory((("GET"), each, None, each) for each in templates or TEMPLATES)
    entry = locate(directory, method, request_of(url, directory.firsts), EMPTY)
    return [each.item for each in entry.entries] if entry else []


@pytest.mark.parametrize(
    ("url", "template"),
    [
        ("/v2.1/boats", "/boats"),
        ("/v2.1/boats/7", "/boats/{id}"),
        ("/v2.1/boats/detail", "/boats/detail"),
        ("/v2.1/piles/detail", "/{kind}/detail"),
        ("/v2.1/boats/7/log", "/boats/{id}/log"),
        ("/v2.1/boats/7/sails", "/boats/{id}/{part}"),
        ("/v2/piers/7", "/v2/piers/{id}"),
        ("/v3/piers/7", "/v3/piers/{id}"),
        ("/v2.1/0123456789abcdef0123456789abcdef/boats/7", "/boats/{id}"),
        ("/v2.1/quotas/0123456789abcdef0123456789abcdef", "/quotas/{project_id}"),
        ("/v2.1/0123456789abcdef0123456789abcdef/buoys/7", "/v2.1/{project_id}/buoys/{id}"),
        ("/v2.1/buoys/7", "/v2.1/{project_id}/buoys/{id}"),
    ],
)
def test_literals_go_before_variables_and_versions_and_projects_do_not_matter(url: str, template: str) -> None:
    assert found(url) == [template]


@pytest.mark.parametrize("url", ["/v2.1/ships", "/v2.1/boats/7/log/first", "/v2.1/boats/7/log/last/x", "/", ""])
def test_what_fits_no_template_is_not_found(url: str) -> None:
    assert found(url) == []


def test_the_method_counts() -> None:
    assert found("/v2.1/boats", method="POST") == []


def test_a_template_of_variables_alone_fits_nothing_else_than_a_version() -> None:
    assert found("/v2.1/boats", "/{version}") == []
    assert found("http://h/v2.1", "/{version}") == ["/{version}"]


def test_all_operations_of_one_template_are_found() -> None:
    assert found("/v2.1/boats/7", "/boats/{id}", "/boats/{boat_id}") == ["/boats/{id}", "/boats/{boat_id}"]


ACTIONS = [operation(method="POST", url="/boats/{id}/action", action=name) for name in ("launch", "sink")]


@pytest.mark.parametrize(
    ("body", "action"),
    [
        ({"launch": None}, "launch"),
        ({"sink": {"deep": True}}, "sink"),
        ({"sink": {}, "launch": {}}, "sink"),
        ({"scuttle": {}}, None),
        ({}, None),
        ([], None),
        ("launch", None),
        (None, None),
    ],
)
def test_an_action_is_the_first_key_of_the_body(body: Any, action: str | None) -> None:
    directory = documented(ACTIONS)
    request = request_of("/v2.1/boats/7/action", directory.firsts)
    entry = locate(directory, "POST", request, Body(BodyKind.JSON, body))
    assert (entry.entries[0].item.action if entry else None) == action


def test_a_body_that_is_cut_off_names_no_action() -> None:
    directory = documented(ACTIONS)
    request = request_of("/v2.1/boats/7/action", directory.firsts)
    assert locate(directory, "POST", request, Body(BodyKind.UNREADABLE, reason="truncated")) is None


def test_operations_are_counted_by_method_path_and_action_whatever_variables_are_called() -> None:
    assert str(endpoint_of(ACTIONS[0])) == "POST /boats/{}/action (launch)"
    assert endpoint_of(operation(url="/boats/{a}")) == endpoint_of(operation(url="/boats/{b}?limit={limit}"))
    assert endpoint_of(operation(url="/v2/boats")) != endpoint_of(operation(url="/v3/boats"))


SEGMENT = st.one_of(st.sampled_from(["boats", "log", "detail"]), st.just("{id}"))
TEMPLATE = st.lists(SEGMENT, min_size=1, max_size=4).map(lambda segments: "/" + "/".join(segments))
VALUE = st.sampled_from(["7", "boats", "log", "Ada", "0d1c1f1e-7a5b-4f0e-9b1a-2f9c3d4e5f60", "detail", "a%20b"])


@PROPERTY
@given(st.lists(TEMPLATE, min_size=1, max_size=8, unique=True), st.data())
def test_a_path_made_of_a_template_finds_it_or_one_as_literal(templates: list[str], data: st.DataObject) -> None:
    own = (
        data.draw(st.sampled_from(templates).filter(lambda each: template_of(each).is_named))
        if any(template_of(each).is_named for each in templates)
        else None
    )
    if own is None:
        return
    url = "/v2.1" + "/".join(data.draw(VALUE) if part == "{id}" else part for part in own.split("/"))
    hits = found(url, *templates)
    assert hits
    for hit in hits:
        assert hit.count("{id}") <= own.count("{id}")
