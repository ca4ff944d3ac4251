"""Where an API is, and what it offers: the documents of many services, in their forms."""

from __future__ import annotations

from typing import Any

import pytest

from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.live.asking.credentials import PlainHeaders
from apiref_verify.live.asking.limits import Limits
from apiref_verify.live.asking.recorder import Recorder
from apiref_verify.live.client import ReadingClient
from apiref_verify.live.endpoint import Endpoint, discover
from tests.live.servers import Request, Server, reply

QUICK = Limits(connect=2, read=2, total=5, retries=0, rate=0)


@pytest.mark.parametrize(
    ("base", "documented", "url"),
    [
        ("http://c/compute/v2.1", "/servers", "http://c/compute/v2.1/servers"),
        ("http://c/compute/v2.1/", "/", "http://c/compute/"),
        ("http://c/compute/v2.1", "/{api_version}/", "http://c/compute/{api_version}/"),
        ("http://c/image", "/v2/images", "http://c/image/v2/images"),
        ("http://c/image/v2", "/v2/images", "http://c/image/v2/images"),
        ("http://c/volume/v3/p1", "/v3/{project_id}/volumes", "http://c/volume/v3/{project_id}/volumes"),
        ("http://c/volume/v3/p1", "/volumes", "http://c/volume/v3/p1/volumes"),
        ("http://c:8778", "/resource_providers", "http://c:8778/resource_providers"),
        ("http://c:8778/", "/", "http://c:8778/"),
    ],
)
def test_urls(base: str, documented: str, url: str) -> None:
    assert Endpoint.at(base).url(documented, documented) == url


def entry(name: str, low: str, high: str, status: str = "CURRENT", **more: Any) -> dict[str, Any]:
    links = [{"rel": "self", "href": f"http://elsewhere.example/x/{name}/"}]
    return {"id": name, "status": status, "min_version": low, "version": high, "links": links, **more}


OLD = entry("v2.0", "", "", "SUPPORTED")


@pytest.mark.parametrize(
    ("base", "documents", "below", "offered"),
    [
        ("", {"/": {"versions": [OLD, entry("v2.1", "2.1", "2.96")]}}, "/v2.1", "2.1 to 2.96"),
        ("", {"/": {"versions": [entry("v2.1", "2.1", "2.96"), OLD]}}, "/v2.1", "2.1 to 2.96"),
        ("/v2.1", {"/v2.1/": {"version": entry("v2.1", "2.1", "2.96")}}, "/v2.1", "2.1 to 2.96"),
        ("/v2.1", {"/": {"versions": [OLD, entry("v2.1", "2.1", "2.9")]}}, "/v2.1", "2.1 to 2.9"),
        ("/v3", {"/v3/": {"versions": [entry("v2", "", ""), entry("v3.0", "3.0", "3.71")]}}, "/v3", "3.0 to 3.71"),
        (
            "",
            {"/": {"versions": [{"id": "v1.0", "min_version": "1.0", "max_version": "1.39", "links": []}]}},
            "",
            "1.0 to 1.39",
        ),
        ("", {"/": {"versions": {"values": [entry("v3.14", "", "")]}}}, "/v3.14", None),
        ("", {"/": {"boats": []}}, "", None),
        ("", {"/": ["what"]}, "", None),
        ("", {"/": {"versions": [7, None], "version": "2"}}, "", None),
        ("", {}, "", None),
    ],
)
def test_versions(base: str, documents: dict[str, Any], below: str, offered: str | None) -> None:
    def answer(request: Request) -> bytes:
        found = documents.get(request.path)
        return reply(found) if found is not None else reply(status=404)

    with Server(answer) as server:
        client = ReadingClient(PlainHeaders({}), QUICK, Recorder(Secrets()))
        found = discover(client, Endpoint.at(server.url + base))
    assert found.failure is None
    assert found.endpoint == Endpoint(server.url, server.url + below)
    assert (str(found.offered) if found.offered else None) == offered


def test_versions_in_headers() -> None:
    names = "X-OpenStack-Harbour-API-{}-Version"
    headers = {names.format("Minimum"): "1.1", names.format("Maximum"): "1.95"}
    with Server(lambda request: reply({"name": "Harbour"}, headers=headers)) as server:
        found = discover(ReadingClient(PlainHeaders({}), QUICK, Recorder(Secrets())), Endpoint.at(server.url))
    assert str(found.offered) == "1.1 to 1.95"
