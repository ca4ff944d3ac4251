"""The headers that ask for a microversion.

The form is that of the API special interest group; the older names, and which word stands for a service, are those of
``keystoneauth1.session.Session._set_microversion_headers``.
"""

from __future__ import annotations

from apiref_verify.model.microversion import Microversion

_OLDER = {
    "compute": "X-OpenStack-Nova-API-Version",
    "baremetal": "X-OpenStack-Ironic-API-Version",
    "baremetal-introspection": "X-OpenStack-Ironic-Inspector-API-Version",
    "shared-file-system": "X-OpenStack-Manila-API-Version",
}


def version_headers(service_type: str, version: Microversion | None) -> dict[str, str]:
    """The headers that ask a service for a version; none without a version."""
    if version is None:
        return {}
    word = _word(service_type)
    headers = {"OpenStack-API-Version": f"{word} {version}"}
    if word in _OLDER:
        headers[_OLDER[word]] = str(version)
    return headers


def _word(service_type: str) -> str:
    """How the header calls a service."""
    if service_type.startswith("volume") or service_type == "block-storage":
        return "volume"
    return "shared-file-system" if service_type.startswith("share") else service_type
