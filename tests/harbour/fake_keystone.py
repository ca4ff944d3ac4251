"""A small identity service, so that keystoneauth can log in to Harbour: passwords, tokens and a catalog.

It knows one user. The tokens that it gives are good at Harbour if both are made with the same ``Tokens``::

    tokens = Tokens()
    with serving(Harbour(tokens)) as harbour, serving(FakeKeystone(tokens, harbour.url)) as keystone:
        (tmp_path / "clouds.yaml").write_text(clouds_yaml(keystone.url))
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from wsgiref.util import application_uri

from tests.harbour.app import Environ, StartResponse
from tests.harbour.tokens import ADMIN, Tokens

USER, PASSWORD, PROJECT_NAME = "harbour-master", "lighthouse", "quay"
_DOMAIN = {"id": "default", "name": "Default"}
_LARGEST_BODY = 65536


class FakeKeystone:
    """The identity service, as a WSGI application.

    :param compute_url: where Harbour is, without ``/v2.1``.
    :param uses: for how many requests each token is good; by default for as many as are made.
    :param lifetime: how long a token says that it is good. Clients replace one that is soon to expire.
    """

    def __init__(
        self, tokens: Tokens, compute_url: str, uses: int | None = None, lifetime: timedelta = timedelta(hours=1)
    ) -> None:
        self.logins = 0
        self._tokens = tokens
        self._compute_url = compute_url
        self._uses = uses
        self._lifetime = lifetime
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        url = application_uri(environ).rstrip("/")
        asked = (environ["REQUEST_METHOD"], environ["PATH_INFO"].rstrip("/"))
        headers = [("Content-Type", "application/json")]
        if asked == ("GET", ""):
            status, body = 300, {"versions": {"values": [_version(url)]}}
        elif asked == ("GET", "/v3"):
            status, body = 200, {"version": _version(url)}
        elif asked == ("POST", "/v3/auth/tokens"):
            status, body = self._log_in(environ, url, headers)
        else:
            status, body = _fault(404, "There is no such thing here.")
        content = json.dumps(body).encode()
        start_response(f"{status} {HTTPStatus(status).phrase}", [*headers, ("Content-Length", str(len(content)))])
        return [content]

    def _log_in(self, environ: Environ, url: str, headers: list[tuple[str, str]]) -> tuple[int, dict[str, Any]]:
        if not _is_our_user(_body(environ)):
            return _fault(401, "The user or the password is wrong.")
        with self._lock:
            self.logins += 1
            token = f"tide-{self.logins}"
            self._tokens.add(token, ADMIN, self._uses)
        headers.append(("X-Subject-Token", token))
        return 201, {"token": self._token(url)}

    def _token(self, url: str) -> dict[str, Any]:
        now = datetime.now(UTC)
        return {
            "methods": ["password"],
            "user": {"id": ADMIN.user_id, "name": USER, "domain": _DOMAIN},
            "project": {"id": ADMIN.project_id, "name": PROJECT_NAME, "domain": _DOMAIN},
            "roles": [{"id": "admin", "name": "admin"}],
            "issued_at": _time(now),
            "expires_at": _time(now + self._lifetime),
            "catalog": [
                _service("compute", "harbour", f"{self._compute_url}/v2.1"),
                _service("identity", "keystone", f"{url}/v3"),
            ],
        }


def clouds_yaml(url: str, name: str = "harbour", password: str = PASSWORD) -> str:
    """A ``clouds.yaml`` with one cloud, whose identity service is at a URL."""
    return f"""\
clouds:
  {name}:
    region_name: pier
    auth:
      auth_url: {url}/v3
      username: {USER}
      password: {password}
      project_name: {PROJECT_NAME}
      user_domain_id: default
      project_domain_id: default
"""


def _body(environ: Environ) -> Any:
    length = environ.get("CONTENT_LENGTH") or "0"
    try:
        return json.loads(environ["wsgi.input"].read(min(int(length), _LARGEST_BODY)))
    except ValueError:
        return None


def _is_our_user(asked: Any) -> bool:
    try:
        user = asked["auth"]["identity"]["password"]["user"]
        return bool(user["name"] == USER and user["password"] == PASSWORD)
    except (TypeError, KeyError):
        return False


def _fault(status: int, message: str) -> tuple[int, dict[str, Any]]:
    return status, {"error": {"code": status, "title": HTTPStatus(status).phrase, "message": message}}


def _version(url: str) -> dict[str, Any]:
    return {
        "id": "v3.14",
        "status": "stable",
        "updated": "2024-01-01T00:00:00Z",
        "links": [{"rel": "self", "href": f"{url}/v3/"}],
        "media-types": [{"base": "application/json", "type": "application/json"}],
    }


def _service(kind: str, name: str, url: str) -> dict[str, Any]:
    endpoints = [
        {"id": f"{name}-{interface}", "interface": interface, "region": "pier", "region_id": "pier", "url": url}
        for interface in ("public", "internal", "admin")
    ]
    return {"id": name, "type": kind, "name": name, "endpoints": endpoints}


def _time(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
