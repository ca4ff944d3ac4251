"""The real keystone on loopback: a database of its own in sqlite, with an administrator in it.

``keystone_service.py FOLDER PASSWORD`` keeps database and keys in the folder. The user ``admin`` of the project
``admin`` gets the password.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from serving import Server

CONFIGURATION = """\
[database]
connection = sqlite:///{folder}/keystone.sqlite
[fernet_tokens]
key_repository = {folder}/fernet-keys
[credential]
key_repository = {folder}/credential-keys
"""


def main() -> None:
    folder, password = Path(sys.argv[1]), sys.argv[2]
    server = Server()
    url = f"{server.url}/v3"
    configuration = folder / "keystone.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder), "utf-8")
    for name in ("fernet-keys", "credential-keys"):
        (folder / name).mkdir(mode=0o700)
    _manage(configuration, "db_sync")
    owner = [f"--keystone-user={os.getuid()}", f"--keystone-group={os.getgid()}"]
    _manage(configuration, "fernet_setup", *owner)
    _manage(configuration, "credential_setup", *owner)
    _manage(
        configuration,
        "bootstrap",
        f"--bootstrap-password={password}",
        f"--bootstrap-public-url={url}",
        "--bootstrap-region-id=RegionOne",
    )
    os.environ["OS_KEYSTONE_CONFIG_FILES"] = str(configuration)
    del sys.argv[1:]  # keystone would take them for its own
    from keystone.wsgi.api import application

    server.run(application, "/v3")


def _manage(configuration: Path, *words: str) -> None:
    program = Path(sys.executable).with_name("keystone-manage")
    subprocess.run([program, f"--config-file={configuration}", *words], check=True)


if __name__ == "__main__":
    main()
