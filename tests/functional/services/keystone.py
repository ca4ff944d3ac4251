"""The real keystone, and what a client needs to find other services by it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

import requests
import yaml

from tests.functional.services.running import Service, start

SECONDS = 30


@dataclass
class Keystone:
    """A running keystone: ``service`` is its process, ``clouds_file`` a clouds.yaml whose cloud ``real`` is it."""

    service: Service
    clouds_file: Path
    password: str

    @property
    def base_url(self) -> str:
        return self.service.base_url

    def register(self, service_type: str, url: str) -> None:
        """Put an endpoint into the catalog."""
        service = self._create("services", {"type": service_type, "name": service_type})
        endpoint = {"service_id": service, "interface": "public", "region_id": "RegionOne", "url": url}
        self._create("endpoints", endpoint)

    def _create(self, kind: str, body: dict[str, str]) -> str:
        answer = requests.post(
            f"{self.base_url}/{kind}", json={kind[:-1]: body}, headers=self.service.headers, timeout=SECONDS
        )
        answer.raise_for_status()
        identifier: str = answer.json()[kind[:-1]]["id"]
        return identifier

    def token(self) -> str:
        """A new token of the administrator."""
        user = {"name": "admin", "domain": {"id": "default"}, "password": self.password}
        scope = {"project": {"name": "admin", "domain": {"id": "default"}}}
        auth = {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": scope}
        answer = requests.post(f"{self.base_url}/auth/tokens", json={"auth": auth}, timeout=SECONDS)
        answer.raise_for_status()
        return answer.headers["X-Subject-Token"]


def start_keystone(folder: Path) -> Keystone:
    """Start it, and write its clouds.yaml into ``folder``."""
    password = secrets.token_hex(12)
    service = start("keystone", folder, password)
    clouds_file = folder / "clouds.yaml"
    auth = {
        "auth_url": service.base_url,
        "username": "admin",
        "password": password,
        "project_name": "admin",
        "user_domain_id": "default",
        "project_domain_id": "default",
    }
    clouds_file.write_text(yaml.safe_dump({"clouds": {"real": {"auth": auth, "region_name": "RegionOne"}}}), "utf-8")
    keystone = Keystone(service, clouds_file, password)
    service.headers = {"X-Auth-Token": keystone.token()}
    return keystone
