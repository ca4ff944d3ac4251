"""The versions of Harbour: which one a request asks for, and the documents that tell of them."""

from __future__ import annotations

import re
from typing import Any

from apiref_verify.model.microversion import Microversion
from tests.harbour.messages import Answer, FaultError

HEADER = "OpenStack-API-Version"
SERVICE = "compute"
OLDEST, NEWEST = Microversion(2, 1), Microversion(2, 12)


def asked_for(header: str | None) -> Microversion:
    """The version that a header such as ``compute 2.9`` asks for; the oldest where it says nothing of us.

    :raises FaultError: if it cannot be read, or names a version that there is not.
    """
    for part in (header or "").split(","):
        service, _, said = part.strip().partition(" ")
        if service == SERVICE:
            return _version(said.strip())
    return OLDEST


def _version(said: str) -> Microversion:
    if said == "latest":
        return NEWEST
    if not re.fullmatch(r"[1-9]\d{0,4}\.(0|[1-9]\d{0,4})", said):
        raise FaultError(400, f"'{said[:20]}' is no version.")
    version = Microversion.parse(said)
    if not OLDEST <= version <= NEWEST:
        raise FaultError(406, f"Version {version} is not supported. The oldest is {OLDEST} and the newest {NEWEST}.")
    return version


def documents(path: str, url: str) -> Answer | None:
    """The version documents, which need no token: ``/`` and ``/{api_version}``; ``None`` for any other path.

    :raises FaultError: for a version that there is not.
    """
    first, *rest = path.strip("/").split("/")
    if rest:
        return None
    if not first:
        return Answer(200, {"versions": [_document(url)]})
    if first != "v2.1":
        raise FaultError(404, f"There is no version {first}.")
    return Answer(200, {"version": _document(url)})


def _document(url: str) -> dict[str, Any]:
    return {
        "id": "v2.1",
        "links": [
            {"rel": "self", "href": f"{url}/v2.1/"},
            {"rel": "describedby", "type": "text/html", "href": f"{url}/docs/"},
        ],
        "max_version": str(NEWEST),
        "min_version": str(OLDEST),
        "status": "CURRENT",
        "updated": "2024-03-18T09:00:00Z",
    }
