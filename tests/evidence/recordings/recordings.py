"""Small recordings of our own in the forms that tools write, and ways to read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from apiref_verify.evidence.recordings.read import read_recordings
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import Exchange, Unread

PLANTED = "planted-by-a-test"

KEYSTONEAUTH = f"""\
REQ: curl -g -i -X POST http://harbour.example/v2.1/servers?token={PLANTED} -H "Content-Type: application/json" \
-H "OpenStack-API-Version: harbour 2.7" -H "X-Auth-Token: {PLANTED}" \
-d '{{"server": {{"name": "it's", "adminPass": "{PLANTED}", "nics": [{{"token": "{PLANTED}"}}]}}}}'
Starting new HTTP connection (1): harbour.example:80
http://harbour.example "POST /v2.1/servers HTTP/1.1" 202 44
RESP: [202] Content-Length: 44 Content-Type: application/json Location: http://me:{PLANTED}@harbour.example/s1 \
OpenStack-API-Version: harbour 2.7 Set-Cookie: a={PLANTED}; Path=/ x-openstack-request-id: req-1
RESP BODY: {{"server": {{"id": "s1", "adminPass": "{PLANTED}"}}}}
POST call to harbour for http://harbour.example/v2.1/servers used request id req-1
REQ: curl -g -i -X GET "http://harbour.example/v2.1/servers?limit=2&name=a+b" -H "Accept: application/json"
RESP: [404] Content-Length: 9 Content-Type: application/json x-openstack-request-id: req-2
RESP BODY: {{"e": 1}}
GET call to harbour for http://harbour.example/v2.1/servers?limit=2&name=a+b used request id req-2
"""

TEMPEST = f"""\
2026-01-02 03:04:05.678 12 INFO tempest.lib.common.rest_client [req-1 req-1 ] Request (ServersTest:test_create): \
202 POST http://harbour.example/v2.1/servers?token={PLANTED} 0.123s
2026-01-02 03:04:05.679 12 DEBUG tempest.lib.common.rest_client [req-1 req-1 ] Request - Headers: \
{{'Content-Type': 'application/json', 'X-OpenStack-Nova-API-Version': '2.7', 'X-Auth-Token': '{PLANTED}'}}
        Body: {{"server": {{"name": "it's", "adminPass": "{PLANTED}"}}}}
    Response - Headers: {{'content-type': 'application/json', 'x-openstack-nova-api-version': '2.7', \
'x-openstack-request-id': 'req-1', 'set-cookie': 'a={PLANTED}', 'status': '202', \
'content-location': 'http://harbour.example/v2.1/servers?token={PLANTED}'}}
        Body: b'{{"server": {{"id": "s1", "name": "it\\'s", "adminPass": "{PLANTED}"}}}}' \
_log_request_full /opt/tempest/lib/common/rest_client.py:489
2026-01-02 03:04:05.680 12 INFO tempest.lib.common.rest_client [req-2 req-2 ] Request (ServersTest:_run_cleanups): \
204 DELETE http://harbour.example/v2.1/servers/s1 0.123s
2026-01-02 03:04:05.681 12 DEBUG tempest.lib.common.rest_client [req-2 req-2 ] Request - Headers: \
{{'Accept': 'application/json', 'X-Auth-Token': '<omitted>'}}
        Body: None
    Response - Headers: {{'content-type': 'application/json', 'x-openstack-request-id': 'req-2', 'status': '204'}}
        Body: b'' {{{{(pid=12) _log_request_full /opt/tempest/lib/common/rest_client.py:489}}}}
"""

JSON_TYPE = {"name": "Content-Type", "value": "application/json"}


def har_entry(**more: Any) -> dict[str, Any]:
    """An entry of a HAR; parts of the request and the response may be given."""
    request = {
        "method": "POST",
        "url": f"http://me:{PLANTED}@harbour.example/v2.1/servers?token={PLANTED}",
        "headers": [JSON_TYPE, {"name": "X-Auth-Token", "value": PLANTED}, {"name": ":authority", "value": "harbour"}],
        "postData": {"mimeType": "application/json", "text": json.dumps({"server": {"adminPass": PLANTED}})},
    }
    response = {
        "status": 202,
        "headers": [
            JSON_TYPE,
            {"name": "Set-Cookie", "value": PLANTED},
            {"name": "OpenStack-API-Version", "value": "h 2.7"},
        ],
        "content": {"mimeType": "application/json", "size": 9, "text": json.dumps({"server": {"adminPass": PLANTED}})},
    }
    return {"request": request | more.get("request", {}), "response": response | more.get("response", {})}


def har(*entries: Any) -> str:
    """A HAR with some entries."""
    return json.dumps({"log": {"version": "1.2", "creator": {"name": "t", "version": "1"}, "entries": list(entries)}})


def interaction(request_body: Any, response_body: Any, **more: Any) -> dict[str, Any]:
    """An interaction of a cassette."""
    return {
        "request": {
            "method": "POST",
            "uri": f"http://harbour.example/v2.1/servers?token={PLANTED}",
            "headers": {"Content-Type": ["application/json"], "X-Auth-Token": [PLANTED]},
            "body": request_body,
        },
        "response": {
            "status": {"code": 202, "message": "Accepted"},
            "headers": {"Content-Type": ["application/json"], "Set-Cookie": [PLANTED, "b"], **more.get("headers", {})},
            "body": response_body,
        },
    }


BODY = json.dumps({"server": {"name": "it's", "adminPass": PLANTED}})


def betamax(*interactions: Any) -> str:
    """A cassette of betamax."""
    return json.dumps({"http_interactions": list(interactions), "recorded_with": "betamax/0.9.0"})


def read(path: Path | str, *names: str) -> list[Exchange | Unread]:
    """All that a recording holds; ``names`` are further secrets."""
    return list(read_recordings([str(path)], Secrets(names)))


def read_text(folder: Path, text: str | bytes) -> list[Exchange | Unread]:
    """All that a recording with some text holds."""
    path = folder / "recording"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(path)


def exchanges(found: list[Exchange | Unread]) -> list[Exchange]:
    """The exchanges among what was read, where there must be nothing else."""
    assert [one for one in found if isinstance(one, Unread)] == []
    return [one for one in found if isinstance(one, Exchange)]


def reasons(found: list[Exchange | Unread]) -> list[str]:
    """What could not be read."""
    return [one.reason for one in found if isinstance(one, Unread)]
