"""The real nova on loopback: API, conductor, scheduler and three computes in one process.

``nova_service.py FOLDER [KEYSTONE]`` uses nova's own functional fixtures: hypervisors, images, networks, volumes and
shares are theirs, everything else is what runs in a cloud. The token ``admin`` is an administrator's; other tokens are
asked about at the keystone whose address is given.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
import urllib.error
import urllib.request
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

os.environ["OS_NOVA_DISABLE_EVENTLET_PATCHING"] = "1"

import nova.tests.functional  # noqa: F401 - the first of nova's own: it settles how threads are made
from neighbours import BareMetal, Networks, Volumes
from nova.api.openstack.compute import baremetal_nodes
from nova.tests import fixtures as nova_fixtures
from nova.tests.functional.integrated_helpers import _IntegratedTestBase
from serving import Server

UPTIME = "12:00:00 up 1 day, 2:03, 1 user, load average: 0.01, 0.02, 0.03"
User = tuple[str, list[str]]
SECONDS_TO_BELIEVE = 30
PROJECT = nova_fixtures.PROJECT_ID


class Cloud(_IntegratedTestBase):
    """A cloud of three computes. Live migrations away from the one called ``slow`` do not end by themselves."""

    ADMIN_API = True
    CAST_AS_CALL = False

    def setUp(self) -> None:
        nova_fixtures.NeutronFixture = Networks
        nova_fixtures.CinderFixture = Volumes
        super().setUp()
        self.useFixture(nova_fixtures.ManilaFixture())

    def _setup_services(self) -> None:
        self.flags(api_paste_config=f"{sys.prefix}/etc/nova/api-paste.ini", group="wsgi")
        self.flags(response_validation="warn", group="api")  # as in a cloud: what breaks a schema is sent all the same
        self.flags(reclaim_instance_interval=3600)  # deleted servers can be restored
        self.flags(shelved_offload_time=-1)  # shelved servers are offloaded when asked for only
        self.flags(enabled=True, group="spice")
        self.flags(enabled=True, group="serial_console")
        self.flags(default_floating_pool="outside", group="neutron")
        self.stub_out(f"{baremetal_nodes.__name__}.BareMetalNodeController.ironic_connection", BareMetal())
        self.stub_out("nova.virt.fake.FakeDriver.get_host_uptime", lambda driver: UPTIME)
        super()._setup_services()

    def _setup_compute_service(self) -> None:
        self.flags(compute_driver="fake.FakeDriverWithCaching")
        self._start_compute("one")
        self._start_compute("two")
        self.flags(compute_driver="fake.FakeLiveMigrateDriver")
        self._start_compute("slow")

    def runTest(self) -> None:  # noqa: N802
        """A test case must have one."""


class Gate:
    """Stands before the API, and says who asks as keystone's middleware does."""

    def __init__(self, application: WSGIApplication, keystone: str | None) -> None:
        self._application = application
        self._keystone = keystone
        self._known: dict[str, tuple[float, User]] = {}

    def __call__(self, environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        user = self._user(environment.get("HTTP_X_AUTH_TOKEN", ""))
        if user is None:
            start_response("401 Unauthorized", [("Content-Type", "application/json")])
            return [b'{"error": {"code": 401, "title": "Unauthorized", "message": "Unknown token."}}']
        name, roles = user
        environment["HTTP_X_AUTH_USER"] = name
        environment["HTTP_X_AUTH_PROJECT_ID"] = PROJECT
        environment["HTTP_X_ROLES"] = ",".join(roles)
        return self._application(environment, start_response)

    def _user(self, token: str) -> User | None:
        """Whose token it is; nothing if it is nobody's. Keystone is believed for a while, as its middleware does."""
        if token == "admin":
            return "admin", ["admin", "member", "reader"]
        if not token or self._keystone is None:
            return None
        since, user = self._known.get(token, (float("-inf"), None))
        if time.monotonic() - since >= SECONDS_TO_BELIEVE:
            user = user_of(token, self._keystone)
            if user is not None:
                self._known[token] = time.monotonic(), user
        return user


def user_of(token: str, keystone: str) -> User | None:
    """What keystone says: the name and the roles of a token's user."""
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    request = urllib.request.Request(f"{keystone}/auth/tokens", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            known = json.load(answer)["token"]
    except urllib.error.HTTPError:
        return None
    return known["user"]["name"], [role["name"] for role in known["roles"]]


def main() -> None:
    cloud = Cloud()
    try:
        cloud.setUp()
    except Exception:  # whatever nova's fixtures raise: they send the traceback to a log of their own
        traceback.print_exc(file=sys.__stderr__)
        os._exit(1)
    gate = Gate(cloud.api_fixture.app(), sys.argv[2] if len(sys.argv) > 2 else None)
    Server().run(gate, "/v2.1")


if __name__ == "__main__":
    main()
