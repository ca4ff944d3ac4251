"""A small documented API, and recordings of it in our own form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from apiref_verify.gathering.part import Plan
from apiref_verify.model.contract import Contract
from tests.builders import operation, row, table
from tests.contracts import contract

BOATS = """
min_version: "1.1"
max_version: "1.9"
routes:
- path: GET /boats
  response:
    type: object
    properties:
      boats: {type: array, items: {type: object, properties: {name: {type: string}}, additionalProperties: false}}
  success: [200]
- path: POST /boats
  request: {type: object, properties: {name: {type: string}}, additionalProperties: false}
  success: [201]
"""


def boats() -> Contract:
    """What the API promises."""
    return contract(BOATS)


def plan(*contracts: Contract) -> Plan:
    """What is documented."""
    rows = [row("boats", "array"), row("name")]
    return Plan(
        (
            operation([table(rows)], url="/v1/boats"),
            operation(method="POST", url="/v1/boats", title="Create Boat"),
            operation(url="/v1/boats/{boat_id}", title="Show One Boat"),
        ),
        contracts,
    )


def exchange(
    url: str = "/v1/boats",
    body: Any = None,
    method: str = "GET",
    status: int = 200,
    version: str = "1.2",
    request: Any = None,
    number: int = 1,
) -> dict[str, Any]:
    """A line of an exchange file."""
    return {
        "exchange_version": 1,
        "method": method,
        "url": f"http://harbour.example{url}" if url.startswith("/") else url,
        "status": status,
        "request": {"headers": {}, "body": _body(request)},
        "response": {
            "headers": {"openstack-api-version": f"harbour {version}", "x-openstack-request-id": f"req-{number}"},
            "body": _body(body),
        },
        "source": {"path": "debug.log", "line": number, "format": "keystoneauth"},
    }


def _body(value: Any) -> dict[str, Any]:
    return {"kind": "empty"} if value is None else {"kind": "json", "value": value}


def traffic() -> list[dict[str, Any]]:
    """Exchanges of all kinds: served and refused, documented and not, as promised and not."""
    return [
        exchange(body={"boats": []}, number=1),
        exchange(body={"boats": [{"name": "Emma"}, {"name": None, "colour": "red"}]}, version="1.3", number=2),
        exchange(body={"error": {"code": 404}}, status=404, number=3),
        exchange("/v1/boats?limit=2", {"boats": [{"name": "Ida"}], "next": "x"}, number=4),
        exchange(method="POST", request={"name": "Ada", "age": 7}, status=202, number=5),
        exchange("/v1/boats/17", {"boat": {"name": "Emma", "length": 9.5}}, number=6),
        exchange("/v1/oars/18", {"oar": {}}, number=7),
        exchange("/v1/oars/19", {"oar": {}}, status=404, number=8),
        exchange("http://other.example/v3/auth", {"token": {}}, number=9),
        exchange(body={"boats": [{"name": "Ida", "crew": [{"age": 1}, {"age": "2"}]}]}, number=10),
    ]


def write(path: Path, lines: Iterable[dict[str, Any]]) -> str:
    """An exchange file."""
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return str(path)
