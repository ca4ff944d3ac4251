"""Traffic with Harbour: everything it can do is asked for, over HTTP, and every exchange is kept.

``python -m tests.harbour.traffic`` writes the recording that is part of this repository. The same exchanges come out
of every run, to the byte.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import requests

from apiref_verify.evidence.recordings.exchange_file import ExchangeWriter
from apiref_verify.evidence.recordings.secrets import Secrets
from apiref_verify.model.exchange import EMPTY, Body, BodyKind, Exchange, Source
from tests.harbour.app import Harbour
from tests.harbour.server import serving
from tests.harbour.versions import HEADER, SERVICE

PUBLIC_URL = "http://harbour.example.org"
"""Where the recording says that Harbour is, whatever port it had."""

_ROOT = Path(__file__).parents[2]
RECORDING = _ROOT / "api-ref" / "recordings" / "harbour.jsonl"

_KEPT_OF_REQUEST = ("content-type", "openstack-api-version")
_KEPT_OF_ANSWER = ("allow", "content-type", "location", "openstack-api-version", "x-openstack-request-id")
_TIMEOUT = 30


class Client:
    """Asks Harbour, and keeps each exchange as if it had been at ``PUBLIC_URL``."""

    def __init__(self, url: str, keep: Callable[[Exchange], None]) -> None:
        self._url = url
        self._keep = keep
        self._secrets = Secrets()
        self._session = requests.Session()
        self._asked = 0

    def ask(
        self, method: str, path: str, version: str | None = "2.1", body: Any = None, token: str | None = "admin"
    ) -> Any:
        """The JSON that a request is answered with, ``None`` for none.

        :param path: with the major version and the query, as ``/v2.1/servers?limit=1``.
        :param version: ``None`` to leave its header out.
        """
        headers = {HEADER: f"{SERVICE} {version}"} if version else {}
        secret = {"X-Auth-Token": token} if token else {}
        answer = self._session.request(
            method, self._url + path, json=body, headers=headers | secret, timeout=_TIMEOUT, allow_redirects=False
        )
        self._asked += 1
        self._keep(self._exchange(answer, path, body))
        return answer.json() if answer.content else None

    def _exchange(self, answer: requests.Response, path: str, body: Any) -> Exchange:
        """The exchange without its secrets; its source is the line that it has in the recording."""
        return Exchange(
            method=answer.request.method or "",
            url=self._secrets.text(PUBLIC_URL + path),
            status=answer.status_code,
            source=Source(RECORDING.relative_to(_ROOT).as_posix(), self._asked, "harbour"),
            request_headers=_kept(answer.request.headers, _KEPT_OF_REQUEST),
            request=EMPTY if body is None else self._body(body),
            response_headers=_kept(answer.headers, _KEPT_OF_ANSWER),
            response=self._body(answer.json()) if answer.content else EMPTY,
        )

    def _body(self, value: Any) -> Body:
        return Body(BodyKind.JSON, self._secrets.value(value))


def _kept(headers: Any, names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(headers[name]) for name in names if name in headers}


def record() -> list[Exchange]:
    """The exchanges of the recording: all scenes with one Harbour, then what it refuses."""
    from tests.harbour.refusals import refusals
    from tests.harbour.scenes import RECORDED

    exchanges: list[Exchange] = []
    with serving(Harbour(url=PUBLIC_URL)) as served:
        client = Client(served.url, exchanges.append)
        for scene, versions in RECORDED:
            for version in versions:
                scene(client, version)
        refusals(client)
    return exchanges


def write(exchanges: Iterable[Exchange], path: Path) -> None:
    """Write a recording."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with ExchangeWriter(path) as writer:
        for exchange in exchanges:
            writer.write(exchange)
    path.chmod(0o644)


if __name__ == "__main__":
    write(record(), RECORDING)
