"""Uses a cloud as people do, with openstacksdk and novaclient, and keeps their log as ``nova --debug`` writes it.

``client_traffic.py LOG`` talks to the cloud called ``real`` of the clouds.yaml that ``OS_CLIENT_CONFIG_FILE`` names.
"""

from __future__ import annotations

import logging
import sys
import time

import openstack
from novaclient import client

IMAGE = "70a599e0-31e7-49b7-b260-868f441e862b"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f traffic"
FORMAT = "%(levelname)s (%(module)s:%(lineno)d) %(message)s"
SECONDS = 60


def main() -> None:
    logging.basicConfig(filename=sys.argv[1], level=logging.DEBUG, format=FORMAT)
    cloud = openstack.connect(cloud="real")
    with_the_sdk(cloud)
    with_novaclient(client.Client("2.96", session=cloud.session, endpoint_type="public"))


def with_the_sdk(cloud: openstack.connection.Connection) -> None:
    cloud.compute.create_keypair(name="traffic", public_key=KEY)
    list(cloud.compute.keypairs())
    list(cloud.compute.flavors())
    list(cloud.compute.hypervisors(details=True))
    group = cloud.compute.create_server_group(name="traffic", policy="affinity")
    cloud.compute.delete_server_group(group)
    cloud.compute.delete_keypair("traffic")


def with_novaclient(nova: client.Client) -> None:
    server = nova.servers.create("traffic", IMAGE, "1", nics="none")
    wait(nova, server.id, "ACTIVE")
    nova.servers.pause(server)
    wait(nova, server.id, "PAUSED")
    nova.servers.unpause(server)
    wait(nova, server.id, "ACTIVE")
    nova.servers.set_meta(server, {"colour": "grey"})
    nova.servers.list()
    nova.servers.force_delete(server)


def wait(nova: client.Client, identifier: str, status: str) -> None:
    end = time.monotonic() + SECONDS
    while nova.servers.get(identifier).status != status:
        if time.monotonic() > end:
            sys.exit(f"the server is not {status} after {SECONDS} seconds")
        time.sleep(0.2)


if __name__ == "__main__":
    main()
