"""Much traffic out of little: the exchanges of a HAR repeated with other ids each time, as HAR or tempest log."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

_ID = re.compile(r"\b([0-9a-f]{8})(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b")
_CUT_AT = 4096
_LOG = "tempest.lib.common.rest_client"
_TIME = "2026-01-02 03:04:05.678 4711"


def entries(path: Path) -> list[dict[str, Any]]:
    """The entries of a HAR, which may be compressed with xz."""
    data = path.read_bytes()
    found: list[dict[str, Any]] = json.loads(lzma.decompress(data) if path.suffix == ".xz" else data)["log"]["entries"]
    return found


class Repeated:
    """Texts whose UUIDs, in URLs, bodies and headers, are others in each round."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._parts = [_ID.split(text) for text in texts]

    def round(self, number: int) -> Iterator[str]:
        """All texts once; the same ids stay the same within a round."""
        for parts in self._parts:
            fresh = list(parts)
            fresh[1::3] = [f"{int(start, 16) ^ number * 2_654_435_761 & 0xFFFFFFFF:08x}" for start in parts[1::3]]
            yield "".join(fresh)


def write_har(found: list[dict[str, Any]], path: Path, rounds: int) -> None:
    """A HAR of so many rounds."""
    texts = Repeated(json.dumps(entry) for entry in found)
    with path.open("w", encoding="utf-8") as stream:
        stream.write('{"log": {"version": "1.2", "entries": [')
        for number in range(rounds):
            stream.write(",\n" if number else "\n")
            stream.write(",\n".join(texts.round(number)))
        stream.write("\n]}}\n")


def write_tempest_log(found: list[dict[str, Any]], path: Path, megabytes: int) -> None:
    """A log of at least so many megabytes, as ``tempest.lib.common.rest_client`` writes it."""
    texts = Repeated(map(tempest_record, found))
    with path.open("w", encoding="utf-8") as stream:
        number = 0
        while stream.tell() < megabytes * 1_000_000:
            stream.writelines(texts.round(number))
            number += 1


def tempest_record(entry: dict[str, Any]) -> str:
    """One exchange as tempest logs it, its bodies cut."""
    request, response = entry["request"], entry["response"]
    answered = {one["name"].lower(): one["value"] for one in response["headers"]}
    request_id = answered.get("x-openstack-request-id", "-")
    headers = {one["name"]: one["value"] for one in request["headers"]}
    answered |= {"status": str(response["status"]), "content-location": request["url"]}
    sent = (request.get("postData") or {}).get("text") or None
    body = (response["content"].get("text") or "").encode()
    return (
        f"{_TIME} INFO {_LOG} [{request_id} ] Request (ServersTest:test_one): {response['status']} {request['method']} "
        f"{request['url']} 0.123s\n"
        f"{_TIME} DEBUG {_LOG} [{request_id} ] Request - Headers: {headers}\n"
        f"        Body: {str(sent)[:_CUT_AT]}\n"
        f"    Response - Headers: {answered}\n"
        f"        Body: {str(body)[:_CUT_AT]} _log_request_full /opt/tempest/lib/common/rest_client.py:489\n"
    )
