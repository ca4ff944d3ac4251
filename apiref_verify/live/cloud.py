"""The way in to a cloud that a ``clouds.yaml`` describes: keystoneauth gets the tokens, openstacksdk reads the file."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Mapping
from typing import Any

from apiref_verify.live.asking.credentials import CredentialsError
from apiref_verify.live.asking.transport import Trust
from apiref_verify.live.door import Door, DoorError

_MISSING = "--cloud needs keystoneauth1 and openstacksdk: pip install 'apiref-verify[live]'"


class CloudCredentials:
    """The tokens of a keystoneauth session; one that is about to expire is replaced before it is sent."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def headers(self) -> Mapping[str, str]:
        """The headers with a valid token."""
        try:
            return dict(self._session.get_auth_headers() or {})
        except Exception as error:  # foreign code: plugins raise what they like
            raise CredentialsError(f"no token: {_line(error)}") from None

    def renew(self) -> bool:
        """Forget the token; keystoneauth knows whether it can get another."""
        return bool(self._session.invalidate())


def cloud_door(name: str, service_type: str, seconds: float) -> Door:
    """The way in to a service of a cloud. ``seconds`` bounds each request to its keystone.

    :raises DoorError: if there is no such cloud, no token, or no such service in the catalog.
    """
    try:
        config = importlib.import_module("openstack.config")
        importlib.import_module("keystoneauth1.session")
    except ImportError:
        raise DoorError(_MISSING) from None
    logging.getLogger("keystoneauth").setLevel(logging.ERROR)  # what it warns of is told by its errors too
    try:
        region = config.OpenStackConfig().get_one(cloud=name)
        session = region.get_session()
        session.timeout = session.timeout or seconds
        url = region.get_session_endpoint(service_type)
        project = session.get_project_id()
        verify, certificate = region.get_requests_verify_args()
    except Exception as error:  # foreign code: plugins raise what they like
        raise DoorError(f"cloud {name}: {_line(error)}") from None
    if not url:
        raise DoorError(f"cloud {name}: its catalog has no {service_type}; see --service-type")
    values = {"project_id": project, "tenant_id": project} if project else {}
    return Door(url, CloudCredentials(session), Trust(verify, certificate), values)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
